"""What a person must still look at, and what looking proves."""

from __future__ import annotations

import hashlib
import math
import re
from typing import NamedTuple

import pandas as pd

from convostudy.deidentify.lists import entries
from convostudy.deidentify.scrub import Scrubbed
from convostudy.deidentify.words import PLACEHOLDER
from convostudy.errors import BadParameter, counted

__all__ = [
    "DECISIONS",
    "ReviewState",
    "leak_bound",
    "masks_by_layer",
    "review_sample",
    "review_state",
    "text_digest",
]

DECISIONS = ("message_id", "text_sha256", "leaks", "left")
"""What a reader decided of one message: whether somebody can be told, and by what."""
_RANDOM, _DENSE, _NAMES = "drawn at random", "many masks", "a word that is a name, too"
_SMALL_WORD = re.compile(r"[a-z]+")


class ReviewState(NamedTuple):
    """How far a review has come."""

    n_drawn: int
    """Messages drawn at random."""
    n_read: int
    """Of these, read."""
    n_leaks: int
    """Of these, in which somebody can be told."""
    bound: float
    """Upper limit of the share of leaking messages; missing before one is read."""
    n_others: int
    """Messages added for their masks or words."""
    n_others_read: int
    n_others_leaks: int

    def __str__(self) -> str:
        """Say it in words.

        Examples
        --------
        >>> print(ReviewState(300, 300, 0, leak_bound(300), 8, 2, 0))
        300 of 300 messages drawn at random are read, and in 0 of them somebody can be told: with
        95 % confidence at most 1.0 % of all messages leak. Of 8 added for what is in them, 2 are
        read, and 0 leak.
        """
        drawn = f"{self.n_read:,} of {counted(self.n_drawn, 'message')} drawn at random are read"
        if self.n_read:
            most = f"{math.ceil(1000 * self.bound) / 10:.1f} %"
            drawn += f", and in {self.n_leaks:,} of them somebody can be told: with 95 % confidence"
            drawn += f" at most {most} of all messages leak"
        drawn += "."
        if self.n_read and self.n_read < self.n_drawn:
            drawn += " Read them all before you quote that."
        if not self.n_others:
            return drawn
        others = f"Of {self.n_others:,} added for what is in them, {self.n_others_read:,} are read"
        return f"{drawn} {others}, and {self.n_others_leaks:,} leak."


def review_sample(
    messages: pd.DataFrame, *, n: int = 300, seed: int = 0, dense: float = 0.3
) -> pd.DataFrame:
    """Draw messages for a person to read, and add those that are likeliest to leak.

    Added are messages with many masks, where what is left may tell who is meant, and those that
    keep a word which is a first name, too ("hope"), because it stands in small letters.

    Parameters
    ----------
    messages : pandas.DataFrame
        ``message_id`` and ``text``, from `scrub`.
    n : int
        Messages drawn at random; only these count for `leak_bound`.
    seed : int
        Of the draw.
    dense : float
        Share of words that are masks from which on a message is added.

    Returns
    -------
    pandas.DataFrame
        message_id, text, n_masks, why; those drawn at random first, in random order.

    Examples
    --------
    >>> texts = ["[PERSON_1] left", "ok", "we saw jack there"]
    >>> messages = pd.DataFrame({"message_id": ["m1", "m2", "m3"], "text": texts})
    >>> review_sample(messages, n=1)[["message_id", "why"]].to_numpy().tolist()
    [['m3', 'drawn at random'], ['m1', 'many masks']]
    """
    shown = messages[["message_id", "text"]].copy()
    shown["text"] = shown["text"].fillna("")
    shown = shown[shown["text"].str.strip() != ""]
    shown["n_masks"] = shown["text"].str.count(PLACEHOLDER.pattern).astype("int64")
    drawn = shown.sample(min(n, len(shown)), random_state=seed).assign(why=_RANDOM)
    rest = shown[~shown.index.isin(drawn.index)]
    share = rest["n_masks"] / rest["text"].str.split().str.len().clip(lower=1)
    many = rest[share >= dense].assign(why=_DENSE)
    rest = rest[~rest.index.isin(many.index)]
    names = entries("names_that_are_words") - entries("after_greetings")
    # A loop over messages: a set looks up ten words faster than 400 patterns search one text.
    kept = [not names.isdisjoint(_SMALL_WORD.findall(text)) for text in rest["text"]]
    also = rest[kept].assign(why=_NAMES)
    return pd.concat([drawn, many, also], ignore_index=True)


def text_digest(text: str) -> str:
    """Return what a decision remembers of the text that was read, in place of the text.

    Examples
    --------
    >>> text_digest("ok")[:12]
    '2689367b205c'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def review_state(sample: pd.DataFrame, decisions: pd.DataFrame) -> ReviewState:
    """Tell how far a review has come, and what it proves.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `review_sample`.
    decisions : pandas.DataFrame
        ``message_id, text_sha256, leaks, left``, in the order in which they were made. The last one
        on a message counts, and only if its text is still the same.

    Returns
    -------
    ReviewState

    Examples
    --------
    >>> sample = pd.DataFrame({"message_id": ["m1", "m2"], "text": ["ok", "no"]})
    >>> sample["why"] = "drawn at random"
    >>> read = pd.DataFrame([("m1", text_digest("ok"), False, "")], columns=list(DECISIONS))
    >>> review_state(sample, read)[:3]
    (2, 1, 0)
    """
    last = decisions.drop_duplicates(["message_id", "text_sha256"], keep="last")
    now = sample[["message_id", "why"]].assign(text_sha256=sample["text"].map(text_digest))
    told = now.merge(last, on=["message_id", "text_sha256"], how="left")
    read = told["leaks"].notna()
    leaks = told["leaks"].eq(True).fillna(False)
    random = told["why"] == _RANDOM
    n_read, n_leaks = int((random & read).sum()), int((random & leaks).sum())
    return ReviewState(
        n_drawn=int(random.sum()),
        n_read=n_read,
        n_leaks=n_leaks,
        bound=leak_bound(n_read, n_leaks) if n_read else math.nan,
        n_others=int((~random).sum()),
        n_others_read=int((~random & read).sum()),
        n_others_leaks=int((~random & leaks).sum()),
    )


def leak_bound(n_read: int, n_leaks: int = 0, *, confidence: float = 0.95) -> float:
    """Return the share of leaking messages that a random sample rules out.

    Without a leak this is the rule of three, 3 / n, in its exact form.

    Parameters
    ----------
    n_read : int
        Messages drawn at random and read.
    n_leaks : int
        Those in which something was left.
    confidence : float
        How sure.

    Returns
    -------
    float
        Upper limit, one-sided (Clopper and Pearson).

    Raises
    ------
    BadParameter
        Nothing was read, or more leaks than messages.

    References
    ----------
    Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all right? JAMA 249.

    Examples
    --------
    >>> round(leak_bound(300), 4), round(leak_bound(300, 2), 4)
    (0.0099, 0.0208)
    """
    if not 0 <= n_leaks <= n_read or n_read < 1:
        raise BadParameter(
            f"{n_leaks} leaks in {n_read} messages",
            where="leak_bound",
            expected="at least one message read, and no more leaks than messages",
            do="Count the messages of the random sample, not those added for their many masks",
        )
    if n_leaks == n_read:
        return 1.0
    if n_leaks == 0:
        return -math.expm1(math.log1p(-confidence) / n_read)
    from scipy.stats import beta

    return float(beta.ppf(confidence, n_leaks + 1, n_read - n_leaks))


def masks_by_layer(scrubbed: Scrubbed) -> pd.DataFrame:
    """Count masks by layer and type.

    Parameters
    ----------
    scrubbed : Scrubbed
        From `scrub`.

    Returns
    -------
    pandas.DataFrame
        layer, type, n_masks, n_messages; the most frequent first.

    Examples
    --------
    >>> masks = pd.DataFrame({"message_id": ["m1", "m1"], "type": "PERSON", "layer": "greeting"})
    >>> masks_by_layer(Scrubbed(pd.DataFrame(), masks)).to_numpy().tolist()
    [['greeting', 'PERSON', 2, 1]]
    """
    grouped = scrubbed.masks.groupby(["layer", "type"], as_index=False)["message_id"]
    counts = grouped.agg(n_masks="size", n_messages="nunique")
    return counts.sort_values("n_masks", ascending=False, ignore_index=True)
