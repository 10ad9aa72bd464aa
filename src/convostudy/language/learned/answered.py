"""Is the question answered? By a model of question and reply that also hears the rules."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_matrix

from convostudy.language.acts.scoring import readable
from convostudy.language.learned.context import SIGNS, context, signs
from convostudy.language.learned.encoder.head import Depth, deepened, head
from convostudy.language.learned.encoder.readings import answer_rows
from convostudy.language.learned.heard import heard_status, in_words
from convostudy.language.learned.linear import load, probabilities
from convostudy.language.learned.tokens import Tokens, tokens
from convostudy.language.lexicons import any_of
from convostudy.tables import FORMS
from convostudy.tables import STATUSES as EVERY_STATUS

__all__ = ["ANSWERED", "STATUSES", "light_status", "pair_reading", "ruled"]

#: What a reply in words can be; silence is judged by the clock.
STATUSES = tuple(name for name in EVERY_STATUS if name not in ("no_reply", "open"))
ANSWERED = 3  # the first three are answers
_OPENING = 6  # words of a reply by which most answers show
_MARKS = SIGNS.index("opens")
#: Word lists ``reply_<name>``: how a reply begins.
_STARTS = ("yes", "no", "thanks", "wonders", "asks")


def light_status(
    pairs: pd.DataFrame,
    depth: Depth = "light",
    folder: str | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Judge whether replies answer questions, by the linear model.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `convostudy.language.answers.status` wants them; ``head``, what the message says before
        the question, where known.
    depth : str
        Whether the encoder reads, too: see `convostudy.language.learned.encoder.head.Depth`.
    folder : str, optional
        Of another encoder than the package's own.
    language : str
        In which the texts are.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.answers.status` gives it, and ``confidence``: calibrated
        probability that the reply answers where ``status`` is an answer, and that it does not
        where it is none.
    """
    by_rule = heard_status(pairs, language)
    judged = in_words(pairs["reply"])
    if not judged.any():
        return by_rule.assign(confidence=np.nan)
    model = load(f"answers.{language}")
    found, around, seen = pair_reading(pairs[judged], by_rule[judged], language)
    chance = probabilities(model, model.score(found, around, seen))
    threshold = model.threshold[-1]
    if depth != "light":
        chance = deepened(
            chance,
            "answers",
            lambda tokenizer, rows: answer_rows(tokenizer, pairs[judged].iloc[rows]),
            everything=depth == "transformer",
            folder=folder,
        )
        threshold = head("answers", folder).threshold[-1]
    pitched = pairs.loc[judged, "reply_is_pitch"].to_numpy(dtype=bool)
    return ruled(by_rule, judged, chance, threshold, pitched)


def ruled(
    by_rule: pd.DataFrame,
    judged: pd.Series,
    chance: npt.NDArray[np.float64],
    threshold: float,
    pitched: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Put the model's verdicts in the place of the rules'.

    Parameters
    ----------
    by_rule : pandas.DataFrame
        What the rules say.
    judged : pandas.Series of bool
        Which replies have words.
    chance : numpy.ndarray
        Judged pairs by `STATUSES` and, last, answered at all.
    threshold : float
        Probability from which a question counts as answered.
    pitched : numpy.ndarray of bool
        Judged pairs whose reply is a pitch: who pitches back evades, and says no to nothing.
    """
    answered = chance[:, -1] >= threshold
    each = chance[:, : len(STATUSES)].copy()
    each[answered, ANSWERED:] = -1
    each[~answered, :ANSWERED] = -1
    declines = by_rule.loc[judged, "status"].to_numpy(dtype=object) == "declined"
    each[pitched & ~declines, STATUSES.index("declined")] = -1
    best = np.array(STATUSES, dtype=object)[each.argmax(axis=1)]
    sure = np.where(answered, chance[:, -1], 1 - chance[:, -1])
    rule = by_rule.loc[judged, "evidence"].fillna("").to_numpy(dtype=object)
    agrees = by_rule.loc[judged, "status"].to_numpy(dtype=object) == best
    said = [
        f"{words}; model {p:.2f}" if same and words else f"model: {label} {p:.2f}"
        for words, same, label, p in zip(rule, agrees, best, sure, strict=True)
    ]
    made = by_rule.copy()
    made["confidence"] = np.nan
    made.loc[judged, "status"] = best
    made.loc[judged, "evidence"] = said
    made.loc[judged, "confidence"] = sure
    # What the model weighed is more than shared words.
    for flag in ("by_overlap", "needs_review"):
        made.loc[judged, flag] = made.loc[judged, flag].to_numpy() & agrees
    return made


def pair_reading(
    pairs: pd.DataFrame, by_rule: pd.DataFrame, language: str = "en"
) -> tuple[Tokens, dict[str, csr_matrix], npt.NDArray[np.float32]]:
    """Return words, places and signs of questions with their replies.

    Returns
    -------
    found : Tokens
        Words of replies, of their openings, of questions.
    around : dict of str to scipy.sparse.csr_matrix
        ``reply``, ``opening``, ``question``: pairs by texts.
    signs : numpy.ndarray
        Pairs by signs.
    """
    n = len(pairs)
    reply = pairs["reply"].astype("str")
    opening = reply.str.split(n=_OPENING).str[:_OPENING].str.join(" ")
    texts = pd.concat([reply, opening, pairs["question"].astype("str")], ignore_index=True)
    found = tokens(readable(texts))
    rows = np.arange(n)
    ones = np.ones(n, dtype=np.float32)
    around = {
        name: csr_matrix((ones, rows + k * n, np.arange(n + 1)), shape=(n, 3 * n))
        for k, name in enumerate(("reply", "opening", "question"))
    }
    return found, around, _signs(pairs, by_rule, found, language)


def _signs(
    pairs: pd.DataFrame, by_rule: pd.DataFrame, found: Tokens, language: str
) -> npt.NDArray[np.float32]:
    n = len(pairs)
    alone = context(pd.DataFrame(index=pairs.index))
    texts = readable(pairs["reply"])
    of_reply = signs(texts, alone)[:, :_MARKS]
    of_question = signs(readable(pairs["question"]), alone)[:, :_MARKS]
    form = np.column_stack([pairs["form"] == name for name in FORMS]).astype("f4")
    # A letter beyond ASCII is none to RE2's own edge of words.
    begins = (rf"^\W*{any_of(f'reply_{name}', language)}(?:\W|$)" for name in _STARTS)
    starts = np.column_stack([_held(texts, pattern) for pattern in begins])
    short = of_reply[:, [SIGNS.index("over_3_words"), SIGNS.index("digits"), SIGNS.index("asks")]]
    crossed = np.hstack([form[:, [k]] * np.hstack([starts, short]) for k in range(len(FORMS))])
    rule = np.column_stack([by_rule["status"] == name for name in STATUSES])
    shared = _shared(found, n, language)
    grades = np.column_stack([shared > grade for grade in (0.0, 0.1, 0.25, 0.5)])
    pitch = pairs[["reply_is_pitch"]].to_numpy(dtype=bool)
    parts = [of_reply, of_question, form, starts, crossed, rule, grades, pitch]
    made: npt.NDArray[np.float32] = np.hstack(parts).astype(np.float32)
    return made


def _held(texts: pa.Array, pattern: str) -> npt.NDArray[np.float32]:
    hit = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    flags: npt.NDArray[np.float32] = hit.astype(np.float32)
    return flags


def _shared(found: Tokens, n: int, language: str) -> npt.NDArray[np.float64]:
    """Return the share of each question's words, weighted by rarity, that its reply repeats."""
    counts = found.counts()
    counts.data[:] = 1
    rarity = _rarity(found, language)
    asked, said = counts[2 * n :], counts[:n]
    both = np.asarray(asked.multiply(said) @ rarity).ravel()
    whole = np.asarray(asked @ rarity).ravel()
    share: npt.NDArray[np.float64] = both / np.maximum(whole, 1e-9)
    return share


def _rarity(found: Tokens, language: str) -> npt.NDArray[np.float64]:
    """Rarity in the texts that the model was trained on: the same whatever else is asked."""
    bag = load_bag(language)
    place = {name: k for k, name in enumerate(bag[0])}
    rarest = float(bag[1].max())
    return np.array([bag[1][place[word]] if word in place else rarest for word in found.words])


def load_bag(language: str = "en") -> tuple[list[str], npt.NDArray[np.float32]]:
    """Return the words of the model of acts, which has seen most, with their rarity."""
    bag = load(f"acts.{language}").bag
    return bag.names["words"], bag.rarity["words"]
