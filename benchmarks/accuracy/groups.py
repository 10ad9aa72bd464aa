"""Who is read worse? Scores by length, channel, seller, form of the question, kind of English."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from benchmarks.accuracy.compared import Compared
from benchmarks.accuracy.intervals import Estimate, estimate

#: Scored by group: a label of each kind.
BRIEFS = ("the first brief (rare labels on purpose)", "other briefs (as talk comes)")
LABELS = ("question or not", "function", "answered (next turn)", "pitch", "refusal")
MIN_N = 20
_LENGTHS = {0: "up to 5 words", 6: "6 to 15 words", 16: "16 to 40 words", 41: "over 40 words"}
# Turns of phrase of those who learned English late. Few of them use one in a short thread, so the
# others are mixed; those marked are most likely rightly so.
_LEARNED_LATE = (
    r"\b(?:informations|advices|feedbacks|softwares|furnitures|knowledges|researches|persons"
    r"|i am agree|i'm agree|since (?:\d+|two|three|four|five|many|some) (?:years|months|weeks)"
    r"|how (?:do you call|it's called|is called)|explain me|discuss about|the most of|depends? of"
    r"|(?:do|did) a mistake|make a (?:photo|party)|(?:he|she|it) don't|(?:we|they|you) was"
    r"|can to|must to|should to|want that (?:you|we|i)|for to|please to|thanks god|say me|said me"
    r"|is possible (?:to|that|for)|wait your|my english|your good (?:self|name)|do the needful"
    r"|revert back|kindly (?:do|revert|advise)|more better)\b"
    r"|(?:^|[.,!?;]\s*|\b(?:and|but|because) )(?:he|she|it) (?:have|want|need|go|make|say|know)\b"
)


def message_groups(messages: pd.DataFrame) -> pd.DataFrame:
    """Return by message_id the groups that each message belongs to, one grouping a column.

    Parameters
    ----------
    messages : pandas.DataFrame
        thread_id, message_id, side, channel, text, acts.
    """
    by_writer = [messages["thread_id"], messages["side"]]
    pitches = messages["acts"].map(lambda acts: "pitch" in acts)
    sells = pitches.groupby(by_writer).transform("any")
    sold_to = pitches.groupby(messages["thread_id"]).transform("any") & ~sells
    marked = messages["text"].str.lower().str.contains(_LEARNED_LATE, regex=True)
    late = marked.groupby(by_writer).transform("any")
    words = messages["text"].str.split().str.len()
    bounds = [*_LENGTHS, 10**9]
    return pd.DataFrame(
        {
            "length": pd.cut(words, bounds, right=False, labels=list(_LENGTHS.values())).astype(
                object
            ),
            "channel": messages["channel"].astype(object),
            "writer": sold_to.map({True: "is pitched to", False: "thread without a pitch"}).mask(
                sells, "pitches in the thread"
            ),
            "English": late.map(
                {True: "with marks of a learner", False: "without (native or not)"}
            ),
        }
    ).set_index(messages["message_id"])


def by_brief(
    labels: dict[str, Compared], others: tuple[str, ...]
) -> dict[str, dict[str, Estimate]]:
    """Return the scores on batches by the first brief, and on those by ``others``, by label."""
    made: dict[str, dict[str, Estimate]] = {name: {} for name in BRIEFS}
    for label, (kind, rows) in labels.items():
        other = rows["thread_id"].str.partition("/")[0].isin(others)
        for name, part in zip(BRIEFS, (rows[~other], rows[other]), strict=True):
            made[name][label] = estimate(part, kind)
    return made


def in_order(groups: Iterable[str]) -> list[str]:
    """Return names of groups, lengths from short to long, others by the alphabet."""
    lengths = list(_LENGTHS.values())
    return sorted(groups, key=lambda name: (lengths.index(name) if name in lengths else 0, name))


def by_group(
    labels: dict[str, Compared], groups: pd.DataFrame, forms: pd.DataFrame
) -> dict[str, dict[str, dict[str, Estimate]]]:
    """Return scores by grouping, group and label.

    ``groups``: as `message_groups` gives them. ``forms``: the frame of the label form, whose coded
    forms group the questions. A function is scored by the share right here, since rare ones are
    missing from many groups.
    """
    made: dict[str, dict[str, dict[str, Estimate]]] = {name: {} for name in groups}
    for label in LABELS:
        kind, rows = labels[label]
        kind = "share right" if label == "function" else kind
        for name in groups:
            group = rows["message_id"].map(groups[name])
            for value, part in rows.groupby(group, sort=False):
                made[name].setdefault(str(value), {})[label] = estimate(part, kind)
    made["form of the question"] = {}
    for label in ("function", "answered (next turn)"):
        kind, rows = labels[label]
        kind = "share right" if label == "function" else kind
        form = forms["true"].reindex(rows.index)
        for value, part in rows.groupby(form):
            made["form of the question"].setdefault(str(value), {})[label] = estimate(part, kind)
    return made
