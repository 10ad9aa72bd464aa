"""Estimates and scores in, plain sentences out: what a person would say, with its n.

A sentence never says more than its numbers: counts where a group is too small for a rate,
"not yet" where the export ends, and no word of cause.
"""

from convostudy.prose.answer_waits import (
    OF_HALF,
    answer_curve_words,
    answer_hours_words,
    wait_words,
)
from convostudy.prose.asked import (
    answered_numbers,
    answered_words,
    asked_words,
    group_words,
    open_words,
    status_words,
)
from convostudy.prose.captions import figure_words
from convostudy.prose.consequences import (
    consequences,
)
from convostudy.prose.dataset_card import (
    NOT_FOR,
    card_facts,
    card_opening,
    consent_words,
    how_collected,
    how_labelled,
    input_table,
    label_words,
    parameter_table,
)
from convostudy.prose.differences import (
    difference_caption,
    difference_figure,
    difference_rows,
    difference_summary,
    multiplicity,
)
from convostudy.prose.examples import (
    question_examples,
)
from convostudy.prose.import_quality import (
    calendar_words,
    file_words,
    import_numbers,
    language_words,
    people_sentence,
    time_assumptions,
    unread_sentence,
)
from convostudy.prose.inbox import (
    UNVALIDATED,
    headline_numbers,
    inbox_paragraph,
    opening,
    owner_hints,
)
from convostudy.prose.label_accuracy import (
    SCORED_ON,
    label_accuracy,
)
from convostudy.prose.left_out import left_out, left_out_languages
from convostudy.prose.missing import missing_hints, no_clock
from convostudy.prose.notes import (
    dot_notes,
)
from convostudy.prose.pitch_time import (
    band_words,
    hour_words,
    known_words,
    later_words,
    pitch_numbers,
    rank_words,
    soon_by_notes,
    soon_by_words,
)
from convostudy.prose.pitched_again import pitched_again_words
from convostudy.prose.refused import (
    after_no_words,
    again_words,
    flow_words,
    opt_out_note,
    persisted_words,
    reason_words,
    refusal_numbers,
)
from convostudy.prose.sentences import bullets, counted, percent, share, spelled
from convostudy.prose.set_beside import (
    parted_words,
    size_hints,
    study_names,
    unlike_words,
)
from convostudy.prose.side_by_side import (
    compared_numbers,
    group_table,
    share_rows,
    side_by_side_figure,
    side_by_side_table,
)
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
    "NOT_FOR",
    "OF_HALF",
    "SCORED_ON",
    "UNVALIDATED",
    "ZONE",
    "after_no_words",
    "again_words",
    "answer_curve_words",
    "answer_hours_words",
    "answered_numbers",
    "answered_words",
    "asked_words",
    "assumption_summary",
    "band_words",
    "bullets",
    "calendar_words",
    "card_facts",
    "card_opening",
    "compared_numbers",
    "consent_words",
    "consequences",
    "counted",
    "difference_caption",
    "difference_figure",
    "difference_rows",
    "difference_summary",
    "dot_notes",
    "figure_words",
    "file_words",
    "flow_words",
    "group_table",
    "group_words",
    "headline_numbers",
    "hour_words",
    "how_collected",
    "how_labelled",
    "import_numbers",
    "inbox_paragraph",
    "input_table",
    "known_words",
    "label_accuracy",
    "label_words",
    "language_words",
    "later_words",
    "ledger_summary",
    "left_out",
    "left_out_languages",
    "median_words",
    "missing_hints",
    "multiplicity",
    "no_clock",
    "open_words",
    "opening",
    "opt_out_note",
    "owner_hints",
    "parameter_table",
    "parted_words",
    "people_sentence",
    "percent",
    "persisted_words",
    "pitch_numbers",
    "pitched_again_words",
    "question_examples",
    "rank_words",
    "reason_words",
    "refusal_numbers",
    "share",
    "share_rows",
    "side_by_side_figure",
    "side_by_side_table",
    "size_hints",
    "soon_by_notes",
    "soon_by_words",
    "spelled",
    "status_words",
    "study_names",
    "thread_paragraph",
    "threshold_note",
    "threshold_words",
    "time_assumptions",
    "unlike_words",
    "unread_sentence",
    "wait_words",
    "zone_note",
    "zone_words",
]
