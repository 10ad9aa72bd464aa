"""An id that a message keeps in every export of it."""

from __future__ import annotations

import hashlib
import zlib

import numpy as np
import pandas as pd
import pyarrow as pa

from convostudy.sources._letters import letters_of
from convostudy.tables import as_text

__all__ = ["add_ids", "message_ids"]

#: White space is the space and, in a row, tab, line feed, vertical tab, form feed, return.
_SPACE, _TAB, _RETURN = np.frombuffer(b" \t\r", dtype=np.uint8)
_HEX = 24


def message_ids(conversation: pd.Series, sent_at: pd.Series, content: pd.Series) -> pd.Series:
    r"""Hash conversation, second and words, white space aside; names and addresses play no part.

    The id is 16 hexadecimal digits of conversation (BLAKE2b) and second, mixed, and 8 of the
    words (CRC-32): the words need only tell apart what was sent in one conversation in one
    second. Both hashes are standards, so that ids outlive any version of a package.

    Parameters
    ----------
    conversation, content : pandas.Series of str
        As exported.
    sent_at : pandas.Series
        Instants, UTC.

    Returns
    -------
    pandas.Series of str
        Same index.

    Examples
    --------
    >>> at = pd.to_datetime(pd.Series(["2025-05-02 08:15:00"] * 2), utc=True)
    >>> message_ids(pd.Series(["2-abc"] * 2), at, pd.Series(["Hi  there", "Hi there\n"])).tolist()
    ['ad9d4f98a35d8575597ea479', 'ad9d4f98a35d8575597ea479']
    """
    return _as_text(_parts(conversation, sent_at, content), conversation.index)


def _parts(conversation: pd.Series, sent_at: pd.Series, content: pd.Series) -> np.ndarray:
    codes, names = pd.factorize(conversation)
    digests = b"".join(
        hashlib.blake2b(name.encode(errors="replace"), digest_size=8).digest()
        for name in names.tolist()
    )
    where = np.frombuffer(digests, dtype=">u8").astype("u8").take(codes)
    second = (sent_at.astype("datetime64[us, UTC]").astype("int64") // 1_000_000).to_numpy()
    parts = np.empty(len(content), dtype=[("place", ">u8"), ("words", ">u4")])
    parts["place"] = _mixed(where, second)
    # One by one, since neither numpy nor Arrow has a checksum.
    parts["words"] = list(map(zlib.crc32, _without_white(content)))
    return parts


def _n_bits_before(words: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return how many bits are set before each place, the lowest bit of a word being its first."""
    word, bit = places >> 6, (places & 63).astype("u8")
    before = np.cumsum(np.bitwise_count(words), dtype="int64")[word - 1]
    before[word == 0] = 0
    within = words[word] & ((np.uint64(1) << bit) - np.uint64(1))
    return np.asarray(before + np.bitwise_count(within), dtype="int64")


def _as_text(parts: np.ndarray, index: pd.Index) -> pd.Series:
    ends = pa.py_buffer(np.arange(0, _HEX * len(parts) + 1, _HEX, dtype="int64"))
    digits = pa.py_buffer(parts.tobytes().hex().encode())
    ids = pa.LargeStringArray.from_buffers(len(parts), ends, digits)
    return pd.Series(ids, index=index, dtype="str")


def _without_white(texts: pd.Series) -> np.ndarray:
    """Return the texts in UTF-8 without their white space, taken out of all of them at once.

    It is left out rather than evened out: that is one pass over the bytes.
    """
    letters, edges = letters_of(texts)
    white = letters == _SPACE
    white |= (letters - _TAB) <= _RETURN - _TAB  # below the tab, the difference wraps around
    kept = np.zeros(len(letters) // 64 + 1, dtype="<u8")  # a bit for each letter
    bits = np.packbits(np.invert(white, out=white), bitorder="little")
    kept.view(np.uint8)[: len(bits)] = bits
    keep = pa.BooleanArray.from_buffers(pa.bool_(), len(letters), [None, pa.py_buffer(kept)])
    left = pa.array(letters).filter(keep).buffers()[1]
    ends = pa.py_buffer(_n_bits_before(kept, edges))
    lean = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(texts), [None, ends, left])
    return np.asarray(lean.to_numpy(zero_copy_only=False))


def _mixed(where: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Mix two numbers into one whose every bit depends on all of theirs (SplitMix64)."""
    with np.errstate(over="ignore"):
        z = where + second.astype("u8") * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(z ^ (z >> np.uint64(31)))


def add_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with message_id: the same message has it in every export and era.

    Of identical messages (conversation, second, words) within a file the first keeps the plain
    id and the others are numbered, so that a genuine repeat stays.

    Parameters
    ----------
    rows : pandas.DataFrame
        conversation_id, sent_at, content, sender_id, file.

    Returns
    -------
    pandas.DataFrame
    """
    parts = _parts(rows["conversation_id"], rows["sent_at"], rows["content"])
    plain = _as_text(parts, rows.index)
    if len(pd.unique(parts["place"].astype("u8"))) == len(parts):
        return rows.assign(message_id=plain)
    twice = plain.duplicated(keep=False)
    order = rows.loc[twice, ["file", "sender_id"]].apply(as_text).assign(id=plain[twice])
    order = order.sort_values(["file", "id", "sender_id"], kind="stable")
    number = order.groupby(["file", "id"]).cumcount()
    numbered = order["id"] + ("-" + number.astype("str")).where(number > 0, "")
    plain = plain.copy()
    plain[numbered.index] = numbered
    return rows.assign(message_id=plain)
