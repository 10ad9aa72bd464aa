"""Sentences say what the numbers say, and no more."""

import pandas as pd
import pytest

import convostudy as cs
from conftest import messages_of
from convostudy import outcomes, prose
from convostudy.caveats import foreign_share
from convostudy.errors import BadParameter
from convostudy.parameters import Parameters
from convostudy.project.pipeline import label, score
from convostudy.tables import CONNECTIONS, LEDGER, PEOPLE, conform, empty

UNTIL = pd.Timestamp("2024-09-01", tz="UTC")


def _rate(k, n, shown=True):
    return {"k": k, "n": n, "share": k / n if n else None, "lo": 0.1, "hi": 0.6, "shown": shown}


def _five(**changed):
    soon = {
        "n": 50, "threshold_h": 24.0, "n_certain": 10, "n_possible": 5, "share_estimate": 0.27,
        "lo": 0.15, "hi": 0.4, "share_lower": 0.2, "share_upper": 0.3,
    }  # fmt: skip
    return {
        "side": "counterpart",
        "min_n": 20,
        "n_threads": 60,
        "owner_known": True,
        "soon": soon,
        "first": _rate(12, 55),
        "their_answers": _rate(20, 40),
        "own_answers": _rate(30, 40),
        "persisted": _rate(6, 22),
        "to_pitches": _rate(5, 30),
        "to_others": _rate(20, 45),
    } | changed


def test_the_paragraph_holds_all_five_outcomes_with_their_n():
    said = prose.inbox_paragraph(_five())
    for part in (
        "12 of 55 threads (22 %",
        "at least 10 and at most 15",
        "20 of 40",
        "6 of 22",
        "5 of 30",
    ):
        assert part in said
    assert "One thread" not in said


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(BadParameter, match="Mars/Olympus"):
        Parameters(connected_on_tz="Mars/Olympus")


def test_small_groups_are_counts_and_zero_is_said():
    said = prose.inbox_paragraph(_five(first=_rate(1, 3, shown=False), persisted=_rate(0, 0)))
    assert "1 of 3 threads (too few for a rate)" in said
    assert "After no explicit refusal did the side refused write again." in said


def test_headline_shows_counts_for_small_groups():
    numbers = prose.headline_numbers(_five(first=_rate(1, 3, shown=False)))
    assert len(numbers) == 5
    assert numbers[1][0] == "1 of 3"
    few = dict(_five()["soon"], n=9, n_certain=2, n_possible=3)
    assert prose.headline_numbers(_five(soon=few))[0][0] == "2 to 5 of 9"
    none = dict(_five()["soon"], n=0)
    assert prose.headline_numbers(_five(soon=none))[0][2] == "no connection date known"


@pytest.mark.parametrize("side", ["counterpart", "owner"])
def test_every_figure_has_words(side):
    for name in (
        "time_to_pitch",
        "first_contact",
        "answered",
        "statuses",
        "after_refusal",
        "replies",
    ):
        words = prose.figure_words(name, _five(side=side))
        assert len(words["alt"]) > 30
        assert "unvalidated" in words["caption"]


def test_the_ledger_adds_up_file_by_file():
    rows = pd.DataFrame(
        {
            "export_id": "e",
            "file": ["a.csv", "a.csv", "b.csv"],
            "row_class": ["message", "rejected", "connection"],
            "reason": ["sent", "too few fields", "tie"],
            "n_rows": [7, 2, 3],
            "first_lines": ["2, 3", "9", "2"],
        }
    )
    table = prose.ledger_summary(conform(rows, LEDGER))
    assert table[table["class"] == "all"]["rows"].tolist() == [9]
    assert table["first lines"].tolist() == ["", "9", "", ""]
    assert prose.ledger_summary(empty(LEDGER)).empty


@pytest.fixture(scope="module")
def study():
    people = conform(
        pd.DataFrame({"person_id": ["me"], "name": ["Me"], "is_owner": [True]}), PEOPLE
    )
    lines = [
        (
            "a",
            "counterpart",
            "2024-03-01 12:00",
            "We help clinics fill empty slots. Free for a call?",
        ),
        ("a", "owner", "2024-03-01 13:00", "No thanks. How did you find me?"),
        (
            "a",
            "counterpart",
            "2024-03-02 13:00",
            "Our tool saves you hours every week, book a demo.",
        ),
        ("b", "counterpart", "2024-03-01 09:00", "How did your talk go?"),
        ("b", "owner", "2024-03-04 09:00", "It went well, thanks for asking."),
    ]
    messages = messages_of(lines)
    parameters = Parameters()
    tables = label(
        messages, people, empty(CONNECTIONS), observed_until=UNTIL, parameters=parameters
    )
    tables = {
        "messages": messages,
        "people": people,
        "assumptions": pd.DataFrame({"about": []}),
        **tables,
    }
    return tables | score(tables, parameters)


def test_the_outcomes_of_a_small_inbox(study):
    five = outcomes.primary(study, Parameters(), draws=50)
    assert (five["first"]["k"], five["first"]["n"]) == (1, 2)
    assert (five["persisted"]["k"], five["persisted"]["n"]) == (1, 1)
    assert five["soon"]["n"] == 0
    assert not five["first"]["shown"]
    ranks = outcomes.pitch_ranks(study["first_contact"])
    assert ranks.to_dict() == {"1st": 1, "2nd": 0, "3rd": 0, "4th or later": 0, "never so far": 1}
    after = outcomes.after_refusal_counts(study["after_refusal"])
    assert after.loc["said no", "sold again"] == 1
    curves = outcomes.reply_curves(study["replies"], side="counterpart")
    assert set(curves) == {"pitches", "other messages"}


def test_questions_count_towards_a_style_only_after_the_landmark(study):
    rates = {"min_n": 1, "draws": 50, "seed": 1, "cluster": "thread_id"}
    table = outcomes.answered_by_side(study, "counterpart", **rates).set_index("who")
    assert table.loc["… who began with a pitch", "n"] == 1
    assert table.loc["owner answers counterpart", "n"] == 1


def test_cautions_are_given_when_true(study):
    said = " ".join(cs.cautions(study))
    assert "unvalidated" in said
    assert "one owner" in said
    assert "2 of 2 two-person threads have no connection date" in said
    assert "InMail" not in said
    assert "do not look English" not in said


def test_another_language_is_noticed():
    german = "Wir bauen Bühnen und verleihen Technik für kleine Festivals in der Umgebung"
    english = "We put up the stage for you and we take it down when you are done"
    assert foreign_share(pd.Series([german, english, "Danke", "ok"])) == 0.5
    assert foreign_share(pd.Series([], dtype="str")) == 0


def test_long_assumptions_are_cut_short_on_the_page_only():
    from convostudy.tables import ASSUMPTIONS

    names = ", ".join(f"File number {i}.csv" for i in range(40))
    given = {"export_id": "e", "file": "", "about": "files", "assumed": [names], "why": "unused"}
    shown = prose.assumption_summary(conform(pd.DataFrame(given), ASSUMPTIONS))["assumed"].iloc[0]
    assert shown.endswith(", …")
    assert len(shown) < 150


def test_a_pitch_before_the_connection_starts_no_clock():
    scores = pd.DataFrame({"thread_id": ["a", "b"], "before_connection": [True, False]})
    assert outcomes.clocked({"time_to_pitch": scores})["thread_id"].tolist() == ["b"]


def test_the_end_of_observation_cannot_lie_before_the_last_message(study):
    with pytest.raises(BadParameter, match="observed_until"):
        label(
            study["messages"],
            empty(PEOPLE),
            empty(CONNECTIONS),
            observed_until=pd.Timestamp("2024-03-01", tz="UTC"),
        )
