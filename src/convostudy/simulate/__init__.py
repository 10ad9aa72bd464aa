"""A study with a known truth: for the demo, the tests and the planning of sample sizes."""

from convostudy.simulate.archive import archive_name, linkedin_archive
from convostudy.simulate.assemble import inbox
from convostudy.simulate.frames import Inbox
from convostudy.simulate.labels import true_labels
from convostudy.simulate.large import large_inbox
from convostudy.simulate.truth import Truth

__all__ = [
    "Inbox",
    "Truth",
    "archive_name",
    "inbox",
    "large_inbox",
    "linkedin_archive",
    "true_labels",
]
