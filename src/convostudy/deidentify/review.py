"""What a person must still look at, and what looking proves."""

from __future__ import annotations

import math

import pandas as pd

from convostudy.deidentify.scrub import Scrubbed
from convostudy.errors import BadParameter

__all__ = ["leak_bound", "masks_by_layer", "review_sample"]


def review_sample(
    scrubbed: Scrubbed, *, n: int = 300, seed: int = 0, dense: float = 0.3
) -> pd.DataFrame:
    """Draw messages for a person to read, and add those with many masks.

    Parameters
    ----------
    scrubbed : Scrubbed
        From `scrub`.
    n : int
        Messages drawn at random; only these count for `leak_bound`.
    seed : int
        Of the draw.
    dense : float
        Share of words that are masks from which on a message is added.

    Returns
    -------
    pandas.DataFrame
        message_id, text, n_masks, why (random, many masks).

    Examples
    --------
    >>> messages = pd.DataFrame({"message_id": ["m1", "m2"], "text": ["[PERSON_1] left", "ok"]})
    >>> masks = pd.DataFrame({"message_id": ["m1"]})
    >>> review_sample(Scrubbed(messages, masks), n=1)["message_id"].tolist()
    ['m2', 'm1']
    """
    messages = scrubbed.messages
    counts = scrubbed.masks["message_id"].value_counts()
    shown = messages[["message_id", "text"]].copy()
    shown["n_masks"] = shown["message_id"].map(counts).fillna(0).astype("int64")
    drawn = shown.sample(min(n, len(shown)), random_state=seed).assign(why="random")
    share = shown["n_masks"] / shown["text"].str.split().str.len().clip(lower=1)
    many = shown[(share >= dense) & ~shown.index.isin(drawn.index)].assign(why="many masks")
    return pd.concat([drawn, many], ignore_index=True)


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
