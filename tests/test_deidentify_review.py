"""A person reads a sample of masked messages; what that proves is said, and nothing is lost."""

import stat
from types import SimpleNamespace

import pandas as pd
import pytest

from convostudy.deidentify import leak_bound, review_sample, review_state
from convostudy.deidentify.review import DECISIONS, text_digest
from convostudy.errors import BadParameter, BadTable
from convostudy.explore import Reviewer, live
from convostudy.project.review_log import LOG, ReviewLog, review_texts


def _texts(n=60):
    held = {"message_id": [f"m{i}" for i in range(n)], "text": [f"word {i} here" for i in range(n)]}
    return pd.DataFrame(held)


def test_a_sample_is_random_and_every_message_of_many_masks_is_added_once():
    texts = _texts()
    texts.loc[3, "text"] = "[PERSON_1] [UNKNOWN_2] came"
    texts.loc[9, "text"] = "we saw jack there"
    texts.loc[11, "text"] = None
    sample = review_sample(texts, n=10, seed=1)
    assert (sample["why"] == "drawn at random").sum() == 10
    assert {"m3", "m9"} <= set(sample["message_id"])
    assert "m11" not in set(sample["message_id"])
    assert sample["message_id"].is_unique
    other = review_sample(texts, n=10, seed=2)
    assert set(other["message_id"]) != set(sample["message_id"])


@pytest.mark.parametrize(("n", "k"), [(300, 0), (300, 1), (40, 7), (5, 5), (1, 0)])
def test_the_bound_is_the_share_under_which_so_few_leaks_are_improbable(n, k):
    from scipy.stats import binom

    bound = leak_bound(n, k)
    assert bound == 1 if k == n else binom.cdf(k, n, bound) == pytest.approx(0.05, abs=1e-9)


def test_the_rule_of_three_is_near_and_on_the_safe_side():
    assert 0.0099 < leak_bound(300) < 3 / 300
    assert leak_bound(1000) < 0.003 < leak_bound(999, 1)
    with pytest.raises(BadParameter, match="at least one message read"):
        leak_bound(0)


def test_only_messages_drawn_at_random_count_for_the_bound():
    texts = _texts(20)
    texts.loc[0, "text"] = "[PERSON_1] [PERSON_2]"
    sample = review_sample(texts[texts.index != 0], n=5)
    added = texts.loc[[0]].assign(n_masks=2, why="many masks")
    sample = pd.concat([sample, added], ignore_index=True)
    rows = [(row.message_id, text_digest(row.text), False, "") for row in sample.itertuples()]
    rows[-1] = (*rows[-1][:2], True, "Rose")
    state = review_state(sample, pd.DataFrame(rows, columns=list(DECISIONS)))
    assert state[:3] == (5, 5, 0)
    assert state.bound == leak_bound(5)
    assert state[4:] == (1, 1, 1)


def test_the_last_decision_counts_and_only_on_the_text_that_was_read():
    sample = _texts(2).assign(why="drawn at random")
    digests = sample["text"].map(text_digest)
    rows = [("m0", digests[0], True, "x"), ("m0", digests[0], False, ""), ("m1", "old", True, "y")]
    state = review_state(sample, pd.DataFrame(rows, columns=list(DECISIONS)))
    assert (state.n_read, state.n_leaks) == (1, 0)
    assert "1 of 2 messages drawn at random are read" in str(state)


def test_a_decision_is_on_disk_at_once_and_one_goes_on_where_one_stopped(tmp_path):
    file = tmp_path / "study" / LOG
    first = review_texts(_texts(), file, n=8)
    first.decide(first.unread(), leaks=False)
    first.decide(first.unread(), leaks=True, left="Müller")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = review_texts(_texts().sample(frac=1, random_state=3), file, n=8)
    assert again.sample.equals(first.sample)
    assert again.unread() == 2
    assert again.decided(1) == (True, "Müller")
    assert (again.state.n_read, again.state.n_leaks) == (2, 1)


def test_other_texts_give_another_sample(tmp_path):
    changed = _texts()
    changed.loc[0, "text"] = "[PERSON_1] now"
    samples = [review_texts(texts, tmp_path / LOG, n=8).sample for texts in (_texts(), changed)]
    assert set(samples[0]["message_id"]) != set(samples[1]["message_id"])


def test_a_line_that_was_cut_off_costs_one_decision_and_a_broken_one_is_named(tmp_path):
    log = ReviewLog(tmp_path / LOG)
    log.record("m1", "a", False, "")
    with log.file.open("a") as file:
        file.write('{"message_id": "m2", "text')
    assert log.decisions()["message_id"].tolist() == ["m1"]
    assert log.record("m3", "b", False, "")["message_id"].tolist() == ["m1", "m3"]
    with log.file.open("a") as file:
        file.write('["Rose Bell"]\n')
    with pytest.raises(BadTable, match=r"line 3: found a line that is no decision") as caught:
        log.decisions()
    assert "Rose" not in str(caught.value)


def _reviewer(texts, kept):
    def record(*decision):
        kept.append(decision)
        return pd.DataFrame(kept, columns=list(DECISIONS))

    sample = review_sample(pd.DataFrame({"message_id": ["m1", "m2"], "text": texts}), n=2)
    return Reviewer(sample, pd.DataFrame(columns=list(DECISIONS)), record)


def test_the_still_view_has_no_word_of_a_message(monkeypatch):
    reviewer = _reviewer(["secret words", "other [PERSON_1]"], [])
    shown = reviewer._repr_mimebundle_()
    assert set(shown) == {"text/plain", "text/html"}
    assert "secret" not in str(shown)
    assert "0 of 2 messages" in shown["text/html"]
    monkeypatch.setattr("convostudy.explore.reviewing.is_live", lambda: True)
    monkeypatch.setitem(__import__("sys").modules, "convostudy.explore.review_widgets", None)
    assert "pip install ipywidgets" in reviewer._repr_mimebundle_()["text/html"]


@pytest.fixture
def kept():
    return []


@pytest.fixture
def box(kept):
    pytest.importorskip("ipywidgets")
    from convostudy.explore.review_widgets import ReviewBox

    return ReviewBox(_reviewer(["<script>x</script> [PERSON_1]", "$5 and more"], kept))


def test_a_message_is_shown_escaped_with_its_masks_marked(box):
    texts = []
    for _ in range(2):
        texts.append(box.shown.value)
        box.on.click()
    shown = "".join(texts)
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert ">[PERSON_1]</mark>" in shown


def test_a_click_decides_and_goes_to_the_next_that_is_unread(box, kept):
    first = box.reviewer.sample["message_id"][0]
    box.clean.click()
    assert [each[0::2] for each in kept] == [(first, False)]
    assert box.place == 1
    box.left.value = " Rose "
    box.leaks.click()
    assert kept[1][2:] == (True, "Rose")
    assert "Every message of the sample is read" in box.far.value
    assert box.unread.disabled
    box.back.click()
    assert "nobody can be told" in box.shown.value
    box.leaks.click()
    assert box.reviewer.decided(0) == (True, "")


def test_nothing_to_read_is_said():
    pytest.importorskip("ipywidgets")
    from convostudy.explore.review_widgets import ReviewBox

    empty = pd.DataFrame({"message_id": pd.Series(dtype="str"), "text": pd.Series(dtype="str")})
    decisions = pd.DataFrame(columns=list(DECISIONS))
    shown = ReviewBox(Reviewer(review_sample(empty), decisions, lambda *_: decisions))
    assert "There is no masked text to read" in shown.shown.value
    assert shown.clean.disabled


def test_widgets_are_shown_where_somebody_can_click(monkeypatch, kept):
    pytest.importorskip("ipywidgets")
    request = {"content": {"allow_stdin": True}}
    shell = SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda _: request))
    ipython = SimpleNamespace(get_ipython=lambda: shell)
    monkeypatch.setattr(live, "sys", SimpleNamespace(modules={"IPython": ipython}))
    shown = _reviewer(["a word", "b word"], kept)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert "a word" not in str(shown)
