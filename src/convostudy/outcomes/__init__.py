"""Scores in, the five primary outcomes out: those of the report, named before the data are seen.

1. pitched within the primary threshold of connecting (M01), 2. first turn is a pitch (M02),
3. questions answered (M04), 4. pitched again after an explicit refusal (M06), 5. replied to:
pitches against other messages (M08). Everything else in a report is secondary.
"""

from convostudy.outcomes.clock import clocked, owner_hours, start_weights, zone_runs
from convostudy.outcomes.counts import (
    OUTCOME_COLOURS,
    STATUS_COLOURS,
    after_refusal_counts,
    after_refusal_threads,
    pitch_ranks,
    status_counts,
    status_threads,
)
from convostudy.outcomes.estimates import answered_by_side, primary, reply_curves, reply_threads
from convostudy.outcomes.median import median_time

__all__ = [
    "OUTCOME_COLOURS",
    "STATUS_COLOURS",
    "after_refusal_counts",
    "after_refusal_threads",
    "answered_by_side",
    "clocked",
    "median_time",
    "owner_hours",
    "pitch_ranks",
    "primary",
    "reply_curves",
    "reply_threads",
    "start_weights",
    "status_counts",
    "status_threads",
    "zone_runs",
]
