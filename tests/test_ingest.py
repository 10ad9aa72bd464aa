import json
from dataclasses import replace

import pandas as pd
import pytest

from convostudy import sources, tables
from convostudy.errors import BadExport, BadParameter
from convostudy.project import ingest, measurement, store
from convostudy.project.settings import Settings, read_settings, write_settings
from convostudy.project.study import INGESTED, open_study
from project_studies import export, names_in, people


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An export on disk, and a reader that returns what `export()` holds."""
    file = tmp_path / "Basic_LinkedInDataExport_03-01-2025.zip"
    file.write_bytes(b"an archive")
    asked = []

    def read(path, *, source=None, owner=None, observed_until=None):
        asked.append({"path": path, "owner": owner, "observed_until": observed_until})
        return export()

    monkeypatch.setattr(sources, "read", read)
    monkeypatch.chdir(tmp_path)
    return file, asked


def test_an_export_becomes_a_study(archive, tmp_path):
    file, asked = archive
    said = []
    study = ingest(file, "mine", owner="Ana", observed_until="2025-04-01", say=said.append)
    assert study.path == tmp_path / "data" / "processed" / "mine"
    assert study.messages["text"].tolist() == export().messages["text"].tolist()
    for name in INGESTED:
        pd.testing.assert_frame_equal(study.table(name), getattr(export(), name))
        pd.testing.assert_frame_equal(pd.read_parquet(study.path / name), study.table(name))
    assert asked[0]["owner"] == "Ana"
    assert asked[0]["observed_until"] == pd.Timestamp("2025-04-01T23:59:59.999999Z")
    assert study.settings.owners == ("ana",)
    assert study.settings.observed_until == export().observed_until
    assert "2 messages in 1 conversation with 1 person" in said


def test_the_record_holds_the_hash_and_no_path(archive):
    file, _ = archive
    study = ingest(file, "mine")
    record = json.loads((study.path / "ingest.json").read_text("utf-8"))
    assert record["inputs"] == [{"name": file.name, "bytes": 10, "sha256": store.fingerprint(file)}]
    assert str(file.parent) not in json.dumps(record)


def test_the_study_is_named_after_the_export(archive):
    file, _ = archive
    assert ingest(file).path.name == "basic-linkedindataexport-03-01-2025"


def test_an_owner_that_is_not_known_is_asked_for(archive, monkeypatch):
    file, _ = archive
    nobody = export(people=people(owner=None), owner_id=None, owner_how="unresolved")
    monkeypatch.setattr(sources, "read", lambda path, **other: nobody)
    said = []
    study = ingest(file, "mine", say=said.append)
    assert study.settings.owners == ()
    assert said[0].startswith("Reading ")
    assert said[1].startswith("The export does not tell whose it is")
    assert '--owner "Ben Example" or --owner "Ana Example"' in said[2]


def test_a_name_out_of_an_export_cannot_run_anything(archive, monkeypatch):
    file, _ = archive
    nobody = export(people=people(owner=None), owner_id=None, owner_how="unresolved")
    nobody.people["name"] = ['Ana "$(rm x)"', "O'Brien"]
    monkeypatch.setattr(sources, "read", lambda path, **other: nobody)
    said = []
    ingest(file, "mine", say=said.append)
    assert """--owner "O'Brien" or --owner 'Ana "$(rm x)"'""" in said[2]


def test_what_was_assumed_is_said_with_file_and_reason_and_without_long_lists(archive, monkeypatch):
    file, _ = archive
    unused = ", ".join(f"Profile Part {n}.csv" for n in range(30))
    rows = [
        ("", "files not used", unused, "they hold no messages"),
        ("Connections.csv", "zone", "UTC", "it names a day and no zone"),
        ("", "owner", "ana", "outgoing invitations"),
    ]
    held = pd.DataFrame(rows, columns=["file", "about", "assumed", "why"]).assign(export_id="e1")
    assumed = export(assumptions=tables.conform(held, tables.ASSUMPTIONS))
    monkeypatch.setattr(sources, "read", lambda path, **other: assumed)
    said = []
    study = ingest(file, "mine", say=said.append)
    lines = [line for line in said if line.startswith("Assumed")]
    assert lines[0].startswith("Assumed: files not used: Profile Part 0.csv, Profile Part 1.csv,")
    assert lines[0].endswith(" … (they hold no messages)")
    assert lines[1:] == [
        "Assumed: zone in Connections.csv: UTC (it names a day and no zone)",
        "Assumed: owner: Ana Example (outgoing invitations)",
    ]
    assert study.assumptions["assumed"][0] == unused


def test_two_exports_of_one_name_do_not_overwrite_each_other(archive, tmp_path):
    places = [tmp_path / "ana" / "messages.csv", tmp_path / "ben" / "messages.csv"]
    for place in places:
        place.parent.mkdir()
        place.write_text(f"the export of {place.parent.name}", "utf-8")
    first = ingest(places[0])
    before = first.record("ingest.json")
    with pytest.raises(BadParameter, match="holds another export: messages") as bad:
        ingest(places[1])
    assert "--study NAME" in str(bad.value)
    assert first.record("ingest.json") == before
    assert ingest(places[1], "of-ben").path.name == "of-ben"
    # The same export again, or a study that is named: both are meant.
    assert ingest(places[0]).path == first.path
    said = []
    assert ingest(places[1], "messages", say=said.append).path == first.path
    assert any(line.startswith("Replacing study messages") for line in said)


def test_nothing_is_said_to_be_replaced_before_the_new_one_is_read(archive, tmp_path, monkeypatch):
    file, _ = archive
    ingest(file, "mine")
    corrupt = tmp_path / "corrupt.zip"
    corrupt.write_bytes(b"another export, cut off")

    def damaged(path, **other):
        raise BadExport("a zip that ends too early")

    monkeypatch.setattr(sources, "read", damaged)
    said = []
    with pytest.raises(BadExport, match="ends too early"):
        ingest(corrupt, "mine", say=said.append)
    assert said == ["Reading corrupt.zip"]


def test_conversations_are_counted_as_the_export_has_them(archive, monkeypatch):
    """LinkedIn opens several conversations with one person; both numbers are said."""
    file, _ = archive
    rows = pd.concat([export().messages] * 3, ignore_index=True)
    rows["message_id"] = [f"m{n}" for n in range(len(rows))]
    rows["conversation_id"] = ["c1", "c1", "c2", "c2", "c3", "c3"]
    rows["kind"] = ["message"] * 4 + ["sponsored"] * 2
    monkeypatch.setattr(sources, "read", lambda path, **other: export(messages=rows))
    said = []
    ingest(file, "mine", say=said.append)
    assert "4 messages in 2 conversations with 1 person" in said
    assert "Left out: 2 campaign mails" in said


def test_several_exports_are_merged(archive, tmp_path, monkeypatch):
    file, _ = archive
    second = tmp_path / "second.zip"
    second.write_bytes(b"another")
    merged = []
    monkeypatch.setattr(sources, "merge", lambda exports: merged.extend(exports) or exports[0])
    study = ingest([file, second], "mine")
    assert len(merged) == 2
    names = [i["name"] for i in study.record("ingest.json")["inputs"]]
    assert names == sorted([file.name, "second.zip"])


def test_a_failed_ingest_leaves_nothing(archive, tmp_path, monkeypatch):
    file, _ = archive
    half = export().messages.astype(object)
    half["text"] = pd.Series(["fine", "half \ud83d"], dtype=object)
    broken = export(messages=half)
    monkeypatch.setattr(sources, "read", lambda path, **other: broken)
    with pytest.raises(ValueError, match="surrogate"):
        ingest(file, "mine")
    assert names_in(tmp_path / "data" / "processed") == []


def test_a_failed_ingest_leaves_the_old_study(archive, tmp_path, monkeypatch):
    file, _ = archive
    study = ingest(file, "mine")
    monkeypatch.setattr(store, "save", _raise_after(3, store.save))
    with pytest.raises(OSError, match="disk full"):
        ingest(file, "mine")
    assert len(open_study(study.path).messages) == 2
    assert names_in(tmp_path / "data" / "processed") == ["mine"]


def _raise_after(n, real):
    calls = []

    def save(*given):
        calls.append(given)
        if len(calls) > n:
            raise OSError("disk full")
        return real(*given)

    return save


def test_a_second_ingest_keeps_what_a_person_wrote(archive):
    file, _ = archive
    study = ingest(file, "mine")
    mine = Settings(("x",), None, "signed", {"min_n": 3}, ({"notebook": "a"},), "not passed on")
    write_settings(study.path, mine)
    again = read_settings(ingest(file, "mine").path)
    assert (again.consent, again.licence) == ("signed", "not passed on")
    assert again.parameters == {"min_n": 3}
    assert again.reports == ({"notebook": "a"},)


def test_a_study_of_before_there_was_a_licence_gets_one(archive):
    file, _ = archive
    study = ingest(file, "mine")
    toml = study.path / "study.toml"
    lines = toml.read_text("utf-8").splitlines()
    toml.write_text(
        "\n".join(n for n in lines if "licence" not in n) + '\n[[reports]]\nnotebook = "a"\n',
        "utf-8",
    )
    assert read_settings(study.path).licence == ""
    kept = replace(read_settings(study.path), licence="CC BY 4.0", parameters={"min_n": 3})
    write_settings(study.path, kept)
    assert read_settings(study.path) == kept


def test_an_owner_named_once_holds_when_the_same_export_is_read_again(archive, tmp_path):
    file, asked = archive
    ingest(file, "mine", owner="Ana Example")
    ingest(file, "mine")
    ingest(file, "mine")
    ingest(file, "mine", owner="ben")
    assert [call["owner"] for call in asked] == ["Ana Example", "ana", "ana", "ben"]
    file.write_bytes(b"another export, in which ana may be a counterpart")
    ingest(file, "mine")
    assert asked[-1]["owner"] is None


def test_an_owner_whom_the_export_tells_is_found_anew_unless_a_person_wrote_another(archive):
    file, asked = archive
    study = ingest(file, "mine")
    ingest(file, "mine")
    assert asked[-1]["owner"] is None
    toml = study.path / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace('["ana"]', '["ben"]'), "utf-8")
    ingest(file, "mine")
    assert asked[-1]["owner"] == "ben"
    toml.write_text(toml.read_text("utf-8").replace('["ana"]', '["ana", "ben"]'), "utf-8")
    with pytest.raises(BadParameter, match=r"2 owners \(ana, ben\)"):
        ingest(file, "mine")


def test_an_end_of_observation_named_once_holds_when_the_same_export_is_read_again(archive):
    file, asked = archive
    given = pd.Timestamp("2025-04-01T00:00Z")  # as the made export has it
    study = ingest(file, "mine", observed_until=given.isoformat())
    ingest(file, "mine")
    ingest(file, "mine")
    assert [call["observed_until"] for call in asked] == [given] * 3
    file.write_bytes(b"another export, which may be older")
    ingest(file, "mine")
    ingest(file, "mine")
    assert [call["observed_until"] for call in asked[3:]] == [None, None]
    toml = study.path / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("2025-04-01", "2025-05-01"), "utf-8")
    ingest(file, "mine")
    assert asked[-1]["observed_until"] == pd.Timestamp("2025-05-01T00:00Z")


def test_threads_without_the_owner_are_said_when_read(archive, monkeypatch):
    file, _ = archive
    strange = export().messages.assign(sender_id=["ben", "ana-old"], recipient_ids="ben")
    monkeypatch.setattr(sources, "read", lambda path, **other: export(messages=strange))
    said = []
    ingest(file, "mine", say=said.append)
    assert "In 1 two-person thread the owner takes no part: not measured" in said


def test_a_folder_that_is_no_study_is_never_replaced(archive, tmp_path):
    file, _ = archive
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"meow")
    with pytest.raises(BadParameter, match="no study"):
        ingest(file, tmp_path / "photos")
    assert (tmp_path / "photos" / "cat.jpg").read_bytes() == b"meow"


def test_no_such_export_and_no_messages(archive, monkeypatch):
    file, _ = archive
    said = []
    with pytest.raises(BadExport, match="nothing at this path"):
        ingest("nowhere.zip")
    empty = export(messages=export().messages.head(0))
    monkeypatch.setattr(sources, "read", lambda path, **other: empty)
    assert len(ingest(file, say=said.append).messages) == 0
    assert said[1].startswith("This export holds no message that was sent")


def test_measuring_stores_labels_and_scores(archive):
    file, _ = archive
    study = ingest(file, "mine")
    assert not measurement.is_current(study)
    study.measure()
    assert len(study.turns) == 2
    assert study.questions["side"].tolist() == ["counterpart"]
    assert "answered" in study.scores
    assert measurement.is_current(study)
    assert not list(study.path.glob(".*"))


def test_a_changed_parameter_makes_the_study_stale(archive):
    file, _ = archive
    study = ingest(file, "mine").measure(parameters={"no_reply_days": 7})
    assert study.parameters.no_reply_days == 7
    assert study.settings.parameters == {"no_reply_days": 7}
    write_settings(study.path, Settings(("ana",), export().observed_until))
    assert not measurement.is_current(study)


def test_a_parameter_given_once_does_not_stick(archive):
    file, _ = archive
    study = ingest(file, "mine")
    measurement.measure(study, parameters={"no_reply_days": 7}, keep=False)
    assert study.parameters.no_reply_days == 7
    assert study.settings.parameters == {}
    assert not measurement.is_current(study)
    assert study.measure().parameters.no_reply_days != 7


def test_an_unknown_parameter_is_refused_before_anything_changes(archive):
    file, _ = archive
    study = ingest(file, "mine")
    with pytest.raises(BadParameter, match="Did you mean 'no_reply_days'"):
        study.measure(parameters={"no_reply_day": 7})
    assert not study.is_measured
    assert study.settings.parameters == {}


def test_a_measurement_that_breaks_off_is_not_taken_for_one(archive, monkeypatch):
    file, _ = archive
    study = ingest(file, "mine").measure()
    place = store.replace_folder

    def full(source, target):
        if target == study.path / "questions":
            raise OSError("disk full")
        place(source, target)

    monkeypatch.setattr(store, "replace_folder", full)
    with pytest.raises(OSError, match="disk full"):
        study.measure()
    assert not study.is_measured
    assert not list(study.path.glob(".measure*"))
