"""What the reports count, against threads that one can hold in the head."""

import pandas as pd
import pytest

from conftest import acts_of, messages_of
from convostudy import estimates, outcomes, prose
from convostudy.errors import BadParameter
from convostudy.parameters import Parameters
from convostudy.project.pipeline import score
from convostudy.tables import CONNECTIONS, LANGUAGES, LEDGER, NO_LABELS, PEOPLE, conform, empty
from convostudy.threads import attempts, dyads, turns
from four_threads import ACTS, LINES, UNTIL, four_threads

KNOBS = Parameters()
RATES = {"min_n": 1, "draws": 20, "seed": 1, "cluster": "thread_id"}
MORE = [
    # e: pitches, is asked to stop, is silent for a month, pitches, then once more
    ("e", "counterpart", "2024-03-04 10:00", "We sell blinds"),
    ("e", "owner", "2024-03-04 11:00", "Stop writing to me"),
    ("e", "counterpart", "2024-04-04 11:00", "Blinds are cheaper now"),
    ("e", "owner", "2024-04-04 12:00", "Hm"),
    ("e", "counterpart", "2024-04-05 12:00", "Blinds!"),
    # f: the owner pitches, is refused, and chats
    ("f", "owner", "2024-03-05 10:00", "I sell plays"),
    ("f", "counterpart", "2024-03-05 11:00", "No thank you"),
    ("f", "owner", "2024-03-05 12:00", "Fine. How are you?"),
]
MORE_ACTS = [
    ("e-0", "pitch", "sales"),
    ("e-1", "opt_out_request", None),
    ("e-2", "pitch", "sales"),
    ("e-4", "pitch", "sales"),
    ("f-0", "pitch", "sales"),
    ("f-1", "refusal", "price"),
]


@pytest.fixture(scope="module")
def held():
    """The four threads, and two more; measured. Nobody may change them."""
    owner = {"person_id": ["me"], "name": ["Me"], "is_owner": [True]}
    people = conform(pd.DataFrame(owner), PEOPLE)
    four = four_threads(people)
    messages = messages_of([*LINES, *MORE])
    turned = turns(messages)
    ties = pd.DataFrame(
        {
            "owner_id": "me",
            "person_id": ["they-a", "they-b", "they-e"],
            "connected_lo": pd.to_datetime(["2024-03-01", "2024-02-20", "2024-03-04"], utc=True),
            "connected_hi": pd.to_datetime(["2024-03-02", "2024-02-21", "2024-03-05"], utc=True),
            "resolution": "day",
        }
    )
    ties = conform(ties, CONNECTIONS)
    tables = {
        **four,
        "messages": messages,
        "turns": turned,
        "attempts": attempts(messages),
        "acts": acts_of([*ACTS, *MORE_ACTS], messages, turned),
        "connections": ties,
        "threads": dyads(messages, people, ties, turned, observed_until=UNTIL),
        "languages": empty(LANGUAGES),
        "ledger": empty(LEDGER),
    }
    asked = tables["questions"].set_index("question_id")["message_id"]
    sent = messages.set_index("message_id")["sent_at"]
    asked_at = sent.reindex(asked).to_numpy()
    waits = tables["questions"]["question_id"].map({"q2": 72.0}).astype("float64")
    tables["questions"] = tables["questions"].assign(
        asked_at=pd.to_datetime(asked_at, utc=True).astype(sent.dtype), wait_h=waits
    )
    return tables | score(tables, KNOBS)


def test_months_from_the_first_message_to_the_end_of_the_export(held):
    months = outcomes.monthly_messages(held)
    assert months.index.tolist() == [2024]
    assert months.loc[2024].tolist()[2:5] == [13, 3, 1]  # it ends as May does
    assert months.loc[2024].isna().tolist() == [True, True, *[False] * 3, *[True] * 7]
    assert outcomes.silent_spells(months).empty
    spring = held["messages"][held["messages"]["sent_at"].dt.month != 4]
    gaps = outcomes.silent_spells(outcomes.monthly_messages({**held, "messages": spring}))
    assert gaps.to_dict("records") == [{"first": "2024-04", "last": "2024-04", "n_months": 1}]


def test_no_instant_no_months(held):
    timeless = {**held, "messages": held["messages"].assign(sent_at=pd.NaT)}
    timeless["messages"]["sent_at"] = pd.to_datetime(timeless["messages"]["sent_at"], utc=True)
    months = outcomes.monthly_messages(timeless)
    assert months.empty
    assert outcomes.silent_spells(months).empty


def test_a_century_in_the_export_is_cut_to_its_last_years():
    sent = pd.to_datetime(["1904-01-01", "2024-02-01"], utc=True)
    messages = pd.DataFrame({"sent_at": sent, "kind": "message"})
    threads = pd.DataFrame({"observed_until": sent[1:]})
    months = outcomes.monthly_messages({"messages": messages, "threads": threads})
    assert (len(months), months.index[-1]) == (20, 2024)


def test_every_row_of_every_file_is_counted_once():
    classes = ["message", "sponsored", "duplicate", "rejected", "continuation"]
    ledger = pd.DataFrame(
        {
            "file": "m" * 300 + ".csv",
            "row_class": classes,
            "reason": ["sent", "campaign mail", "also in another file", "no date", "tail"],
            "n_rows": [5, 1, 2, 3, 1],
            "first_lines": "",
        }
    )
    rows = outcomes.rows_by_file(ledger)
    assert rows.iloc[0].tolist() == [6, 1, 2, 3]
    assert len(rows.index[0]) <= 41
    unread = outcomes.unread_rows(ledger)
    assert unread[["what", "why", "rows"]].to_numpy().tolist() == [
        ["not readable", "no date", 3],
        ["twice in the export", "also in another file", 2],
    ]


def test_who_asked_what(held):
    forms = outcomes.asked_forms(held)
    assert forms.loc["who, what, when, how …"].tolist() == [1, 1]
    assert forms.to_numpy().sum() == 3
    assert outcomes.asked_functions(held).loc["wants to know"].tolist() == [2, 1]


def test_fates_add_up_to_the_questions(held):
    fates = outcomes.every_status(held["answered"])
    assert fates["asked by the owner"].to_dict()["passed over"] == 1
    assert fates["asked by the owner"].to_dict()["still open at the end"] == 1
    assert fates.to_numpy().sum() == len(held["answered"])
    left = outcomes.left_open(held).set_index("asked by")
    assert left.loc["owner"].tolist() == [2, 0, 1, 0, 1, 0, 1]
    assert left.loc["counterparts"].tolist() == [1, 1, 0, 0, 0, 0, 0]


def test_answered_by_kind_of_question(held):
    rows = outcomes.answered_by_group(held, "owner", **RATES).set_index("who")
    assert rows.loc["right after a pitch of the one asked", ["n", "k"]].tolist() == [1, 0]
    assert rows.loc["not after a pitch", "n_missing"] == 1  # d: still open
    assert rows.groupby("by")[["n", "n_missing"]].sum().sum(axis=1).tolist() == [2, 2, 2, 2]
    when = outcomes.answered_when(held, **RATES)
    assert when[["k", "n"]].to_numpy().tolist() == [[1, 1], [1, 1], [0, 1], [0, 1]]


def test_a_question_passed_over_is_not_out_of_sight_and_an_open_one_is(held):
    times = outcomes.answer_times(held).set_index("question_id")
    assert times["hours"].round(1).to_dict() == {"q1": 336.0, "q2": 72.0, "q3": 63.0}
    assert times["answered"].to_dict() == {"q1": False, "q2": True, "q3": False}
    curves = outcomes.answer_curves(times.reset_index())
    still = outcomes.still_followed(curves, (0, 72, 100))
    assert still.loc["asked by the owner"].tolist() == [2, 1, 1]
    assert still.loc["asked by counterparts"].tolist() == [1, 1, 0]
    waits = outcomes.answer_waits(times.reset_index()).set_index("asked by")
    assert waits.loc["counterparts", "half_h"] == 72
    assert pd.isna(waits.loc["owner", "half_h"])


def test_pitches_by_who_invited_and_by_how_they_began(held):
    timed = outcomes.clocked(held, KNOBS)
    rows = outcomes.soon_by(held, timed, KNOBS, min_n=1, draws=20)
    assert rows[["who", "n", "n_certain", "n_possible"]].to_numpy().tolist() == [
        ["no invitation in the export", 3, 2, 0]
    ]
    later = outcomes.later_pitches(held, KNOBS).set_index("thread_id")
    assert later["pitched"].to_dict() == {"b": False, "f": False}
    assert later.loc["b", "hours"] == 91 * 24 + 15  # to the end of the export
    between = outcomes.followed_between(timed, (0, 11))
    assert between.loc["at least"].tolist() == [3, 1]
    assert between.loc["at most"].tolist() == [3, 2]  # a may have waited for twelve hours
    assert outcomes.followed_between(timed, (0, 24)).index.tolist() == ["connections"]


def test_the_hour_of_a_first_pitch_is_told_by_the_clock_that_is_asked_for(held):
    week = outcomes.first_pitch_hours(held, KNOBS)
    assert week.to_numpy().sum() == 2  # of counterparts; the owner's is another's
    assert week.loc[4, 12] == 1  # Friday 1 March, noon
    assert outcomes.first_pitch_hours(held, KNOBS, zone="Asia/Tokyo").loc[4, 21] == 1
    with pytest.raises(BadParameter, match="Mars"):
        outcomes.first_pitch_hours(held, KNOBS, zone="Mars/Olympus")


def test_what_followed_refusals_of_either_side(held):
    refused = outcomes.refusals(held, KNOBS)
    kinds = outcomes.refusal_reasons(refused)
    assert kinds.loc["a plain no"].tolist() == [2, 0]
    assert kinds.loc["asked to stop"].tolist() == [1, 0]
    assert kinds.loc["too expensive"].tolist() == [0, 1]
    sides = outcomes.persisted_by_side(refused, **RATES).set_index("who")
    assert sides.loc["refused by the owner: next turns", ["k", "n"]].tolist() == [
        2,
        2,
    ]
    assert sides.loc["refused by the owner: all refusals", ["k", "n"]].tolist() == [2, 3]
    assert sides.loc["refused by counterparts: all refusals", ["k", "n"]].tolist() == [0, 1]


def test_the_flow_parts_a_pitch_at_once_from_one_after_a_silence(held):
    refused = outcomes.refusals(held, KNOBS)
    mine = refused[refused["refused"] == "counterpart"]
    paths = outcomes.refusal_flow(held, mine, KNOBS)
    assert paths.to_numpy().tolist() == [
        ["explicit refusal", "pitched again", "no more pitch so far", 1],  # a, its first no
        ["explicit refusal", "silent", "no more pitch so far", 1],  # a, its second
        ["request to stop", "silent", "a pitch later on", 1],  # e
    ]
    assert outcomes.flow_threads(mine) == 2
    own = outcomes.refusal_flow(held, refused[refused["refused"] == "owner"], KNOBS)
    assert own.to_numpy().tolist() == [
        ["explicit refusal", "wrote something else", "no more pitch so far", 1]
    ]


def test_bars_and_flow_differ_by_the_turns_that_came_late_and_both_say_so(held):
    bars = outcomes.after_refusal_counts(held["after_refusal"]).sum()
    refused = outcomes.refusals(held, KNOBS)
    paths = outcomes.refusal_flow(held, refused[refused["refused"] == "counterpart"], KNOBS)
    flow = paths.groupby("next")["n"].sum()
    assert flow.sum() == bars.sum()
    # e pitched again after a month: a silence of over 14 days, and a next turn that pitches.
    assert (
        flow["silent"] - bars["fell silent"] == 1 == bars["pitched again"] - flow["pitched again"]
    )
    five = outcomes.primary(held, KNOBS, min_n=1, draws=20)
    assert "however late it came" in prose.figure_words("after_refusal", five)["caption"]
    said = prose.flow_words(paths, side="counterpart", no_reply_days=KNOBS.no_reply_days)
    assert "however late it came" in said["caption"]


def test_connections_followed_and_left_out_add_up_to_those_with_a_day(held):
    scores = held["time_to_pitch"]
    unread = scores["thread_id"] == "a"
    without = scores.assign(
        before_connection=(scores["thread_id"] == "b").astype("boolean").mask(unread),
        why_no_label=scores["why_no_label"].mask(unread, NO_LABELS),
    )
    inbox = {**held, "time_to_pitch": without}
    timed = outcomes.clocked(inbox, KNOBS)
    left_out = outcomes.unclocked(inbox, timed)
    assert len(timed) + sum(left_out.values()) == held["connections"]["connected_lo"].notna().sum()
    assert set(left_out.values()) == {1}
    five = outcomes.primary(inbox, KNOBS, min_n=1, draws=20)
    by_time = estimates.threshold_table(timed, [24.0], draws=20)
    at_figures = (
        prose.figure_words("time_to_pitch", five),
        prose.band_words(timed, by_time, side="counterpart", unclocked=left_out),
    )
    for said in at_figures:
        assert (
            "1 more connection with a pitch before the connection, 1 in a language"
            in said["caption"]
        )
    assert outcomes.unclocked(held, outcomes.clocked(held, KNOBS)) == {}


def test_what_counts_requests_to_stop_names_them(held):
    five = outcomes.primary(held, KNOBS, min_n=1, draws=20)
    refused = outcomes.refusals(held, KNOBS)
    clear = refused[refused["explicit"] & refused["next_is_pitch"].notna()]
    assert set(clear["opt_out"]) == {True, False}
    sides = outcomes.persisted_by_side(refused, **RATES)
    times, stops = outcomes.again_times(refused), outcomes.opt_outs(held, KNOBS)
    tiles = prose.refusal_numbers(sides, times, stops, side="counterpart")
    numbers = outcomes.primary_numbers(five).set_index("name")["label"]
    for said in (
        prose.headline_numbers(five)[3][1],
        prose.inbox_paragraph(five),
        tiles[0][1],
        tiles[1][1],
        numbers["pitched_after_refusal"],
    ):
        assert "to stop" in said


def test_time_to_the_next_pitch_and_how_many_came(held):
    times = outcomes.again_times(outcomes.refusals(held, KNOBS))
    mine = times[times["refused"] == "counterpart"].set_index("thread_id")
    assert mine["hours"].to_dict() == {"a": 24.0, "e": 31 * 24.0}
    assert outcomes.pitches_after_no(times, "counterpart").tolist() == [0, 1, 1, 0, 0]
    assert outcomes.again_threads(times) == {
        "refused by the owner": 2,
        "refused by counterparts": 1,
    }
    assert set(outcomes.again_curves(times)) == set(outcomes.again_threads(times))


def test_a_request_to_stop_is_respected_by_those_who_never_pitched_again(held):
    stops = outcomes.opt_outs(held, KNOBS).set_index("who was asked to stop")
    # e: silent for a month, and then two pitches
    said = stops.loc["counterparts", ["threads", "respected", "pitched again", "not yet known"]]
    assert said.tolist() == [1, 0, 1, 0]
    assert stops.loc["owner", "threads"] == 0
    assert stops.loc["counterparts", "pitches"] == 5


@pytest.mark.parametrize(
    ("after", "row"),
    {
        "silence": ([], [1, 1, 1, 0, 0, "148"]),
        "an apology": (["Sorry, understood"], [1, 1, 0, 0, 0, "148"]),
        "a call to action": (["Book a demo"], [1, 0, 0, 1, 0, ""]),
    }.values(),
)
def test_what_came_after_a_request_to_stop_is_told_apart(after, row):
    lines = [
        *MORE[:2],
        *(("e", "counterpart", f"2024-03-2{i} 10:00", said) for i, said in enumerate(after)),
    ]
    acts = [*MORE_ACTS[:2], *([("e-2", "cta", None)] if row[3] else [])]
    stops = outcomes.opt_outs(_refused(lines, acts), KNOBS).iloc[0]
    columns = ["threads", "respected", "not a word since", "pitched again", "not yet known"]
    assert stops[[*columns, "days observed"]].tolist() == row


def test_a_request_to_stop_in_the_last_days_of_an_export_is_not_yet_respected():
    seen = _refused(MORE[:2], MORE_ACTS[:2], until="2024-03-10")
    stops = outcomes.opt_outs(seen, KNOBS).iloc[0]
    assert stops[["threads", "respected", "not yet known"]].tolist() == [1, 0, 1]


def _refused(lines, acts, until="2024-07-30 11:00"):
    until = pd.Timestamp(until, tz="UTC")
    owner = {"person_id": ["me"], "name": ["Me"], "is_owner": [True]}
    people, messages = conform(pd.DataFrame(owner), PEOPLE), messages_of(lines)
    turned = turns(messages)
    return {
        "messages": messages,
        "turns": turned,
        "acts": acts_of(acts, messages, turned),
        "threads": dyads(messages, people, empty(CONNECTIONS), turned, observed_until=until),
    }


def test_words_of_people_are_shown_only_where_that_was_asked_for(held):
    assert prose.question_examples(held).empty
    shown = prose.question_examples(held, each=1, show_text=True)
    assert "How did your talk go?" in shown["question"].tolist()
    long = held["questions"].assign(text="why " * 400)
    shown = prose.question_examples({**held, "questions": long}, show_text=True)
    assert shown["question"].str.len().max() <= 160


def test_what_an_import_means_is_said_where_it_is_true(held):
    rows, months = outcomes.rows_by_file(held["ledger"]), outcomes.monthly_messages(held)
    known = outcomes.people_known(held)
    gaps = outcomes.silent_spells(months)
    said = " ".join(prose.consequences(held, rows, gaps, known))
    assert "3 of 6 two-person threads without a day of connecting" in said
    assert "could not be read" not in said
    bare = {**held, "connections": empty(CONNECTIONS)}
    assert "can start no clock" in " ".join(prose.consequences(bare, rows, gaps, known))


def test_captions_say_n_and_interval_or_that_none_applies(held):
    times = outcomes.answer_times(held)
    refused = outcomes.refusals(held, KNOBS)
    again = outcomes.again_times(refused)
    timed = outcomes.clocked(held, KNOBS)
    months = outcomes.monthly_messages(held)
    words = [
        prose.calendar_words(months, outcomes.silent_spells(months)),
        prose.asked_words(outcomes.asked_forms(held), "form"),
        prose.status_words(outcomes.every_status(held["answered"])),
        prose.answered_words(outcomes.answered_when(held, **RATES), no_reply_days=14),
        prose.answer_curve_words(times, no_reply_days=14),
        prose.later_words(outcomes.later_pitches(held, KNOBS), side="counterpart", n_first=2),
        prose.hour_words(outcomes.first_pitch_hours(held, KNOBS), side="counterpart", zone="UTC"),
        prose.reason_words(outcomes.refusal_reasons(refused)),
        prose.persisted_words(outcomes.persisted_by_side(refused, **RATES)),
        prose.again_words(again),
        prose.after_no_words(outcomes.pitches_after_no(again, "counterpart"), side="counterpart"),
    ]
    for said in words:
        assert set(said) == {"alt", "caption"}
        assert "interval" in said["caption"] or "Bands: 95 %" in said["caption"]
        assert any(letter.isdigit() for letter in said["caption"])
        assert "{" not in said["alt"] + said["caption"], "a number was not filled in"
        assert "Look" in said["caption"] or "Map" in said["alt"]
    assert len(timed) == 3


def test_each_count_of_pitched_again_says_of_what_it_is_a_share(held):
    refused = outcomes.refusals(held, KNOBS)
    sides = outcomes.persisted_by_side(refused, **RATES)
    times = outcomes.again_times(refused)
    side, days = "counterpart", KNOBS.no_reply_days
    paths = outcomes.refusal_flow(held, refused[refused["refused"] == side], KNOBS)
    said = prose.pitched_again_words(sides, times, paths, side=side, no_reply_days=days)
    for row in sides[sides["who"].str.startswith("refused by the owner")].itertuples():
        unit = "next turns" if row.who.endswith("next turns") else "explicit refusals"
        assert (f"**{row.k} of {row.n} {unit}**" in said) == (row.n > 0)
    threads = times[times["refused"] == side]
    assert f"**{threads['pitched_again'].sum()} of {len(threads)} threads**" in said
    assert f"of {paths['n'].sum()} refusals of any kind**" in said
    nobody = prose.pitched_again_words(
        sides.head(0), times.head(0), paths.head(0), side=side, no_reply_days=days
    )
    assert nobody == ""
