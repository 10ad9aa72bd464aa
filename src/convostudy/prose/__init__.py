"""Estimates and scores in, plain sentences out: what a person would say, with its n.

A sentence never says more than its numbers: counts where a group is too small for a rate,
"not yet" where the export ends, and no word of cause.
"""

from convostudy.prose.captions import figure_words
from convostudy.prose.inbox import (
    UNVALIDATED,
    headline_numbers,
    inbox_paragraph,
    opening,
    owner_hints,
)
from convostudy.prose.left_out import left_out, left_out_languages
from convostudy.prose.sentences import bullets, counted, percent, share, spelled
from convostudy.prose.summaries import (
    ZONE,
    assumption_summary,
    ledger_summary,
    median_words,
    threshold_note,
    threshold_words,
    zone_note,
    zone_words,
)
from convostudy.prose.thread import thread_paragraph

__all__ = [
    "UNVALIDATED",
    "ZONE",
    "assumption_summary",
    "bullets",
    "counted",
    "figure_words",
    "headline_numbers",
    "inbox_paragraph",
    "ledger_summary",
    "left_out",
    "left_out_languages",
    "median_words",
    "opening",
    "owner_hints",
    "percent",
    "share",
    "spelled",
    "thread_paragraph",
    "threshold_note",
    "threshold_words",
    "zone_note",
    "zone_words",
]
