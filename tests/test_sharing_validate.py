"""A package from a stranger: each thing one can do to it is found, and the file is named."""

import importlib
import io
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from convostudy.errors import BadParameter
from convostudy.project.cli import main
from convostudy.project.sharing.check import validate
from convostudy.project.sharing.check.fault import harmless
from shared_packages import seal_sums, sealed, with_words, written

opening = importlib.import_module("convostudy.project.sharing.check.opened")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return written(tmp_path_factory.mktemp("sound"), zip_too=True, also=("convokit", "rocrate"))


@pytest.fixture
def package(sound, tmp_path):
    """A copy that may be broken."""
    return Path(shutil.copytree(sound, tmp_path / sound.name))


def _files(faults):
    return {fault.file for fault in faults}


def _edit(file, old, new, times=1):
    text = file.read_text("utf-8")
    assert old in text, f"{old!r} is not in {file.name}: the test would change nothing"
    file.write_text(text.replace(old, new, times), "utf-8")


def _descriptor(package, change):
    """Change the descriptor, and make all hashes right again."""
    file = package / "datapackage.json"
    held = json.loads(file.read_text("utf-8"))
    change(held)
    file.write_text(json.dumps(held), "utf-8")
    seal_sums(package)


def test_a_package_as_it_was_written_is_sound(sound):
    assert validate(sound) == []
    assert validate(sound.with_suffix(".0.zip")) == []


def test_a_package_with_words_is_sound(tmp_path):
    assert validate(written(tmp_path, with_words(), zip_too=True)) == []
    assert validate(tmp_path / "small-1.0.0.zip") == []


# The table of tampers in the reference: what frictionless or mlcroissant let pass, too.
def test_a_value_that_was_changed_and_is_still_valid(package):
    _edit(package / "data/threads.csv", "person_005", "person_006")
    assert _files(validate(package)) >= {"data/threads.csv"}
    # Also with right hashes: the Parquet beside it tells.
    sealed(package)
    faults = validate(package)
    assert _files(faults) == {"data/threads.parquet"}
    assert "'counterpart_id'" in faults[0].found


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "said"),
    [
        ("data/messages.csv", "message_004,thread_001", "message_004,thread_999", 6, "no row"),
        ("data/messages.csv", "message_004,", "message_003,", 6, "stand twice"),
        ("data/messages.csv", "message_001,thread_000,1,counterpart,1,0.3333333333",
         "message_001,thread_000,1,counterpart,1,-0.3333333333", 3, "out of range"),
        ("data/messages.csv", "1,counterpart", "1,somebody", 3, "not of the list"),
        ("data/messages.csv", "thread_000,1,", "thread_000,x,", 3, "no integer"),
        ("data/threads.csv", "thread_000,person_001,0,true", "thread_000,person_001,0,yes", 2,
         "no boolean"),
        ("data/threads.csv", "person_001,0,true", "person_001,1e999,true", 2, "no number"),
        ("data/people.csv", "person_000,true", "person_000,", 2, "empty cells"),
        ("data/people.csv", "person_000,", "=cmd|'/c calc'!A0,", 2, "like a formula"),
        ("data/people.csv", "person_001,false\n", "", 0, "30 rows"),
        ("data/people.csv", "person_001,false\n", "person_001,false,more\n", 3, "cannot be read"),
        ("data/people.csv", "person_id,", "person,", 1, "other columns"),
        ("data/people.csv", "person_001,false\n", "person_001,false\r\n", 0, "line feed"),
    ],
)  # fmt: skip
def test_a_cell_that_breaks_a_rule_is_named_by_file_and_line(package, file, old, new, row, said):
    (package / file).write_bytes(
        (package / file).read_bytes().replace(old.encode(), new.encode(), 1)
    )
    sealed(package)
    found = [fault for fault in validate(package) if fault.file == file and said in fault.found]
    assert found, validate(package)
    assert found[0].row == row


def test_an_endless_number_is_no_number_even_where_its_letters_are(package):
    _edit(package / "data/threads.csv", "person_001,0,true", "person_001,inf,true")
    sealed(package)
    assert any("no number" in fault.found for fault in validate(package))


@pytest.mark.parametrize(
    "name",
    ["data/threads.csv", "data/threads.parquet", "README.md", "LICENSE-DATA.txt", "CITATION.cff",
     "datapackage.json", "codebook.csv", "DEID.json", "SHA256SUMS"],
)  # fmt: skip
def test_a_file_that_is_missing(package, name):
    (package / name).unlink()
    assert name in _files(validate(package))


@pytest.mark.parametrize("name", ["croissant.json", ".zenodo.json", "ro-crate-metadata.json"])
def test_a_file_that_may_be_missing_but_has_a_hash(package, name):
    (package / name).unlink()
    assert _files(validate(package)) == {name}
    seal_sums(package)
    assert validate(package) == []


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "/etc/passwd", "C:\\win.csv", "..\\up.csv", "http://169.254.169.254/x.csv",
     "https://example.org/x.csv", "file:///etc/passwd", "~/x.csv", "data/./threads.csv", "",
     "data/threads.pkl", "data/threads.npy", "data:text/csv,a"],
)  # fmt: skip
def test_a_table_outside_the_package_is_refused_before_it_is_opened(package, path, monkeypatch):
    _descriptor(package, lambda held: held["resources"][1].update(path=path))
    read = []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: (read.append(self), real(self))[1])
    faults = validate(package)
    assert "datapackage.json" in _files(faults)
    assert all(place.is_relative_to(package) for place in read)


def test_a_parquet_outside_the_package_is_refused(package):
    _descriptor(package, lambda h: h["resources"][0]["parquet"].update(path="../x.parquet"))
    assert "leaves the package" in validate(package)[0].found


def test_a_file_that_croissant_names_outside_the_package_is_refused(package):
    file = package / "croissant.json"
    for path in ("../threads.csv", "/etc/passwd", "https://example.org/a.csv"):
        held = json.loads(file.read_text("utf-8"))
        held["distribution"][0]["contentUrl"] = path
        file.write_text(json.dumps(held), "utf-8")
        seal_sums(package)
        assert _files(validate(package)) == {"croissant.json"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda h: h.pop("licenses"), "no licenses"),
        (lambda h: h.update(licenses=[]), "no licenses"),
        (lambda h: h.pop("contributors"), "no contributors"),
        (lambda h: h.pop("title"), "no title"),
        (lambda h: h.update(resources=[]), "no resources"),
        (lambda h: h["resources"][0].update(data=[[1]]), "no path"),
        (lambda h: h["resources"][0].update(path=["a.csv", "b.csv"]), "no text"),
        (lambda h: h["resources"][0].update(name="people/../x"), "no plain name"),
        (lambda h: h["resources"][0].update(name="threads"), "two resources"),
        (lambda h: h["resources"][0].pop("schema"), "no schema"),
        (lambda h: h["resources"][0]["schema"].update(primaryKey="nobody"), "no column"),
        (lambda h: h["resources"][1]["schema"].update(foreignKeys=[{}]), "foreign key"),
        (lambda h: h["resources"][0]["schema"]["fields"][0].update(type="geojson"), "another type"),
        (
            lambda h: h["resources"][0]["schema"]["fields"][0].update(constraints={"pattern": "a"}),
            "a constraint other than",
        ),
    ],
)  # fmt: skip
def test_a_descriptor_that_lacks_or_holds_what_it_must_not(package, change, said):
    _descriptor(package, change)
    found = [f.found for f in validate(package) if f.file == "datapackage.json"]
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "no JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"name": 1, "name": 2}', "twice"),
        (b'{"a": NaN}', "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b" " * (21 * 2**20), "bytes"),
    ],
)
def test_a_descriptor_that_is_no_sound_json(package, content, said):
    (package / "datapackage.json").write_bytes(content)
    assert said in validate(package)[0].found


@pytest.mark.parametrize(
    "name",
    ["run.py", "data/x.pkl", "x.ipynb", "data/a.npy", "lib.so", "x.HTML", "more.xlsx", "in.zip"],
)
def test_code_is_refused_whatever_is_declared(package, name):
    (package / name).write_bytes(b"x")
    seal_sums(package)
    faults = validate(package)
    assert _files(faults) == {name}
    assert "can be run" in faults[0].found


@pytest.mark.parametrize("name", ["notes.txt", "data/more.csv", ".DS_Store", "convokit/x.json"])
def test_a_file_that_nobody_declared_is_refused(package, name):
    (package / name).write_bytes(b"x")
    seal_sums(package)
    assert _files(validate(package)) == {name}


def test_a_link_is_refused_and_not_followed(package, tmp_path):
    (tmp_path / "secret").write_text("a,b\n")
    (package / "data/people.csv").unlink()
    (package / "data/people.csv").symlink_to(tmp_path / "secret")
    faults = validate(package)
    assert "data/people.csv" in _files(faults)
    assert any(fault.found == "a link" for fault in faults)
    assert "secret" not in str(faults)


@pytest.mark.parametrize(
    ("file", "old", "new", "fact"),
    [
        ("CITATION.cff", 'version: "1.0.0"', 'version: "2.0.0"', "version"),
        ("CITATION.cff", "2026-03-01", "2026-03-02", "date"),
        ("CITATION.cff", "Ada", "Eve", "authors"),
        ("CITATION.cff", "CC-BY-4.0", "CC0-1.0", "licence"),
        (".zenodo.json", "Okafor, Ada", "Okafor, Eve", "authors"),
        (".zenodo.json", "1.0.0", "1.0.1", "version"),
        ("croissant.json", "2026-03-01", "2026-03-02", "date"),
        ("croissant.json", '"Ada Okafor"', '"Eve Okafor"', "authors"),
        ("croissant.json", "words in it", "letters in it", "columns"),
        ("croissant.json", "sc:Integer", "sc:Float", "columns"),
        ("codebook.csv", "words in it", "letters in it", "columns"),
        ("DEID.json", "T1", "T0", "tier"),
    ],
)
def test_files_that_say_different_things(package, file, old, new, fact):
    _edit(package / file, old, new)
    seal_sums(package)
    faults = validate(package)
    assert _files(faults) == {file}
    assert fact in faults[0].found


def _said_to_be_pooled(package, **said):
    usual = {
        "table": "people",
        "quasi_identifiers": ["is_owner"],
        "sensitive": "person_id",
        "k": 2,
        "l": 2,
    }
    file = package / "DEID.json"
    held = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**held, "pooled": {**usual, **said}}), "utf-8")
    seal_sums(package)
    return validate(package)


def test_rows_that_stand_alone_against_what_is_said_are_found(package):
    """One owner of 31 people: k is counted anew from the table, not taken on trust."""
    faults = _said_to_be_pooled(package)
    assert _files(faults) == {"data/people.csv"}
    assert "1 combination of is_owner that is too rare" in faults[0].found
    assert _said_to_be_pooled(package, k=1, l=1) == []
    threads = {"table": "threads", "quasi_identifiers": ["pitched"], "sensitive": "pitched"}
    # A missing outcome protects nobody: those without a pitch have no known outcome.
    assert _files(_said_to_be_pooled(package, **threads, l=1)) == {"data/threads.csv"}


@pytest.mark.parametrize(
    "said", [{"table": "nobody"}, {"quasi_identifiers": ["x"]}, {"k": "many"}, {"sensitive": None}]
)
def test_pooling_that_cannot_be_counted_is_a_fault(package, said):
    assert _files(_said_to_be_pooled(package, **said)) == {"DEID.json"}


def test_a_licence_without_words(package):
    (package / "LICENSE-DATA.txt").write_text("\n")
    seal_sums(package)
    assert _files(validate(package)) == {"LICENSE-DATA.txt"}


@pytest.mark.parametrize(
    "text",
    ["title: !!python/object/apply:os.system ['true']\n", "a: &a [*a]\n", "- x\n", "title: [\n"],
)
def test_a_citation_that_is_other_yaml_is_not_run(package, text):
    (package / "CITATION.cff").write_text(text)
    seal_sums(package)
    assert _files(validate(package)) == {"CITATION.cff"}


def test_a_parquet_with_notes_or_another_form(package):
    place = package / "data/people.parquet"
    held = pq.read_table(place)
    pq.write_table(held.replace_schema_metadata({"pandas": "/home/somebody"}), place)
    sealed(package)
    assert [f.file for f in validate(package)] == ["data/people.parquet"]
    pq.write_table(
        held.append_column("name", pa.array(["x"] * len(held))), place, store_schema=False
    )
    sealed(package)
    assert "other columns" in validate(package)[0].found
    place.write_bytes(b"PAR1 nothing PAR1")
    sealed(package)
    assert "no sound Parquet" in validate(package)[0].found


def test_jsonl_of_another_form(tmp_path):
    package = written(tmp_path, with_words())
    place = package / "data/texts.jsonl"
    lines = place.read_text("utf-8").splitlines()
    broken = {
        '{"message_id": 1, "text": "a"}': "another type",
        '{"text": "a"}': "other columns",
        "[]": "other columns",
        "{": "no JSON",
    }
    for line, said in broken.items():
        place.write_text("\n".join([lines[0], line, *lines[2:]]) + "\n", "utf-8")
        sealed(package)
        first = next(f for f in validate(package) if f.file == "data/texts.jsonl")
        assert said in first.found
        assert first.row == 2


def test_no_cell_of_a_broken_table_is_told(package):
    canary = "Zxqvarra"
    _edit(package / "data/people.csv", "person_001,false", f'"{canary},false\n{canary}')
    sealed(package)
    faults = validate(package)
    assert faults
    assert canary not in str(faults)


# Archives: nothing is unpacked, whatever they hold.
def _zipped(tmp_path, sound, change):
    """Zip the sound package with members added by a function."""
    made = tmp_path / "a.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in sorted(sound.rglob("*")):
            if place.is_file():
                archive.write(place, f"{sound.name}/{place.relative_to(sound).as_posix()}")
        change(archive)
    return made


def _link(archive):
    info = zipfile.ZipInfo("small-1.0.0/data/more.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda a: a.writestr("../../evil.txt", "x"), "leaves the package"),
        (lambda a: a.writestr("/abs.txt", "x"), "root of a disk"),
        (lambda a: a.writestr("C:\\win.txt", "x"), "root of a disk"),
        (lambda a: a.writestr("small-1.0.0/a\u202etxt.csv", "x"), "hide what it is"),
        (lambda a: a.writestr("small-1.0.0/bomb.csv", b"0" * (30 * 2**20)), "unpacks to"),
        (lambda a: a.writestr("small-1.0.0/README.md", "x"), "two files of this name"),
        (lambda a: a.writestr("small-1.0.0/readme.md", "x"), "two files of this name"),
        (lambda a: a.writestr("small-1.0.0/nested.zip", "x"), "run or unpacked"),
        (_link, "a link"),
        (lambda a: [a.writestr(f"small-1.0.0/{k}", "") for k in range(1_001)], "at most 1,000"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_that_is_built_to_harm(tmp_path, sound, change, said, monkeypatch):
    made = _zipped(tmp_path, sound, change)
    for name in ("extract", "extractall"):
        monkeypatch.setattr(zipfile.ZipFile, name, lambda *given: pytest.fail("unpacked"))
    before = set(tmp_path.rglob("*"))
    assert any(said in fault.found or said in fault.expected for fault in validate(made))
    assert set(tmp_path.rglob("*")) == before


def test_an_archive_that_lies_about_sizes_or_is_cut_off(tmp_path, sound):
    whole = sound.with_suffix(".0.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in validate(cut)[0].found
    # The table of contents says 10 bytes for a file that is longer.
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        info = archive.getinfo("small-1.0.0/README.md")
    directory = whole.rfind(b"small-1.0.0/README.md") - 46
    lying = bytearray(whole)
    lying[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    made = tmp_path / "lying.zip"
    made.write_bytes(bytes(lying))
    assert info.file_size > 10
    assert any(f.file == "README.md" and "cannot be read" in f.found for f in validate(made))


def test_a_locked_archive(tmp_path, sound):
    whole = bytearray(sound.with_suffix(".0.zip").read_bytes())
    directory = whole.rfind(b"small-1.0.0/README.md") - 46
    whole[directory + 8] |= 1
    made = tmp_path / "locked.zip"
    made.write_bytes(bytes(whole))
    assert any("locked" in fault.found for fault in validate(made))


def test_sizes_are_bounded(package, monkeypatch):
    monkeypatch.setattr(opening, "MAX_FILE_BYTES", 100)
    assert "data/threads.csv" in _files(validate(package))
    monkeypatch.setattr(opening, "MAX_FILE_BYTES", 2**30)
    monkeypatch.setattr(opening, "MAX_BYTES", 100)
    assert "in all" in validate(package)[0].found


def test_a_path_that_leads_nowhere_is_an_error(tmp_path):
    with pytest.raises(BadParameter, match="nothing"):
        validate(tmp_path / "no.zip")


def test_the_command_names_the_file_and_ends_with_one(package):
    good = CliRunner().invoke(main, ["validate", str(package)])
    assert (good.exit_code, "sound" in good.output) == (0, True)
    _edit(package / "data/people.csv", "person_001", "person_\x1b[2J")
    bad = CliRunner().invoke(main, ["validate", str(package)])
    assert bad.exit_code == 1
    assert "data/people.csv" in bad.output
    assert "\x1b" not in bad.output
    nothing = CliRunner().invoke(main, ["validate", str(package / "none")])
    assert nothing.exit_code == 2


def test_names_from_strangers_are_printed_without_control_signs():
    assert harmless("a\u202eb\x1b[0mc") == "a?b?[0mc"
    assert len(harmless("x" * 1_000)) == 120
