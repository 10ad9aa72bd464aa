"""Weigh what the encoder says against the linear models, on batches that neither learned from."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from convostudy.language.learned.acts import LABELS as ACTS
from convostudy.language.learned.acts import reading, second_sight
from convostudy.language.learned.answered import ANSWERED, STATUSES
from convostudy.language.learned.context import Context, context
from convostudy.language.learned.encoder.head import Head, log_odds, raw_head
from convostudy.language.learned.encoder.session import encoder
from convostudy.language.learned.linear import load
from convostudy.tables import FUNCTIONS
from convostudy.training.fit import best_cut
from convostudy.training.held_out import Seen, seen
from convostudy.training.message_acts import pitch_cut

__all__ = ["believed", "finished", "natural_shares", "weighed", "weighings"]

Floats = npt.NDArray[np.float64]
_ENOUGH = 30  # messages with a label, to choose its cut by them
_LEVELS = (0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 2.0)
_COST = 0.01  # F1 that a rule's word may cost on the calibration batches
_AROUND = 10  # cuts on either side that have a say: these batches are few
_STRENGTH = 1.0  # inverse of the ridge penalty
#: The encoder reads where the linear model gives one of these labels a probability between these
#: two. A rare label is missed at probabilities far below one half, so its window begins low. Chosen
#: on the batches for calibration, where each is wide enough for nearly all that reading everything
#: gains; labels that gain little are not asked for.
DOUBT = {
    ("acts", "pitch"): (0.1, 0.9),
    ("acts", "refusal"): (0.2, 0.9),
    ("acts", "offer_help"): (0.1, 0.8),
    ("acts", "opt_out_request"): (0.02, 0.97),
    ("acts", "acceptance"): (0.2, 0.8),
    ("questions", "information"): (0.2, 0.8),
    ("questions", "need_gauging"): (0.1, 0.8),
    ("questions", "rhetorical"): (0.1, 0.8),
    ("answers", "answered"): (0.15, 0.85),
}
_NEVER = (1.0, 0.0)


def natural_shares(questions: pd.DataFrame) -> dict[str, Floats]:
    """Return how common functions, and answers among replies in words, are where nobody counted.

    Batches for calibration hold rare labels on purpose; a model that takes their proportions for
    those of talk finds too many questions rhetorical and too few answered.

    Parameters
    ----------
    questions : pandas.DataFrame
        Of batches in natural proportions, as `corpus.coded` gives them.

    Returns
    -------
    dict of str to numpy.ndarray
        ``questions``: shares of `FUNCTIONS`; ``answers``: share answered.
    """
    told = questions.loc[questions["status_next"].isin(STATUSES), "status_next"]
    functions = questions["function"].value_counts(normalize=True)
    return {
        "questions": functions.reindex(list(FUNCTIONS), fill_value=0.0).to_numpy(),
        "answers": np.array([told.isin(STATUSES[:ANSWERED]).mean()]),
    }


def weighings(
    messages: pd.DataFrame,
    questions: pd.DataFrame,
    shares: Mapping[str, Floats],
    folder: str | None = None,
) -> dict[str, npt.NDArray[np.generic]]:
    """Return what the file ``weighing.npz`` holds.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        Batches that neither model learned from, as `corpus.coded` gives them.
    shares : mapping of str to numpy.ndarray
        As `natural_shares` gives them.
    folder : str, optional
        Of another encoder than the package's own.

    Returns
    -------
    dict of str to numpy.ndarray
        For each task what `Head` holds beside its raw weights.
    """
    made: dict[str, npt.NDArray[np.generic]] = {}
    placed = context(messages)
    ruled = _ruled(messages)
    for task, view in seen(messages, questions, folder).items():
        weights = _weights(view, shares.get(task))
        held, chance = weighed(task, view, weights, folder)
        if task == "acts":
            again = second_sight(chance, placed)
            last = finished(again, view.given, placed)
            right = expit(last["slope"] * log_odds(again) + last["shift"])
            held |= last
            held["sure"] = believed(right >= last["threshold"], ruled, view.given)
        made |= {f"{task}_{name}": values for name, values in held.items()}
    return made


def finished(
    chance: Floats, given: npt.NDArray[np.bool_], placed: Context
) -> dict[str, npt.NDArray[np.float64]]:
    """Return slope, shift and cuts of acts after the second look.

    Parameters
    ----------
    chance : numpy.ndarray
        Messages by `ACTS`.
    given : numpy.ndarray of bool
        The same, as coders gave them.
    placed : Context
        Where the messages stand: the cut for pitches minds the first of each thread.

    Returns
    -------
    dict of str to numpy.ndarray
        Labels that fewer than `_ENOUGH` messages have keep what the linear models learned.
    """
    slope, shift = np.ones(len(ACTS)), np.zeros(len(ACTS))
    cuts = load("acts_again.en").threshold.astype(np.float64)
    odds = log_odds(chance)
    for k, label in enumerate(ACTS):
        if given[:, k].sum() < _ENOUGH:
            continue
        model = LogisticRegression(C=_STRENGTH).fit(odds[:, [k]], given[:, k])
        slope[k], shift[k] = model.coef_[0, 0], model.intercept_[0]
        right = model.predict_proba(odds[:, [k]])[:, 1]
        pitch = label == "pitch"
        cuts[k] = (
            pitch_cut(right, given[:, k], placed)
            if pitch
            else best_cut(right, given[:, k], around=_AROUND)
        )
    return {"slope": slope, "shift": shift, "threshold": cuts}


def believed(said: npt.NDArray[np.bool_], ruled: Floats, given: npt.NDArray[np.bool_]) -> Floats:
    """Return from which confidence on a rule is believed though the models say no.

    The corpus is chat: what is formal, and by the book, is left to the rules wherever that costs
    little on chat.

    Parameters
    ----------
    said : numpy.ndarray of bool
        Messages by labels, as the models give them.
    ruled : numpy.ndarray
        The same: confidence of the rule that fires, 0 where none does.
    given : numpy.ndarray of bool
        The same, as coders gave them.

    Returns
    -------
    numpy.ndarray
        By label, one of `_LEVELS`; the last is never reached.
    """
    made = np.full(said.shape[1], _LEVELS[-1])
    for k in range(said.shape[1]):
        alone = f1_score(given[:, k], said[:, k], zero_division=0.0)
        for level in _LEVELS:
            both = said[:, k] | (ruled[:, k] >= level)
            if f1_score(given[:, k], both, zero_division=0.0) >= alone - _COST:
                made[k] = level
                break
    return made


def _ruled(messages: pd.DataFrame) -> Floats:
    found = reading(messages).ruled
    made = np.zeros((len(messages), len(ACTS)))
    made[found["row"], found["column"]] = found["confidence"]
    return made


def _weights(view: Seen, shares: Floats | None) -> Floats:
    """Weight rows so that exclusive labels are as common as they are by nature."""
    made = np.ones(len(view.given))
    if shares is None:
        return made
    columns = view.given[:, view.exclusive]
    if len(view.exclusive) == 1:
        columns, shares = np.hstack([columns, ~columns]), np.append(shares, 1 - shares)
    for column, share in zip(columns.T, shares, strict=True):
        made[column] = share / max(column.mean(), 1e-9)
    return made


def weighed(
    task: str, view: Seen, weights: Floats, folder: str | None
) -> tuple[dict[str, npt.NDArray[np.generic]], Floats]:
    """Return how to weigh the encoder against the linear model, by label, for one task.

    Parameters
    ----------
    task : str
        ``acts``, ``questions`` or ``answers``.
    view : Seen
        The task on the batches held out.
    weights : numpy.ndarray
        How much each row counts.
    folder : str or None
        Of another encoder than the package's own.

    Returns
    -------
    dict of str to numpy.ndarray
        What `Head` holds beside its raw weights.
    chance : numpy.ndarray
        Probability of each label, by both.
    """
    n = len(view.labels)
    bare = Head(
        view.labels, *raw_head(task, folder), view.choices, view.together, *([np.zeros(n)] * 9)
    )
    scores = bare.scores(encoder(folder).read(view.rows))
    odds = log_odds(view.chance)
    made = {name: np.zeros(n) for name in ("linear", "deep", "constant", "threshold", "shift")}
    both = np.zeros(odds.shape)
    for k, label in enumerate(view.labels):
        pair = np.column_stack([odds[:, k], scores[:, k]])
        slopes, constant = _trust(pair, view.given[:, k], weights)
        made["linear"][k], made["deep"][k] = slopes
        made["constant"][k] = constant
        both[:, k] = expit(pair @ slopes + constant)
        made["threshold"][k] = best_cut(
            both[:, k],
            view.given[:, k],
            both_sides=label == "answered",
            weights=weights,
            around=_AROUND,
        )
    low, high = np.array([DOUBT.get((task, label), _NEVER) for label in view.labels]).T
    about = {"labels": view.labels, "choices": view.choices, "together": view.together}
    held: dict[str, npt.NDArray[np.generic]] = {
        **made,
        "slope": np.ones(n),
        "sure": np.ones(n) + 1,
        "low": low,
        "high": high,
    }
    held["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    return held, both


def _trust(pair: Floats, given: npt.NDArray[np.bool_], weights: Floats) -> tuple[Floats, float]:
    """Return slopes and constant of a logistic regression on both; none speaks against itself.

    Where few texts have a label, chance may turn one of the slopes round.
    """
    heard = [0, 1]
    model = LogisticRegression(C=_STRENGTH).fit(pair, given, weights)
    if (model.coef_[0] < 0).any():
        heard = [int(model.coef_[0].argmax())]
        model = LogisticRegression(C=_STRENGTH).fit(pair[:, heard], given, weights)
    slopes = np.zeros(2)
    slopes[heard] = np.maximum(model.coef_[0], 0)
    return slopes, float(model.intercept_[0])
