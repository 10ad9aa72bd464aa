"""Threads in a language without labels: missing in every measure, counted, and said."""

import pandas as pd
import pytest

import convostudy as cs
from conftest import messages_of
from convostudy import outcomes, prose
from convostudy.measures import measures
from convostudy.parameters import Parameters
from convostudy.project.pipeline import label, score
from convostudy.tables import CONNECTIONS, NO_LABELS, PEOPLE, TABLES, check, conform
from convostudy.threads import turns_with_language

UNTIL = pd.Timestamp("2024-09-01", tz="UTC")
PITCH = "We help clinics fill their empty slots, want to see how? Book a demo this week."
THEY, ME = "counterpart", "owner"
LINES = [
    ("en", THEY, "2024-03-01 12:00", PITCH),
    ("en", ME, "2024-03-01 13:00", "No thanks, not interested. How did you find me?"),
    ("en", THEY, "2024-03-02 13:00", "Our tool saves you hours every week, book a demo."),
    ("de", THEY, "2024-03-01 12:00", "Wir füllen leere Termine in Praxen, wollen Sie eine Demo?"),
    ("de", ME, "2024-03-01 13:00", "Nein danke, kein Interesse. Wie haben Sie mich gefunden?"),
    ("de", THEY, "2024-03-02 13:00", "Unser Werkzeug spart Ihnen jede Woche Stunden, buchen Sie."),
    ("de", ME, "2024-03-02 14:00", "ok"),
    # The counterpart begins in German, and goes on in English.
    ("both", THEY, "2024-03-01 12:00", "Wir bauen Bühnen für kleine Festivals, brauchen Sie eine?"),
    ("both", ME, "2024-03-01 13:00", "Sorry, I don't read German. What is this about?"),
    ("both", THEY, "2024-03-01 14:00", "Bühnen und Technik, alles aus einer Hand und sehr günstig"),
    ("both", ME, "2024-03-01 15:00", "Still no idea what you want from me, is it the stage?"),
    ("both", THEY, "2024-03-01 16:00", "Yes, it is the stage, sorry about that"),
]


def inbox(lines, **knobs):
    """Measure an inbox in which everybody is connected."""
    messages = messages_of(lines)
    known = sorted("they-" + name for name in {line[0] for line in lines})
    people = {"person_id": ["me", *known], "name": "N", "is_owner": [True] + [False] * len(known)}
    day = pd.Timestamp("2024-03-01", tz="UTC")
    ties = {"owner_id": "me", "person_id": known, "connected_lo": day, "resolution": "day"}
    ties["connected_hi"] = day + pd.Timedelta(days=1)
    tables = {
        "messages": messages,
        "people": conform(pd.DataFrame(people), PEOPLE),
        "connections": conform(pd.DataFrame(ties), CONNECTIONS),
    }
    parameters = Parameters(**knobs)
    tables |= label(*tables.values(), observed_until=UNTIL, parameters=parameters)
    return tables | score(tables, parameters) | {"assumptions": pd.DataFrame({"about": []})}


@pytest.fixture(scope="module")
def study():
    return inbox(LINES)


def _of(study, table, thread):
    return study[table][study[table]["thread_id"] == thread]


def test_no_label_is_given_to_a_message_in_another_language(study):
    threads = check(study["threads"], TABLES["threads"]).set_index("thread_id")
    assert threads["language"].to_dict() == {"en": "en", "de": "de", "both": "en"}
    assert threads["labelled"].to_dict() == {"en": True, "de": False, "both": True}
    assert threads["n_unlabelled"].to_dict() == {"en": 0, "de": 4, "both": 2}
    assert pd.isna(threads.loc["de", "first_pitch_at"])
    for table in ("acts", "questions"):
        assert _of(study, table, "de").empty
        assert len(_of(study, table, "en"))
    turns = check(study["turns"], TABLES["turns"]).set_index("turn_id")
    assert turns.loc[["both/1", "both/2", "both/3"], "labelled"].tolist() == [False, True, False]
    check(study["languages"], TABLES["languages"])
    assert len(study["languages"]) == len(LINES)


@pytest.mark.parametrize("name", measures())
def test_a_thread_in_another_language_is_missing_in_every_measure_and_it_says_why(study, name):
    rows = _of(study, name, "de")
    assert (rows["why_no_label"] == NO_LABELS).all()
    # Rows that stand for a label, such as a refusal, are not there at all.
    of_labels = {"after_refusal", "answered", "profile_match"}
    assert len(rows) or name in of_labels
    assert _of(study, name, "en")["why_no_label"].isna().all()


@pytest.mark.parametrize(
    ("name", "columns"),
    {
        "automation": ["n_judged", "n_not_contingent", "indicators", "n_indicators"],
        "contingency": ["contingent", "by_words"],
        "first_contact": ["first_turn_is_pitch", "pitch_rank", "pitch_only"],
        "focus": ["n_benefit_claims", "n_need_questions", "claims_per_need_log", "n_you_words"],
        "groundwork": ["pitched", "gauged_before_pitch", "help_before_ask", "n_help"],
        "meeting_requests": ["asks_in_first_turn", "first_ask_rank", "channels"],
        "opt_out": ["n_pitch_turns", "n_offered", "requested", "honoured"],
        "outcome": ["pitched", "outcome", "positive", "meeting", "turn_id"],
        "question_inventory": ["n_questions", "n_information", "asks_information"],
        "replies": ["is_pitch", "asks"],
        "style": ["style", "evidence"],
        "time_to_pitch": ["pitched", "in_invitation", "ended_at", "lo_h", "hi_h"],
    }.items(),
)
def test_what_is_missing_is_neither_no_nor_none(study, name, columns):
    assert _of(study, name, "de")[columns].isna().all(axis=None)


def test_what_the_clock_and_the_order_tell_is_known_in_any_language(study):
    replies = _of(study, "replies", "de")
    assert replies["replied"].tolist() == [True, True, True, False]
    assert replies["hours"].notna().all()
    assert (_of(study, "question_inventory", "de")["n_words"] > 0).all()
    times = _of(study, "time_to_pitch", "de")
    assert times["why_no_time"].tolist() == [NO_LABELS]


def test_a_first_turn_that_cannot_be_read_is_not_called_no_pitch(study):
    first = _of(study, "first_contact", "both").iloc[0]
    assert pd.isna(first["first_turn_is_pitch"])
    assert first["why_no_label"] == NO_LABELS
    assert pd.isna(_of(study, "style", "both")["style"].iloc[0])


def test_a_question_answered_in_another_language_is_not_dodged(study):
    asked = _of(study, "answered", "both").set_index("question_id")
    first = asked[asked.index.str.startswith("both-1:")].iloc[0]
    assert pd.isna(first["answered_next"])
    assert first["why_no_label"] == NO_LABELS
    assert not asked["status_next"].isin(["dodged", "no_reply"]).any()


def test_the_outcomes_count_only_what_can_be_read(study):
    five = outcomes.primary(study, Parameters(), draws=20)
    assert five["first"]["n"] == 1
    assert five["soon"]["n"] == 2
    ranks = outcomes.pitch_ranks(study["first_contact"])
    assert ranks.to_dict() == {"1st": 1, "2nd": 0, "3rd": 0, "4th or later": 0, "never so far": 0}
    timed = outcomes.clocked(study, Parameters())
    assert timed["pitched"].dtype == bool
    assert outcomes.reply_threads(study["replies"], side=THEY) == {
        "pitches": 1,
        "other messages": 1,
    }


def test_the_share_left_out_is_said_with_its_n(study):
    said = prose.left_out(study)
    which = "6 of 12 messages with words in two-person threads (50 %)"
    assert f"{which} are in a language without labels" in said
    assert "(German 6)" in said
    assert "1 thread is mostly so, and missing in every measure." in said
    cautions = " ".join(cs.cautions(study))
    assert "6 of 12 messages (50 %) are in a language without labels" in cautions
    assert "1 of 2 two-person threads with messages" not in " ".join(cs.cautions(study))
    paragraph = prose.thread_paragraph("de", study)
    assert paragraph.startswith("Much of this thread is in a language without labels")


def test_an_english_inbox_says_so():
    english = inbox([line for line in LINES if line[0] == "en"])
    assert "No message was found to be in a language without labels." in prose.left_out(english)
    assert "without labels" not in " ".join(cs.cautions(english))


def test_looking_for_languages_can_be_turned_off():
    forced = inbox(LINES, language="en")
    assert forced["threads"]["labelled"].all()
    assert len(_of(forced, "questions", "de"))
    assert "All messages were read as English (parameter `language`)." in prose.left_out(forced)
    assert all(forced[name]["why_no_label"].isna().all() for name in measures())


def test_an_inbox_that_nothing_can_be_read_of_is_no_error():
    german = inbox([line for line in LINES if line[0] == "de"])
    assert german["acts"].empty
    assert german["questions"].empty
    five = outcomes.primary(german, Parameters(), draws=20)
    assert five["first"]["n"] == 0
    assert five["soon"]["n"] == 0
    assert "4 of 4 messages" in prose.left_out(german)


def test_a_turn_in_two_languages_is_in_that_of_most_of_its_messages():
    turns = pd.DataFrame({"turn_id": ["t/1", "t/2", "t/3"]})
    talk = pd.DataFrame({"message_id": list("abcde"), "turn_id": ["t/1"] * 3 + ["t/2"] * 2})
    languages = pd.DataFrame({"message_id": list("abcde"), "language": "fr", "read_as": None})
    languages = languages.astype("object")
    languages.loc[[0, 3], ["language", "read_as"]] = "en"
    told = turns_with_language(turns, talk, languages)
    # Of two alike the first in the alphabet; without words nothing is told.
    assert told["language"].fillna("").tolist() == ["fr", "en", ""]
    assert told["labelled"].fillna(True).tolist() == [False, True, True]
    assert told["labelled"].isna().tolist() == [False, False, True]


def test_languages_that_are_many_are_summed_up():
    codes = ["de", "de", "fr", "nl", "it", "es", "und"]
    ids = [str(n) for n in range(len(codes))]
    messages = pd.DataFrame({"message_id": ids, "thread_id": "t", "kind": "message"})
    threads = pd.DataFrame({"thread_id": ["t"], "is_group": False, "labelled": False})
    languages = pd.DataFrame({"message_id": ids, "language": codes, "evidence": "own words"})
    tables = {"messages": messages, "threads": threads}
    said = prose.left_out_languages({**tables, "languages": languages.assign(read_as=None)})
    assert "(German 2, Dutch 1, French 1, Italian 1, others 2)" in said


def test_the_robustness_table_counts_whom_the_tile_counts(study):
    runs = outcomes.zone_runs(study, Parameters(), draws=20)
    five = outcomes.primary(study, Parameters(), draws=20)
    assert set(runs["n"]) == {five["soon"]["n"]} == {2}


@pytest.mark.parametrize(("measured", "other"), [(0.0, 12.0), (12.0, 0.0)])
def test_another_slack_says_what_the_study_measured_with_it_says(measured, other):
    knobs = Parameters(tz_slack_h=measured)
    read_anew = outcomes.zone_runs(inbox(LINES, tz_slack_h=measured), knobs, draws=20)
    there = Parameters(tz_slack_h=other)
    own = outcomes.zone_runs(inbox(LINES, tz_slack_h=other), there, draws=20)
    read_anew, own = (
        runs[runs["slack_h"] == other].drop(columns="main").reset_index(drop=True)
        for runs in (read_anew, own)
    )
    pd.testing.assert_frame_equal(read_anew, own)
