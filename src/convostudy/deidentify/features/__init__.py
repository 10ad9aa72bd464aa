"""Tables of a study in, what may leave it out: features without words (T1), counts (T0)."""

from convostudy.deidentify.features.coarse import FOLLOWED_H, ages, durations
from convostudy.deidentify.features.counts import T0, aggregated
from convostudy.deidentify.features.release import MIN_THREADS, T1, Features, released
from convostudy.deidentify.features.schema import QUASI_IDENTIFIERS, SENSITIVE
from convostudy.deidentify.features.scores_schema import LEFT_OUT, SCORES, score_table

__all__ = [
    "FOLLOWED_H",
    "LEFT_OUT",
    "MIN_THREADS",
    "QUASI_IDENTIFIERS",
    "SCORES",
    "SENSITIVE",
    "T0",
    "T1",
    "Features",
    "ages",
    "aggregated",
    "durations",
    "released",
    "score_table",
]
