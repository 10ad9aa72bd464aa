"""Average encoders: ``python -m convostudy.training.encoder.mean FOLDER FOLDER... [--out FOLDER]``.

Encoders that were tuned from one base, on more or fewer batches or with other seeds, lie so close
together that the mean of their weights judges unseen voices better than each of them, and costs no
more than one (Wortsman et al. 2022, *Model soups*, ICML). Afterwards `make weights`, or
``python -m convostudy.training --only weighing``, weighs it against the linear models.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from convostudy.language.learned.arrays import packed
from convostudy.training.encoder.whole_numbers import mean_constants


def main() -> None:
    """Read, average and write."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("folders", type=Path, nargs="+", help="as training.encoder writes them")
    default = Path(__file__).parents[2] / "language/learned/weights"
    asks.add_argument("--out", type=Path, default=default)
    given = asks.parse_args()
    graphs = [onnx.load(folder / "encoder.onnx") for folder in given.folders]
    held = [[numpy_helper.to_array(part) for part in g.graph.initializer] for g in graphs]
    mean = graphs[0]
    for part, values in zip(mean.graph.initializer, mean_constants(held), strict=True):
        part.CopyFrom(numpy_helper.from_array(values, part.name))
    onnx.checker.check_model(mean)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "encoder.onnx").write_bytes(mean.SerializeToString(deterministic=True))
    heads = [np.load(folder / "heads.npz", allow_pickle=False) for folder in given.folders]
    mixed = {name: np.mean([part[name] for part in heads], axis=0) for name in heads[0].files}
    (given.out / "heads.npz").write_bytes(packed(mixed))
    if given.out.resolve() != given.folders[0].resolve():
        shutil.copyfile(given.folders[0] / "tokenizer.json", given.out / "tokenizer.json")
    sys.stderr.write(f"mean of {len(graphs)} encoders written to {given.out}\n")


if __name__ == "__main__":
    main()
