"""Run the encoder: 8-bit matrices, one text at a time, so that a text's numbers are its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from convostudy.errors import BadParameter
from convostudy.language.learned.encoder.readings import Row

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["WIDTH", "Encoder", "encoder", "weights_file"]

#: Of an encoder; the last by ``python -m convostudy.training``, the others by its ``.encoder``.
FILES = ("encoder.onnx", "tokenizer.json", "heads.npz", "weighing.npz")
WIDTH = 768  # of what is known of a row: mean of what is judged, and the first piece


@dataclass(frozen=True)
class Encoder:
    """A transformer ready to read.

    Attributes
    ----------
    tokenizer : tokenizers.Tokenizer
        Cuts texts into word pieces.
    session : onnxruntime.InferenceSession
        Takes ``ids``, ``kinds`` and gives ``pooled``.
    """

    tokenizer: Tokenizer
    session: Any

    def read(self, rows: Sequence[Row]) -> npt.NDArray[np.float32]:
        """Return what the encoder makes of rows.

        Parameters
        ----------
        rows : sequence of Row
            As `readings` makes them.

        Returns
        -------
        numpy.ndarray of float32
            Rows by `WIDTH`. 8-bit arithmetic takes its scale from all that is read at once, so
            rows are read one by one: what a row gets depends on nothing but itself.
        """
        made = np.zeros((len(rows), WIDTH), dtype=np.float32)

        def one(place: int) -> None:
            before, judged, after = rows[place]
            ids = np.array([before + judged + after], dtype=np.int64)
            kinds = np.zeros_like(ids)
            kinds[0, len(before) : len(before) + len(judged)] = 1
            made[place] = self.session.run(None, {"ids": ids, "kinds": kinds})[0][0]

        # The run itself holds no lock.
        with ThreadPoolExecutor(_cores()) as pool:
            list(pool.map(one, range(len(rows))))
        return made


def _cores() -> int:
    """Return how many cores this process may use; not every system tells."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else (os.cpu_count() or 1)


def weights_file(name: str, folder: str | None = None) -> Traversable:
    """Return one of an encoder's files.

    Parameters
    ----------
    name : str
        One of `FILES`.
    folder : str, optional
        Another than the package's own.

    Raises
    ------
    BadParameter
        It is not there.
    """
    if folder is None:
        return resources.files("convostudy.language.learned") / "weights" / name
    place = Path(folder) / name
    if not place.is_file():
        raise BadParameter(
            f"no {name} in {folder}",
            expected=f"a folder with {', '.join(FILES)}",
            do="Make one: python -m convostudy.training.encoder --out FOLDER, then "
            "python -m convostudy.training --encoder FOLDER",
        )
    return place


@cache
def encoder(folder: str | None = None) -> Encoder:
    """Return an encoder; the package's own when no folder is named.

    Parameters
    ----------
    folder : str, optional
        Holds ``encoder.onnx`` and ``tokenizer.json``, as ``python -m convostudy.training.encoder``
        writes them.

    Returns
    -------
    Encoder
    """
    # Here, not above: importing the package must stay quick and without effect.
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        weights_file("encoder.onnx", folder).read_bytes(), options
    )
    tokenizer = Tokenizer.from_str(
        weights_file("tokenizer.json", folder).read_text(encoding="utf-8")
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Encoder(tokenizer, session)
