"""Dyads: who, when connected, how long observed."""

import pandas as pd

from conftest import messages_of
from convostudy.tables import CONNECTIONS, conform, empty
from convostudy.threads import (
    dyads,
    turns,
)
from thread_tables import THREAD, UNTIL


def _tie(day: str, resolution: str = "day") -> pd.DataFrame:
    lo = pd.Timestamp(day, tz="UTC")
    return conform(
        pd.DataFrame(
            {
                "owner_id": ["me"],
                "person_id": ["they-a"],
                "connected_lo": [lo],
                "connected_hi": [lo + pd.Timedelta(days=1)],
                "resolution": [resolution],
            }
        ),
        CONNECTIONS,
    )


def _dyad(messages, people, ties, **knobs):
    table = dyads(messages, people, ties, turns(messages), observed_until=UNTIL, **knobs)
    return table.set_index("thread_id").loc["a"]


def test_the_connection_day_is_narrowed_by_the_first_ordinary_message(people):
    row = _dyad(THREAD, people, _tie("2024-03-01"))
    assert str(row["connected_lo"]) == "2024-03-01 00:00:00+00:00"
    assert str(row["connected_hi"]) == "2024-03-01 09:00:00+00:00"
    assert row["counterpart_id"] == "they-a"
    assert not row["is_group"]


def test_an_inmail_narrows_nothing(people):
    inmail = THREAD.assign(kind=THREAD["kind"].where(THREAD["seq"] > 0, "inmail"))
    assert str(_dyad(inmail, people, _tie("2024-03-01"))["connected_hi"])[11:16] == "09:05"


def test_the_invitation_narrows_from_below_and_tells_who_asked(people):
    note = messages_of([("a", "counterpart", "2024-03-01 07:30", "")], kind="invitation")
    note = note.assign(message_id="n", seq=-1)
    row = _dyad(pd.concat([note, THREAD]), people, _tie("2024-03-01"))
    assert str(row["connected_lo"]) == "2024-03-01 07:30:00+00:00"
    assert (row["inviter"], row["invitation_type"]) == ("counterpart", "blank")
    assert row["n_messages"] == 5


def test_another_zone_and_slack_move_the_day(people):
    row = _dyad(THREAD, people, _tie("2024-03-01"), connected_on_tz="America/New_York")
    assert str(row["connected_lo"]) == "2024-03-01 05:00:00+00:00"
    row = _dyad(THREAD, people, _tie("2024-03-01"), tz_slack_h=12)
    assert str(row["connected_lo"]) == "2024-02-29 12:00:00+00:00"
    exact = _dyad(THREAD, people, _tie("2024-03-01", "minute"), tz_slack_h=12)
    assert str(exact["connected_lo"]) == "2024-03-01 00:00:00+00:00"


def test_a_group_has_no_counterpart(people):
    group = THREAD.assign(recipient_ids="they-a somebody-else me")
    row = _dyad(group, people, empty(CONNECTIONS))
    assert row["is_group"]
    assert pd.isna(row["counterpart_id"])


def test_without_a_connection_row_the_interval_is_missing(people):
    row = _dyad(THREAD, people, empty(CONNECTIONS))
    assert pd.isna(row["connected_lo"])
    assert (row["inviter"], row["invitation_type"]) == ("unknown", "unknown")


def test_a_note_repeated_as_a_message_does_not_pin_the_connection(people):
    note = messages_of([("a", "counterpart", "2024-03-01 15:10", "Hi, glad to meet")])
    note = note.assign(message_id="n", seq=-1, kind="invitation")
    again = messages_of([("a", "counterpart", "2024-03-01 15:10:05", "Hi, glad to meet")])
    row = _dyad(pd.concat([note, again]), people, _tie("2024-03-01"))
    assert str(row["connected_hi"]) == "2024-03-02 00:00:00+00:00"


def test_a_message_with_a_subject_may_be_inmail_and_pins_nothing(people):
    with_subject = THREAD.assign(subject=THREAD["subject"].where(THREAD["seq"] > 0, "Hello"))
    assert str(_dyad(with_subject, people, _tie("2024-03-01"))["connected_hi"])[11:16] == "09:05"


def test_each_owner_has_their_own_connections():
    from convostudy.tables import PEOPLE

    both = pd.DataFrame({"person_id": ["me", "other"], "name": ["Me", "Other"], "is_owner": True})
    b = THREAD[THREAD["thread_id"] == "a"].assign(
        thread_id="z",
        message_id=lambda f: "z" + f["message_id"],
        sender_id=lambda f: f["sender_id"].replace("me", "other"),
        recipient_ids=lambda f: f["recipient_ids"].replace("me", "other"),
    )
    messages = pd.concat([THREAD, b])
    table = dyads(
        messages, conform(both, PEOPLE), _tie("2024-03-01"), turns(messages), observed_until=UNTIL
    ).set_index("thread_id")
    assert table["owner_id"].to_dict() == {"a": "me", "b": "me", "z": "other"}
    assert table["connected_lo"].notna().to_dict() == {"a": True, "b": False, "z": False}


def test_two_people_of_whom_neither_is_known_as_owner_are_no_group():
    from convostudy.tables import PEOPLE

    table = dyads(THREAD, empty(PEOPLE), empty(CONNECTIONS), turns(THREAD), observed_until=UNTIL)
    assert not table["is_group"].any()
    assert table["counterpart_id"].isna().all()
