"""Where a question stands in the talk: opener, mirror, follow-up, or a switch of topic."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from convostudy.language.questions.patterns import core_start, lowered
from convostudy.language.words import content_stems

__all__ = ["introduces", "sequence"]

_MIRROR = re.compile(
    r"(?:(?:how|what) (?:about|of|are) )?(?:you|u|yours?|urs|yourself|urself|your side|your end)"
    r"(?:,? (?:guys|too|two|lot|then|[a-z]+))?$"
)
_INTRODUCTORY = re.compile(
    r"(?:and )?(?:how (?:are|r|is|have|has|was) (?:you|u|ya|things?|life|everything|the family"
    r"|your (?:day|week|weekend|year|morning|evening|summer|holidays?|christmas)|it)"
    r"(?: (?:all|doing|keeping|going|been|today|these days|treating you|lately|so far|getting on"
    r"|on earth))*"
    r"|how(?:'s|s) (?:things?|life|it|everything|your (?:day|week|weekend|year|morning|evening"
    r"|summer)|tricks)(?: (?:going|been|treating you|so far|with you|today|these days))*"
    r"|(?:hope )?(?:you|u) (?:ok|well|good|alright|all right)|are (?:you|u) (?:well|ok"
    r"|keeping well|alright)"
    r"|how (?:do you do|goes it|on earth are you)|what(?:'s|s| is) (?:up|new)|(?:all"
    r"|everything) (?:good|well|ok|okay)"
    r"|had a good (?:week|weekend|day|summer|break|one)|good (?:week|weekend))"
    r"(?:,? (?:my (?:dear|friend)|[a-z]+))?$"
)
# Takes up what was said without repeating it.
_ANAPHORA = re.compile(
    r"\b(?:it|that|this|those|these|them|they|he|she|him|her|his|one|ones|same|such|then|why"
    r"|how come)\b"
)
# "Is that ...", "why would this ...": a demonstrative as the subject points at what was just said.
_POINTS_BACK = re.compile(
    r"(?:(?:so|and|but|well|ok|okay),? )*(?:(?:what|why|how|when|where|who) )?"
    r"(?:is|was|are|were|does|did|do|would|will|could|can|has|have|had)(?:n't)? "
    r"(?:that|this|those|these)\b"
)
_ADDS = re.compile(r"\W*(?:and|also|plus|another|one more|next|second(?:ly)?|last(?:ly)?)\b")
_FEW_SPACES = 2


def sequence(asked: pd.DataFrame) -> pd.Series:
    """Say where in the talk each question stands.

    Parameters
    ----------
    asked : pandas.DataFrame
        One row per question: ``text`` (the question), ``function``, ``partner_text`` (the partner's
        previous turn; missing when the partner has said nothing yet), ``own_text`` (what the asker
        wrote before: own previous turn and earlier sentences of this one; may be missing).

    Returns
    -------
    pandas.Series
        Same index: ``rhetorical`` for rhetorical questions, else ``introductory``, ``mirror``,
        ``follow_up``, ``partial_switch``, ``full_switch`` or ``opening``. A property of the talk,
        with no better or worse; follow-up questions are the ones that make askers liked.

    References
    ----------
    Huang, Yeomans, Brooks, Minson & Gino (2017), It doesn't hurt to ask; ``opening`` added here.

    Examples
    --------
    >>> sequence(pd.DataFrame({
    ...     "text": ["How are you?", "What is it like on the trade desk?", "Do you speak Dutch?"],
    ...     "function": "information",
    ...     "partner_text": [None, "I moved to the trade desk.", "I moved to the trade desk."],
    ...     "own_text": [None, None, "Well done."]})).tolist()
    ['introductory', 'follow_up', 'full_switch']
    """
    partner = asked["partner_text"]
    theirs = content_stems(partner)
    ours = content_stems(asked["own_text"])
    here = content_stems(asked["text"])
    # Each different question is read once: the same one is put to many.
    read = {text: _read(text) for text in dict.fromkeys(asked["text"].tolist())}
    # A loop over questions: each compares its own three sets of stems.
    labels = [
        _label(read[text], function, spoke, stems, partner_stems, own_stems, own)
        for text, function, spoke, stems, partner_stems, own_stems, own in zip(
            asked["text"].tolist(),
            asked["function"].tolist(),
            partner.notna().tolist(),
            here,
            theirs,
            ours,
            asked["own_text"].fillna("").str.contains("?", regex=False).tolist(),
            strict=True,
        )
    ]
    return pd.Series(labels, index=asked.index, dtype="str")


def introduces(text: str) -> bool:
    """Tell whether a question is asked of anyone to open the talk.

    Examples
    --------
    >>> introduces("How are you doing?"), introduces("Where do you live?")
    (True, False)
    """
    return _read(text).introduces


class _Read(NamedTuple):
    """What the words of a question say of its place, wherever it stands."""

    mirrors: bool
    introduces: bool
    points_back: bool
    adds: bool
    takes_up: bool


def _read(text: str) -> _Read:
    low = lowered(text)
    core = low[core_start(text, low) :].strip(" ?!.…\"'😀🙂😊")
    return _Read(
        mirrors=_MIRROR.match(core) is not None,
        introduces=_INTRODUCTORY.match(core) is not None,
        points_back=_POINTS_BACK.match(core) is not None,
        adds=_ADDS.match(low) is not None,
        takes_up=core.count(" ") <= _FEW_SPACES or _ANAPHORA.search(core) is not None,
    )


def _label(
    read: _Read,
    function: str,
    spoke: bool,
    stems: frozenset[str],
    theirs: frozenset[str],
    ours: frozenset[str],
    asked_before: bool,
) -> str:
    if function == "rhetorical":
        return "rhetorical"
    if spoke and read.mirrors:
        return "mirror"
    if read.introduces:
        return "introductory"
    if not spoke:
        return "opening"
    if stems & theirs and len(stems & theirs) >= len(stems & ours):
        return "follow_up"
    if read.points_back:
        return "follow_up"
    # "And", "also" carry on the asker's own line, as does a word of their own.
    if stems & ours or (asked_before and read.adds):
        return "partial_switch"
    if read.takes_up:
        return "follow_up"
    return "full_switch"
