"""Of coded threads, whose participants are known: how often does the scrubber leave their names?

    python benchmarks/scrubbing_corpus.py data/raw/codebook_corpus

Once with the participants named to the scrubber, and once without, when they are to it what third
parties are: the threads were written by others than the rules, for another purpose. Looked for is
every part of a participant's name that has a capital and three letters, however it is written in a
message, but for words of kin and titles, and for ordinary words in small letters, which may be
meant as words.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from convostudy.deidentify import Participant, scrub_thread
from convostudy.deidentify.lists import entries
from convostudy.deidentify.words import is_ordinary

PART = re.compile(r"[^\W\d_]{3,}")


def name_parts(names: list[str]) -> set[str]:
    known = entries("kin") | entries("titles") | {"the", "and", "van", "der", "den", "del", "bin"}
    parts = {part for name in names for part in PART.findall(name) if part[0].isupper()}
    return {part for part in parts if part.lower() not in known}


def places(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    hits = pattern.finditer(text)
    return [h.span() for h in hits if not (h.group().islower() and is_ordinary(h.group()))]


def left(texts: list[str], gold: list[list[tuple[int, int]]], people: list[Participant]) -> int:
    masks = scrub_thread(texts, people)[1]
    missed = 0
    for spans, found in zip(gold, masks, strict=True):
        masked = {place for start, end, *_ in found for place in range(start, end)}
        missed += sum(not masked.issuperset(range(*span)) for span in spans)
    return missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    files = sorted(parser.parse_args().corpus.glob("b*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    missed: dict[str, list[int]] = {"as participants": [], "as third parties": []}
    n_mentions = 0
    for line in lines:
        thread = json.loads(line)
        names = [thread.get("owner") or "", thread.get("counterpart") or ""]
        parts = sorted(name_parts(names), key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, parts))})(?!\w)", re.IGNORECASE)
        texts = [message["text"] for message in thread["messages"]]
        gold = [places(text, pattern) for text in texts] if parts else []
        if any(gold):
            n_mentions += sum(map(len, gold))
            people = [Participant(str(n), name) for n, name in enumerate(names)]
            missed["as participants"].append(left(texts, gold, people))
            missed["as third parties"].append(left(texts, gold, []))
    print(f"{n_mentions:,} mentions in {len(missed['as participants']):,} threads")
    for how, counts in missed.items():
        caught = 1 - sum(counts) / n_mentions
        leaking = sum(n > 0 for n in counts) / len(counts)
        print(f"{how}: {100 * caught:.1f} % caught, {100 * leaking:.1f} % of threads leaking")


if __name__ == "__main__":
    main()
