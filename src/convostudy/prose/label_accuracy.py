"""How right the labels were found to be; a test holds this and ``docs/accuracy.md`` together."""

from __future__ import annotations

import pandas as pd

__all__ = ["SCORED_ON", "label_accuracy"]

SCORED_ON = (
    "English: 339 threads (3,742 messages, 1,620 questions) that nothing was learned from, written "
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
    "function, macro-F1": (0.62, 0.73, 0.79, 0.79, 0.96),
    "answered (next turn), kappa": (0.43, 0.48, 0.60, 0.60, 0.93),
    "answered (eventually), kappa": (0.46, 0.45, 0.55, 0.56, 0.91),
    "status, macro-F1": (0.38, 0.43, 0.51, 0.55, 0.83),
    "pitch, F1": (0.68, 0.79, 0.84, 0.84, 0.96),
    "first pitch of a thread, share right": (0.75, 0.76, 0.83, 0.83, 0.95),
    "refusal, F1": (0.36, 0.65, 0.72, 0.73, 0.92),
    "opt_out_request, F1": (0.72, 0.71, 0.79, 0.83, 0.97),
    "cta, F1": (0.52, 0.68, 0.70, 0.72, 0.90),
    "offer_help, F1": (0.26, 0.46, 0.46, 0.48, 0.83),
    "need_gauging, F1": (0.41, 0.62, 0.66, 0.66, 0.83),
    "gratitude, F1": (0.88, 0.89, 0.88, 0.90, 0.91),
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
