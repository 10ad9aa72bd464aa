"""What was drawn, beside what was true; and the page that goes with a simulated archive."""

from __future__ import annotations

from typing import Any

import pandas as pd

from convostudy.simulate.archive import archive_name
from convostudy.simulate.frames import Inbox

__all__ = ["drawn", "readme"]


def drawn(inbox: Inbox) -> dict[str, Any]:
    """Return the rates that came out of the draw, by the name of the truth they belong to.

    Parameters
    ----------
    inbox : Inbox
        From `convostudy.simulate.inbox`. Threads in other languages are left out.

    Returns
    -------
    dict
        Name to ``{"share", "n", "true"}``: share 0 to 1 (None when n is 0), n cases that the
        rate decided and that the export does not cut off.

    Examples
    --------
    >>> from convostudy.simulate import inbox
    >>> drawn(inbox(50))["share_sellers"]
    {'share': 0.7, 'n': 50, 'true': 0.7}
    """
    truth = inbox.truth
    threads = inbox.true_threads.query("language == 'en'")
    sold = threads[threads["kind"] == "seller"]
    tied = sold[sold["connected_at"].notna()]
    kind = threads.set_index("conversation")["kind"]
    questions = inbox.true_questions[inbox.true_questions["conversation"].isin(kind.index)]
    questions = questions.assign(kind=questions["conversation"].map(kind))
    asked = questions[questions["drawn"] & questions["answered_next"].notna()]
    by_owner = asked[asked["side"] == "owner"]
    replied = asked[(asked["side"] == "counterpart") & (asked["outcome_next"] != "no_reply")]
    refusals = inbox.true_messages[
        (inbox.true_messages["side"] == "owner")
        & inbox.true_messages["is_refusal"]
        & ~inbox.true_messages["is_opt_out"]
        & inbox.true_messages["conversation"].isin(sold["conversation"])
    ]
    messages = inbox.true_messages.query("side == 'counterpart'")
    shown = {
        "share_sellers": threads["kind"] == "seller",
        "share_inmail": sold["pitch_timing"] == "inmail",
        "share_incoming_sellers": tied["inviter"] == "counterpart",
        "share_note_pitch": tied.loc[tied["inviter"] == "counterpart", "invitation_type"]
        == "pitch",
        "seller_answers": by_owner.loc[by_owner["kind"] == "seller", "answered_next"],
        "relator_answers": by_owner.loc[by_owner["kind"] == "relator", "answered_next"],
        "owner_answers": replied["answered_next"],
        "share_indirect": refusals["refusal_kind"] == "indirect",
        "persistence": refusals["pitch_follows"].dropna(),
        "opt_out_honoured": threads["opt_out_honoured"].dropna(),
    }
    rates = {
        name: {
            "share": None if values.empty else round(float(values.astype("float64").mean()), 4),
            "n": len(values),
            "true": getattr(truth, name),
        }
        for name, values in shown.items()
    }
    counts = {
        "n_messages": int((~inbox.messages["is_draft"]).sum()),
        "n_pitches": int(messages["is_pitch"].sum()),
        "n_refusals": len(refusals),
        "n_questions": len(questions),
        "pitch_timing": {k: int(n) for k, n in sold["pitch_timing"].value_counts().items()},
        "share_pitched_within_h": _within(tied),
    }
    return rates | counts


def _within(tied: pd.DataFrame) -> dict[str, float]:
    """Share of connected sellers pitched by then; all had that long, or are counted as not yet."""
    waited = (tied["first_pitch_at"] - tied["connected_at"]) / pd.Timedelta(hours=1)
    return {str(h): round(float((waited <= h).mean()), 4) for h in (0, 1, 12, 24, 168, 720)}


def readme(inbox: Inbox, n_threads: int) -> str:
    """Return the page (Markdown) that says what a simulated archive is and how it was made."""
    rows = [
        f"| `{name}` | {found['true']:.2f} | {found['share']:.2f} | {found['n']} |"
        for name, found in drawn(inbox).items()
        if isinstance(found, dict) and found.get("share") is not None
    ]
    found = drawn(inbox)
    timing = ", ".join(f"{n} {name}" for name, n in found["pitch_timing"].items())
    within = [f"| {h} | {share:.2f} |" for h, share in found["share_pitched_within_h"].items()]
    sent = inbox.messages[~inbox.messages["is_draft"]]  # as many rows as messages.csv has
    n_campaign = int((sent["kind"] == "sponsored").sum())
    n_conversations = sent["conversation"].nunique()
    truth = inbox.truth
    return f"""# A simulated LinkedIn archive

`{archive_name(inbox)}` looks like a LinkedIn data export,
and nobody ever wrote a word of it on LinkedIn: Nadia Verhoeven, Lantern Fields and all other people
and firms are invented, and any likeness is chance. It is the inbox of the demo:
{len(sent):,} messages in {n_conversations} conversations (campaign mail: {n_campaign} messages),
January 2023 to {inbox.observed_until:%d %B %Y}.

The texts were written by language models for this project and put together by a program that
draws who writes, when, who pitches, answers, refuses and persists. So **its rates say nothing
about the world**: they are those in `truth.json`, which is the point. A study of this archive can
be checked against what is known to be true of it.

Made by

    python -m convostudy.simulate --out data/raw/demo --threads {n_threads} --seed {inbox.seed}

which gives the same archive each time. Licence of the archive and of the texts: CC BY 4.0.

## True and drawn

Shares from 0 to 1, in the English two-person threads. "Drawn" is what this one draw gave, among
the n cases that were over when the export was made.

| | true | drawn | n |
|---|---|---|---|
{chr(10).join(rows)}

Of connected sellers a share of {truth.share_instant:.2f} is to pitch within hours
(median {truth.instant_median_h:g} h), {truth.share_slow:.2f} after days
(median {truth.slow_median_d:g} d) and {truth.share_never:.2f} never.
Drawn: {timing}.
Pitched by then, of all connected sellers:

| hours since the connection | share |
|---|---|
{chr(10).join(within)}

All parameters, with their units, are explained in `convostudy.simulate.Truth`. To see who did what
in truth, make `inbox({n_threads}, seed={inbox.seed})` and look at its `true_threads`,
`true_messages` and `true_questions`.
"""
