"""Every measure: its contract, and what it says of threads one can hold in the head."""

import inspect

import pandas as pd
import pytest

from conftest import acts_of, messages_of
from convostudy.measures import measures
from convostudy.measures.after_refusal import after_refusal
from convostudy.measures.answered import answered
from convostudy.measures.first_contact import first_contact
from convostudy.measures.question_inventory import question_inventory
from convostudy.measures.replies import replies
from convostudy.measures.style import style
from convostudy.measures.time_to_pitch import time_to_pitch
from convostudy.parameters import Parameters
from convostudy.tables import CONNECTIONS, QUESTIONS, TABLES, conform, empty
from convostudy.threads import attempts, dyads, turns

UNTIL = pd.Timestamp("2024-06-01", tz="UTC")
LINES = [
    # a: pitches two hours after connecting, is refused, pitches again next day, is refused, stops
    ("a", "counterpart", "2024-03-01 12:00", "We build booking sites, want one?"),
    ("a", "owner", "2024-03-01 13:00", "No thanks. Why did you connect?"),
    ("a", "counterpart", "2024-03-02 13:00", "Our sites double sales, call me"),
    ("a", "owner", "2024-03-02 14:00", "No."),
    # b: chats, never pitches
    ("b", "counterpart", "2024-03-01 09:00", "How did your talk go?"),
    ("b", "owner", "2024-03-04 09:00", "Well, thank you"),
    # c: the owner wrote, then wrote again, and nobody replied; seen for a long time
    ("c", "owner", "2024-03-01 09:00", "Hello?"),
    ("c", "owner", "2024-03-05 09:00", "Hello again"),
    # d: as c, but the export ends three days later
    ("d", "owner", "2024-05-29 09:00", "Hello?"),
]
ACTS = [
    ("a-0", "pitch", "sales"),
    ("a-1", "refusal", "bare"),
    ("a-2", "pitch", "sales"),
    ("a-3", "refusal", "bare"),
]


@pytest.fixture
def tables(people):
    messages = messages_of(LINES)
    turned = turns(messages)
    ties = pd.DataFrame(
        {
            "owner_id": "me",
            "person_id": ["they-a", "they-b"],
            "connected_lo": pd.to_datetime(["2024-03-01", "2024-02-20"], utc=True),
            "connected_hi": pd.to_datetime(["2024-03-02", "2024-02-21"], utc=True),
            "resolution": "day",
        }
    )
    asked = pd.DataFrame(
        {
            "question_id": ["q1", "q2", "q3"],
            "thread_id": ["a", "b", "d"],
            "turn_id": ["a/2", "b/1", "d/1"],
            "message_id": ["a-1", "b-0", "d-0"],
            "side": ["owner", "counterpart", "owner"],
            "start": 0,
            "end": 5,
            "text": ["Why did you connect?", "How did your talk go?", "Hello?"],
            "form": ["wh", "wh", "fragment"],
            "function": "information",
            "sequence": ["full_switch", "opening", "opening"],
            "need_gauging": False,
            "status_next": ["dodged", "explicit", "open"],
            "status_eventual": ["dodged", "explicit", "open"],
            "by_overlap": False,
            "needs_review": False,
            "evidence": "by hand",
            "confidence": 1.0,
        }
    )
    return {
        "messages": messages,
        "people": people,
        "turns": turned,
        "attempts": attempts(messages),
        "questions": conform(asked, QUESTIONS),
        "acts": acts_of(ACTS, messages, turned),
        "threads": dyads(
            messages, people, conform(ties, CONNECTIONS), turned, observed_until=UNTIL
        ),
    }


def _row(scores, **where):
    for column, value in where.items():
        scores = scores[scores[column] == value]
    assert len(scores) == 1
    return scores.iloc[0]


def _call(measure, tables):
    given = inspect.signature(measure).parameters.values()
    return measure(*(tables[p.name] for p in given if p.kind is p.POSITIONAL_OR_KEYWORD))


# --- the contract -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", measures())
def test_a_measure_names_its_tables_and_knobs(name):
    knobs = Parameters.describe()
    for parameter in inspect.signature(measures()[name]).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY:
            assert parameter.name in knobs
            default = getattr(Parameters(), parameter.name)
            assert parameter.default == default, f"{parameter.name}: default differs"
        else:
            assert parameter.name in TABLES


@pytest.mark.parametrize("name", measures())
@pytest.mark.parametrize("part", ["Parameters", "Returns", "Notes", "References", "Examples"])
def test_a_measure_says_what_it_asks_and_what_it_must_not_be_compared_with(name, part):
    doc = inspect.getdoc(measures()[name])
    assert f"\n{part}\n---" in doc
    assert ">>>" in doc


@pytest.mark.parametrize("name", measures())
def test_a_measure_does_not_change_what_it_is_given(name, tables):
    before = {key: frame.copy(deep=True) for key, frame in tables.items()}
    _call(measures()[name], tables)
    for key, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[key])


@pytest.mark.parametrize("name", measures())
def test_a_measure_of_nothing_is_an_empty_table_with_its_columns(name, tables):
    nothing = _call(measures()[name], {key: empty(TABLES[key]) for key in tables})
    assert len(nothing) == 0
    assert list(nothing.columns) == list(_call(measures()[name], tables).columns)


@pytest.mark.parametrize("name", measures())
def test_the_order_of_rows_does_not_matter(name, tables):
    shuffled = {k: f.sample(frac=1, random_state=3) for k, f in tables.items()}
    measure = measures()[name]
    first, second = _call(measure, tables), _call(measure, shuffled)
    by = list(first.columns[:1])
    pd.testing.assert_frame_equal(
        first.sort_values(by).reset_index(drop=True), second.sort_values(by).reset_index(drop=True)
    )


def test_a_measure_is_a_function_of_the_package_whoever_imported_what_first():
    import convostudy as cs

    assert cs.measures.time_to_pitch is time_to_pitch
    assert cs.measures.measures()["time_to_pitch"] is time_to_pitch


# --- what they say ------------------------------------------------------------------------------


def test_time_to_pitch_is_an_interval_and_silence_is_censored(tables):
    scores = time_to_pitch(tables["threads"], tables["messages"], tables["acts"])
    assert sorted(scores["thread_id"]) == ["a", "b"]
    pitched = _row(scores, thread_id="a")
    assert (pitched["pitched"], pitched["lo_h"], pitched["hi_h"]) == (True, 0.0, 12.0)
    waiting = _row(scores, thread_id="b")
    assert not waiting["pitched"]
    assert waiting["ended_at"] == UNTIL
    assert waiting["lo_h"] == pytest.approx(
        (UNTIL - pd.Timestamp("2024-02-21", tz="UTC")).days * 24
    )


def test_a_recruiter_is_no_pitcher_unless_asked_for(tables):
    acts = tables["acts"].assign(kind="recruiting")
    assert not time_to_pitch(tables["threads"], tables["messages"], acts)["pitched"].any()
    wider = time_to_pitch(
        tables["threads"], tables["messages"], acts, solicitations=("recruiting",)
    )
    assert wider["pitched"].sum() == 1


def test_first_contact_counts_turns_of_the_side(tables):
    scores = _call(first_contact, tables)
    assert sorted(scores["thread_id"]) == ["a", "b"]  # in c and d the counterpart never wrote
    row = _row(scores, thread_id="a")
    assert row["first_turn_is_pitch"]
    assert (row["pitch_rank"], row["pitch_only"], row["n_side_turns"]) == (1, True, 2)
    assert pd.isna(row["pitch_in_invite"])
    other = _row(scores, thread_id="b")
    assert not other["first_turn_is_pitch"]
    assert pd.isna(other["pitch_rank"])


def test_question_inventory_has_a_row_for_turns_without_questions(tables):
    scores = question_inventory(tables["questions"], tables["turns"])
    assert len(scores) == len(tables["turns"])
    assert scores["n_information"].sum() == 3
    assert _row(scores, turn_id="a/1")["n_questions"] == 0


def test_not_answered_yet_is_missing_not_false(tables):
    scores = _call(answered, tables)
    assert scores.set_index("thread_id")["answered_next"].tolist()[:2] == [False, True]
    assert _row(scores, thread_id="b")["answered_strict"]
    assert pd.isna(_row(scores, thread_id="d")["answered_eventual"])
    assert _row(scores, thread_id="a")["after_pitch"]


def test_after_refusal_follows_each_no(tables):
    scores = _call(after_refusal, tables)
    first = _row(scores, turn_id="a/2")
    assert first["next_is_pitch"]
    assert (first["outcome"], first["hours"]) == ("pitch", 24.0)
    assert first["n_pitch_turns_after"] == 1
    assert first["first_in_thread"]
    last = _row(scores, turn_id="a/4")
    assert pd.isna(last["next_is_pitch"])
    assert last["outcome"] == "silence"
    assert not last["pitched_again"]


def test_a_refusal_by_the_side_itself_is_none(tables):
    own = tables["acts"].assign(side="counterpart")
    assert after_refusal(own, tables["turns"], tables["threads"], tables["messages"]).empty


def test_replies_cut_the_clock_at_ones_own_next_attempt(tables):
    scores = _call(replies, tables)
    tries = scores[scores["thread_id"] == "c"].sort_values("attempt")
    assert tries["replied_within"].tolist() == [False, False]
    assert tries["hours"].iloc[0] == 96.0
    assert not tries["replied"].any()
    young = _row(scores, thread_id="d")
    assert pd.isna(young["replied_within"])
    assert young["hours"] == 63.0
    quick = _row(scores, turn_id="a/1")
    assert (quick["hours"], quick["replied"], quick["is_pitch"]) == (1.0, True, True)


def test_style_reads_the_first_turns_only(tables):
    scores = _call(style, tables).set_index("thread_id")
    assert scores.loc["a", "style"] == "pitch_first"
    assert scores.loc["b", "style"] == "builder"
    assert "c" not in scores.index
    late = tables["acts"][tables["acts"]["message_id"] == "a-2"]
    frames = (tables["turns"], tables["threads"], late, tables["questions"])
    assert style(*frames).set_index("thread_id").loc["a", "style"] == "neutral"
    assert (
        style(*frames, landmark_turns=2).set_index("thread_id").loc["a", "style"] == "pitch_first"
    )


def test_groups_are_left_out_of_dyadic_measures(tables):
    groups = {**tables, "threads": tables["threads"].assign(is_group=True)}
    for measure in (time_to_pitch, first_contact, answered, after_refusal, replies, style):
        assert _call(measure, groups).empty


# --- what a referee found -----------------------------------------------------------------------


def _measured(lines, acts, people, *, until=UNTIL, **columns):
    messages = messages_of(lines, **columns)
    turned = turns(messages)
    return {
        "messages": messages,
        "turns": turned,
        "attempts": attempts(messages),
        "questions": empty(QUESTIONS),
        "acts": acts_of(acts, messages, turned),
        "threads": dyads(messages, people, empty(CONNECTIONS), turned, observed_until=until),
    }


def test_one_reply_is_credited_to_one_attempt(people):
    lines = [
        ("a", "counterpart", "2024-03-01 09:00", "offer"),
        ("a", "counterpart", "2024-03-04 09:00", "bump"),
        ("a", "counterpart", "2024-03-08 09:00", "bump"),
        ("a", "owner", "2024-03-08 12:00", "hello"),
    ]
    scores = _call(replies, _measured(lines, [("a-0", "pitch", "sales")], people))
    theirs = scores[scores["side"] == "counterpart"].sort_values("attempt")
    assert theirs["replied_within"].tolist() == [False, False, True]


def test_undated_replies_are_missing_not_false(people):
    lines = [("a", "counterpart", None, "offer"), ("a", "owner", None, "hello")]
    tables = _measured(lines, [("a-0", "pitch", "sales")], people, until=None)
    assert _call(replies, tables)["replied_within"].isna().all()


def test_a_recruiter_who_asks_again_has_not_sold_again(people):
    lines = [
        ("a", "counterpart", "2024-03-01 09:00", "a role"),
        ("a", "owner", "2024-03-01 10:00", "no thanks"),
        ("a", "counterpart", "2024-03-01 11:00", "a call?"),
    ]
    acts = [("a-0", "pitch", "recruiting"), ("a-1", "refusal", "bare"), ("a-2", "cta", "call")]
    row = _call(after_refusal, _measured(lines, acts, people)).iloc[0]
    assert not row["after_pitch"]
    assert (bool(row["next_is_pitch"]), row["outcome"]) == (False, "other")


def test_the_clock_after_a_refusal_stops_at_the_pitch_not_at_its_turn(people):
    lines = [
        ("a", "counterpart", "2024-03-01 09:00", "offer"),
        ("a", "owner", "2024-03-01 11:00", "no thanks"),
        ("a", "counterpart", "2024-03-01 12:00", "understood"),
        ("a", "counterpart", "2024-03-05 12:00", "another offer"),
    ]
    acts = [("a-0", "pitch", "sales"), ("a-1", "refusal", "bare"), ("a-3", "pitch", "sales")]
    row = _call(after_refusal, _measured(lines, acts, people)).iloc[0]
    assert row["hours"] == 97.0
    assert row["after_pitch"]


def test_a_thread_with_an_undated_pitch_is_not_called_unpitched(tables):
    undated = tables["messages"].assign(
        sent_at=tables["messages"]["sent_at"].where(tables["messages"]["thread_id"] != "a")
    )
    scores = time_to_pitch(tables["threads"], undated, tables["acts"])
    assert scores["thread_id"].tolist() == ["b"]
