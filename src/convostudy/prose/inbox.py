"""What happened in a whole inbox: what was read, headline numbers, a paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy.prose.missing import no_clock
from convostudy.prose.sentences import at_least, begun, between, counted, percent, share
from convostudy.tables import among, is_shared

__all__ = ["UNVALIDATED", "headline_numbers", "inbox_paragraph", "opening", "owner_hints"]

Five = Mapping[str, Any]
APPS = {"linkedin": "LinkedIn"}
A_CLEAR_NO = "an explicit refusal or a request to stop"
"""What the measure ``after_refusal`` calls explicit."""
UNVALIDATED = (
    "Machine-made labels, unvalidated. Where the true labels are known, about one question in "
    "seven is judged wrongly (answered or not), of pitches one in six to one in four is missed or "
    "made up, and of refusals one in four to one in three: shares can be off by several points "
    "either way, until a sample has been coded by hand."
)
"""What stands below the headline numbers; measured by ``make accuracy`` for the default backend
(the rules are wrong more often) and by ``benchmarks/demo_truth.py`` for the shares."""


def opening(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say what the report is of: how much talk, between when and when, seen until when.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, threads`` and ``assumptions``.

    Returns
    -------
    str
        Markdown. When the export says that it is simulated, so does the first sentence.
    """
    messages, threads = tables["messages"], tables["threads"]
    talk = messages[messages["kind"].isin(["message", "inmail"])]
    # Threads in which the owner takes no part are none of the table; `cautions` counts them.
    talk = talk[among(talk["thread_id"], threads["thread_id"])]
    spoken = threads[threads["n_messages"] > 0]
    dyads = spoken[~spoken["is_group"]]
    invited = len(threads) - len(spoken)
    simulated = (tables["assumptions"]["about"] == "simulated").any()
    said = ["**This inbox is simulated: nobody wrote these messages.**"] if simulated else []
    sources = ", ".join(APPS.get(s, s) for s in sorted(messages["source"].unique()))
    # An export without messages and invitations has no row that names its source.
    said.append(
        f"Read{f' from {sources}' if sources else ''}: {counted(len(talk), 'message')} in "
        f"{counted(len(dyads), 'two-person thread')}"
        + (f" and {counted(len(spoken) - len(dyads), 'group')}" if len(spoken) > len(dyads) else "")
        + (
            NO_CALENDAR
            if is_shared(tables)
            else _period(talk["sent_at"], threads["observed_until"])
        )
    )
    n_conversations = talk["conversation_id"].nunique()
    if n_conversations != len(spoken):
        said.append(
            f"The export holds them as {counted(n_conversations, 'conversation')}; those with the "
            "same person are joined into one thread here."
        )
    if invited:
        said.append(
            f"With {counted(invited, 'more person', 'more people')} there is an invitation and no "
            "message."
        )
    return " ".join(said)


def owner_hints(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Say how to name the owner, when the export does not tell whose it is.

    Nobody is named: the page may be shared. Reading the export names the likeliest in the
    terminal.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages`` and ``threads``.

    Returns
    -------
    list of str
        Nothing when the owner is known; else one paragraph.
    """
    threads, messages = tables["threads"], tables["messages"]
    if threads["owner_id"].notna().any() or threads.empty or messages.empty:
        return []
    held = messages.groupby("sender_id")["thread_id"].nunique().sort_values(ascending=False)
    said = (
        "The export does not tell whose inbox this is, so no message can be put to a side and no "
        "outcome be counted. Make the report again and name the owner: convostudy report EXPORT "
        '--owner "Name" (a profile address does as well). Who wrote most is told in the terminal '
        "when the export is read; names of others stand on no page."
    )
    # In a tie nobody is the likeliest.
    if len(held) and (held == held.iloc[0]).sum() == 1:
        most = counted(int(held.iloc[0]), "thread")
        said += f" One person wrote in {most} of {len(threads):,}: most likely the owner."
    return [said]


NO_CALENDAR = ". It is a shared dataset: when this was is not told."


def _period(sent_at: pd.Series, until: pd.Series) -> str:
    if sent_at.notna().sum() == 0:
        return ". No instant of sending is known, so nothing is said about time."
    first, last, end = (f"{t.day} {t:%B %Y}" for t in (sent_at.min(), sent_at.max(), until.max()))
    return f", sent from {first} to {last} and observed until {end}."


def inbox_paragraph(five: Five) -> str:
    """Say what happened in a whole inbox, one sentence a finding.

    Parameters
    ----------
    five : mapping
        From `outcomes.primary`.

    Returns
    -------
    str
        A paragraph; with fewer than two threads it ends by saying that one supports no rate.
    """
    side = five["side"]
    studied, others = sides(side)
    if not five["owner_known"] and not five["n_threads"]:
        return "There is no thread of two people with messages, so nothing can be counted."
    if not five["owner_known"]:
        return "Whose inbox this is could not be told, so the two sides cannot be compared."
    said = [
        f"In {share(five['first'], 'thread')} the first turn of the {side} was a pitch"
        f"{no_first_turn(five)}.",
        soon_sentence(five),
        f"The {studied} answered {share(five['their_answers'], 'question')}, the {others} "
        f"{share(five['own_answers'], 'question')}.",
    ]
    if int(five["persisted"]["n"]):
        said.append(
            f"Where the {side} wrote again after {A_CLEAR_NO}, the first turn was another pitch in "
            f"{share(five['persisted'], 'case')}."
        )
    else:
        said.append(f"After no explicit refusal or request to stop did the {side} write again.")
    said.append(
        f"Within {five['no_reply_days']:g} days a reply came to "
        f"{share(five['to_pitches'], 'pitch', 'pitches')} of the {studied}, and to "
        f"{share(five['to_others'], 'other message')}. A message that its sender followed up "
        "before a reply counts here as not replied to; the curves of replies, further down, follow "
        "it until then, so they end at other numbers."
    )
    if five["n_threads"] == 1:
        said.append("One thread supports no rate.")
    return " ".join(said)


def no_first_turn(five: Five) -> str:
    """Say how many two-person threads hold no first turn to judge."""
    n = five["n_threads"] - int(five["first"]["n"])
    if n < 1:
        return ""
    none = f"no turn of the {five['side']}, or a first one in a language without labels"
    return f"; {counted(n, 'more thread')} with messages {'holds' if n == 1 else 'hold'} {none}"


def sides(side: str) -> tuple[str, str]:
    """Name the side under study and the other one: there is one owner, and many counterparts."""
    named = ("counterparts", "owner")
    return named if side == "counterpart" else (named[1], named[0])


def soon_sentence(five: Five) -> str:
    """Say in how many threads a pitch came early, within the bounds of what is known."""
    row, side = five["soon"], five["side"]
    if int(row["n"]) == 0:
        why = begun(no_clock(five.get("n_dated", 0)))
        return f"{why}: nothing can be said of how soon pitches came."
    certain, most = int(row["n_certain"]), int(row["n_certain"]) + int(row["n_possible"])
    within = f"within {_span(float(row['threshold_h']))} of connecting"
    n, wrote = int(row["n"]), int(five["soon_wrote"]["n"])
    among = f"Of {counted(n, 'connection')} with a known day"
    if wrote < n:
        among += f" ({n - wrote:,} without any message of the {side})"
    if certain == most:
        said = f"{among}, {certain:,} had a pitch by the {side} {within}."
    else:
        said = (
            f"{among}, at least {certain:,} and at most {most:,} had a pitch by the {side} "
            f"{within}: the export knows only the day."
        )
    if 0 < wrote < n:
        said += f" Where the {side} sent a message: {_soon_wrote(five)}."
    return said + not_among(five["unclocked"])


def not_among(unclocked: Mapping[str, int]) -> str:
    """Say which connections with a known day are not followed, and why."""
    if not unclocked:
        return ""
    (why, n), *more = unclocked.items()
    said = [f"{counted(n, 'more connection')} {why}", *(f"{n:,} {why}" for why, n in more)]
    return f" Not among these: {', '.join(said)}."


def _soon_wrote(five: Five) -> str:
    """Say the share pitched early among those who wrote at all; a count where they are few."""
    row = five["soon_wrote"]
    n, count = int(row["n"]), at_least(int(row["n_certain"]), int(row["n_possible"]))
    if n < five["min_n"]:
        return f"{count} of {n:,} (too few for a rate)"
    interval = f"95 % interval {between(row['lo'], row['hi'])}"
    return f"{percent(row['share_estimate'])} ({interval}, n = {n:,})"


def _span(hours: float) -> str:
    return f"{hours:g} hours" if hours <= 72 else f"{hours / 24:g} days"


def headline_numbers(five: Five) -> list[tuple[str, str, str]]:
    """Give the five outcomes as (number, what it is, count and interval).

    Parameters
    ----------
    five : mapping
        From `outcomes.primary`.

    Returns
    -------
    list of tuple
        For `page.headline`. A group too small for a rate shows its count.
    """
    side, soon = five["side"], five["soon"]
    n, certain = int(soon["n"]), int(soon["n_certain"])
    if 0 < n < five["min_n"]:
        value = f"{at_least(certain, int(soon['n_possible']))} of {n}"
        detail = "too few connections for a rate"
    elif n:
        value = percent(soon["share_estimate"])
        detail = (
            f"95 % interval {between(soon['lo'], soon['hi'])}, n = {n:,}. Only the day of "
            f"connecting is known: of these {n:,}, at least {percent(soon['share_lower'])} and at "
            f"most {percent(soon['share_upper'])}"
        )
    else:
        value, detail = "–", no_clock(five.get("n_dated", 0))
    wrote = int(five["soon_wrote"]["n"])
    if wrote < n:
        detail += f". {n - wrote:,} of the {n:,} never sent a message"
        detail += f"; of those who did: {_soon_wrote(five)}" if wrote else ""
    within = f"of connections had a pitch within {_span(float(soon['threshold_h']))} of connecting"
    cards = [
        (value, within, detail),
        _number(five["first"], f"of threads: the {side}'s first turn is a pitch"),
        _number(five["their_answers"], f"of questions put to the {sides(side)[0]} were answered"),
        _number(
            five["persisted"],
            f"of the times the {side} wrote again after {A_CLEAR_NO}, the first turn was another "
            "pitch",
        ),
        _pair(five),
    ]
    # Without an owner every one of them would be a dash.
    return cards if five["owner_known"] else []


def _number(row: Mapping[str, Any], label: str) -> tuple[str, str, str]:
    n, k = int(row["n"]), int(row["k"])
    if not n:
        return "–", label, "n = 0"
    if not row["shown"]:
        return f"{k} of {n}", label, "too few threads for a rate"
    interval = f"95 % interval {between(row['lo'], row['hi'])}"
    return percent(row["share"]), label, f"{interval}, n = {n:,}"


def _pair(five: Five) -> tuple[str, str, str]:
    first, second = _number(five["to_pitches"], ""), _number(five["to_others"], "")
    label = f"of the {five['side']}'s pitches : of other messages got a reply"
    detail = f"{first[2]} : {second[2]}. The curves of replies count otherwise: see below"
    return f"{first[0]} : {second[0]}", label, detail
