"""Scores in, the five primary outcomes out: those of the report, named before the data are seen.

1. pitched within the primary threshold of connecting (M01), 2. first turn is a pitch (M02),
3. questions answered (M04), 4. pitched again after an explicit refusal (M06), 5. replied to:
pitches against other messages (M08). Everything else in a report is secondary.
"""

from convostudy.outcomes.alike import (
    cohort_sizes,
    measured_unlike,
    shared_messages,
)
from convostudy.outcomes.answer_time import (
    answer_curves,
    answer_hours,
    answer_threads,
    answer_times,
    answer_waits,
)
from convostudy.outcomes.asked import (
    answered_by_group,
    answered_when,
    asked_forms,
    asked_functions,
    every_status,
    left_open,
)
from convostudy.outcomes.clock import (
    clocked,
    owner_hours,
    start_weights,
    unclocked,
    zone_runs,
)
from convostudy.outcomes.cohorts import (
    cohorts,
    middle_day,
    parted_by,
)
from convostudy.outcomes.composition import (
    composition,
    label_counts,
    message_kinds,
)
from convostudy.outcomes.counts import (
    OUTCOME_COLOURS,
    STATUS_COLOURS,
    after_refusal_counts,
    after_refusal_threads,
    pitch_ranks,
    status_counts,
    status_threads,
)
from convostudy.outcomes.coverage import (
    monthly_messages,
    silent_spells,
)
from convostudy.outcomes.differences import (
    differences,
)
from convostudy.outcomes.estimates import answered_by_side, primary, reply_curves, reply_threads
from convostudy.outcomes.followed import (
    AT_RISK_H,
    followed_between,
    still_followed,
)
from convostudy.outcomes.import_quality import (
    ROW_COLOURS,
    language_counts,
    people_known,
    rows_by_file,
    unread_rows,
)
from convostudy.outcomes.median import median_time
from convostudy.outcomes.numbers import (
    counted_numbers,
    half_numbers,
    primary_numbers,
    rate_numbers,
    threshold_numbers,
)
from convostudy.outcomes.pitch_time import (
    KNOWN_COLOURS,
    first_pitch_hours,
    known_by,
    later_pitches,
    later_threads,
    soon_by,
    style_curves,
)
from convostudy.outcomes.refusal_flow import (
    FLOW_COLOURS,
    flow_threads,
    refusal_flow,
)
from convostudy.outcomes.refused import (
    again_curves,
    again_threads,
    again_times,
    opt_outs,
    persisted_by_side,
    pitches_after_no,
    refusal_reasons,
    refusals,
)
from convostudy.outcomes.side_by_side import (
    grouped,
    side_by_side,
)

__all__ = [
    "AT_RISK_H",
    "FLOW_COLOURS",
    "KNOWN_COLOURS",
    "OUTCOME_COLOURS",
    "ROW_COLOURS",
    "STATUS_COLOURS",
    "after_refusal_counts",
    "after_refusal_threads",
    "again_curves",
    "again_threads",
    "again_times",
    "answer_curves",
    "answer_hours",
    "answer_threads",
    "answer_times",
    "answer_waits",
    "answered_by_group",
    "answered_by_side",
    "answered_when",
    "asked_forms",
    "asked_functions",
    "clocked",
    "cohort_sizes",
    "cohorts",
    "composition",
    "counted_numbers",
    "differences",
    "every_status",
    "first_pitch_hours",
    "flow_threads",
    "followed_between",
    "grouped",
    "half_numbers",
    "known_by",
    "label_counts",
    "language_counts",
    "later_pitches",
    "later_threads",
    "left_open",
    "measured_unlike",
    "median_time",
    "message_kinds",
    "middle_day",
    "monthly_messages",
    "opt_outs",
    "owner_hours",
    "parted_by",
    "people_known",
    "persisted_by_side",
    "pitch_ranks",
    "pitches_after_no",
    "primary",
    "primary_numbers",
    "rate_numbers",
    "refusal_flow",
    "refusal_reasons",
    "refusals",
    "reply_curves",
    "reply_threads",
    "rows_by_file",
    "shared_messages",
    "side_by_side",
    "silent_spells",
    "soon_by",
    "start_weights",
    "status_counts",
    "status_threads",
    "still_followed",
    "style_curves",
    "threshold_numbers",
    "unclocked",
    "unread_rows",
    "zone_runs",
]
