"""The accuracy page: what is counted, drawn and grouped before it is written down."""

import doctest
import re
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("sklearn", reason="the page has a baseline that needs scikit-learn")
sys.path.insert(0, str(Path(__file__).parents[1]))  # benchmarks are scripts, in no package

from benchmarks.accuracy import markdown, splits, wanted
from benchmarks.accuracy.calibration import calibration, expected_error
from benchmarks.accuracy.compared import NOT_FOUND, Compared, asked, first_pitches, question_labels
from benchmarks.accuracy.confusion import confusion, confusions
from benchmarks.accuracy.groups import MIN_N, by_group, message_groups
from benchmarks.accuracy.intervals import SCORES, Estimate, counted, estimate, share
from benchmarks.accuracy.learning_curve import steps
from benchmarks.accuracy.measured import (
    Measured,
    measure_backend,
    measure_baselines,
    measure_coder,
    measure_public,
)
from benchmarks.accuracy.ordinary import pitch_sentences
from benchmarks.accuracy.page import page
from benchmarks.accuracy.probabilities import overheard
from benchmarks.accuracy.retraining import lent, rare_labels
from benchmarks.accuracy.shown_errors import drawn, shortened, wrong

from convostudy.language.learned import acts

MESSAGES = pd.DataFrame(
    {
        "thread_id": ["t", "t", "t", "u"],
        "message_id": ["t/1", "t/2", "t/3", "u/1"],
        "side": ["owner", "counterpart", "counterpart", "owner"],
        "channel": ["sms", "sms", "sms", "email"],
        "text": ["How are you? And Ines?", "fine", "I am agree, we sell tea", "Shall we?"],
        "acts": [frozenset(), frozenset(), frozenset({"pitch"}), frozenset()],
        "solicitation": [None, None, "sales", None],
    }
)
GOLD = pd.DataFrame(
    {
        "message_id": ["t/1", "t/1", "u/1"],
        "start": [0, 13, 0],
        "end": [12, 22, 9],
        "text": ["How are you?", "And Ines?", "Shall we?"],
        "form": ["wh", "fragment", "polar"],
        "function": ["information", "information", "action_request"],
        "status_next": ["explicit", "dodged", None],
        "status_eventual": ["explicit", "open", None],
    }
)
FOUND = pd.DataFrame(
    {
        "message_id": ["t/1", "t/2", "u/1"],
        "start": [0, 0, 0],
        "end": [12, 4, 9],
        "text": ["How are you?", "fine", "Shall we?"],
        "form": ["wh", "fragment", "polar"],
        "function": ["information", "information", "rhetorical"],
        "status_next": ["dodged", None, None],
        "status_eventual": ["explicit", None, None],
        "evidence": ["found: mark", "found: guess", "found: mark"],
        "answer_evidence": ["fine", None, None],
    }
)


def _rows(true, said, thread="abcdefgh"):
    return pd.DataFrame({"true": true, "said": said, "thread_id": list(thread)[: len(true)]})


def test_scores_are_those_of_scikit_learn():
    from sklearn import metrics

    rng = np.random.default_rng(3)
    true, said = rng.choice(list("xyz"), 200), rng.choice(list("xyz"), 200)
    counts, names = counted(true.astype(object), said.astype(object), pd.Series(range(200)))
    assert names == ["x", "y", "z"]
    total = counts.sum(0)
    assert SCORES["macro-F1"](total) == pytest.approx(metrics.f1_score(true, said, average="macro"))
    assert SCORES["kappa"](total) == pytest.approx(metrics.cohen_kappa_score(true, said))
    assert SCORES["share right"](total) == pytest.approx(metrics.accuracy_score(true, said))
    flags, calls = true == "x", said == "x"
    both, _ = counted(flags.astype(object), calls.astype(object), pd.Series(range(200)))
    assert SCORES["F1"](both.sum(0)) == pytest.approx(metrics.f1_score(flags, calls))


def test_f1_counts_those_coded_and_is_missing_where_there_is_nothing():
    made = estimate(_rows([True, True, False, False], [True, False, True, False]), "F1")
    assert made.value == 0.5
    assert made.n == 2
    assert made.low <= 0.5 <= made.high
    assert np.isnan(estimate(_rows([False, False], [False, False]), "F1").value)
    assert np.isnan(estimate(_rows([], []), "kappa").value)


def test_always_the_same_has_no_kappa():
    assert estimate(_rows([True, False, True, True], [True] * 4), "kappa").value == 0


def test_intervals_draw_threads_not_messages():
    right = [True] * 50 + [False] * 50
    alone = share(pd.Series(right), pd.Series(range(100)))
    in_two = share(pd.Series(right), pd.Series([0] * 50 + [1] * 50))
    assert alone.value == in_two.value == 0.5
    assert alone.high - alone.low < 0.25
    assert (in_two.low, in_two.high) == (0, 1)


def test_probabilities_that_come_true_have_no_calibration_error():
    chance = np.repeat([0.25, 0.75], 400)
    true = np.tile([True, False, False, False], 100).tolist()
    true += np.tile([True, True, True, False], 100).tolist()
    thread = np.arange(800)
    assert expected_error(chance, np.array(true), thread).value == pytest.approx(0)
    assert expected_error(1 - chance, np.array(true), thread).value == pytest.approx(0.5)


def test_calibration_looks_at_likely_labels_apart_and_leaves_out_unknown_ones():
    chance = np.array([0.0] * 90 + [0.5] * 10 + [np.nan])
    hit = pd.Series([False] * 90 + [True] * 10 + [True])
    made = calibration(chance, hit, pd.Series(range(101)))
    assert made.error.value == pytest.approx(0.05)
    assert made.likely.value == pytest.approx(0.5)
    assert (made.error.n, made.likely.n, made.said, made.came_true) == (100, 10, 0.5, 1.0)


def test_confusion_keeps_the_order_of_labels_and_drops_those_not_given():
    table = confusion(pd.Series(["b", "a", "b"]), pd.Series(["a", "a", "new"]), ("b", "a", "c"))
    assert table.index.tolist() == ["b", "a"]
    assert table.columns.tolist() == ["a", "new"]
    assert table.loc["b"].tolist() == [1, 1]


def test_questions_of_both_sides_stand_in_one_frame():
    whole = asked(MESSAGES, GOLD, FOUND)
    assert whole["text"].tolist() == ["How are you?", "And Ines?", "Shall we?", "fine"]
    assert whole["is_found"].tolist() == [True, False, True, True]
    assert whole["reply"].tolist()[:2] == ["fine\nI am agree, we sell tea"] * 2
    labels = question_labels(whole)
    assert labels["question or not"].rows["true"].tolist() == [True, True, True, False]
    assert labels["function"].rows["said"].tolist() == ["information", "rhetorical"]
    assert labels["status"].rows[["true", "said"]].to_numpy().tolist() == [["explicit", "dodged"]]
    assert labels["answered (eventually)"].rows["said"].tolist() == [True]
    tables = confusions(whole, labels)
    assert tables["function"].loc["information", NOT_FOUND] == 1
    assert tables["answered (next turn)"].loc["answered", "not answered"] == 1


def test_first_pitches_count_turns():
    pitches = pd.DataFrame(
        {"true": [False, False, True, False], "said": [True, False, True, False]}
    )
    rows = first_pitches(MESSAGES, pitches)
    assert rows[["true", "said"]].to_numpy().tolist() == [["turn 2", "turn 1"], ["none", "none"]]


def test_messages_belong_to_one_group_of_each_kind():
    groups = message_groups(MESSAGES)
    assert groups["length"].tolist() == ["up to 5 words"] * 2 + ["6 to 15 words", "up to 5 words"]
    assert groups["writer"].tolist() == [
        "is pitched to",
        "pitches in the thread",
        "pitches in the thread",
        "thread without a pitch",
    ]
    assert groups["English"].str.startswith("with marks").tolist() == [False, True, True, False]
    assert groups.notna().all().all()


def test_groups_part_the_units_of_a_label():
    whole = asked(MESSAGES, GOLD, FOUND)
    labels = question_labels(whole)
    flags = labels["question or not"].rows.assign(said=True)
    labels |= {"pitch": Compared("F1", flags), "refusal": Compared("F1", flags)}
    made = by_group(labels, message_groups(MESSAGES), labels["form"].rows)
    assert {g: e["question or not"].n for g, e in made["channel"].items()} == {"sms": 2, "email": 1}
    assert made["form of the question"]["polar"]["function"].value == 0
    assert MIN_N > 1


def test_errors_drawn_are_the_same_whatever_the_order_and_go_round_the_labels():
    rows = pd.DataFrame(
        {
            "thread_id": "t",
            "message_id": [str(k) for k in range(40)],
            "text": "x",
            "true": True,
            "said": [False] * 30 + [True] * 10,
            "evidence": None,
        }
    )
    few = rows.head(2)
    labels = {"pitch": Compared("F1", rows), "cta": Compared("F1", few)}
    errors = wrong(labels)
    assert len(errors) == 32
    assert set(errors["backend"]) == {"no pitch", "no cta"}
    first = drawn(errors, 6)
    assert first["label"].value_counts().to_dict() == {"pitch": 4, "cta": 2}
    again = drawn(errors.sample(frac=1, random_state=1), 6)
    assert first.to_numpy().tolist() == again.to_numpy().tolist()
    assert drawn(errors, 6, seed=1)["message_id"].tolist() != first["message_id"].tolist()


def test_texts_shown_are_short_and_harmless():
    assert shortened("a\nb " * 100) == shortened(" ".join(["a b"] * 100))
    assert len(shortened("x" * 500)) == 160
    assert shortened(None) == ""
    assert "|" not in markdown.plain("a | b")
    shown = markdown.table(pd.DataFrame({"n": [1]}, index=["a"]), "label")
    assert shown.splitlines() == ["| label | n |", "|---|---|", "| a | 1 |"]


def test_a_pitch_counts_in_the_sentences_that_its_evidence_touches():
    chat = pd.DataFrame(
        {"message_id": ["a", "b"], "thread_id": ["a", "b"], "text": ["Hi. We sell. Bye.", "Yes."]}
    )
    made = pitch_sentences(chat, pd.DataFrame({"message_id": ["a"], "start": [4], "end": [11]}))
    assert (made.sentences.value, made.sentences.n) == (0.25, 4)
    assert (made.messages.value, made.messages.n) == (0.5, 2)


@pytest.mark.parametrize("module", [markdown, wanted], ids=["markdown", "wanted"])
def test_examples_in_the_benchmarks_are_so(module):
    assert doctest.testmod(module).failed == 0


def test_who_reaches_what_is_wanted_is_said_with_the_interval():
    made = {"x": Estimate(0.9, 0.85, 0.95, 9), "y": Estimate(0.82, 0.7, 0.9, 9)}
    assert wanted.reached(0.8, made) == "x, y (interval from below)"
    assert wanted.reached(0.99, made) == "none"


def test_a_call_overheard_is_kept_by_name_and_answered_as_ever():
    with overheard(acts, "slices") as calls:
        said = pd.DataFrame({"message_id": ["m"], "text": ["thank you"]})
        assert acts.light_acts(said)["act"].tolist() == ["gratitude"]
    assert list(calls[0][0]) == ["messages"]
    assert len(calls) == len(calls[0][1]) == 1


@pytest.mark.slow
def test_the_whole_page_is_written():
    messages, gold = splits.read_batches(["b1_okafor"])
    few = messages[messages["thread_id"].isin(messages["thread_id"].unique()[:12])]
    made = Measured(few, gold[gold["message_id"].isin(few["message_id"])])
    for backend in ("rules", "light"):
        made.step(backend, partial(measure_backend, made, backend))
    measure_coder(made)
    measure_baselines(made, (messages, gold), with_tfidf=False)
    measure_public(made, Path("no such folder"), list(made.said), [])
    text = page(
        made,
        split="dev",
        batches=["b1_okafor"],
        learned_from=["b1_okafor"],
        public=Path("no such folder"),
        default="rules",
        n_errors=5,
        command="python",
        has_curve=False,
    )
    assert "Not measured: no folder of public sets" in text
    assert not re.search(r"\bnan\b|[{}]", text)
    assert text.count("**status (next turn), ") == 2
    shown_errors = text.split("## 5 errors")[1].split("## Speed")[0]
    assert len(re.findall(r"^\| \d+ \|", shown_errors, re.M)) == 5


def test_a_step_of_the_learning_curve_holds_the_step_before():
    names = [f"b{k}" for k in range(10)]
    few, more, everything = steps(names, (8, 4, 20))
    assert (len(few), len(more), len(everything)) == (4, 8, 10)
    assert more[:4] == few
    assert steps(reversed(names), (4,)) == [few]


def test_labels_of_one_batch_cannot_be_learned():
    coded = pd.DataFrame({"batch": ["a", "a", "b"], "acts": [{"pitch"}, {"cta"}, {"pitch"}]})
    assert "pitch" not in rare_labels(coded)
    assert "cta" in rare_labels(coded)


def test_lent_weights_are_given_back():
    kept = acts.load
    with lent({"acts.en": "another"}):
        assert acts.load("acts.en") == "another"
        assert acts.load("questions.en").labels
    assert acts.load is kept


def test_nothing_is_learned_from_the_test_split():
    learned = set(splits.learning_batches(splits.DEV))
    assert learned
    kept_out = {
        name for split in ("dev", "calibration", "test") for name in splits.split_batches(split)
    }
    assert not learned & kept_out
