"""Sentences say what the numbers say, and no more."""

import pandas as pd
import pytest

from convostudy import prose
from convostudy.tables import ASSUMPTIONS, LEDGER, conform, empty


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
        "pitch_within_h": (24.0, 12.0),
        "no_reply_days": 14.0,
        "soon": soon,
        "soon_wrote": soon | {"n": 30},
        "unclocked": {"with a pitch before the connection": 3},
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
        "5 more threads with messages hold no turn of the counterpart, or a first one in a",
        "at least 10 and at most 15",
        "20 of 40",
        "6 of 22",
        "5 of 30",
    ):
        assert part in said
    assert "One thread" not in said


def test_small_groups_are_counts_and_zero_is_said():
    said = prose.inbox_paragraph(_five(first=_rate(1, 3, shown=False), persisted=_rate(0, 0)))
    assert "1 of 3 threads (too few threads for a rate)" in said
    assert "After no explicit refusal or request to stop did the counterpart write again." in said


def test_headline_shows_counts_for_small_groups():
    numbers = prose.headline_numbers(_five(first=_rate(1, 3, shown=False)))
    assert len(numbers) == 5
    assert numbers[1][0] == "1 of 3"
    few = dict(_five()["soon"], n=9, n_certain=2, n_possible=3)
    assert prose.headline_numbers(_five(soon=few))[0][0] == "2 to 5 of 9"
    none = dict(_five()["soon"], n=0)
    assert prose.headline_numbers(_five(soon=none))[0][2] == "no connection with a known day"
    # Known days of an export without messages are not called unknown.
    told = prose.headline_numbers(_five(soon=none, n_dated=30))[0][2]
    assert told.startswith("none of the 30 connections with a known day can be followed")


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
        assert "Look " in words["caption"], "what to see"
        assert "interval" in words["caption"].lower(), "the interval, or why there is none"
        assert "{" not in "".join(words.values()), "a name that was not filled in"


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
    assert table[table["read as"] == "all"]["rows"].tolist() == [9]
    assert table["read as"].tolist() == ["message", "not readable", "all", "connection"]
    assert "tie" not in table["what"].tolist()
    assert table["first lines"].tolist() == ["", "9", "", ""]
    assert prose.ledger_summary(empty(LEDGER)).empty


def test_the_card_of_replies_says_that_the_curves_count_otherwise():
    assert "curves" in prose.headline_numbers(_five())[4][2]
    assert "followed up" in prose.inbox_paragraph(_five())


def test_without_an_owner_there_are_no_dashes():
    assert prose.headline_numbers(_five(owner_known=False)) == []
    assert "could not be told" in prose.inbox_paragraph(_five(owner_known=False))


def test_the_hint_says_how_to_name_the_owner_and_names_nobody():
    tables = {
        "threads": pd.DataFrame({"owner_id": [None, None]}),
        "people": pd.DataFrame({"person_id": ["a", "b"], "name": ["Ana Example", None]}),
        "messages": pd.DataFrame({"sender_id": ["b", "a", "a"], "thread_id": ["t1", "t1", "t2"]}),
    }
    hint = prose.owner_hints(tables)[0]
    assert '--owner "Name"' in hint
    assert hint.endswith("One person wrote in 2 threads of 2: most likely the owner.")
    assert "Ana" not in hint
    alike = tables | {"messages": tables["messages"].head(2)}
    assert "most likely" not in prose.owner_hints(alike)[0]
    assert prose.owner_hints(tables | {"threads": pd.DataFrame({"owner_id": ["a"]})}) == []


def test_bars_are_told_in_words_for_those_who_cannot_see_them():
    counts = pd.DataFrame({"pitched again": [1], "fell silent": [2]}, index=["explicit refusal"])
    alt = prose.figure_words("after_refusal", _five(), counts)["alt"]
    assert alt.endswith("Explicit refusal (n = 3): 1 pitched again, 2 fell silent.")


def _thresholds(n):
    row = {
        "threshold_h": 24.0, "n": n, "n_certain": 3, "n_possible": 2, "n_ruled_out": n - 5,
        "n_censored_before": 0, "share_lower": 0.1, "share_upper": 0.2, "share_estimate": 0.15,
        "lo": 0.05, "hi": 0.3, "method": "EM",
    }  # fmt: skip
    return pd.DataFrame([row])


def test_thresholds_of_few_threads_are_counts():
    assert prose.threshold_words(_thresholds(30), min_n=20)["estimate"].tolist() == [
        "15 % (5 to 30)"
    ]
    few = prose.threshold_words(_thresholds(9), min_n=20)
    assert (few["undecided"].tolist(), few["estimate"].tolist()) == ([2], ["too few"])
    assert "least" not in few
    assert prose.threshold_words(_thresholds(0)).empty


def test_runs_stand_below_each_other_and_the_main_one_is_marked():
    runs = pd.concat(
        [
            _thresholds(30).assign(slack_h=slack, hours="all alike", main=slack == 0)
            for slack in (0.0, 12.0)
        ]
    )
    table = prose.zone_words(runs, min_n=20)
    assert table["zone slack"].tolist() == ["0 h", "12 h"]
    assert table["hours of the day"].tolist() == ["all alike (main)", "all alike"]
    assert table["24 h: allowed"].tolist() == ["10 to 20 %"] * 2
    few = prose.zone_words(runs, min_n=40)
    assert few["24 h: count"].tolist() == ["3 to 5"] * 2
    assert "24 h: allowed" not in few
    assert "EM" in prose.zone_note(runs)


def test_long_assumptions_are_cut_short_on_the_page_only():
    names = ", ".join(f"File number {i}.csv" for i in range(40))
    given = {"export_id": "e", "file": "", "about": "files", "assumed": [names], "why": "unused"}
    shown = prose.assumption_summary(conform(pd.DataFrame(given), ASSUMPTIONS))["assumed"].iloc[0]
    assert shown.endswith(", …")
    assert len(shown) < 150


def test_nothing_assumed_and_files_not_used_by_number_alone():
    assert prose.assumption_summary(empty(ASSUMPTIONS)).empty
    given = {"export_id": "e", "file": "", "about": "files not used", "why": "no messages"}
    given["assumed"] = "2 files: Ana.csv, b.csv"
    shown = prose.assumption_summary(conform(pd.DataFrame([given]), ASSUMPTIONS))
    assert shown["assumed"].tolist() == ["2 files"]


def test_who_never_wrote_stands_beside_the_number():
    card = prose.headline_numbers(_five())[0]
    assert "20 of the 50 never sent a message; of those who did: 27 % (95 %" in card[2]
    assert "interval 15 to 40 %, n = 30)" in card[2]
    said = prose.inbox_paragraph(_five())
    assert "(20 without any message of the counterpart)" in said
    assert "Not among these: 3 more connections with a pitch before the connection." in said
    soon = _five()["soon"]
    assert "never sent" not in prose.headline_numbers(_five(soon_wrote=soon))[0][2]


def test_what_is_left_out_adds_up():
    messages = pd.DataFrame(
        {"thread_id": ["a", "a", "g", "g", "g", "x"], "kind": ["message"] * 5 + ["inmail"]}
    )
    threads = pd.DataFrame(
        {"thread_id": ["a", "g"], "is_group": [False, True], "owner_id": ["me", "me"]}
    )
    said = prose.left_out({"messages": messages, "threads": threads})
    assert said == (
        "Of 6 messages read, 3 are in 1 group and 1 is in 1 thread in which the owner takes no "
        "part and not used: 2 are in two-person threads."
    )
    assert prose.left_out({"messages": messages.iloc[:0], "threads": threads}) == ""


def test_the_caption_of_the_dots_explains_the_rows_drawn():
    rows = pd.DataFrame({"who": ["counterpart answers owner", "… who began with a pitch"]})
    drawn = prose.figure_words("answered", _five(), rows=rows.assign(n=[40, 20]))["caption"]
    assert "The row in the middle takes" in drawn
    alone = prose.figure_words("answered", _five(), rows=rows.assign(n=[40, 0]))["caption"]
    assert "in the middle" not in alone
