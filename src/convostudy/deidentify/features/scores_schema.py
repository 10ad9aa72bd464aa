"""Tier T1: the score tables, column by column. A measure that is not declared here is refused."""

from __future__ import annotations

from convostudy.deidentify.features._columns import count, flag, hours, pid, place, share, word
from convostudy.language.acts.refusing import REASONS
from convostudy.tables import (
    FORMS,
    FUNCTIONS,
    NO_LABELS,
    NO_TIMESTAMPS,
    SEQUENCES,
    SIDES,
    STATUSES,
    STYLES,
    Column,
    Table,
)

__all__ = ["EVENTS", "LEFT_OUT", "SCORES", "score_table"]

_THREAD = {"thread_id": pid("the thread")}
_OWNED = {**_THREAD, "owner_id": pid("whose inbox it is", missing=True)}
_PAIR = {**_OWNED, "counterpart_id": pid("the other side", missing=True)}
_CLOCK = {"why_no_time": word("why a time is missing", (NO_TIMESTAMPS, NO_LABELS), missing=True)}
_LABEL = {"why_no_label": word("why a label is missing", (NO_LABELS,), missing=True)}
_STATUS = {
    f"status_{when}": word(f"what became of it, {when}", STATUSES, missing=True)
    for when in ("next", "eventual")
}
_FATES = ("pitch", "other", "silence", "open")
_ENDS = ("meeting_agreed", "interest", "neutral_reply", "refusal", "opt_out", "no_reply", "open")
_MATCHES = (
    "match",
    "mismatch",
    "no company named",
    "unknown (no company on the profile)",
    "unknown (redacted)",
)


def _flags(names: str) -> dict[str, Column]:
    return {name: flag(name.replace("_", " ")) for name in names.split()}


def _counts(names: str) -> dict[str, Column]:
    said = {name: name.removeprefix("n_").replace("_", " ") for name in names.split()}
    return {name: count(f"how many: {words}", missing=True) for name, words in said.items()}


def _asked() -> dict[str, Column]:
    kinds = (*FUNCTIONS, *FORMS, "need_gauging", *(s for s in SEQUENCES if s != "rhetorical"))
    return _counts("n_questions " + " ".join(f"n_{kind}" for kind in kinds))


_KEYS = {
    "after_refusal": ("turn_id",),
    "answered": ("question_id",),
    "contingency": ("turn_id",),
    "focus": ("thread_id", "side"),
    "profile_match": ("message_id",),
    "question_inventory": ("turn_id",),
    "replies": ("attempt_id",),
}
_COLUMNS: dict[str, dict[str, Column]] = {
    "after_refusal": {
        "turn_id": pid("the turn that refuses"),
        **_OWNED,
        "reason": word("reason given", REASONS, missing=True),
        **_flags("explicit opt_out after_pitch next_is_pitch pitched_again"),
        **_counts("n_pitch_turns_after"),
        "outcome": word("what came next", _FATES, missing=True),
        "hours": hours("to the next pitch, or to the end of observation (then in classes)"),
        **_flags("first_in_thread"),
        **_CLOCK,
        **_LABEL,
    },
    "answered": {
        "question_id": pid("the question"),
        **_OWNED,
        "asker": word("who asked", SIDES),
        "form": word("grammatical form", FORMS),
        **_STATUS,
        **_flags("answered_next answered_eventual answered_strict responsive after_pitch"),
        **_counts("n_in_turn"),
        **_flags("by_overlap needs_review"),
        "wait_h": hours("from asking to what settled it"),
        **_CLOCK,
        **_LABEL,
    },
    "automation": {
        **_PAIR,
        **_counts("n_judged n_not_contingent n_merge_failures n_hours_of_day n_gaps n_indicators"),
        "same_second_share": share("of its messages in the same second of the minute"),
        "same_gap_share": share("of its gaps that are alike"),
        **_LABEL,
    },
    "contingency": {
        "turn_id": pid("the turn"),
        **_OWNED,
        "side": word("who wrote", SIDES),
        **_flags("contingent by_words"),
        **_LABEL,
    },
    "first_contact": {
        **_PAIR,
        **_counts("n_side_turns"),
        **_flags("pitch_in_invite first_turn_is_pitch"),
        "pitch_rank": place("turn of that side that was its first pitch", missing=True),
        **_flags("pitch_only owner_raised_business"),
        **_LABEL,
    },
    "focus": {
        **_OWNED,
        "side": word("who wrote", SIDES),
        **_counts("n_benefit_claims n_need_questions n_you_words n_own_words"),
        "claims_per_need_log": Column("float64", "log ratio of claims to questions", missing=True),
        "you_share": share("of you-words among you- and own words"),
        **_LABEL,
    },
    "groundwork": {
        **_PAIR,
        **_flags("pitched gauged_before_pitch gauged_and_waited same_turn help_before_ask"),
        **_counts("n_help n_help_pure"),
        "need_minus_pitch_h": hours("question about needs minus pitch, below 0 if it came first"),
        **_CLOCK,
        **_LABEL,
    },
    "meeting_requests": {
        **_PAIR,
        **_counts("n_side_turns"),
        **_flags("asks_in_first_turn"),
        "first_ask_rank": place("turn of that side that asked first", missing=True),
        **_flags("calendar_link phone link mail"),
        **_LABEL,
    },
    "opt_out": {
        **_PAIR,
        **_counts("n_pitch_turns n_offered"),
        **_flags("requested honoured"),
        "next_message_h": hours("from the request to the next message of who was asked"),
        **_CLOCK,
        **_LABEL,
    },
    "outcome": {
        **_PAIR,
        **_flags("pitched"),
        "outcome": word("how it ended", _ENDS, missing=True),
        **_flags("positive meeting"),
        "turn_id": pid("the turn that tells", missing=True),
        **_CLOCK,
        **_LABEL,
    },
    "profile_match": {
        "message_id": pid("the message"),
        **_OWNED,
        "result": word("is the company named that of the profile", _MATCHES, missing=True),
        **_LABEL,
    },
    "question_inventory": {
        "turn_id": pid("the turn"),
        **_OWNED,
        "side": word("who wrote", SIDES),
        **_counts("n_words"),
        **_asked(),
        **_flags("asks_information"),
        **_LABEL,
    },
    "replies": {
        "attempt_id": pid("the attempt"),
        **_OWNED,
        "turn_id": pid("its turn"),
        "side": word("who wrote", SIDES),
        "attempt": place("1 for the first of its turn, ..."),
        **_flags("is_pitch asks replied_within replied"),
        "hours": hours("to the reply, or to the end of observation (then in classes)"),
        **_CLOCK,
        **_LABEL,
    },
    "style": {
        **_PAIR,
        "style": word("style of the first turns", STYLES, missing=True),
        "landmark_rank": place("last turn that was read for it", missing=True),
        "n_turns_read": place("turns read for it", missing=True),
        **_LABEL,
    },
    "time_to_pitch": {
        **_PAIR,
        **_flags("pitched in_invitation before_connection"),
        "day_known": flag("whether the day of connecting is known", missing=False),
        "lo_h": hours("least time to the pitch, or watched without one (then in classes)"),
        "hi_h": hours("most time to the pitch, or watched without one (then in classes)"),
        **_CLOCK,
        **_LABEL,
    },
}
SCORES = {
    name: Table(
        f"score_{name}",
        f"one row of the measure {name}",
        columns,
        _KEYS.get(name, ("thread_id",)),
    )
    for name, columns in _COLUMNS.items()
}
LEFT_OUT = {
    "after_refusal": {"refused_at": "an instant"},
    "automation": {
        "merge_evidence": "words of a message",
        "timing": "a sentence with numbers",
        "indicators": "a list, of which the number is kept",
    },
    "contingency": {"evidence": "words of a message"},
    "focus": {"caution": "a sentence, put back on loading"},
    "meeting_requests": {"channels": "a list, of which the flags are kept"},
    "opt_out": {"requested_at": "an instant"},
    "profile_match": {"company_named": "a company", "company_on_profile": "a company"},
    "replies": {"sent_at": "an instant"},
    "style": {"evidence": "words of a message"},
    "time_to_pitch": {
        "inviter": "stands in threads, pooled",
        "connected_lo": "an instant",
        "connected_hi": "an instant",
        "ended_at": "an instant",
    },
}
"""Columns of measures that do not leave a study, and why."""
EVENTS: dict[tuple[str, str], str | None] = {
    ("threads", "quiet_h"): None,
    ("connections", "lo_h"): None,
    ("connections", "hi_h"): None,
    ("after_refusal", "hours"): "pitched_again",
    ("replies", "hours"): "replied",
    ("time_to_pitch", "lo_h"): "pitched",
    ("time_to_pitch", "hi_h"): "pitched",
}
"""Durations that may end without an event, and the column that tells; None: all do."""


def score_table(measure: str) -> str:
    """Return the name of the table in which the scores of a measure are shared.

    Parameters
    ----------
    measure : str
        Its name.

    Returns
    -------
    str

    Examples
    --------
    >>> score_table("replies")
    'score_replies'
    """
    return f"score_{measure}"
