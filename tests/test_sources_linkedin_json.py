"""LinkedIn's portability API: domains and the change log, as JSON."""

import json
from pathlib import Path

from convostudy.sources import read
from sources_files import message


def test_domains_of_the_portability_api(tmp_path: Path) -> None:
    tie = {"First Name": "Ivo", "Last Name": "Marsh", "Connected On": "01 May 2025", "URL": None}
    (tmp_path / "INBOX.json").write_text(json.dumps([message(), message()]))
    (tmp_path / "CONNECTIONS.json").write_text(
        json.dumps({"elements": [{"snapshotDomain": "CONNECTIONS", "snapshotData": [tie]}]})
    )
    (tmp_path / "LEARNING_COACH_INBOX.json").write_text(json.dumps([message(text="coach")]))
    export = read(tmp_path)
    assert export.messages["text"].tolist() == ["Hello"]
    assert export.connections["person_id"].tolist() == ["ivo-marsh"]
    assert export.ledger.set_index(["file", "row_class"])["n_rows"].to_dict() == {
        ("CONNECTIONS.json", "connection"): 1,
        ("INBOX.json", "duplicate"): 1,
        ("INBOX.json", "message"): 1,
        ("LEARNING_COACH_INBOX.json", "system"): 1,
    }


def test_half_an_emoji_in_json_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "INBOX.json").write_text(json.dumps([message(text="a \ud83d b"), 3]))
    export = read(tmp_path / "INBOX.json")
    assert export.messages["text"].tolist() == ["a ? b"]
    assert export.rejected[["line", "raw"]].to_numpy().tolist() == [[2, "3"]]


def test_a_change_log_alone_knows_its_owner_by_number(tmp_path: Path) -> None:
    event = {
        "owner": "urn:li:person:ME",
        "actor": "urn:li:person:YOU",
        "resourceName": "messages",
        "method": "CREATE",
        "activityId": "a",
        "activity": {
            "author": "urn:li:person:YOU",
            "thread": "urn:li:messagingThread:2-x",
            "createdAt": 1746172800000,
            "content": {"fallback": "Hi"},
        },
    }
    other = {**event, "activityId": "b", "resourceName": "reactions"}
    log = {"elements": [event, event, other]}
    (tmp_path / "log.json").write_text(json.dumps(log))
    export = read(tmp_path / "log.json")
    assert export.owner_id == "urn:li:person:ME"
    assert export.messages["side"].tolist() == ["counterpart"]
    assert export.messages["conversation_id"].tolist() == ["2-x"]
    assert export.ledger.set_index("row_class")["n_rows"].to_dict() == {
        "duplicate": 1,
        "message": 1,
        "system": 1,
    }
