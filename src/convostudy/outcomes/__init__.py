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
    pitch_ranks,
    status_counts,
)
from convostudy.outcomes.estimates import answered_by_side, primary, reply_curves

__all__ = [
    "OUTCOME_COLOURS",
    "STATUS_COLOURS",
    "after_refusal_counts",
    "answered_by_side",
    "clocked",
    "owner_hours",
    "pitch_ranks",
    "primary",
    "reply_curves",
    "start_weights",
    "status_counts",
    "zone_runs",
]
