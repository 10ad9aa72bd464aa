"""What is compared, and what had better not be, in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from convostudy.prose.sentences import counted, percent

__all__ = ["parted_words", "size_hints", "study_names", "unlike_words"]

PARTED = {
    "study": "Each group is one study.",
    "owner": "One study, parted by whose inbox a thread is from.",
    "period": (
        "One study, parted by when a thread began: the day of its first invitation, connection or "
        "message. A thread counts where it began, however long it went on; threads without any "
        "known instant are in neither part. The later part has been watched for a shorter time: "
        "rates and curves take that into account, counts do not."
    ),
    "style": (
        "One study, parted by how the counterpart's first turn began. Outcomes 1 and 2 follow from "
        "that by definition and are left out; of the others only what came after that turn counts."
    ),
    "inviter": (
        "One study, parted by who sent the invitation. Most exports keep recent and pending "
        "invitations alone, and connections without any message are in the third group."
    ),
}
ONE_STUDY = (
    "One study alone: there is no other to set beside it, so its threads are parted by the day on "
    "which they began. To compare inboxes, measure another one (convostudy ingest OTHER.zip "
    "--study other, then convostudy measure --study other) and make this page again: convostudy "
    "report compare --study {name} -p \"studies=['other']\". Other ways to part this one: "
    "-p by=style, -p by=inviter, -p by=owner, or -p by=period -p since=2025-01-01."
)

ONE_DATASET = (
    "One shared dataset alone: it tells no day, so its threads are parted by how they began. Other "
    "ways: -p by=inviter, -p by=owner, or another study beside it (-p \"studies=['other']\")."
)


def study_names(paths: Iterable[Path]) -> dict[Path, str]:
    """Name studies by their folders; two folders of one name are told apart by the one above.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Their folders.

    Returns
    -------
    dict
        Path to name, each once.

    Examples
    --------
    >>> list(study_names([Path("a/demo"), Path("b/demo"), Path("a/mine")]).values())
    ['a/demo', 'b/demo', 'mine']
    >>> list(study_names([Path("a/demo/variants/backend-rules")]).values())
    ['demo']
    """
    paths = list(paths)
    # A page with parameters of its own reads a copy in <study>/variants/<parameters>.
    short = [p.parents[1].name if p.parent.name == "variants" else p.name for p in paths]
    longer = [f"{path.parent.name}/{path.name}" for path in paths]
    named = [
        long if short.count(name) > 1 else name for name, long in zip(short, longer, strict=True)
    ]
    return {
        path: name if named.count(name) == 1 else _place(path)
        for path, name in zip(paths, named, strict=True)
    }


def parted_words(by: str, wanted: str, name: str) -> list[str]:
    """Say how the groups are made; where a study to compare with is missing, how to add one.

    Parameters
    ----------
    by : str
        How they are made, from `outcomes.parted_by`.
    wanted : str
        How they were to be made.
    name : str
        Name of the first study.

    Returns
    -------
    list of str
        The way, and if need be what is missing.
    """
    missing = [ONE_STUDY.format(name=name)] if (by, wanted) == ("period", "study") else []
    missing += [ONE_DATASET] if (by, wanted) == ("style", "study") else []
    return [PARTED[by], *missing]


def unlike_words(unlike: pd.DataFrame, folders: Mapping[str, Path]) -> list[str]:
    """Say which studies are left out because they were measured otherwise, and what to do.

    Parameters
    ----------
    unlike : pandas.DataFrame
        From `outcomes.measured_unlike`.
    folders : mapping of str to pathlib.Path
        Name of a study to its folder.

    Returns
    -------
    list of str
        A paragraph a study.

    Examples
    --------
    >>> rows = {"study": ["b"], "what": ["backend"], "value": ["light"], "first": ["rules"]}
    >>> print(unlike_words(pd.DataFrame(rows), {"b": Path("b")})[0])
    Left out: b, measured otherwise than the first study (backend is light, there rules). Its
    numbers would differ for that alone. To compare them: convostudy measure --study b -p
    backend=rules
    >>> far = {"b": Path.home() / "mine" / "b"}
    >>> str(Path.home()) in unlike_words(pd.DataFrame(rows), far)[0]
    False
    """
    said = []
    for name, rows in unlike.groupby("study", sort=False):
        command = f"convostudy measure --study {_place(folders[str(name)])}"
        if (rows["what"] == "measured").any():
            said.append(f"Left out: {name}, which is not measured yet. To compare it: {command}")
            continue
        knobs = rows[rows["what"] != "code"]
        listed = [
            f"{r.what} is {_plain(r.value)}, there {_plain(r.first)}" for r in knobs.itertuples()
        ]
        if len(knobs) < len(rows):
            listed.append("by another version of the program")
        given = "".join(f" -p {_argument(r.what, r.first)}" for r in knobs.itertuples())
        said.append(
            f"Left out: {name}, measured otherwise than the first study ({'; '.join(listed)}). Its "
            f"numbers would differ for that alone. To compare them: {command}{given}"
        )
    return said


def _place(path: Path) -> str:
    """Name a folder as a command takes it, without what a page to be passed on must not tell."""
    if (path.parent.parent.name, path.parent.name) == ("data", "processed"):
        return path.name  # a study of the project is known by its name
    for base, mark in ((Path.cwd(), ""), (Path.home(), "~/")):
        if path.is_relative_to(base):
            return mark + path.relative_to(base).as_posix()
    return path.as_posix()


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _argument(name: str, value: object) -> str:
    text = f"{name}={_plain(value)}"
    return f'"{text}"' if " " in text else text


def size_hints(sizes: pd.DataFrame, shared: pd.DataFrame, *, min_n: int) -> Sequence[str]:
    """Say what in the groups themselves may make them differ.

    Parameters
    ----------
    sizes : pandas.DataFrame
        From `outcomes.cohort_sizes`.
    shared : pandas.DataFrame
        From `outcomes.shared_messages`.
    min_n : int
        Groups of fewer threads are small.

    Returns
    -------
    list of str
        Sentences, each only when it is true.
    """
    said = []
    small = sizes[sizes["threads"] < min_n]
    if len(small):
        named = ", ".join(f"{row.group} ({row.threads})" for row in small.itertuples(index=False))
        said.append(
            f"Fewer than {min_n} threads, shown as counts, and not compared where too few are "
            f"known: {named}."
        )
    said += [
        f"{row.a} and {row.b} hold {counted(row.n, 'message')} in common: they are not two "
        "independent groups, and every interval of their difference is too narrow."
        for row in shared.itertuples(index=False)
    ]
    foreign = sizes["unlabelled"].dropna()
    if len(foreign) > 1 and foreign.max() - foreign.min() > 0.1:
        said.append(
            f"Messages in a language without labels are {percent(foreign.min())} in one group and "
            f"{percent(foreign.max())} in another: each is measured on what is left."
        )
    seen = sizes.dropna(subset=["first", "last"])
    if len(seen) > 1 and (seen["first"].max() > seen["last"].min()):
        said.append(
            "The groups do not overlap in time: what changed with the years is in them, too."
        )
    return said
