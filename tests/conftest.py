"""What all tests share: two-line threads, and a Hypothesis profile for small machines."""

from __future__ import annotations

import matplotlib
import pandas as pd
import pytest
from hypothesis import settings

from convostudy.tables import ACTS, MESSAGES, conform, empty

matplotlib.use("Agg")
# Two shared cores break Hypothesis' default deadline of 200 ms.
settings.register_profile("shared", deadline=None, max_examples=30)
settings.load_profile("shared")


def messages_of(lines: list[tuple], **columns: object) -> pd.DataFrame:
    """Make the table `messages` from (thread, side, instant or None, text) lines, oldest first."""
    frame = pd.DataFrame(lines, columns=["thread_id", "side", "sent_at", "text"])
    frame["sent_at"] = pd.to_datetime(frame["sent_at"], utc=True, format="ISO8601")
    frame["seq"] = frame.groupby("thread_id").cumcount()
    frame["message_id"] = frame["thread_id"] + "-" + frame["seq"].astype("str")
    owner, other = "me", "they-" + frame["thread_id"]
    frame["sender_id"] = other.where(frame["side"] == "counterpart", owner)
    frame["recipient_ids"] = pd.Series(owner, index=frame.index).where(
        frame["side"] == "counterpart", other
    )
    given = {
        "conversation_id": frame["thread_id"],
        "source": "made up",
        "kind": "message",
        "modality": "text",
        "content_source": "export",
        "export_id": "e",
        **columns,
    }
    return conform(frame.assign(**given), MESSAGES)


def acts_of(rows: list[tuple], messages: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Make the table `acts` from (message_id, act, kind) rows."""
    if not rows:
        return empty(ACTS)
    from convostudy.threads import with_turns

    frame = pd.DataFrame(rows, columns=["message_id", "act", "kind"])
    frame = frame.merge(messages[["message_id", "thread_id", "side", "text"]], on="message_id")
    turn_of = with_turns(messages).set_index("message_id")["turn_id"]
    frame["turn_id"] = frame["message_id"].map(turn_of)
    return conform(
        frame.assign(start=0, end=frame["text"].str.len(), evidence="by hand", confidence=1.0), ACTS
    )


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder with a measured study, `mine`, and no notebook yet: one stands in it."""
    from project_studies import stored_study

    (tmp_path / "notebooks").mkdir()
    stored_study(tmp_path / "data" / "processed" / "mine")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def people() -> pd.DataFrame:
    """One owner, nobody else: the others are known by their ids."""
    from convostudy.tables import PEOPLE

    return conform(pd.DataFrame({"person_id": ["me"], "name": ["Me"], "is_owner": [True]}), PEOPLE)
