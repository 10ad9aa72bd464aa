"""The learned labels: features, weights, what is said of them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convostudy as cs
from convostudy.errors import BadParameter
from convostudy.language.backends import find_acts, find_questions, judge_answers
from convostudy.language.learned.acts import chances, reading
from convostudy.language.learned.bag import learn_bag
from convostudy.language.learned.context import context
from convostudy.language.learned.linear import (
    Block,
    Linear,
    blocks,
    load,
    probabilities,
    read,
    save,
)
from convostudy.language.learned.tokens import tokens
from convostudy.tables import CONNECTIONS, empty
from convostudy.training.corpus import coded
from four_threads import four_threads

TEXTS = ["hello, can we talk?", "no thanks", "", "no thanks, we have one", "ok héllo 12"]
TALK = pd.DataFrame(
    {
        "message_id": list("abcde"),
        "thread_id": ["t", "t", "t", "u", "u"],
        "side": ["owner", "counterpart", "counterpart", "owner", "counterpart"],
        "text": TEXTS,
        "sent_at": pd.date_range("2024-01-01", periods=5, freq="h", tz="UTC"),
    }
)


def _model():
    """A small model with weights drawn at random."""
    found = tokens(pa.array(TEXTS, pa.large_string()))
    bag = learn_bag(found, least={"words": 1, "pairs": 1, "parts": 1})
    places = [Block("here", kind, 1.0) for kind in ("words", "pairs", "parts")]
    places.append(Block("before", "words", 0.5))
    rng = np.random.default_rng(1)
    # Weights are kept in half precision: these survive it unchanged.
    weights = [
        rng.normal(size=(len(bag.rarity[b.kind]), 2)).astype("f2").astype("f4") for b in places
    ]
    signs = rng.normal(size=(3, 2)).astype("f2").astype("f4")
    two = np.array([0.5, 0.25], dtype="f4")
    return found, Linear(["x", "y"], bag, places, weights, signs, two, two, two, two)


def test_scores_are_those_of_the_features_that_training_sees():
    found, model = _model()
    around = context(TALK).around
    seen = np.ones((len(TEXTS), 3), dtype="f4")
    made = blocks(model.blocks, model.bag, found, around)
    slow = sum(m @ w for m, w in zip(made, model.weights, strict=True))
    slow = slow + seen @ model.signs + model.constant
    assert model.score(found, around, seen) == pytest.approx(np.asarray(slow), abs=1e-4)


def test_a_model_comes_back_from_its_bytes_and_gives_the_same_bytes():
    _, model = _model()
    raw = save(model)
    again = read(raw)
    assert save(again) == raw
    assert again.labels == model.labels
    assert all((a == b).all() for a, b in zip(again.weights, model.weights, strict=True))


def test_context_is_what_was_said_before():
    placed = context(TALK)
    before = placed.around["before"].toarray()
    assert before[1].tolist() == [1, 0, 0, 0, 0]
    assert before[2].tolist() == [1, 0, 0, 0, 0]
    assert placed.around["within"].toarray()[2].tolist() == [0, 1, 0, 0, 0]
    assert placed.around["after"].toarray()[0].tolist() == [0, 1, 1, 0, 0]
    assert not before[3].any(), "another thread is no context"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_every_text_gets_probabilities_and_spans_within_it(texts):
    said = pd.DataFrame({"message_id": [str(k) for k in range(len(texts))], "text": texts})
    chance = chances(said)[-1]
    assert ((chance >= 0) & (chance <= 1)).all()
    found = find_acts(said, "light")
    length = said.set_index("message_id")["text"].str.len().reindex(found["message_id"]).to_numpy()
    assert (found["start"].to_numpy() >= 0).all()
    assert (found["end"].to_numpy() <= length).all()


def test_labels_of_a_thread_do_not_hang_on_other_threads():
    whole = find_acts(TALK, "light")
    alone = pd.concat([find_acts(part, "light") for _, part in TALK.groupby("thread_id")])
    pd.testing.assert_frame_equal(whole, alone.reset_index(drop=True))


def test_nothing_in_nothing_out():
    none = TALK.head(0)
    assert find_acts(none, "light").empty
    assert find_questions(none, "light").empty


@pytest.mark.parametrize("name", ["acts.en", "questions.en", "answers.en", "acts_again.en"])
def test_weights_are_finite_and_calibration_rises(name):
    model = load(name)
    assert all(np.isfinite(w).all() for w in model.weights)
    assert (model.slope > 0).all(), "a higher score is a higher probability"
    assert ((model.threshold > 0) & (model.threshold < 1)).all()
    rising = probabilities(model, np.array([[-1.0], [1.0]]) @ np.ones((1, len(model.labels))))
    assert (rising[1] > rising[0]).all()


def test_the_model_hears_refusals_that_the_rules_miss():
    corpus = Path(__file__).parents[1] / "data/raw/codebook_corpus"
    messages, _ = coded([corpus / "b34_moreau.jsonl"])  # held out: the linear models never saw it
    true = messages["acts"].map(lambda acts: "refusal" in acts).to_numpy()
    heard = {}
    for backend in ("rules", "light"):
        acts = find_acts(messages, backend)
        said = messages["message_id"].isin(acts.loc[acts["act"] == "refusal", "message_id"])
        heard[backend] = 2 * (said & true).sum() / (said.sum() + true.sum())
    assert heard["light"] > heard["rules"] + 0.1


def test_the_whole_way_from_messages_to_scores_takes_either_backend(people):
    tables = four_threads(people)
    read = {"messages": tables["messages"], "people": people, "connections": empty(CONNECTIONS)}
    for backend in ("rules", "light"):
        knobs = cs.Parameters(backend=backend)
        until = read["messages"]["sent_at"].max() + pd.Timedelta(days=30)
        made = cs.label(*read.values(), observed_until=until, parameters=knobs)
        scores = cs.score({**read, **made}, knobs)
        assert set(made["acts"]["confidence"].between(0, 1)) == {True}
        assert set(scores["first_contact"]["thread_id"]) <= set(made["threads"]["thread_id"])
    with pytest.raises(BadParameter, match="rules or light or cascade"):
        cs.Parameters(backend="oracle")


def test_unknown_backends_are_refused():
    for ask in (find_acts, find_questions, judge_answers):
        with pytest.raises(BadParameter, match="rules, light"):
            ask(TALK, "oracle")


def test_signs_see_what_stands_there():
    seen = reading(TALK).signs
    assert seen.shape[0] == len(TALK)
    assert ((seen >= 0) & (seen <= 1)).all()
