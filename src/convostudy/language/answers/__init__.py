"""Was the question answered? Question and reply in, a status with its evidence out.

The order is that of the codebook: refuses or does not know, only thanks, only asks back; then cues
of an answer (yes or no, a named option, a time for a when); then what a dodge looks like; and what
is left, a plain statement right after the question, is read as an answer, because between people
who talk with each other most questions are answered, often by an ellipsis.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.errors import BadTable
from convostudy.language.answers.cues import dissect
from convostudy.language.answers.matching import column, plain
from convostudy.language.answers.typed import wanted
from convostudy.language.answers.weigh import Pairs, decide
from convostudy.language.quoted import own_words

__all__ = ["status"]

_NEEDED = ("question", "form", "embedded_wh", "reply", "reply_is_pitch")


def status(pairs: pd.DataFrame) -> pd.DataFrame:
    """Judge whether replies answer questions, and by what.

    Parameters
    ----------
    pairs : pandas.DataFrame
        One row is one information question with its reply:

        - ``question``: the question as written;
        - ``form``: its grammatical form (``wh``, ``polar``, ``alternative``, ``declarative``,
          ``tag``, ``indirect``, ``fragment``);
        - ``embedded_wh``: bool, it holds a wh-question ("do you know when it starts?");
        - ``reply``: the other side's whole next turn, messages joined by line breaks; missing
          when there was none, an empty text when it had no words (a video, a file); what it
          quotes ("> When did you join?") is not read;
        - ``reply_is_pitch``: bool, a message of that turn is a pitch.

        Other columns are not looked at.

    Returns
    -------
    pandas.DataFrame
        Same index, columns

        - ``status``: a label of the codebook, see Notes; missing without a reply in words,
          because silence is judged by the clock (``no_reply``, ``open``), not by the language;
        - ``evidence``: the rule that decided, with the words it matched; missing without a reply;
        - ``by_overlap``: bool, shared words alone decided: soft;
        - ``by_sign``: bool, an answer for which something in the reply speaks (a yes, an option,
          the kind of thing that was asked for, shared words), not only its place;
        - ``needs_review``: bool, shared words alone decided and the reply is a pitch, so that a
          deflection and an answer look the same.

    Raises
    ------
    BadTable
        A column is lacking.

    Notes
    -----
    Given are ``explicit``, ``implicit`` (both answered), ``declined``, ``claims_ignorance``,
    ``clarification``, ``acknowledged_only``, ``dodged``, ``general`` (a few set phrases: "it
    depends") and ``deflection`` (the reply offers and shares words with the question). Not given
    is ``partial``: half an answer counts as ``explicit``, so the strict rate is too high.

    Known limits. Rules see words, not sense: "When do you fly? - My father thinks wifi makes the
    tomatoes sick" is a plain statement and read as an answer, so dodges without an offer, a
    question of their own or a refusal are mostly missed. A vague reply without a set phrase
    ("Pilots always cost more than people plan") is ``implicit``. A reply to several questions is
    judged as a whole for each. ``explicit`` and ``implicit`` are told apart roughly: report the
    two together. English only. On coded threads whose texts were not read while the rules were
    written, kappa of answered or not was 0.48 (0.36 to 0.60; 362 pairs, pitches as coded), a
    little flattered, because their scores were seen on the way; on those that were read, 0.66.
    The rules say "answered" too often (84 % for 71 %). ``benchmarks/labels_answers.py`` prints
    kappa anew. Accuracy means nothing here, as most questions are answered anyway.

    References
    ----------
    Raymond (2003) on type-conforming answers; Louis, Roth & Radlinski (2020), Circa, on indirect
    ones; Thomas et al. (2024), CLARITY, on non-answers; Shrestha & McKeown (2004) on pairing.

    Examples
    --------
    >>> pairs = pd.DataFrame({
    ...     "question": ["When did you join?", "How did you find me?", "Will it be recorded?"],
    ...     "form": ["wh", "wh", "polar"],
    ...     "embedded_wh": False,
    ...     "reply": ["In March, I think", "Our platform brings more clients.", None],
    ...     "reply_is_pitch": [False, True, False],
    ... })
    >>> judged = status(pairs)
    >>> judged["status"].tolist()
    ['explicit', 'dodged', nan]
    >>> judged["evidence"].tolist()
    ['time: march', 'sets out an offer instead: our platform', nan]
    """
    lacking = [name for name in _NEEDED if name not in pairs]
    if lacking:
        raise BadTable(
            f"no column {', '.join(map(repr, lacking))}",
            where="question-reply pairs",
            expected=f"the columns {', '.join(_NEEDED)}",
            do="Pair each question with the other side's whole next turn (threads.reply_slots)",
        )
    has_reply = pairs["reply"].notna().to_numpy()
    pairs = pairs.assign(reply=own_words(pairs["reply"].astype("str")))
    has_words = (pairs["reply"].fillna("").str.strip() != "").to_numpy(dtype=bool)
    found = {
        "status": np.full(len(pairs), None, dtype=object),
        "evidence": np.full(len(pairs), None, dtype=object),
        "by_overlap": np.zeros(len(pairs), dtype=bool),
        "by_sign": np.zeros(len(pairs), dtype=bool),
        "needs_review": np.zeros(len(pairs), dtype=bool),
    }
    found["evidence"][has_reply & ~has_words] = "reply without words"
    if has_words.any():
        verdicts = decide(_taken_apart(pairs[has_words]))
        for name, values in found.items():
            values[has_words] = getattr(verdicts, name)
    return pd.DataFrame(found, index=pairs.index).astype({"status": "str", "evidence": "str"})


def _taken_apart(pairs: pd.DataFrame) -> Pairs:
    written = column(pairs["reply"])
    form = pairs["form"].astype("str").to_numpy(dtype=object)
    return Pairs(
        question=pairs["question"].reset_index(drop=True),
        form=form,
        kind=wanted(plain(column(pairs["question"])), form, _flags(pairs["embedded_wh"])),
        written=written,
        reply=dissect(written),
        is_pitch=_flags(pairs["reply_is_pitch"]),
    )


def _flags(values: pd.Series) -> npt.NDArray[np.bool_]:
    """Return flags without missing values: what is not known to be so is not used as a cue."""
    return np.asarray(values.astype("boolean").fillna(False), dtype=bool)
