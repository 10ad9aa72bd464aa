"""Who with whom: people, connections, threads."""

from __future__ import annotations

from convostudy.tables._table import TIME, Column, Table
from convostudy.tables._values import SIDES, STYLES

PEOPLE = Table(
    "people",
    one_row_is="one participant",
    key=("person_id",),
    columns={
        "person_id": Column("str", "profile key where known, else made from the name"),
        "name": Column("str", "display name at export time"),
        "profile_url": Column("str", "profile address", missing=True),
        "company": Column("str", "company at export time", missing=True),
        "position": Column("str", "position at export time", missing=True),
        "is_owner": Column("bool", "made the export"),
    },
)

CONNECTIONS = Table(
    "connections",
    one_row_is="one tie of the owner, accepted within [connected_lo, connected_hi)",
    key=("owner_id", "person_id"),
    columns={
        "owner_id": Column("str", "the owner of the export"),
        "person_id": Column("str", "the other person; empty for a hidden member"),
        "connected_lo": Column(TIME, "earliest instant of the connection", missing=True),
        "connected_hi": Column(TIME, "latest instant of the connection", missing=True),
        "resolution": Column("str", "how finely the export knows it: day or minute"),
    },
)

THREADS = Table(
    "threads",
    one_row_is="one owner x counterpart conversation; none of two people without the owner",
    key=("thread_id",),
    columns={
        "thread_id": Column("str", "the thread"),
        "source": Column("str", "the app"),
        "owner_id": Column("str", "who made the export", missing=True),
        "counterpart_id": Column("str", "the other side; missing in groups", missing=True),
        "is_group": Column("bool", "more than two people: left out of dyadic measures"),
        "inviter": Column("str", "who sent the invitation", values=SIDES),
        "invited_at": Column(TIME, "when the invitation was sent", missing=True),
        "invitation_type": Column("str", "blank, note or unknown"),
        "connected_lo": Column(TIME, "earliest instant of the connection", missing=True),
        "connected_hi": Column(TIME, "latest instant of the connection", missing=True),
        "observed_until": Column(TIME, "last instant the export could have shown", missing=True),
        "first_message_at": Column(TIME, "first message that is no InMail", missing=True),
        "n_messages": Column("int64", "messages, invitation notes not counted"),
        "n_turns": Column("int64", "turns"),
        "first_pitch_at": Column(TIME, "the counterpart's first pitch", missing=True),
        "style_landmark": Column(
            "str", "style in the first counterpart turn", missing=True, values=STYLES
        ),
        "language": Column(
            "str", "of most of its messages and notes, if it can be told", missing=True
        ),
        "labelled": Column(
            "boolean",
            "false: most of its messages and notes are in a language without labels, so that it is "
            "missing in every measure; missing: nobody looked, or there are no words",
            missing=True,
        ),
        "n_unlabelled": Column(
            "Int64",
            "messages (of n_messages) in a language without labels; missing: nobody looked",
            missing=True,
        ),
    },
)
