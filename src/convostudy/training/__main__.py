"""Make the weights: ``python -m convostudy.training [--corpus FOLDER] [--only MODELS]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from convostudy.language.learned.linear import Linear, save
from convostudy.training.answered import answer_models
from convostudy.training.asked import question_models
from convostudy.training.corpus import coded
from convostudy.training.message_acts import act_models

_SOURCE = Path(__file__).parents[1]
_ROOT = _SOURCE.parents[1]

_Maker = Callable[[pd.DataFrame, pd.DataFrame], dict[str, Linear]]
#: The models of answers and questions hear what the rules say; that of answers weighs words by
#: how rare the model of acts found them, so it comes last.
MODELS: dict[str, _Maker] = {
    "acts": act_models,
    "questions": question_models,
    "answers": answer_models,
}


def main() -> None:
    """Fit every model on all batches but those of test and calibration, and write it."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--corpus", type=Path, default=_ROOT / "data/raw/codebook_corpus")
    asks.add_argument("--only", choices=list(MODELS), action="append")
    given = asks.parse_args()
    split = json.loads((given.corpus / "split.json").read_text(encoding="utf-8"))
    kept_out = {*split["test"], *split["calibration"]}
    files = [p for p in sorted(given.corpus.glob("*.jsonl")) if p.stem not in kept_out]
    messages, questions = coded(files)
    out = _SOURCE / "language/learned/weights"
    out.mkdir(exist_ok=True)
    for maker in given.only or MODELS:
        for name, model in MODELS[maker](messages, questions).items():
            raw = save(model)
            (out / f"{name}.npz").write_bytes(raw)
            sys.stdout.write(f"{name}: {len(messages)} messages, {len(raw) / 1e6:.1f} MB\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
