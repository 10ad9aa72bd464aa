"""Training the labels: same corpus, same bytes; whole batches left out; no test split."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("sklearn", reason="only those who train need scikit-learn")

from convostudy.language.learned.context import context
from convostudy.language.learned.linear import Block, save
from convostudy.training.answered import coded_pairs, pair_examples
from convostudy.training.asked import found_questions, question_examples
from convostudy.training.corpus import coded
from convostudy.training.encoder.whole_numbers import mean_constants, whole_numbers
from convostudy.training.fit import best_cut, calibrated, cross_scores, fit
from convostudy.training.message_acts import pitch_cut
from convostudy.training.replies import replies_to

CORPUS = Path(__file__).parents[1] / "data/raw/codebook_corpus"
BATCHES = [CORPUS / f"{name}.jsonl" for name in ("b1_okafor", "b2_herrera")]


@pytest.fixture(scope="module")
def corpus():
    return coded(BATCHES)


def test_coded_questions_stand_where_they_say(corpus):
    messages, questions = corpus
    texts = messages["text"].to_numpy()[questions["row"]]
    spans = zip(texts, questions["start"], questions["end"], strict=True)
    assert [text[a:b] for text, a, b in spans] == questions["text"].tolist()


def test_found_questions_go_with_the_coded_ones_they_overlap(corpus):
    ruled, gold = found_questions(*corpus)
    assert (ruled["message_id"] == gold["message_id"]).all()
    assert (np.minimum(ruled["end"], gold["end"]) > np.maximum(ruled["start"], gold["start"])).all()


def test_pairs_hold_the_whole_next_turn_and_no_silence(corpus):
    pairs = coded_pairs(*corpus)
    assert not pairs["coded"].isin(["no_reply", "open"]).any()
    assert (pairs["reply"] != "").all()


def test_the_same_corpus_gives_the_same_bytes(corpus):
    examples = question_examples(*corpus)
    labels = ["information", "action_request", "rhetorical", "need_gauging"]
    places = [Block("question", "words", 1.0), Block("question", "pairs", 1.0)]
    first, held_out = fit(examples, labels, places)
    assert save(first) == save(fit(examples, labels, places)[0])
    assert ((held_out >= 0) & (held_out <= 1)).all()


def test_a_batch_left_out_is_scored_by_a_model_that_never_saw_it(corpus):
    examples = pair_examples(*corpus)
    rng = np.random.default_rng(0)
    shuffled = examples.given[rng.permutation(len(examples.given))]
    # Labels that mean nothing cannot be foretold, unless their own rows were learned from.
    scores = cross_scores(type(examples)(**{**vars(examples), "given": shuffled}),
                          [str(k) for k in range(shuffled.shape[1])],
                          [Block("reply", "words", 1.0)])  # fmt: skip
    answered = shuffled[:, -1]
    assert abs((scores[answered, -1]).mean() - scores[~answered, -1].mean()) < 0.5


def test_calibration_gives_shares_that_come_true():
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(4000, 1)) * 3
    true = rng.random((4000, 1)) < 1 / (1 + np.exp(-(0.5 * scores - 1)))
    slope, shift, threshold = calibrated(scores, true, np.array([False]))
    assert slope[0] == pytest.approx(0.5, abs=0.06)
    assert shift[0] == pytest.approx(-1, abs=0.15)
    assert 0.2 < threshold[0] < 0.6


def test_every_batch_of_the_test_split_is_there():
    split = json.loads((CORPUS / "split.json").read_text("utf-8"))
    assert all((CORPUS / f"{name}.jsonl").exists() for name in split["test"])


def test_the_cut_for_pitches_minds_the_first_of_each_thread():
    # A doubtful first turn in three threads, sure pitches later: calling the doubtful ones pitches
    # finds one more and gets the first pitch of two threads wrong.
    talk = pd.DataFrame({"thread_id": list("aabbcc"), "side": ["x", "y"] * 3})
    chance = np.array([0.4, 0.9, 0.4, 0.9, 0.4, 0.9])
    given = np.array([True, True, False, True, False, True])
    assert 0.4 < pitch_cut(chance, given, context(talk)) <= 0.9


def test_a_question_is_learned_with_the_part_of_the_reply_meant_for_it():
    messages = pd.DataFrame(
        {
            "thread_id": "t",
            "side": ["owner", "counterpart", "owner", "counterpart"],
            "text": [
                "What is a socket? Where is the parking?",
                "Parking is in P3. About the socket I would have to ask.",
                "Thanks.",
                "A socket is a plug with manners.",
            ],
        }
    )
    asked = pd.DataFrame({"text": ["What is a socket?", "Where is the parking?"], "row": 0})
    assert replies_to(asked, messages).tolist() == [
        "About the socket I would have to ask.",
        "Parking is in P3.",
    ]
    assert replies_to(asked, messages, step=3)[0] == "A socket is a plug with manners."
    assert replies_to(asked, messages, step=5).tolist() == ["", ""]


def _constants(seed):
    draw = np.random.default_rng(seed)
    by_row, row_units = whole_numbers(draw.normal(size=(5, 3)).astype("float32"), 0)
    by_column, column_units = whole_numbers(draw.normal(size=(5, 3)).astype("float32"), 1)
    bias = draw.normal(size=3).astype("float32")
    return [by_row, row_units, by_column, column_units.ravel(), bias, np.array([0, 0, 12, 32])]


def test_the_mean_of_one_encoder_and_itself_is_that_encoder():
    one = _constants(1)
    for mean, same in zip(mean_constants([one, one]), one, strict=True):
        assert mean.dtype == same.dtype
        np.testing.assert_array_equal(mean, same)


def test_the_mean_of_encoders_lies_between_them_to_half_a_unit():
    one, two = _constants(1), _constants(2)
    mean = mean_constants([one, two])
    for k in (0, 2):
        wanted = (one[k] * one[k + 1] + two[k] * two[k + 1]) / 2
        unit = mean[k + 1]
        assert (np.abs(mean[k] * unit - wanted) <= unit / 2 + 1e-6).all()
    np.testing.assert_allclose(mean[4], (one[4] + two[4]) / 2, rtol=1e-6)


def test_encoders_of_other_shapes_have_no_mean():
    with pytest.raises(ValueError, match="constant 4"):
        mean_constants([_constants(1), [*_constants(1)[:4], np.zeros(4, "float32"), np.zeros(4)]])


def test_a_smoothed_cut_does_not_hang_on_one_text():
    """Without its neighbours' say the cut stands at the lower end of what all texts allow."""
    chance = np.array([0.205, 0.305, 0.605, 0.705])
    given = np.array([False, False, True, True])
    assert best_cut(chance, given) == pytest.approx(0.31)
    assert best_cut(chance, given, around=10) == pytest.approx(0.41)
