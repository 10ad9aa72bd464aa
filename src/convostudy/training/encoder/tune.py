"""Train the network on all tasks at once, in 16-bit arithmetic where the processor has it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
import torch

from convostudy.language.learned.encoder.readings import Row
from convostudy.tables import FUNCTIONS
from convostudy.training.encoder.examples import Examples
from convostudy.training.encoder.network import Network, padded

__all__ = ["scores", "tune"]

_AT_ONCE = 32  # rows a step
_POOL = 12  # steps' worth of rows sorted by length together: little padding, still mixed
_BODY_RATE, _HEAD_RATE = 2e-4, 1e-3
_SMOOTHING = 0.05
_ACT_WEIGHT = 3.0  # a mean over 15 flags is small beside a choice of one label

Floats = npt.NDArray[np.float32]


def tune(
    network: Network,
    tasks: Mapping[str, Examples],
    used: Mapping[str, npt.NDArray[np.int64]],
    *,
    epochs: int,
    seed: int,
    say: Callable[[str], None],
) -> None:
    """Fit the network in place.

    Parameters
    ----------
    network : Network
        Fresh from its base.
    tasks : mapping of str to Examples
        By task.
    used : mapping of str to numpy.ndarray of int
        By task: rows to learn from.
    epochs : int
        How often each row is seen.
    seed : int
        Of order and dropout.
    say : callable
        Told how far it is.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    # Numbers that are all but nothing take a processor many times as long as others.
    torch.set_flush_denormal(True)
    rng = np.random.default_rng(seed)
    body = [p for p in network.body.parameters() if p.requires_grad]
    groups = [
        {"params": body, "lr": _BODY_RATE},
        {"params": list(network.heads.parameters()), "lr": _HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = len(list(_steps(tasks, used, rng)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [_BODY_RATE, _HEAD_RATE],
        total_steps=epochs * steps + 2,
        pct_start=0.1,
        anneal_strategy="linear",
    )
    losses: dict[str, list[float]] = {task: [] for task in tasks}
    for epoch in range(epochs):
        network.train()
        for step, (task, rows) in enumerate(_steps(tasks, used, rng)):
            optimizer.zero_grad()
            given = torch.tensor(tasks[task].given[rows])
            loss = _loss(task, _scored(network, task, [tasks[task].rows[k] for k in rows]), given)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses[task].append(loss.item())
            if step % 100 == 99:
                recent = {
                    name: round(float(np.mean(all_[-100:])), 3) for name, all_ in losses.items()
                }
                say(f"epoch {epoch + 1} of {epochs}, step {step + 1} of {steps}: loss {recent}")


def scores(network: Network, task: str, examples: Examples, rows: npt.NDArray[np.int64]) -> Floats:
    """Return the scores of rows, without training."""
    network.eval()
    order = sorted(range(len(rows)), key=lambda k: sum(map(len, examples.rows[rows[k]])))
    made = np.zeros((len(rows), network.heads[task].out_features), dtype=np.float32)
    with torch.no_grad():
        for at in range(0, len(rows), 64):
            some = order[at : at + 64]
            made[some] = _scored(network, task, [examples.rows[rows[k]] for k in some]).numpy()
    return made


def _scored(network: Network, task: str, rows: list[Row]) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return network(padded(rows), task).float()


def _loss(task: str, scored: torch.Tensor, given: torch.Tensor) -> torch.Tensor:
    flags = torch.nn.functional.binary_cross_entropy_with_logits
    choice = torch.nn.functional.cross_entropy
    if task == "acts":
        return _ACT_WEIGHT * flags(scored, given)
    if task == "questions":
        width = len(FUNCTIONS)
        function = choice(scored[:, :width], given[:, 0].long(), label_smoothing=_SMOOTHING)
        return function + flags(scored[:, width], given[:, 1])
    return choice(scored, given.long(), label_smoothing=_SMOOTHING)


def _steps(
    tasks: Mapping[str, Examples],
    used: Mapping[str, npt.NDArray[np.int64]],
    rng: np.random.Generator,
) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    """Go through all rows of all tasks once, tasks mixed, rows of alike length together."""
    made = []
    for task, examples in tasks.items():
        order = rng.permutation(used[task])
        for begin in range(0, len(order), _AT_ONCE * _POOL):
            pool = sorted(
                order[begin : begin + _AT_ONCE * _POOL],
                key=lambda k: sum(map(len, examples.rows[k])),
            )
            made += [
                (task, np.array(pool[k : k + _AT_ONCE])) for k in range(0, len(pool), _AT_ONCE)
            ]
    random.shuffle(made)
    yield from made
