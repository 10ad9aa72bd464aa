"""What `write_package` makes: all or nothing, always the same bytes, and files that agree."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml

from convostudy.errors import BadParameter, BadTable
from convostudy.project.sharing.about import Author
from convostudy.project.sharing.cells import FORMULA_RULE
from convostudy.project.sharing.citation import citation, read_citation
from convostudy.project.sharing.files import digest
from convostudy.project.sharing.licences import LICENCES
from convostudy.project.sharing.write import package_files, write_package
from convostudy.tables import Column, Table
from shared_packages import ABOUT, SCHEMA, release, tables, with_words, written

ALSO = ("convokit", "rocrate")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file()
    }


def _json(files, name):
    return json.loads(files[name])


BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from shared_packages import written
written(Path(sys.argv[1]), zip_too=True, also=("convokit", "rocrate"))
"""


@pytest.mark.slow
def test_a_rebuild_elsewhere_on_another_day_is_the_same_byte_for_byte(tmp_path):
    """Other path, hash seed, zone, locale, user and working folder, two seconds apart."""
    here = written(tmp_path / "here", zip_too=True, also=ALSO).parent
    there = tmp_path / "a b" / "thére"
    there.mkdir(parents=True)
    code = BUILD.format(tests=str(Path(__file__).parent))
    surroundings = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "USER": "somebody",
        "HOME": str(tmp_path),
        "SOURCE_DATE_EPOCH": "86400",
    }
    subprocess.run(
        [sys.executable, "-c", code, str(there)], check=True, cwd=there, env=surroundings
    )
    mine, other = _bytes(here), _bytes(there)
    assert len(mine) > 20
    assert mine == other


def test_rows_and_columns_in_another_order_make_the_same_bytes():
    shuffled = {
        name: frame.sample(frac=1, random_state=3)[frame.columns[::-1]]
        for name, frame in tables().items()
    }
    assert package_files(release(tables=shuffled)) == package_files(release())


def test_nothing_of_the_frame_but_its_cells_is_written():
    """Index, notes, names of categories that no row has: each is written by `to_parquet`."""
    canary = "Zxqvarra"
    held = tables()
    people = held["people"].copy()
    people.index = pd.Index([f"{canary} {k}" for k in people.index], name=canary)
    people.attrs["from"] = f"/home/{canary}/export.zip"
    more = [*people["person_id"], canary]
    people["person_id"] = pd.Categorical(people["person_id"], categories=more)
    held["people"] = people
    buffer = io.BytesIO()
    people.to_parquet(buffer)
    assert canary.encode() in buffer.getvalue()  # what is guarded against
    files = package_files(release(tables=held))
    assert [name for name, content in files.items() if canary.encode() in content] == []
    assert files == package_files(release())
    written_one = pq.ParquetFile(io.BytesIO(files["data/people.parquet"]))
    assert written_one.metadata.metadata is None


def test_a_hit_of_the_scan_leaves_nothing_on_the_disk(tmp_path):
    out = tmp_path / "out"
    looked = []

    def scan(folder):
        looked.extend(place.name for place in folder.rglob("*") if place.is_file())
        return [("data/threads.csv", "name")]

    with pytest.raises(BadTable, match=r"data/threads\.csv: found somebody who can be told"):
        write_package(release(), out, scan=scan, zip_too=True)
    assert {"threads.csv", "threads.parquet", "README.md", "small-1.0.0.zip"} <= set(looked)
    assert list(out.iterdir()) == []


def test_what_was_there_stays_when_a_new_build_is_refused(tmp_path):
    first = written(tmp_path)
    before = _bytes(first)
    other = release(about=replace(ABOUT, title="Another"))
    with pytest.raises(BadTable):
        write_package(other, tmp_path, scan=lambda folder: [("README.md", "name")])
    assert _bytes(first) == before
    assert _bytes(written(tmp_path, other)) != before


def test_a_folder_that_is_no_package_is_not_replaced(tmp_path):
    (tmp_path / "small-1.0.0").mkdir()
    (tmp_path / "small-1.0.0" / "diary.txt").write_text("mine")
    with pytest.raises(BadParameter, match="something else"):
        written(tmp_path)
    assert (tmp_path / "small-1.0.0" / "diary.txt").read_text() == "mine"


def test_authors_may_be_named_and_nobody_else():
    """What is looked through has another author; title and tables are those that are written."""
    owner = replace(ABOUT, authors=(Author("Qwoplinski", "Zxqvarra"),))
    names = re.compile(rb"Qwoplinski|Zxqvarra")

    def scan(folder):
        return [
            (p.name, "name")
            for p in folder.rglob("*")
            if p.is_file() and names.search(p.read_bytes())
        ]

    def build(about, out):
        return write_package(release(about=about), out, scan=scan)

    import tempfile

    with tempfile.TemporaryDirectory() as place:
        made = build(owner, Path(place))[0]
        assert b"Zxqvarra" in (made / "CITATION.cff").read_bytes()
        with pytest.raises(BadTable, match="somebody who can be told"):
            build(replace(owner, title="The inbox of Zxqvarra"), Path(place) / "more")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f["people"].assign(name="x"), "columns that are not of it"),
        (lambda f: f["people"].drop(columns="is_owner"), "no column 'is_owner'"),
        (lambda f: f["people"].replace({"person_id": {"person_003": ""}}), "empty text"),
        (lambda f: f["people"].replace({"person_id": {"person_003": "a\rb"}}), "a return"),
        (lambda f: f["people"].assign(person_id="a"), "with one person_id"),
    ],
)
def test_a_table_that_is_not_its_schema_is_refused(change, said):
    held = tables()
    with pytest.raises(BadTable, match=said):
        package_files(release(tables={**held, "people": change(held)}))


def test_instants_are_not_passed_on():
    when = Table("t", "a thing", {"at": Column("datetime64[us, UTC]", "when")})
    held = {"t": pd.DataFrame({"at": pd.to_datetime(["2025-01-01"], utc=True).as_unit("us")})}
    with pytest.raises(BadTable, match="no instants"):
        package_files(release(tables=held, schema={"t": when}))


def test_a_package_with_a_dangling_row_is_not_written(tmp_path):
    held = tables()
    held["threads"] = held["threads"].assign(counterpart_id="person_999")
    with pytest.raises(BadTable, match="names no row"):
        written(tmp_path / "out", release(tables=held))
    assert not (tmp_path / "out").exists()


def test_texts_that_begin_like_formulas_are_disarmed_in_both_tables_and_the_rule_is_told():
    evil = ["=HYPERLINK(1)", "+1", "-1", "@SUM", "\t=1", "＝1", "harmless", "'=1"]
    held = {"t": pd.DataFrame({"word": evil})}
    schema = {"t": Table("t", "a word", {"word": Column("str", "=a formula in the codebook")})}
    files = package_files(release(tables=held, schema=schema))
    rows = list(csv.reader(io.StringIO(files["data/t.csv"].decode(), newline="")))[1:]
    assert {row[0] for row in rows} == {f"'{x}" for x in evil[:6]} | set(evil[6:])
    assert {row[0] for row in rows} == set(
        pq.read_table(io.BytesIO(files["data/t.parquet"]))["word"].to_pylist()
    )
    assert FORMULA_RULE in files["README.md"].decode()
    assert b",'=a formula" in files["codebook.csv"]


def test_texts_that_look_like_something_else_survive():
    words = ["NA", "null", "1e5", "007", "", 'a "b", c', "ends\nhere", "true"]
    schema = {"t": Table("t", "a word", {"word": Column("str", "a word", missing=True)})}
    files = package_files(release(tables={"t": pd.DataFrame({"word": words})}, schema=schema))
    read = pd.read_csv(io.BytesIO(files["data/t.csv"]), dtype="str", keep_default_na=False)
    assert set(read["word"]) == set(words)


def test_numbers_are_the_same_in_csv_and_parquet():
    xs = [1 / 3, 1e-7, 123456789.123456, 1e15, -0.0, 5.0, float("nan")]
    schema = {"t": Table("t", "a number", {"x": Column("float64", "a number", missing=True)})}
    files = package_files(release(tables={"t": pd.DataFrame({"x": xs})}, schema=schema))
    cells = files["data/t.csv"].decode().splitlines()[1:]
    assert cells == ["0", "1e-7", "0.3333333333", "5", "123456789.1", "1e+15", '""']
    typed = pq.read_table(io.BytesIO(files["data/t.parquet"]))["x"].to_pylist()
    assert typed[:-1] == [float(cell) for cell in cells[:-1]]
    assert typed[-1] is None
    with pytest.raises(BadTable, match="endless"):
        package_files(release(tables={"t": pd.DataFrame({"x": [float("inf")]})}, schema=schema))


def test_words_are_never_written_as_csv():
    files = package_files(with_words())
    assert "data/texts.csv" not in files
    lines = [json.loads(line) for line in files["data/texts.jsonl"].decode().splitlines()]
    assert lines[0] == {"message_id": "message_000", "text": None}
    assert lines[1]["text"] == "=hello <b> number 1"  # no spreadsheet opens this
    assert b"<b>" not in files["data/texts.jsonl"]
    assert "DATA USE AGREEMENT" in files["LICENSE-DATA.txt"].decode()
    assert _json(files, ".zenodo.json")["access_right"] == "restricted"


def test_each_column_has_one_name_type_and_meaning_everywhere():
    files = package_files(release())
    held = _json(files, "datapackage.json")
    croissant = _json(files, "croissant.json")
    names = {"sc:Text": "string", "sc:Integer": "integer"}
    names |= {"sc:Float": "number", "sc:Boolean": "boolean"}
    said = [
        (one["name"], f["name"], f["type"], f["description"])
        for one in held["resources"]
        for f in one["schema"]["fields"]
    ]
    assert len(said) == sum(len(table.columns) for table in SCHEMA.values())
    assert said == [
        (one["name"], f["name"], names[f["dataType"]], f["description"])
        for one in croissant["recordSet"]
        for f in one["field"]
    ]
    rows = csv.DictReader(io.StringIO(files["codebook.csv"].decode()))
    assert said == [(r["table"], r["column"], r["type"], r["description"]) for r in rows]
    for one in held["resources"]:
        typed = pq.read_table(io.BytesIO(files[one["parquet"]["path"]]))
        assert typed.column_names == [f["name"] for f in one["schema"]["fields"]]
        assert len(typed) == one["rows"]


def test_title_version_authors_terms_and_day_are_one_thing():
    files = package_files(release(), also=ALSO)
    cff, zenodo = yaml.safe_load(files["CITATION.cff"]), _json(files, ".zenodo.json")
    held, croissant = _json(files, "datapackage.json"), _json(files, "croissant.json")
    crate = {part["@id"]: part for part in _json(files, "ro-crate-metadata.json")["@graph"]}["./"]
    titles = {cff["title"], zenodo["title"], held["title"], croissant["alternateName"]}
    assert titles | {crate["name"]} == {ABOUT.title}
    for one in (cff, zenodo, held, croissant, crate):
        assert one["version"] == "1.0.0"
    days = {cff["date-released"], zenodo["publication_date"], held["created"][:10]}
    assert days | {croissant["datePublished"], crate["datePublished"]} == {"2026-03-01"}
    people = [{"family-names": "Okafor", "given-names": "Ada"}, {"name": "An institute"}]
    assert cff["authors"] == people
    assert [one["name"] for one in zenodo["creators"]] == ["Okafor, Ada", "An institute"]
    assert [one["title"] for one in held["contributors"]] == ["Ada Okafor", "An institute"]
    assert [one["name"] for one in croissant["creator"]] == ["Ada Okafor", "An institute"]
    assert cff["license"] == held["licenses"][0]["name"] == zenodo["license"].upper()
    assert croissant["license"] == LICENCES["CC-BY-4.0"].address == crate["license"]["@id"]


@pytest.mark.parametrize("title", ['A "quote": - #x', "a: b", "[x]", "né\u2028", "\\", "&a *b !c"])
def test_a_citation_is_the_citation_file_format_whatever_the_title(title):
    """The rules of schema 1.2.0 for what is written here; cffconvert wants an old jsonschema."""
    about = replace(ABOUT, title=title, authors=(*ABOUT.authors, Author("Q", "Z", "Uni", "0000-0")))
    text = citation(release(about=about)).decode("utf-8")
    held = yaml.safe_load(text)
    assert held == read_citation(text)
    assert held["title"] == title
    allowed = {"cff-version", "message", "type", "title", "abstract", "version", "date-released"}
    assert set(held) <= allowed | {"license", "authors", "keywords"}
    assert {"authors", "cff-version", "message", "title"} <= set(held)  # required
    assert held["cff-version"] == "1.2.0"
    assert held["type"] in ("dataset", "software")
    assert re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", held["date-released"])
    person = {"family-names", "given-names", "orcid", "affiliation"}
    for one in held["authors"]:
        assert set(one) == {"name"} or {"family-names"} <= set(one) <= person
        assert all(isinstance(value, str) and value for value in one.values())
    assert len(held["keywords"]) == len(set(held["keywords"]))


def test_hashes_are_of_every_file_but_their_own_list(tmp_path):
    made = written(tmp_path, also=ALSO)
    lines = (made / "SHA256SUMS").read_text("utf-8").splitlines()
    said = {name: value for value, name in (line.split("  ") for line in lines)}
    assert said == {n: digest(c) for n, c in _bytes(made).items() if n != "SHA256SUMS"}
    checked = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=made, capture_output=True, check=False
    )
    assert checked.returncode == 0


def test_a_zip_tells_nothing_of_when_where_and_by_whom(tmp_path):
    written(tmp_path, zip_too=True)
    with zipfile.ZipFile(tmp_path / "small-1.0.0.zip") as archive:
        infos = archive.infolist()
        assert [i.filename for i in infos] == sorted(i.filename for i in infos)
        assert {i.date_time for i in infos} == {(1980, 1, 1, 0, 0, 0)}
        assert {(i.external_attr >> 16, i.create_system, i.extra) for i in infos} == {
            (0o100644, 3, b"")
        }
        assert archive.comment == b""
        held = {i.filename.removeprefix("small-1.0.0/"): archive.read(i) for i in infos}
    assert held == _bytes(tmp_path / "small-1.0.0")


def test_the_card_begins_as_hugging_face_reads_it_and_answers_the_datasheet():
    files = package_files(release())
    text = files["README.md"].decode("utf-8")
    _, front, body = text.split("---\n", 2)
    held = yaml.safe_load(front)
    assert held["license"] == "cc-by-4.0"
    assert held["pretty_name"] == ABOUT.title
    assert {one["data_files"] for one in held["configs"]} == {
        f"data/{name}.parquet" for name in SCHEMA
    }
    headings = re.findall(r"^## (.+)$", body, re.M)
    assert headings == ["Composition", "Motivation", "Labels, and how right they are",
                        "Distribution", "To begin"]  # fmt: skip
    assert "pseudonymised, not anonymous" in body
    assert "| `data/messages.csv` | 90 | one message |" in body
    assert ABOUT.basis in body
    invented = package_files(release(about=replace(ABOUT, simulated=True)))["README.md"].decode()
    assert "pseudonymised" not in invented


def test_a_convokit_corpus_counts_as_the_tables_do():
    files = package_files(with_words(), also=["convokit"])
    held = tables()
    lines = [json.loads(line) for line in files["convokit/utterances.jsonl"].splitlines()]
    speakers = _json(files, "convokit/speakers.json")
    conversations = _json(files, "convokit/conversations.json")
    assert len(lines) == len(held["messages"])
    assert set(conversations) == set(held["threads"]["thread_id"])
    assert {line["speaker"] for line in lines} == set(speakers)
    assert len(speakers) == 2 * len(held["threads"])
    of = {line["id"]: line for line in lines}
    for line in lines:
        seen = set()
        while line["reply-to"] is not None:
            assert line["id"] not in seen, "a circle"
            seen.add(line["id"])
            before = of[line["reply-to"]]
            assert before["conversation_id"] == line["conversation_id"]
            line = before
        assert line["meta"]["seq"] == 0
    assert lines[1]["text"] == "=hello <b> number 1"
    assert lines[1]["meta"]["n_words"] == 1
    index = _json(files, "convokit/index.json")
    assert index["utterances-index"]["wait_h"] == ["<class 'float'>"]
    assert _json(files, "convokit/corpus.json")["name"] == "small"
    without = package_files(release(), also=["convokit"])["convokit/utterances.jsonl"].splitlines()
    assert {json.loads(line)["text"] for line in without} == {""}


def test_a_research_object_crate_lists_every_file_with_its_hash():
    files = package_files(release(), also=ALSO)
    graph = {part["@id"]: part for part in _json(files, "ro-crate-metadata.json")["@graph"]}
    said = {name: part["sha256"] for name, part in graph.items() if part["@type"] == "File"}
    hidden = {"ro-crate-metadata.json", "SHA256SUMS"}
    assert said == {n: digest(c) for n, c in files.items() if n not in hidden}
    assert {part["@id"] for part in graph["./"]["hasPart"]} == set(said)
    for one in graph["./"]["author"]:
        assert one["@id"] in graph


def test_an_unknown_form_is_refused():
    with pytest.raises(BadParameter, match="--also bagit"):
        package_files(release(), also=["bagit"])
