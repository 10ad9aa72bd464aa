"""Make the weights: ``python -m convostudy.training [--language CODE] [--only MODELS]``.

Every language that has a pack learns from its own corpus: the linear models from the batches that
its `split.json` names nowhere; those for calibration say how far to trust the encoder beside them.
``python -m convostudy.training.encoder`` trains that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd

from convostudy.language.learned.arrays import packed
from convostudy.language.learned.linear import Linear, load, save
from convostudy.language.packs import packs, reads
from convostudy.training.answered import answer_models
from convostudy.training.asked import question_models
from convostudy.training.corpus import coded
from convostudy.training.found import finding_models
from convostudy.training.message_acts import act_models
from convostudy.training.weigh import natural_shares, weighings

_SOURCE = Path(__file__).parents[1]
_ROOT = _SOURCE.parents[1]

_WEIGHING = "weighing"
_Maker = Callable[[pd.DataFrame, pd.DataFrame, str], dict[str, Linear]]
#: The models of answers and questions hear what the rules say; that of answers weighs words by
#: how rare the model of acts found them, so it comes last.
MODELS: dict[str, _Maker] = {
    "acts": act_models,
    "questions": question_models,
    "answers": answer_models,
}
#: Finds questions and their form where a language has no rules for it.
_FINDING = "finding"


def main() -> None:
    """Fit every model, weigh the encoder against them, and write all that."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--language", choices=[*packs()], action="append", help="all when left out")
    asks.add_argument("--corpus", type=Path, help="folder; that of the language when left out")
    asks.add_argument("--only", choices=[_FINDING, *MODELS, _WEIGHING], action="append")
    asks.add_argument("--encoder", type=Path, help="folder of another encoder: weigh only that")
    given = asks.parse_args()
    wanted = [_WEIGHING] if given.encoder else (given.only or [_FINDING, *MODELS, _WEIGHING])
    for language in given.language or packs():
        corpus = given.corpus or _ROOT / "data/raw" / packs()[language].corpus
        _learn(language, corpus, wanted, given.encoder)


def _learn(language: str, corpus: Path, wanted: Collection[str], encoder: Path | None) -> None:
    """Make the weights of one language."""
    split = json.loads((corpus / "split.json").read_text(encoding="utf-8"))
    files = sorted(corpus.glob("*.jsonl"))
    held_out = [p for p in files if p.stem in split["calibration"]]
    messages, questions = coded(
        p for p in files if p.stem not in split["test"] and p not in held_out
    )
    out = _SOURCE / "language/learned/weights"
    makers = MODELS if reads(language, "rules") else {_FINDING: finding_models, **MODELS}
    for name in makers:
        if name in wanted:
            for file, model in makers[name](messages, questions, language).items():
                _write(out / f"{file}.npz", save(model), len(messages))
            load.cache_clear()  # what comes next builds on the new ones
    if _WEIGHING in wanted and packs()[language].encoder:
        said, asked = coded(held_out)
        _, plain = coded(p for p in files if p.stem in split["proportions"])
        folder = str(encoder) if encoder else None
        raw = packed(weighings(said, asked, natural_shares(plain), folder))
        _write((encoder or out) / "weighing.npz", raw, len(said))


def _write(path: Path, raw: bytes, n_messages: int) -> None:
    path.write_bytes(raw)
    sys.stdout.write(f"{path.name}: {n_messages} messages, {len(raw) / 1e6:.1f} MB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
