"""A text in, the probability of each language out, by py3langid."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LONGEST", "forget", "language_names", "likeliest", "probabilities"]

LONGEST = 600
"""Characters of a text that are read: enough to be sure, and the time grows with them."""


def likeliest(text: str) -> tuple[str, float]:
    """Return the language that a text is most probably in, by its letters.

    Parameters
    ----------
    text : str
        The first 600 characters are read.

    Returns
    -------
    code : str
        One of `language_names`.
    probability : float
        0 to 1, of that language; low for a few words.

    References
    ----------
    Lui & Baldwin (2012), langid.py: an off-the-shelf language identification tool.

    Examples
    --------
    >>> likeliest("Wir haben im Moment leider keinen Bedarf")[0]
    'de'
    """
    code, probability = _model().classify(text[:LONGEST])
    return str(code), float(probability)


def probabilities(text: str) -> dict[str, float]:
    """Return how probable each language is; slower than `likeliest`.

    Parameters
    ----------
    text : str
        The first 600 characters are read.

    Returns
    -------
    dict of str to float
        By code, the likeliest first; they add up to 1.

    Examples
    --------
    >>> probabilities("Wir haben im Moment leider keinen Bedarf")["en"] < 0.05
    True
    """
    return {str(code): float(chance) for code, chance in _model().rank(text[:LONGEST])}


def forget() -> None:
    """Give back the memory of the model, 90 MB; it is loaded again when it is next asked."""
    _model.cache_clear()


@cache
def language_names() -> dict[str, str]:
    """Return the English name of every language that is told apart, by ISO 639-1 code.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> language_names()["no"]
    'Norwegian'
    """
    text = (files("convostudy.language.identify") / "languages.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pairs = (line.partition("\t") for line in lines[1:])
    return {code: name for code, _, name in pairs}


@cache
def _model() -> Any:
    # Imported here: loading the model takes half a second, and an inbox may never need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(list(language_names()))
    return model
