"""Public sets of talk, as tables of messages; each is read only where it lies in the folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
from benchmarks.accuracy.splits import CORPUS

_ABOUT = ("Origin", "Licence", "Split", "Note")


def about(folder: Path) -> dict[str, str]:
    """Return origin, licence, split and note, as the README beside a set has them."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    found = {name: re.search(rf"^{name}: (.+)$", text, re.M) for name in _ABOUT}
    return {name: hit.group(1) for name, hit in found.items() if hit and hit.group(1) != "-"}


def mrda(folder: Path) -> pd.DataFrame:
    """Return utterances of meetings (the validation part), with their acts as flags."""
    rows = pd.read_parquet(folder / "val.parquet")
    return rows.assign(
        message_id=_ids(rows), thread_id=rows["meeting"], text=rows["text"].astype("str")
    )


def mrda_pairs(folder: Path) -> pd.DataFrame:
    """Return questions of meetings with what the others said next, and the silver status."""
    rows = pd.read_csv(folder / "val.csv", keep_default_na=False)
    return pd.DataFrame(
        {
            "message_id": _ids(rows),
            "thread_id": rows["meeting"],
            "text": rows["question"],
            "reply": rows["next6_others"],
            "status": rows["status"],
        }
    )


def persuasion(folder: Path) -> pd.DataFrame:
    """Return the turns of talks on a donation.

    ``labels``: the set of its sentences' acts; ``is_ordinary``: by one who is asked to donate.
    """
    parts = [pd.read_csv(folder / f"{name}.csv") for name in ("train", "dev")]
    rows = pd.concat(parts, ignore_index=True)
    rows["text"] = rows["text"].fillna("").astype("str")
    turns = rows.groupby(["dialogue_id", "turn", "role_persuadee"], as_index=False, sort=False)
    made = turns.agg(text=("text", " ".join), labels=("label", frozenset))
    made = _unlearned(made, "persuasion")
    return made.assign(
        message_id=_ids(made),
        thread_id=made["dialogue_id"],
        side=made["role_persuadee"].map({0: "counterpart", 1: "owner"}),
        is_ordinary=made["role_persuadee"] == 1,
    )


def casino(folder: Path) -> pd.DataFrame:
    """Return utterances of two campers who share out food, water and firewood."""
    rows = pd.concat([pd.read_csv(folder / f"{n}.csv") for n in ("train", "valid")])
    rows = _unlearned(rows, "casino")
    return rows.assign(
        message_id=_ids(rows),
        thread_id=rows["dialogue_id"].astype("str"),
        text=rows["text"].astype("str"),
    )


def _unlearned(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Leave out the dialogues that were coded for the corpus, under their names there."""
    learned = set()
    for line in (CORPUS / f"public_{name}.jsonl").read_text(encoding="utf-8").splitlines():
        learned.add(json.loads(line)["thread"])
    kept = ~rows["dialogue_id"].astype("str").isin(learned)
    return rows[kept].reset_index(drop=True)


def sms_ham(folder: Path) -> pd.DataFrame:
    """Return short messages that are no spam; near duplicates make one thread."""
    rows = pd.concat([pd.read_csv(folder / f"{n}.csv") for n in ("train", "dev")])
    rows = rows[rows["label"] == "ham"].reset_index(drop=True)
    return rows.assign(
        message_id=_ids(rows),
        thread_id=rows["dup_group"].astype("str"),
        text=rows["text"].astype("str"),
    )


def email_sentences(folder: Path) -> pd.DataFrame:
    """Return sentences of mail; ``intends``: asks for, promises or proposes an action."""
    rows = pd.read_csv(folder / "train.csv").dropna(subset=["text"]).reset_index(drop=True)
    ids = _ids(rows)
    return pd.DataFrame(
        {
            "message_id": ids,
            "thread_id": ids,
            "text": rows["text"].astype("str"),
            "intends": rows["intent"] == "Yes",
        }
    )


def without_marks(texts: pd.Series) -> pd.Series:
    """Return texts without punctuation; apostrophes stay, and so does the spelling."""
    return texts.str.replace(r"[^\w\s']", " ", regex=True).str.strip()


def _ids(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(np.arange(len(rows)).astype(str), index=rows.index)
