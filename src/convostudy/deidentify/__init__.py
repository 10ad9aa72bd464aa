"""Messages in, messages that a stranger may read out."""

from convostudy.deidentify.people import Participant
from convostudy.deidentify.review import leak_bound, masks_by_layer, review_sample
from convostudy.deidentify.scrub import Scrubbed, scrub, scrub_thread

__all__ = [
    "Participant",
    "Scrubbed",
    "leak_bound",
    "masks_by_layer",
    "review_sample",
    "scrub",
    "scrub_thread",
]
