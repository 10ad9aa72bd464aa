"""The transformer behind the linear models: what it reads, alone and always the same."""

from importlib import resources

import numpy as np
import pandas as pd
import pytest

import convostudy as cs
from convostudy.errors import BadParameter
from convostudy.language.backends import find_acts, find_questions, judge_answers
from convostudy.language.learned.acts import LABELS, chances
from convostudy.language.learned.encoder.head import Head, head
from convostudy.language.learned.encoder.readings import answer_rows, message_rows, question_rows
from convostudy.language.learned.encoder.session import WIDTH, encoder

WEIGHTS = resources.files("convostudy.language.learned") / "weights"
TALK = pd.DataFrame(
    {
        "message_id": list("abcde"),
        "thread_id": ["t", "t", "t", "u", "u"],
        "side": ["counterpart", "owner", "owner", "owner", "counterpart"],
        "text": [
            "Hi Ana! Do you still run the bakery?",
            "Hi Tom",
            "Ha, barely. Why?",
            "Would more qualified leads every month be useful to you?",
            "we're good for now",
        ],
        "sent_at": pd.date_range("2024-01-01", periods=5, freq="h", tz="UTC"),
    }
)


@pytest.fixture(scope="module")
def read():
    return encoder()


def words(read, pieces):
    return read.tokenizer.decode(pieces, skip_special_tokens=True)


def test_a_message_is_read_after_what_the_other_side_and_the_writer_said(read):
    before, judged, after = message_rows(read.tokenizer, TALK)[2]
    assert words(read, before) == "replier hi ana! do you still run the bakery?"
    assert words(read, judged) == "hi tom ha, barely. why?"
    assert after == []


def test_wanted_rows_alone_read_as_they_do_among_all(read):
    every = message_rows(read.tokenizer, TALK)
    assert message_rows(read.tokenizer, TALK, np.array([3, 1])) == [every[3], every[1]]


def test_long_messages_keep_opening_and_end(read):
    long = TALK.assign(text=["start " + "word " * 500 + "finish", *TALK["text"][1:]])
    judged = words(read, message_rows(read.tokenizer, long)[0][1])
    assert judged.startswith("start")
    assert judged.endswith("finish")
    assert len(judged.split()) < 120


def test_a_question_is_read_where_it_stands(read):
    asked = pd.DataFrame({"message_id": ["a", "c"], "start": [8, 12], "end": [36, 16]})
    (head_, question, tail), (head_2, question_2, _) = question_rows(read.tokenizer, asked, TALK)
    assert words(read, head_) == "question hi ana!"
    assert words(read, question) == "do you still run the bakery?"
    assert words(read, tail) == ""
    assert words(read, head_2) == "question hi ana! do you still run the bakery? ha, barely."
    assert words(read, question_2) == "why?"


def test_a_reply_is_read_after_its_question(read):
    pairs = pd.DataFrame({"question": ["Still at the mill?"], "reply": ["ha, barely"]})
    ((before, judged, _),) = answer_rows(read.tokenizer, pairs)
    assert words(read, before) == "answer still at the mill?"
    assert words(read, judged) == "ha, barely"


def test_what_a_row_gets_depends_on_no_other_row(read):
    rows = message_rows(read.tokenizer, TALK)
    together = read.read(rows)
    assert together.shape == (5, WIDTH)
    assert (read.read(rows[3:]) == together[3:]).all()
    assert read.read([]).shape == (0, WIDTH)


def test_heads_and_weighing_fit_together():
    sizes = {"acts": len(LABELS), "questions": 4, "answers": 11}
    for task, size in sizes.items():
        judge = head(task)
        assert len(judge.labels) == size == len(judge.linear) == len(judge.threshold)
        assert judge.scores(np.zeros((2, WIDTH), dtype=np.float32)).shape == (2, size)
        # Both are heard, and each for what it says.
        assert (judge.linear >= 0).all()
        assert (judge.deep >= 0).all()


def test_probabilities_of_choices_and_of_several_together():
    none = np.zeros(3)
    judge = Head(
        ["a", "b", "either"],
        np.eye(2, 3),
        np.zeros(2),
        2,
        1,
        none,
        none + 1,
        *([none] * 7),
    )
    scores = judge.scores(np.array([[2.0, 0.0, 0.0]], dtype=np.float32))
    chance = judge.weighed(np.full((1, 3), 0.5), scores)
    assert chance[0, 0] == pytest.approx(np.exp(2) / (np.exp(2) + 1))
    assert chance[0, 0] + chance[0, 1] == pytest.approx(1)
    assert chance[0, 2] == pytest.approx(chance[0, 0])


def test_the_cascade_reads_only_what_is_in_doubt():
    _, light = chances(TALK, "light")
    _, deep = chances(TALK, "transformer")
    _, cascade = chances(TALK, "cascade")
    assert not np.allclose(light, deep)
    assert ((cascade >= 0) & (cascade <= 1)).all()


@pytest.mark.parametrize("backend", ["cascade", "transformer"])
def test_every_task_has_labels_by_the_encoder(backend):
    acts = find_acts(TALK, backend)
    assert "refusal" in acts.loc[acts["message_id"] == "e", "act"].tolist()
    asked = find_questions(TALK, backend)
    assert asked["function"].isin(["information", "action_request", "rhetorical"]).all()
    pairs = pd.DataFrame(
        {
            "question": "Do you still run the bakery?",
            "form": "polar",
            "embedded_wh": False,
            "reply": ["Ha, barely.", "Did you see the game?", ""],
            "reply_is_pitch": False,
        }
    )
    judged = judge_answers(pairs, backend)
    assert judged["status"].isin(["explicit", "implicit", "partial"]).tolist()[:2] == [True, False]
    assert judged["status"].isna().tolist() == [False, False, True]


def test_another_encoder_is_named_by_its_folder(tmp_path):
    for name in ("encoder.onnx", "tokenizer.json", "heads.npz", "weighing.npz"):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    other = find_acts(TALK, f"transformer:{tmp_path}")
    pd.testing.assert_frame_equal(other, find_acts(TALK, "transformer"))
    assert cs.Parameters(backend=f"cascade:{tmp_path}").backend.startswith("cascade:")


def test_a_folder_without_an_encoder_is_refused(tmp_path):
    with pytest.raises(BadParameter, match=r"encoder\.onnx"):
        find_acts(TALK, f"transformer:{tmp_path / 'nothing'}")
    with pytest.raises(BadParameter):
        cs.Parameters(backend="rules:somewhere")
