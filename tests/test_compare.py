"""Groups side by side: what is counted, what is compared, what is left out and said so."""

import pandas as pd
import pytest

from convostudy import outcomes, prose
from convostudy.errors import BadParameter
from convostudy.outcomes.side_by_side import OUTCOMES, Group
from convostudy.parameters import Parameters
from odd_studies import nasty_names, one_thread

KNOBS = Parameters(backend="rules")


def _loaded(study):
    from convostudy.tables import TABLES

    return {name: study.table(name) for name in TABLES} | dict(study.scores)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return _loaded(nasty_names(tmp_path_factory.mktemp("a") / "many"))


@pytest.fixture(scope="module")
def thread(tmp_path_factory):
    return _loaded(one_thread(tmp_path_factory.mktemp("b") / "one"))


def _group(**yes):
    """Make a group of one truth value a thread for each outcome."""
    rows = {
        name: pd.Series(
            values, index=pd.Index([f"{name}{i}" for i in range(len(values))], name="thread_id")
        ).astype("boolean")
        for name, values in yes.items()
    }
    return Group(pd.DataFrame({"thread_id": []}), None, rows)


def test_a_group_has_the_numbers_of_its_own_report(inbox, thread):
    five = outcomes.primary(inbox, KNOBS, min_n=1, draws=50)
    groups = outcomes.grouped({"mine": inbox, "hers": thread}, KNOBS)
    shares = outcomes.side_by_side(groups, KNOBS, min_n=1, draws=50)
    mine = shares[shares["group"] == "mine"].set_index("outcome")
    assert list(mine.index) == list(OUTCOMES)
    for outcome, row in mine.iterrows():
        said = five[outcome]
        assert row["n"] == said["n"]
        assert row["k"] == said.get("k", said.get("n_certain"))


@pytest.mark.parametrize("by", ["owner", "period", "style", "inviter"])
def test_a_thread_is_in_one_group_and_none_is_lost(inbox, by):
    parts = outcomes.cohorts({"mine": inbox}, by=by)
    ids = [t for part in parts.values() for t in part["threads"]["thread_id"]]
    assert len(ids) == len(set(ids))
    if by in ("owner", "inviter", "period"):
        assert set(ids) == set(inbox["threads"]["thread_id"])
        ties = sum(len(part["connections"]) for part in parts.values())
        assert ties == len(inbox["connections"])


def test_periods_are_told_by_the_start_and_the_day_may_be_given(inbox):
    parts = outcomes.cohorts({"mine": inbox}, by="period", since="2024-05-01")
    # All connected in March but the one whom only the owner wrote to, in May.
    assert list(parts) == ["before 2024-05-01", "from 2024-05-01 on"]
    assert parts["from 2024-05-01 on"]["threads"]["thread_id"].tolist() == ["c"]
    assert outcomes.middle_day({**inbox, "threads": inbox["threads"].iloc[:0]}) == ""


def test_by_style_only_what_came_after_the_first_turn_counts(inbox):
    parts = outcomes.cohorts({"mine": inbox}, by="style")
    began = parts["began with a pitch"]
    # The first turn's own question and pitch gave the style; the second pitch came later.
    assert began["replies"]["turn_id"].isin(inbox["replies"]["turn_id"]).all()
    assert len(began["replies"]) < inbox["replies"]["thread_id"].isin(["a", "d"]).sum()
    groups = outcomes.grouped(parts, KNOBS, by="style")
    shares = outcomes.side_by_side(groups, KNOBS, min_n=1, draws=20)
    assert not {"soon", "first"} & set(shares["outcome"])


def test_a_way_that_is_none_and_a_split_of_several_studies_are_refused():
    with pytest.raises(BadParameter, match="study or owner"):
        outcomes.parted_by("age", 1)
    with pytest.raises(BadParameter, match="2 studies"):
        outcomes.parted_by("style", 2)
    with pytest.raises(BadParameter, match="first or rest"):
        outcomes.differences({}, pd.DataFrame({"outcome": []}), KNOBS, against="last")


def test_differences_are_widened_by_their_number_and_small_groups_are_not_compared():
    many, few = [True] * 30 + [False] * 10, [True] * 3
    half = [True, False] * 20
    groups = {
        "a": _group(first=half, their_answers=half),
        "b": _group(first=many, their_answers=half),
        "c": _group(first=few, their_answers=few),
    }
    shares = pd.DataFrame({"outcome": ["first", "their_answers"], "group": "a"})
    gaps = outcomes.differences(groups, shares, KNOBS, draws=50)
    seen = gaps.set_index(["outcome", "a"])
    assert gaps["n_compared"].unique().tolist() == [2]
    assert gaps["shown"].sum() == 2
    row = seen.loc[("first", "b")]
    assert row["difference"] == pytest.approx(0.25)
    assert row["lo_all"] < row["lo"] < row["difference"] < row["hi"] < row["hi_all"]
    said = prose.multiplicity(gaps)
    assert said.startswith("**Two differences are compared**; two are of groups too small")
    table = prose.difference_summary(gaps, KNOBS).set_index(["outcome", "group"])
    assert table.loc[("2 Begins with a pitch", "c"), "reading"] == "too few"
    assert table.loc[("3 Questions answered", "b"), "reading"] == "open"


def test_against_the_rest_all_other_groups_are_pooled():
    groups = {
        name: _group(first=[True] * yes + [False] * (40 - yes))
        for name, yes in (("a", 10), ("b", 20), ("c", 30))
    }
    shares = pd.DataFrame({"outcome": ["first"] * 3, "group": list("abc")})
    rest = outcomes.differences(groups, shares, KNOBS, against="rest", draws=50)
    assert rest["b"].unique().tolist() == ["all others"]
    assert rest["difference"].tolist() == pytest.approx([-0.375, 0.0, 0.375])
    first = outcomes.differences(groups, shares, KNOBS, draws=50)
    assert first["a"].tolist() == ["b", "c"]


def test_studies_measured_otherwise_are_named_with_what_to_do(tmp_path):
    rules = {"parameters": {"backend": "rules", "min_n": 20}, "code": "x"}
    light = {"parameters": {"backend": "light", "min_n": 5}, "code": "x"}
    older = {"parameters": {"backend": "rules", "min_n": 20}, "code": "w"}
    unlike = outcomes.measured_unlike({"a": rules, "b": light, "c": {}, "d": older, "e": rules})
    assert unlike[["study", "what"]].to_numpy().tolist() == [
        ["b", "backend"],
        ["c", "measured"],
        ["d", "code"],
    ]
    said = prose.unlike_words(unlike, {name: tmp_path / name for name in "abcde"})
    assert "backend is light, there rules" in said[0]
    assert f"convostudy measure --study {tmp_path / 'b'} -p backend=rules" in said[0]
    # A page to be passed on does not tell where the folders of its maker lie.
    own = {name: tmp_path / "data" / "processed" / name for name in "abcde"}
    assert "convostudy measure --study b -p" in prose.unlike_words(unlike, own)[0]
    assert str(tmp_path) not in " ".join(prose.unlike_words(unlike, own))
    assert "not measured yet" in said[1]
    assert "another version of the program" in said[2]


def test_one_study_twice_is_noticed(inbox):
    shared = outcomes.shared_messages({"one": inbox, "again": inbox})
    assert shared["n"].tolist() == [len(inbox["messages"])]
    sizes = outcomes.cohort_sizes({"one": inbox, "again": inbox})
    said = " ".join(prose.size_hints(sizes, shared, min_n=20))
    assert "hold 8 messages in common" in said
    assert "Fewer than 20 threads" in said


def test_the_scores_on_the_card_are_those_of_the_accuracy_page():
    from pathlib import Path

    from convostudy.prose.label_accuracy import _SCORES

    page = (Path(__file__).parents[1] / "docs" / "accuracy.md").read_text(encoding="utf-8")
    held = page.partition("## Every label")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in held.splitlines() if " | " in line]
    told = {cells[0]: [cell.strip().partition(" ")[0] for cell in cells[2:7]] for cells in lines}
    for label, scores in _SCORES.items():
        assert [f"{score:.2f}" for score in scores] == told[label], label
