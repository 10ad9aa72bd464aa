"""Columns as they leave a study: each kind of column is made in one way, told by its name."""

from __future__ import annotations

from convostudy.tables import Column

__all__ = ["CLOCK", "ID_KINDS", "PLACES", "count", "flag", "hours", "pid", "place", "share", "word"]

ID_KINDS = {
    "thread_id": "thread",
    "person_id": "person",
    "owner_id": "person",
    "counterpart_id": "person",
    "sender_id": "person",
    "message_id": "message",
    "reply_to": "message",
    "turn_id": "turn",
    "answer_turn_id": "turn",
    "attempt_id": "attempt",
    "question_id": "question",
}
"""What is meant by an id: the same column name always has the same kind of pseudonym."""
CLOCK = ("00-06", "06-12", "12-18", "18-24")
PLACES = {
    "hour",
    "weekday",
    "n_rows",
    "seq",
    "rank",
    "side_rank",
    "attempt",
    "pitch_rank",
    "first_ask_rank",
    "landmark_rank",
    "n_turns_read",
    "n_messages",
    "n_turns",
    "n_unlabelled",
}
"""Whole numbers that stay as they are: the rows themselves can be counted."""


def pid(means: str, *, missing: bool = False) -> Column:
    """Return a column of keyed ids.

    Parameters
    ----------
    means : str
        Of what.
    missing : bool
        Whether it may be missing.

    Returns
    -------
    Column

    Examples
    --------
    >>> pid("the thread").means
    'the thread (keyed id)'
    """
    return Column("str", f"{means} (keyed id)", missing)


def word(means: str, values: tuple[str, ...], *, missing: bool = False) -> Column:
    """Return a column of a few words, none of which anybody wrote."""
    return Column("str", means, missing, values)


def flag(means: str, *, missing: bool = True) -> Column:
    """Return a column of yes and no."""
    return Column("boolean" if missing else "bool", means, missing)


def place(means: str, *, missing: bool = False) -> Column:
    """Return a column of whole numbers that stay as they are."""
    return Column("Int64" if missing else "int64", means, missing)


def count(means: str, *, missing: bool = False) -> Column:
    """Return a column of whole numbers, the largest of them cut."""
    said = f"{means}; top-coded at the 99th percentile"
    return Column("Int64" if missing else "int64", said, missing)


def hours(means: str) -> Column:
    """Return a column of durations on the coarse ladder."""
    said = f"{means}: hours, middle of a step (10 min, 1 h, 6 h, a day); top-coded"
    return Column("float64", said, missing=True)


def share(means: str, digits: int = 2) -> Column:
    """Return a column of numbers between 0 and 1, rounded."""
    return Column("float64", f"{means}, 0 to 1, {digits} digits", missing=True)
