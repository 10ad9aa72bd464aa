"""The coded threads as a dataset: what was read is there, and each question is where it stands."""

import json

import pytest

from convostudy.project.sharing.check import check_files
from convostudy.project.sharing.corpus import corpus_release
from convostudy.project.sharing.write import package_files

THREAD = {
    "thread": "x",
    "channel": "mail",
    "owner": "Ada",
    "counterpart": "Ben",
    "messages": [
        {
            "n": 1,
            "sent_at": "2025-01-01T10:00:00Z",
            "sender": "counterpart",
            "text": "How are you? How are you?",
            "acts": ["rapport", "small_talk"],
            "solicitation_type": None,
            "questions": [
                {"text": "How are you?", "form": "wh", "function": "information",
                 "sequence": "opening", "need_gauging": False, "status_next": "explicit",
                 "status_eventual": "explicit", "answer_n": 2},
                {"text": "How are you?", "form": "wh", "function": "rhetorical",
                 "sequence": None, "need_gauging": False, "status_next": None,
                 "status_eventual": None, "answer_n": None},
            ],
        },
        {
            "n": 2,
            "sent_at": "2025-01-01T11:30:00Z",
            "sender": "owner",
            "text": "=fine",
            "acts": [],
            "solicitation_type": "",
            "refusal_reason": "bare",
            "questions": [],
        },
    ],
}  # fmt: skip


@pytest.fixture
def release(tmp_path):
    splits = {"test": ["b2_q"], "calibration": []}
    (tmp_path / "split.json").write_text(json.dumps(splits))
    for batch in ("b1_p", "b2_q"):
        (tmp_path / f"{batch}.jsonl").write_text(json.dumps(THREAD) + "\n")
    (tmp_path / "public_x.jsonl").write_text("not ours\n")
    return corpus_release(tmp_path)


def test_every_thread_message_and_question_is_there_once(release):
    held = {name: len(frame) for name, frame in release.tables.items()}
    assert held == {"threads": 2, "messages": 4, "questions": 4, "texts": 4}
    assert release.tables["threads"]["split"].tolist() == ["train", "test"]
    assert release.tables["threads"]["channel"].tolist() == ["email", "email"]


def test_each_question_stands_where_it_says(release):
    texts = release.tables["texts"].set_index("message_id")["text"]
    questions = release.tables["questions"]
    for row in questions.itertuples():
        assert texts[row.message_id][row.start : row.end] == "How are you?"
    assert questions["start"].tolist() == [0, 13, 0, 13]
    assert questions["answer_message_id"].tolist()[:1] == ["b1-001-01"]


def test_it_is_a_sound_package_that_says_that_nobody_exists(release):
    files = package_files(release)
    assert check_files(files) == []
    assert "Nobody in it exists" in files["README.md"].decode()
    assert b'"text": "=fine"' in files["data/texts.jsonl"]
    messages = files["data/messages.csv"].decode().splitlines()
    assert messages[1] == "b1-001-00,b1-001,0,counterpart,,rapport small_talk,,"
    assert messages[2] == "b1-001-01,b1-001,1,owner,1.5,,,bare"
