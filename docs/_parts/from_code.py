"""Pages from the code: measures, tables, parameters, commands, and the reference by room."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import click

import convostudy as cs
from _parts import write_if_new
from convostudy.project.cli import main
from convostudy.tables import TABLES, Table

NOTE = "<!-- Made by `make docs` from the code; edit the docstrings instead. -->\n\n"
# A table wider than this is unreadable on a phone: one list entry a column, then.
VALUES_SHOWN = 20


def write(folder: Path) -> None:
    """Write every page that comes from the code into a folder."""
    pages = {
        "measures.md": _measures(),
        "tables.md": _tables(),
        "parameters.md": _parameters(),
        "commands.md": _commands(),
        **_reference(),
    }
    for name, text in pages.items():
        write_if_new(folder / name, NOTE + text)
    # Pages of rooms that are no more.
    for file in (folder / "reference").glob("*.md"):
        if f"reference/{file.name}" not in pages:
            file.unlink()


def sections(docstring: str) -> dict[str, str]:
    r"""Part a numpydoc docstring into its sections; what comes before the first is under ''.

    >>> sections("Sum.\n\nMore.\n\nNotes\n-----\nHigher is more.")
    {'': 'Sum.\n\nMore.', 'Notes': 'Higher is more.'}
    """
    parts = re.split(r"^([A-Z][A-Za-z ]+)\n-{3,}\n", inspect.cleandoc(docstring), flags=re.M)
    named = zip(parts[1::2], parts[2::2], strict=True)
    return {"": parts[0].strip()} | {name: dedent(text).strip() for name, text in named}


def _markdown(text: str) -> str:
    """Turn the literals of docstrings into those of Markdown."""
    return text.replace("``", "`").replace("|", "\\|")


def _measures() -> str:
    rows, entries = [], []
    found = cs.measures.measures()
    asked = {
        name: inspect.getdoc(inspect.getmodule(measure)).split("\n")[0]
        for name, measure in found.items()
    }
    for name in sorted(found, key=lambda name: (_number(asked[name]), name)):
        code, _, question = asked[name].partition(": ")
        said = sections(found[name].__doc__)
        _, _, returned = said["Returns"].partition("\n")
        # "One row per thread: `columns` ..."; a few end the sentence before they list the columns.
        unit, _, columns = _flat(returned).removeprefix("One row per ").partition(": ")
        question = _markdown(question[0].upper() + question[1:])
        rows.append(f"| {code} | [{name}](#{name.replace('_', '-')}) | {question} |")
        entries.append(
            f"({name.replace('_', '-')})=\n"
            f"## `{name}`\n\n**{code}. {question}**\n\n{_markdown(said[''])}\n\n"
            f"One row is one\n: {_markdown(unit)}\n\n"
            f"Columns\n: {_markdown(columns)}\n\n"
            f"Direction, and what not to compare\n: {_markdown(_flat(said['Notes']))}\n\n"
            f"Where it comes from\n: {_markdown(_flat(said['References']))}\n\n"
            f"{{py:func}}`In the reference <convostudy.measures.{name}>`\n"
        )
    head = (
        "# Measures\n\nA measure is one question put to every thread, turn or question of an "
        "inbox. Each gives one table, `study.scores[name]`, with one row a unit; shares, curves "
        "and intervals are made from it afterwards. *Missing is not no*: what has not happened yet "
        "is censored, what could not be told is missing.\n\n"
        "| | measure | question |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n\n" + "\n".join(entries)


def _number(question: str) -> int:
    number = re.match(r"M(\d+)", question)
    return int(number[1]) if number else 99


def _flat(text: str) -> str:
    return " ".join(text.split())


def _tables() -> str:
    parts = [
        "# Tables\n\nEvery step takes tables and gives tables. On disk each is a folder of "
        "Parquet files, `data/processed/<study>/<table>`; in Python it is "
        "`study.table(name)`. Times are UTC. *May be missing* says in which columns a gap is "
        "allowed; a gap means *not known*.\n"
    ]
    for table in TABLES.values():
        parts.append(
            f"## {table.name}\n\nOne row is {_markdown(table.one_row_is)}. "
            f"Key: {', '.join(f'`{name}`' for name in table.key) or 'none'}.\n\n"
            "| column | type | may be missing | means |\n|---|---|---|---|"
        )
        for name, column in table.columns.items():
            values = ", ".join(f"`{value}`" for value in column.values)
            means = _markdown(column.means) + (f": {values}" if values else "")
            missing = "yes" if column.missing else ""
            parts.append(f"| `{name}` | {column.dtype} | {missing} | {means} |")
        parts.append("")
    return "\n".join(parts)


def _parameters() -> str:
    means, defaults = cs.Parameters.describe(), cs.Parameters().to_mapping()
    rows = [f"| `{name}` | `{defaults[name]}` | {_markdown(means[name])} |" for name in means]
    return (
        "# Parameters\n\nWindows and thresholds. `-p NAME=VALUE` sets one for a report; "
        "`convostudy measure --study NAME -p NAME=VALUE` keeps it in `study.toml`. Every page "
        "names those that it was made with.\n\n"
        "| parameter | default | means |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _commands() -> str:
    parts = [
        "# Commands\n\nWhat each says to `--help`. Results go to standard output, all else to "
        "standard error. Exit codes: 0 it worked, 1 a report or a step failed, 2 the call or the "
        "input was wrong.\n"
    ]
    top = click.Context(main, info_name="convostudy", **main.context_settings)
    for name in main.list_commands(top):
        command = main.get_command(top, name)
        context = click.Context(command, info_name=name, parent=top, terminal_width=88)
        parts.append(f"## convostudy {name}\n\n```text\n{command.get_help(context)}\n```\n")
        for part in getattr(command, "commands", {}).values():
            inner = click.Context(part, info_name=part.name, parent=context, terminal_width=88)
            parts.append(
                f"### convostudy {name} {part.name}\n\n```text\n{part.get_help(inner)}\n```\n"
            )
    return "\n".join(parts)


def _reference() -> dict[str, str]:
    """Return one page a room of `convostudy.__all__`, and one of what is in no room."""
    names = sorted(cs.__all__)
    rooms = [name for name in names if isinstance(getattr(cs, name), ModuleType)]
    pages = {"reference/convostudy.md": _page("convostudy", cs, set(names) - set(rooms))}
    for room in rooms:
        module = getattr(cs, room)
        public = set(module.__all__)
        if room == "measures":
            public |= set(module.measures())
        pages[f"reference/{room}.md"] = _page(f"convostudy.{room}", module, public)
    return pages


def _page(name: str, module: ModuleType, public: set[str]) -> str:
    told = inspect.cleandoc(module.__doc__ or "").split("\n>>>")[0]
    title = name.removeprefix("convostudy.")
    entries = [_entry(name, each, getattr(module, each)) for each in sorted(public, key=_order)]
    body = "\n\n".join(entries)
    return f"# {title}\n\n{_markdown(told)}\n\n```{{eval-rst}}\n{body}\n```\n"


def _order(name: str) -> tuple[bool, str]:
    """Put constants last."""
    return name.isupper(), name.lower()


def _entry(module: str, name: str, thing: Any) -> str:
    full = f"{module}.{name}"
    if inspect.isclass(thing):
        return f".. autoclass:: {full}\n   :members:"
    if callable(thing):
        return f".. autofunction:: {full}"
    return f".. py:data:: {full}\n\n   {_told(thing)}"


def _told(thing: Any) -> str:
    """Say in a line what a constant holds."""
    if isinstance(thing, Table):
        return f"The table ``{thing.name}``: one row is {thing.one_row_is}."
    if isinstance(thing, dict):
        return "By name: " + ", ".join(f"``{key}``" for key in list(thing)[:VALUES_SHOWN]) + "."
    if isinstance(thing, (tuple, list, set, frozenset)):
        return ", ".join(f"``{value}``" for value in list(thing)[:VALUES_SHOWN]) + "."
    return f"``{thing!r}``"
