"""How right the labels were found to be; a test holds this and ``docs/accuracy.md`` together."""

from __future__ import annotations

import pandas as pd

__all__ = ["SCORED_ON", "label_accuracy"]

SCORED_ON = (
    "English: 227 threads (2,371 messages, 1,123 questions) that nothing was learned from, written "
    "and coded by language models, not people. Second coder: another language model, blind to the "
    "first, the most one can hope for. F1: how many of the true ones are found, and of those found "
    "true, in one number. Kappa: how far two agree beyond chance. 1 is perfect; kappa 0 is no "
    "better than saying the same each time. Intervals and all other labels: docs/accuracy.md; "
    "Spanish, which is read less well: docs/accuracy_es.md."
)
"""What the numbers are of."""

# label and score: rules, light, cascade, transformer, second coder
_SCORES = {
    "question or not, F1": (0.96, 0.96, 0.96, 0.96, 0.98),
    "function, macro-F1": (0.64, 0.74, 0.79, 0.80, 0.95),
    "answered (next turn), kappa": (0.42, 0.49, 0.66, 0.66, 0.94),
    "answered (eventually), kappa": (0.47, 0.47, 0.61, 0.60, 0.91),
    "status, macro-F1": (0.42, 0.43, 0.55, 0.59, 0.81),
    "pitch, F1": (0.72, 0.83, 0.87, 0.87, 0.97),
    "first pitch of a thread, share right": (0.79, 0.78, 0.88, 0.88, 0.96),
    "refusal, F1": (0.37, 0.65, 0.73, 0.73, 0.91),
    "opt_out_request, F1": (0.65, 0.72, 0.79, 0.97, 1.00),
    "cta, F1": (0.55, 0.70, 0.74, 0.76, 0.91),
    "offer_help, F1": (0.27, 0.45, 0.48, 0.55, 0.84),
    "need_gauging, F1": (0.42, 0.58, 0.60, 0.65, 0.80),
    "gratitude, F1": (0.85, 0.87, 0.86, 0.86, 0.91),
}
_BACKENDS = ("rules", "light", "cascade", "transformer")
_WORDS = {
    "function": "what a question wants",
    "status": "how it was answered, eleven ways",
    "opt_out_request": "request to stop",
    "cta": "call to action",
    "offer_help": "offer of help",
    "need_gauging": "question about needs",
    "gratitude": "thanks",
}


def label_accuracy(backend: str) -> pd.DataFrame:
    """Say how far the labels of a backend agree with a coder.

    Parameters
    ----------
    backend : str
        The parameter of that name; of ``cascade:folder`` the part before the colon counts, and
        says nothing of an encoder of one's own.

    Returns
    -------
    pandas.DataFrame
        ``label, score, this study's labels, second coder``.

    Examples
    --------
    >>> label_accuracy("rules")["second coder"].tolist()[0]
    0.98
    """
    at = _BACKENDS.index(backend.partition(":")[0])
    rows = []
    for name, scores in _SCORES.items():
        label, _, score = name.rpartition(", ")
        rows.append((_WORDS.get(label, label), score, scores[at], scores[-1]))
    return pd.DataFrame(rows, columns=["label", "score", "this study's labels", "second coder"])
