"""Messages in, messages that a stranger may read out."""

from convostudy.deidentify.languages import listed_threads
from convostudy.deidentify.people import Participant
from convostudy.deidentify.pooling import class_sizes, pool, top_code
from convostudy.deidentify.pseudonyms import Pseudonyms, canonical_ids
from convostudy.deidentify.recognisers import spacy_recogniser
from convostudy.deidentify.review import (
    leak_bound,
    masks_by_layer,
    review_sample,
    review_state,
)
from convostudy.deidentify.scrub import Scrubbed, scrub, scrub_thread
from convostudy.deidentify.times import (
    hour_bucket,
    ladder,
    ladder_bounds,
    ladder_median,
    quarters_before,
    shift_tables,
    shift_weeks,
)

__all__ = [
    "Participant",
    "Pseudonyms",
    "Scrubbed",
    "canonical_ids",
    "class_sizes",
    "hour_bucket",
    "ladder",
    "ladder_bounds",
    "ladder_median",
    "leak_bound",
    "listed_threads",
    "masks_by_layer",
    "pool",
    "quarters_before",
    "review_sample",
    "review_state",
    "scrub",
    "scrub_thread",
    "shift_tables",
    "shift_weeks",
    "spacy_recogniser",
    "top_code",
]
