"""Score the question rules against coded messages: detection, function, form, need gauging.

    python benchmarks/labels_questions.py FILE.jsonl [FILE.jsonl ...]

    python benchmarks/labels_questions.py --confidence FILE.jsonl FILE.jsonl ... > TABLE

Each line of a file is a coded thread: ``{"thread", "messages": [{"n", "sender", "text",
"questions": [{"text", "form", "function", "sequence", "need_gauging"}]}]}``. Nothing is trained,
so all of it is scored. ``--list`` shows every error. ``--confidence`` makes the data file
``question_rule_precision``: how often each pair of rules was right, and how well shares taken from
all files but one foretell the one left out.
A found question meets a coded one when they share most of the shorter of the two (loose), or when
what they share is at least half of what they cover together (strict); each meets one at most.
Function and form are scored on the questions met (macro F1 over the labels that occur), and, for
function, also with misses and false alarms counted as errors ("end to end").
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

from convostudy.language.questions import questions, sequence


def coded(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return messages (with what the partner and the asker wrote before) and coded questions."""
    messages, gold = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        thread = json.loads(line)
        partner: Any = None
        own: Any = None
        current: str | None = None
        turn = ""
        for message in thread["messages"]:
            if message["sender"] != current:
                partner, own = (turn if current else None), partner
                current, turn = message["sender"], ""
            message_id = f"{path.stem}/{thread['thread']}/{message['n']}"
            messages.append(
                {
                    "message_id": message_id,
                    "text": message["text"],
                    "partner_text": partner,
                    "own_before": f"{own or ''}\n{turn}",
                }
            )
            turn = f"{turn}\n{message['text']}".strip()
            at = 0
            for question in message["questions"]:
                start = message["text"].find(question["text"], at)
                start = message["text"].find(question["text"]) if start < 0 else start
                at = start + len(question["text"])
                gold.append({"message_id": message_id, "start": start, "end": at, **question})
    return pd.DataFrame(messages), pd.DataFrame(gold)


def meet(gold: pd.DataFrame, found: pd.DataFrame, *, strict: bool) -> list[tuple[int, int]]:
    """Pair coded and found questions of one message, best overlap first, each once."""
    by_message = dict(iter(found.groupby("message_id")))
    pairs = []
    for message_id, part in gold.groupby("message_id"):
        if message_id not in by_message:
            continue
        options = []
        for g in part.itertuples():
            for f in by_message[message_id].itertuples():
                shared = min(g.end, f.end) - max(g.start, f.start)
                union = max(g.end, f.end) - min(g.start, f.start)
                least = union if strict else min(g.end - g.start, f.end - f.start)
                if shared > 0 and shared / least >= 0.5:
                    options.append((shared / union, g.Index, f.Index))
        used: set[tuple[str, int]] = set()
        for _, g_index, f_index in sorted(options, reverse=True):
            if ("g", g_index) not in used and ("f", f_index) not in used:
                used |= {("g", g_index), ("f", f_index)}
                pairs.append((g_index, f_index))
    return pairs


def f1(hits: int, n_found: int, n_gold: int) -> float:
    return 2 * hits / (n_found + n_gold) if n_found + n_gold else float("nan")


def macro_f1(gold: pd.Series, found: pd.Series) -> tuple[float, dict[str, float]]:
    scores = {
        str(label): f1(
            int(((gold == label) & (found == label)).sum()),
            int((found == label).sum()),
            int((gold == label).sum()),
        )
        for label in sorted(set(gold))
    }
    return sum(scores.values()) / max(1, len(scores)), scores


def score(path: Path, *, listing: bool = False) -> dict[str, Any]:
    messages, gold = coded(path)
    began = time.process_time()
    found = questions(messages[["message_id", "text"]])
    seconds = time.process_time() - began
    strict, loose = (len(meet(gold, found, strict=is_strict)) for is_strict in (True, False))
    pairs = meet(gold, found, strict=False)
    left = gold.loc[[g for g, _ in pairs]].reset_index(drop=True)
    right = found.loc[[f for _, f in pairs]].reset_index(drop=True)
    context = messages.set_index("message_id").loc[right["message_id"]].reset_index(drop=True)
    text_before = [t[:s] for t, s in zip(context["text"], right["start"], strict=True)]
    asked = right.assign(
        partner_text=context["partner_text"], own_text=context["own_before"] + "\n" + text_before
    )
    right["sequence"] = sequence(asked)
    info = (left["function"] == "information") & (right["function"] == "information")
    need = left["need_gauging"].astype(bool)
    missed, extra = len(gold) - len(pairs), len(found) - len(pairs)
    everything_gold = pd.concat([left["function"], pd.Series(["none"] * extra)], ignore_index=True)
    everything_found = pd.concat(
        [right["function"], found.drop([f for _, f in pairs])["function"]], ignore_index=True
    )
    lost = gold.drop([g for g, _ in pairs])["function"]
    everything_gold = pd.concat([everything_gold, lost], ignore_index=True)
    everything_found = pd.concat(
        [everything_found, pd.Series(["none"] * missed)], ignore_index=True
    )
    labels = everything_gold != "none"
    end_to_end = {
        label: f1(
            int(((everything_gold == label) & (everything_found == label)).sum()),
            int((everything_found == label).sum()),
            int((everything_gold == label).sum()),
        )
        for label in sorted(set(everything_gold[labels]))
    }
    if listing:
        show(messages, gold, found, pairs, left, right)
    function_macro, function_each = macro_f1(left["function"], right["function"])
    form_macro, form_each = macro_f1(left["form"], right["form"])
    hits = int((need & right["need_gauging"]).sum())
    return {
        "batch": path.stem,
        "n": len(gold),
        "detect_p": loose / len(found),
        "detect_r": loose / len(gold),
        "detect_f1": f1(loose, len(found), len(gold)),
        "strict_f1": f1(strict, len(found), len(gold)),
        "function": function_macro,
        "function_e2e": sum(end_to_end.values()) / len(end_to_end),
        **{f"fn_{k[:4]}": v for k, v in function_each.items()},
        "form": form_macro,
        **{f"fm_{k[:4]}": v for k, v in form_each.items()},
        "need_f1": f1(hits, int(found["need_gauging"].sum()), int(gold["need_gauging"].sum())),
        "sequence": macro_f1(left["sequence"][info].astype(str), right["sequence"][info])[0],
        "seq_acc": float((left["sequence"][info] == right["sequence"][info]).mean()),
        "per_s": len(messages) / seconds,
    }


def show(
    messages: pd.DataFrame,
    gold: pd.DataFrame,
    found: pd.DataFrame,
    pairs: list[tuple[int, int]],
    left: pd.DataFrame,
    right: pd.DataFrame,
) -> None:
    texts = messages.set_index("message_id")["text"]
    for row in gold.drop([g for g, _ in pairs]).itertuples():
        print(f"MISSED {row.form}/{row.function} {row.text!r} IN {texts[row.message_id][:200]!r}")
    for row in found.drop([f for _, f in pairs]).itertuples():
        print(f"EXTRA {row.form}/{row.function} {row.text!r} BY {row.evidence}")
    for g, f in zip(left.itertuples(), right.itertuples(), strict=True):
        for what in ("function", "form", "need_gauging"):
            if getattr(g, what) != getattr(f, what):
                labels = f"{getattr(g, what)} -> {getattr(f, what)}"
                print(f"{what.upper()} {labels} {g.text!r} BY {f.evidence}")


def right_or_wrong(path: Path) -> pd.DataFrame:
    """Return found questions with their rules and whether they are coded with that function.

    ``gauges`` and ``right_need`` say the same of gauging a need.
    """
    messages, gold = coded(path)
    found = questions(messages[["message_id", "text"]])
    pairs = meet(gold, found, strict=False)
    met = {f: gold.loc[g, "function"] for g, f in pairs}
    needs = {f: bool(gold.loc[g, "need_gauging"]) for g, f in pairs}
    pattern = r"(?s)found: (?P<found>\w+) .*; function: (?P<function>[\w]+) "
    is_right = [met.get(i) == f for i, f in zip(found.index, found["function"], strict=True)]
    return (
        found["evidence"]
        .str.extract(pattern)
        .assign(
            right=is_right,
            gauges=found["need_gauging"],
            right_need=[needs.get(i, False) for i in found.index],
            batch=path.stem,
        )
    )


def shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the share right of each pair of rules, drawn to the rule that found by 5 cases.

    The share of that rule is drawn to the share of all by 5 cases: few cases say little.
    """
    every = rows["right"].mean()
    by_found = rows.groupby("found")["right"].agg(["sum", "size"])
    found_share = (by_found["sum"] + 5 * every) / (by_found["size"] + 5)
    pairs = rows.groupby(["found", "function"])["right"].agg(["sum", "size"])
    prior = pairs.index.get_level_values("found").map(found_share)
    pairs["share"] = (pairs["sum"] + 5 * prior) / (pairs["size"] + 5)
    return pairs


def print_confidence(paths: list[Path]) -> None:
    rows = pd.concat([right_or_wrong(path) for path in paths], ignore_index=True)
    told = []
    for batch, left_out in rows.groupby("batch"):
        table = shares(rows[rows["batch"] != batch])["share"]
        keys = pd.MultiIndex.from_frame(left_out[["found", "function"]])
        # A pair of rules not seen elsewhere gets what the package gives it.
        told.append(left_out.assign(told=table.reindex(keys).fillna(0.5).to_numpy()))
    held_out = pd.concat(told)
    brier = ((held_out["told"] - held_out["right"]) ** 2).mean()
    plain = held_out["right"].mean() * (1 - held_out["right"].mean())
    print(
        "# Share of found questions that coders coded as questions with this function, by the rule"
    )
    print("# that found and the rule that gave the function; share, tab, number of cases.")
    print("# need: share of questions said to gauge a need that were coded so.")
    print(f"# From {len(paths)} batches coded on their own ({len(rows)} found questions), with")
    print("# benchmarks/labels_questions.py --confidence; drawn by 5 cases to the finding rule.")
    print(f"# Left-out batches: Brier score {brier:.3f} (one share for all: {plain:.3f}).")
    bands = pd.cut(held_out["told"], [0, 0.6, 0.8, 0.9, 0.95, 1])
    for band, part in held_out.groupby(bands, observed=True):
        print(f"#   told {band}: {len(part)} cases, {part['right'].mean():.2f} right")
    for (rule, function), row in shares(rows).iterrows():
        print(f"{rule} {function}\t{row['share']:.2f}\t{int(row['size'])}")
    gauging = rows.loc[rows["gauges"], "right_need"]
    print(f"need\t{(gauging.sum() + 2.5) / (len(gauging) + 5):.2f}\t{len(gauging)}")


def main(arguments: list[str]) -> None:
    listing = "--list" in arguments
    paths = [Path(a) for a in arguments if not a.startswith("--")]
    if "--confidence" in arguments:
        print_confidence(paths)
        return
    table = pd.DataFrame([score(path, listing=listing) for path in paths]).set_index("batch")
    print(table.T.round(3).to_string())


if __name__ == "__main__":
    main(sys.argv[1:])
