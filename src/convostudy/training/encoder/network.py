"""The transformer with three heads: acts of messages, functions of questions, answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel

from convostudy.language.learned.acts import LABELS
from convostudy.language.learned.answered import STATUSES
from convostudy.language.learned.encoder.readings import Row
from convostudy.tables import FUNCTIONS

__all__ = ["SIZES", "Network", "padded"]

#: Scores given by each head.
SIZES = {"acts": len(LABELS), "questions": len(FUNCTIONS) + 1, "answers": len(STATUSES)}
_LENGTHS = 16  # rows are padded to a multiple: few shapes, few plans


class Network(torch.nn.Module):
    """A BERT body without dropout, its word vectors frozen, and a linear head a task.

    Word vectors are half of the weights and few of them occur in the corpus: moving those would
    only part them from the rest.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.config = BertConfig.from_json_file(base / "config.json")
        self.config.hidden_dropout_prob = 0.0
        self.config.attention_probs_dropout_prob = 0.0
        # Fused attention goes backward four times slower than plain products on a processor.
        self.config._attn_implementation = "eager"
        self.body = BertModel(self.config, add_pooling_layer=False)
        self.body.load_state_dict(load_file(base / "model.safetensors"), strict=False)
        self.body.embeddings.word_embeddings.weight.requires_grad_(False)
        self.drop = torch.nn.Dropout(0.15)
        width = 2 * self.config.hidden_size
        self.heads = torch.nn.ModuleDict(
            {task: torch.nn.Linear(width, size) for task, size in SIZES.items()}
        )

    def forward(self, rows: tuple[torch.Tensor, ...], task: str) -> torch.Tensor:
        """Return the scores of padded rows."""
        ids, mask, kinds = rows
        made = self.body(input_ids=ids, attention_mask=mask, token_type_ids=kinds)
        hidden = made.last_hidden_state
        judged = kinds.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * judged).sum(1) / judged.sum(1).clamp(min=1)
        scores = self.heads[task](self.drop(torch.cat([mean, hidden[:, 0]], 1)))
        return cast(torch.Tensor, scores)

    def arrays(self) -> dict[str, npt.NDArray[np.float32]]:
        """Return the body's weights by name."""
        state: dict[str, Any] = self.body.state_dict()
        return {name: value.float().numpy() for name, value in state.items()}


def padded(rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return word pieces, which of them are real, and which are judged."""
    longest = max(sum(map(len, row)) for row in rows)
    shape = (len(rows), -(-longest // _LENGTHS) * _LENGTHS)
    ids, mask, kinds = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for place, (before, judged, after) in enumerate(rows):
        whole = before + judged + after
        ids[place, : len(whole)] = torch.tensor(whole)
        mask[place, : len(whole)] = 1
        kinds[place, len(before) : len(before) + len(judged)] = 1
    return ids, mask, kinds
