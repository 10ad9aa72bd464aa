"""``README.md``: the card of a dataset, after the questions of *Datasheets for Datasets*."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from convostudy.errors import counted
from convostudy.project.sharing.codebook import NOTE
from convostudy.project.sharing.datapackage import path_of
from convostudy.project.sharing.licences import REQUEST
from convostudy.project.sharing.release import TIERS, Release

__all__ = ["NOT_ANONYMOUS", "card"]

NOT_ANONYMOUS = """\
**This is pseudonymised, not anonymous.** Names, addresses, companies, positions, dates and \
{words}were taken out, ids are keyed and small groups pooled; but somebody who holds one of the \
conversations, or knows how fast somebody answered, may find it again by its lengths and \
intervals. Under the law of many countries these remain personal data."""
INVENTED = "**Nobody in it exists**: the people and their messages were made up by programs."
_HEADINGS = {
    "motivation": "Motivation",
    "collection": "Collection",
    "preprocessing": "What was left out and changed",
    "labels": "Labels, and how right they are",
    "uses": "Uses",
    "maintenance": "Maintenance",
}
_SIZES = {1_000: "n<1K", 10_000: "1K<n<10K", 100_000: "10K<n<100K", 1_000_000: "100K<n<1M"}
_HF = {"CC-BY-4.0": "cc-by-4.0", "CC0-1.0": "cc0-1.0"}


def card(release: Release, frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Write the card.

    Parameters
    ----------
    release : Release
        What is described; ``about.sections`` holds what is known of its making.
    frames : mapping of str to pandas.DataFrame
        Its tables as written.

    Returns
    -------
    bytes
        Markdown, which begins as the Hugging Face Hub reads it.
    """
    about = release.about
    said = [
        _front(release, frames),
        f"# {about.title}\n",
        f"Version {release.version}, {about.date}. Tier {release.tier}: {TIERS[release.tier]}.\n",
        f"{about.description}\n",
        _warning(release) + "\n",
        _composition(release, frames),
    ]
    for name, heading in _HEADINGS.items():
        text = about.sections.get(name, "").strip()
        if text:
            said.append(f"## {heading}\n\n{text}\n")
    said += [_distribution(release), _start(release)]
    return "\n".join(said).encode("utf-8")


def _front(release: Release, frames: Mapping[str, pd.DataFrame]) -> str:
    about = release.about
    most = max((len(frame) for frame in frames.values()), default=0)
    size = next((word for limit, word in _SIZES.items() if most < limit), "n>1M")
    lines = [
        "---",
        f"license: {_HF.get(about.licence, 'other')}",
        *(["license_name: data-use-agreement"] * (not about.terms.is_open)),
        *(["license_link: LICENSE-DATA.txt"] * (not about.terms.is_open)),
        f"pretty_name: {json.dumps(about.title, ensure_ascii=False)}",
        f"language: {json.dumps(list(about.languages))}",
        f"tags: {json.dumps(list(about.keywords), ensure_ascii=False)}",
        f"size_categories: [{json.dumps(size)}]",
        "configs:",
    ]
    for name in release.tables:
        lines += [
            f"- config_name: {name}",
            f"  data_files: {path_of(name, 'jsonl' if name in release.words else 'parquet')}",
        ]
    return "\n".join([*lines, "---", ""])


def _warning(release: Release) -> str:
    if release.about.simulated:
        return INVENTED
    words = "" if release.words else "all words "
    return NOT_ANONYMOUS.format(words=words or "as far as a program can tell names in texts ")


def _composition(release: Release, frames: Mapping[str, pd.DataFrame]) -> str:
    rows = [
        f"| `{path_of(name, 'jsonl' if name in release.words else 'csv')}` "
        f"| {len(frames[name]):,} | {release.schema[name].one_row_is} |"
        for name in release.tables
    ]
    table = "\n".join(["| table | rows | one row is |", "|---|---|---|", *rows])
    more = release.about.sections.get("composition", "").strip()
    beside = "Beside each CSV lies the same table as Parquet, with types."
    return (
        f"## Composition\n\n{table}\n\n{beside} `codebook.csv` says what each column means. {NOTE}"
        f"\n{chr(10) + more + chr(10) if more else ''}"
    )


def _distribution(release: Release) -> str:
    about = release.about
    where = f" ({about.terms.address})" if about.terms.is_open else ""
    lines = [
        f"Terms: {about.terms.title}{where}; see `LICENSE-DATA.txt`.",
        f"Ethics approval: {about.approval}",
        f"Basis: {about.basis}",
        f"Please cite: {about.cited(release.version)}",
        REQUEST.strip() if about.terms.is_open and not about.simulated else "",
    ]
    return "## Distribution\n\n" + "\n\n".join(line for line in lines if line) + "\n"


def _start(release: Release) -> str:
    n = counted(len(release.tables), "table")
    first = path_of(next(iter(release.tables)), "parquet")
    read = (
        f'import convostudy as cs\n\nstudy = cs.load_dataset("{release.folder}")'
        if release.tier in ("T1", "T2")
        else f'import pandas as pd\n\npd.read_parquet("{first}")'
    )
    return (
        "## To begin\n\n"
        "`sha256sum -c SHA256SUMS` tells whether the files are whole, and `convostudy validate .`\n"
        f"looks at every cell of the {n}. In Python:\n\n"
        f"```python\n{read}\n```\n\n"
        "Any program that reads CSV will do: `datapackage.json` has the types and keys.\n"
    )
