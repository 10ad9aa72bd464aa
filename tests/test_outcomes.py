"""Outcomes count what they say, and cautions are given when they are true."""

import pandas as pd
import pytest

import convostudy as cs
from conftest import messages_of
from convostudy import outcomes
from convostudy.errors import BadParameter
from convostudy.parameters import Parameters
from convostudy.project.pipeline import label, score
from convostudy.tables import CONNECTIONS, PEOPLE, conform, empty

UNTIL = pd.Timestamp("2024-09-01", tz="UTC")


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
        "connections": empty(CONNECTIONS),
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
    assert after.loc["explicit refusal", "pitched again"] == 1
    curves = outcomes.reply_curves(study["replies"], side="counterpart")
    assert set(curves) == {"pitches", "other messages"}


def test_the_rule_for_small_groups_is_held_against_threads(study):
    assert outcomes.after_refusal_threads(study["after_refusal"]) == {"explicit refusal": 1}
    threads = outcomes.status_threads(study["answered"])
    assert threads == {"asked by counterparts": 1, "asked by the owner": 1}
    assert outcomes.reply_threads(study["replies"], side="counterpart")["pitches"] == 1


def test_questions_count_towards_a_style_only_after_the_landmark(study):
    rates = {"min_n": 1, "draws": 50, "seed": 1, "cluster": "thread_id"}
    table = outcomes.answered_by_side(study, "counterpart", **rates).set_index("who")
    assert table.loc["… who began with a pitch", "n"] == 1
    assert table.loc["owner answers counterpart", "n"] == 1


def test_cautions_are_given_when_true(study):
    said = " ".join(cs.cautions(study))
    assert "unvalidated" in said
    assert "one owner" in said
    assert "2 of 2 two-person threads have no known day of connecting" in said
    assert "InMail" not in said
    assert "without labels" not in said


def test_many_messages_in_another_language_are_noticed(study):
    threads = study["threads"].assign(n_unlabelled=pd.array([1, 0], dtype="Int64"))
    said = " ".join(cs.cautions({**study, "threads": threads}))
    assert "1 of 5 messages (20 %) are in a language without labels" in said


def test_a_pitch_before_the_connection_starts_no_clock():
    inbox = _connected([])
    scores = inbox["time_to_pitch"]
    scores = scores.assign(before_connection=scores["thread_id"] == "a")
    timed = outcomes.clocked({**inbox, "time_to_pitch": scores}, Parameters())
    assert sorted(timed["counterpart_id"]) == ["they-b", "they-c", "they-d", "they-e"]


def _connected(invited, silent=("c", "d", "e")):
    """Measure five connections: two wrote, three never did, of whom some are in Invitations.csv."""
    known = [f"they-{letter}" for letter in ("a", "b", *silent)]
    people = {"person_id": ["me", *known], "name": "N", "is_owner": [True] + [False] * 5}
    day = pd.Timestamp("2024-03-01", tz="UTC")
    ties = {
        "owner_id": "me",
        "person_id": known,
        "connected_lo": day,
        "connected_hi": day + pd.Timedelta(days=1),
        "resolution": "day",
    }
    lines = [
        ("a", "counterpart", "2024-03-02 18:00", "Our tool saves clinics hours. Book a demo."),
        ("b", "counterpart", "2024-03-02 19:00", "How did your talk go?"),
    ]
    messages = messages_of([*lines, *((who, "counterpart", "2024-02-20", "") for who in invited)])
    messages["kind"] = messages["kind"].mask(messages["text"] == "", "invitation")
    tables = {
        "messages": messages,
        "people": conform(pd.DataFrame(people), PEOPLE),
        "connections": conform(pd.DataFrame(ties), CONNECTIONS),
    }
    tables |= label(*tables.values(), observed_until=UNTIL, parameters=Parameters(backend="rules"))
    return tables | score(tables, Parameters())


@pytest.mark.parametrize("invited", [[], ["c"], ["c", "d", "e"]])
def test_the_clock_counts_each_connection_whichever_invitations_the_export_keeps(invited):
    inbox = _connected(invited)
    timed = outcomes.clocked(inbox, Parameters())
    assert sorted(timed["counterpart_id"]) == [f"they-{letter}" for letter in "abcde"]
    assert timed["wrote"].sum() == 2
    assert not timed["before_connection"].any()
    five = outcomes.primary(inbox, Parameters(), draws=50)
    counts = ["n", "n_certain", "n_possible", "n_ruled_out", "n_censored_before"]
    assert five["soon"][counts].tolist() == [5, 0, 1, 4, 0]
    assert five["soon_wrote"][counts].tolist() == [2, 0, 1, 1, 0]
    runs = outcomes.zone_runs(inbox, Parameters(), draws=20)
    assert set(runs["n"]) == {5}


def test_the_median_is_not_reached_where_fewer_than_half_were_pitched():
    timed = outcomes.clocked(_connected([]), Parameters())
    median = outcomes.median_time(timed)
    assert median["n"] == 5
    assert pd.isna([median["least_h"], median["most_h"], median["hi_h"]]).all()
    half = outcomes.median_time(timed[timed["wrote"]])
    assert (half["least_h"], half["most_h"]) == (18.0, 42.0)
    assert outcomes.median_time(timed.iloc[:0])["n"] == 0


def test_answers_without_a_cue_are_called_soft(study):
    asked = study["questions"].assign(answer_evidence="statement, no cue", by_overlap=False)
    scores = study["answered"].assign(answered_eventual=True, by_overlap=False)
    scores["answered_eventual"] = scores["answered_eventual"].astype("boolean")
    said = " ".join(cs.cautions({**study, "questions": asked, "answered": scores}))
    assert f"Of {len(scores)} answers, recognised by shared words alone: 0; 2 by a" in said
    assert "(100 % together): the share answered is soft" in said
    sure = asked.assign(answer_evidence="yes")
    assert "soft" not in " ".join(cs.cautions({**study, "questions": sure, "answered": scores}))
    shared = {"questions": sure, "answered": scores.assign(by_overlap=True)}
    assert "recognised by shared words alone: 2; 0 by" in " ".join(cs.cautions({**study, **shared}))


def test_the_end_of_observation_cannot_lie_before_the_last_message(study):
    with pytest.raises(BadParameter, match="observed_until"):
        label(
            study["messages"],
            empty(PEOPLE),
            empty(CONNECTIONS),
            observed_until=pd.Timestamp("2024-03-01", tz="UTC"),
        )


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(BadParameter, match="Mars/Olympus"):
        Parameters(connected_on_tz="Mars/Olympus")


@pytest.fixture(scope="module")
def connected(study):
    day = pd.Timestamp("2024-03-01", tz="UTC")
    dyads = study["threads"].dropna(subset=["owner_id", "counterpart_id"])
    ties = conform(
        pd.DataFrame(
            {
                "owner_id": dyads["owner_id"],
                "person_id": dyads["counterpart_id"],
                "connected_lo": day,
                "connected_hi": day + pd.Timedelta(hours=24),
                "resolution": "day",
            }
        ),
        CONNECTIONS,
    )
    given = (study["messages"], study["people"], ties)
    tables = dict(study) | label(*given, observed_until=UNTIL) | {"connections": ties}
    return tables | score(tables)


def test_slack_and_hours_are_shown_both_ways(connected):
    runs = outcomes.zone_runs(connected, Parameters(), draws=20)
    assert runs.groupby(["slack_h", "hours"]).size().tolist() == [2, 2, 2, 2]
    assert runs.loc[runs["main"], "slack_h"].unique().tolist() == [0.0]
    assert runs.loc[runs["main"], "hours"].unique().tolist() == ["owner's"]
    # Thread a: connected and pitched to on 1 March before noon; 12 h of slack let the start lie
    # up to 24 h before the pitch, so within 12 hours it is no more certain.
    within = runs[runs["threshold_h"] == 12].set_index("slack_h")
    assert set(within.loc[0.0, "n_certain"]) == {1}
    assert set(within.loc[12.0, "n_certain"]) == {0}
    assert set(within.loc[12.0, "n_possible"]) == {1}


def test_a_slack_of_ones_own_is_the_main_run(connected, study):
    runs = outcomes.zone_runs(connected, Parameters(tz_slack_h=6), draws=20)
    assert runs["slack_h"].unique().tolist() == [0.0, 6.0, 12.0]
    assert runs.loc[runs["main"], "slack_h"].unique().tolist() == [6.0]
    assert outcomes.zone_runs(study, Parameters(), draws=20).empty
