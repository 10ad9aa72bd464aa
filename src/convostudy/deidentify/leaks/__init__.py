"""Is anybody named in what is to be passed on? Looks at the bytes, whoever wrote them and how.

`identifiers` gathers what tells who somebody is, `scan` searches it in every file of a folder, in
every form that somebody could undo: packed, embedded, escaped, encoded, accented, reversed.
"""

from convostudy.deidentify.leaks.identifiers import NAMES_NOBODY, identifiers
from convostudy.deidentify.leaks.known import Identifiers
from convostudy.deidentify.leaks.scan import UNREAD, scan, scan_bytes

__all__ = ["NAMES_NOBODY", "UNREAD", "Identifiers", "identifiers", "scan", "scan_bytes"]
