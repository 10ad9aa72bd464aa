"""A spaCy model that lies on this machine, as a further layer of the scrubber."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from convostudy.deidentify.recognisers import Recogniser, spacy_recogniser
from convostudy.errors import BadParameter, MissingTool
from convostudy.project.paths import shown

__all__ = ["load_recogniser"]


def load_recogniser(folder: str | Path) -> Recogniser:
    """Load a spaCy model from a folder. Nothing is downloaded.

    Loading a model can run its code: take one only from whom you trust.

    Parameters
    ----------
    folder : str or pathlib.Path
        The folder that holds the model's ``config.cfg``.

    Returns
    -------
    callable
        For ``scrub(..., recogniser=...)``.

    Raises
    ------
    BadParameter
        There is no model; a mere name is refused, too, since spaCy would look for a package.
    MissingTool
        spaCy is not installed.
    """
    folder = Path(folder)
    if not (folder / "config.cfg").is_file():
        raise BadParameter(
            "no config.cfg",
            where=shown(folder),
            expected="the folder of a spaCy model on this machine; none is downloaded",
            do="Unpack a model that you trust and name its innermost folder, with config.cfg in it",
        )
    try:
        spacy = import_module("spacy")
    except ImportError:
        raise MissingTool(
            "no spaCy",
            expected="the package spacy, which this optional layer needs",
            do='Install it with pip install "convostudy[ner]", or scrub without this layer',
        ) from None
    return spacy_recogniser(spacy.load(folder.resolve()))
