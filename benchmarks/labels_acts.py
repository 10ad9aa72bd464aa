"""How right are the acts? Precision, recall and F1 against coded threads.

    python benchmarks/labels_acts.py PATH...               scores, per file and pooled
    python benchmarks/labels_acts.py --confidence PATH...  lines for act_confidence.txt
    python benchmarks/labels_acts.py --words PATH...       lines for act_pitch_words.txt, and how
                                                           well each file is told from the others

PATH: threads one a line (``{"thread", "messages": [{"sender", "text", "acts", ...}]}``) or
outreach templates one a line (``{"label4", "text_filled"}``: pitch only). Recruiters' messages
are no pitches in the coded threads, so pitches of kind ``recruiting`` are left out; of
personalisation only the strong levels (c, d, e) are compared, because coders passed over a bare
name.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from convostudy.language.acts import _with_rules, acts
from convostudy.language.acts.scoring import readable
from convostudy.language.acts.words import CONSTANT, LENGTH, bags
from convostudy.tables import ACT_NAMES

RIDGE = 10.0

Read = tuple[pd.DataFrame, pd.DataFrame]


def read(path: Path) -> Read:
    """Messages of one file, and the coded acts (message_id, act)."""
    messages, coded = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        thread = json.loads(line)
        if "label4" in thread:
            text, pitch = thread["text_filled"], thread["label4"] == "pitch"
            thread = {"messages": [{"sender": "counterpart", "text": text, "acts": []}]}
            thread["messages"][0]["acts"] = ["pitch"] if pitch else []
        for n, message in enumerate(thread["messages"]):
            id_ = f"{path.stem}:{number}:{n}"
            messages.append((id_, f"{path.stem}:{number}", message["sender"], message["text"]))
            coded += [(id_, act) for act in set(message["acts"]) if act in ACT_NAMES]
    columns = ["message_id", "thread", "sender", "text"]
    return pd.DataFrame(messages, columns=columns), pd.DataFrame(
        coded, columns=["message_id", "act"]
    )


def compared(found: pd.DataFrame) -> pd.DataFrame:
    weak = (found["act"] == "personalisation") & ~found["kind"].str.contains("[cde]", na=False)
    recruiting = (found["act"] == "pitch") & (found["kind"] == "recruiting")
    return found[~(weak | recruiting)]


def scores(found: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    said = set(map(tuple, found[["message_id", "act"]].to_numpy()))
    true = set(map(tuple, coded[["message_id", "act"]].to_numpy()))
    right, n_found, n_coded = (Counter(a for _, a in s) for s in (said & true, said, true))
    rows = []
    for act in ACT_NAMES:
        precision = right[act] / n_found[act] if n_found[act] else float("nan")
        recall = right[act] / n_coded[act] if n_coded[act] else float("nan")
        f1 = 2 * right[act] / (n_found[act] + n_coded[act]) if n_found[act] + n_coded[act] else 0
        rows.append((act, n_coded[act], n_found[act], precision, recall, f1))
    return pd.DataFrame(rows, columns=["act", "n_coded", "n_found", "precision", "recall", "f1"])


def first_pitch(messages: pd.DataFrame, labels: pd.DataFrame) -> pd.Series:
    """Place of the counterpart's first pitch in each thread, -1 for none."""
    pitched = messages["message_id"].isin(labels.loc[labels["act"] == "pitch", "message_id"])
    place = messages.groupby("thread").cumcount()
    at = place.where(pitched & (messages["sender"] == "counterpart"))
    return at.groupby(messages["thread"]).min().fillna(-1)


def report(name: str, messages: pd.DataFrame, found: pd.DataFrame, coded: pd.DataFrame) -> None:
    table = scores(found, coded)
    table = table[table[["n_coded", "n_found"]].sum(axis=1) > 0]
    print(f"\n{name}: {len(messages)} messages")
    print(table.to_string(index=False, float_format=lambda x: f"{x:.2f}"))
    said, true = first_pitch(messages, found), first_pitch(messages, coded)
    exact, any_ = (said == true).mean(), ((said < 0) == (true < 0)).mean()
    print(f"threads {len(true)}: first pitch right {exact:.2f}, pitched or not right {any_:.2f}")
    false = ((said >= 0) & (true < 0)).sum() / max((true < 0).sum(), 1)
    print(
        f"threads without a pitch that got one {false:.2f}; base rate none {(true < 0).mean():.2f}"
    )


def print_confidence(found: pd.DataFrame, coded: pd.DataFrame) -> None:
    key = found["message_id"] + " " + found["act"]
    right = key.isin(coded["message_id"] + " " + coded["act"])
    table = right.groupby([found["act"], found["rule"]]).agg(["size", "sum"])
    for (act, rule), (hits, n_right) in table.iterrows():
        print(act, rule, hits, n_right)


def fit(held: np.ndarray, pitch: np.ndarray) -> np.ndarray:
    """Ridge logistic regression; pitches weigh half as much as all the rest together."""
    weight = np.where(pitch, (~pitch).sum() / pitch.sum() / 2, 1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.clip(held @ w[:-1] + w[-1], -30, 30)
        p = 1 / (1 + np.exp(-z))
        off = weight * (p - pitch)
        cost = -(weight * np.log(np.where(pitch, p, 1 - p) + 1e-12)).sum()
        return cost + RIDGE / 2 * (w[:-1] ** 2).sum(), np.append(
            held.T @ off + RIDGE * w[:-1], off.sum()
        )

    start = np.zeros(held.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def fitted(train: pd.DataFrame) -> dict[str, float]:
    """Weights of the words that at least three files and five messages hold."""
    row, word = bags(readable(train["text"]))
    words = pd.DataFrame({"row": row, "word": word.to_pylist()})
    words["file"] = train["file"].to_numpy()[row]
    seen = words.groupby("word").agg(n=("row", "size"), files=("file", "nunique"))
    chosen = seen.index[(seen["n"] >= 5) & (seen["files"] >= 3)]
    code = {w: k for k, w in enumerate(chosen)}
    kept = words[words["word"].isin(chosen)]
    held = np.zeros((len(train), len(code) + 1))
    held[kept["row"], kept["word"].map(code)] = 1
    held[:, -1] = np.log1p(np.bincount(row, minlength=len(train)))
    names = [*chosen, LENGTH, CONSTANT]
    return dict(zip(names, fit(held, train["pitch"].to_numpy()).tolist(), strict=True))


def leans(weights: dict[str, float], texts: pd.Series) -> np.ndarray:
    row, word = bags(readable(texts))
    worth = [weights.get(w, 0.0) for w in word.to_pylist()]
    n_words = np.bincount(row, minlength=len(texts))
    summed = np.bincount(row, weights=worth, minlength=len(texts))
    return summed + weights[LENGTH] * np.log1p(n_words) + weights[CONSTANT]


def print_words(messages: pd.DataFrame, coded: pd.DataFrame) -> None:
    pitches = coded.loc[coded["act"] == "pitch", "message_id"]
    data = messages.assign(
        pitch=messages["message_id"].isin(pitches),
        file=messages["message_id"].str.split(":").str[0],
    )
    for name, part in data.groupby("file"):
        said = leans(fitted(data[data["file"] != name]), part["text"]) > 0
        right = (said & part["pitch"]).sum()
        print(
            f"# left out {name}: precision {right / max(said.sum(), 1):.2f}, "
            f"recall {right / part['pitch'].sum():.2f}"
        )
    for word, weight in fitted(data).items():
        if abs(weight) >= 0.02 or word in (LENGTH, CONSTANT):
            print(f"{word} {weight:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--confidence", action="store_true")
    parser.add_argument("--words", action="store_true")
    asked = parser.parse_args()
    parts = [(path.stem, *read(path)) for path in asked.paths]
    messages = pd.concat([m for _, m, _ in parts], ignore_index=True)
    coded = pd.concat([c for _, _, c in parts], ignore_index=True)
    if asked.words:
        print_words(messages, coded)
        return
    if asked.confidence:
        found = _with_rules(messages)
        # All of it: a rule's worth counts weak levels and recruiters too.
        print_confidence(found, coded)
        return
    found = compared(acts(messages))
    for name, mine, true in parts:
        report(name, mine, found[found["message_id"].isin(mine["message_id"])], true)
    report("pooled", messages, found, coded)


if __name__ == "__main__":
    main()
