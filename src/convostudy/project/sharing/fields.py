"""One column in four tongues: pandas, Data Package, Arrow, Croissant.

Everything that a package says about a column is made here from one `Column`, so that codebook,
descriptor, Parquet and Croissant cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from convostudy.errors import BadTable
from convostudy.tables import Column, Table

__all__ = ["Kind", "arrow_schema", "field_of", "kind_of", "links", "sheet_schema"]


@dataclass(frozen=True)
class Kind:
    """A type by its name in the Data Package, in Arrow and in Croissant."""

    package: str
    arrow: pa.DataType
    croissant: str


TEXT = Kind("string", pa.string(), "sc:Text")
TRUTH = Kind("boolean", pa.bool_(), "sc:Boolean")
WHOLE = Kind("integer", pa.int64(), "sc:Integer")
NUMBER = Kind("number", pa.float64(), "sc:Float")
KINDS = {
    "str": TEXT,
    "bool": TRUTH,
    "boolean": TRUTH,
    "int64": WHOLE,
    "Int64": WHOLE,
    "float64": NUMBER,
    "Float64": NUMBER,
}
#: Columns that name a row of another table under a name of their own.
SAME_AS = {
    "owner_id": "person_id",
    "counterpart_id": "person_id",
    "sender_id": "person_id",
    "reply_to": "message_id",
    "answer_turn_id": "turn_id",
    "answer_message_id": "message_id",
}
# House rule: units stand in names, so what cannot be negative is told by its name.
_COUNTED = re.compile(r"n_\w+|rank|(?:wait|gap)_h(?:_\w+)?|length\w*")
_SHARE = re.compile(r"(?:share|confidence|probability)(?:_\w+)?|\w+_(?:share|probability)")


def kind_of(column: Column, where: str) -> Kind:
    """Return the type of a column, or refuse it: instants and objects are not passed on.

    Parameters
    ----------
    column : Column
        Of a table that is to be shared.
    where : str
        Named in the error.

    Returns
    -------
    Kind

    Examples
    --------
    >>> kind_of(Column("Int64", "how many"), "").package
    'integer'
    """
    if column.dtype in KINDS:
        return KINDS[column.dtype]
    raise BadTable(
        f"the type {column.dtype}, which is not passed on",
        where=where,
        expected=f"one of {', '.join(KINDS)}: a dataset that is shared holds no instants",
        do="Leave the column out, or turn it into a length of time",
    )


def field_of(name: str, column: Column, *, key: bool = False) -> dict[str, Any]:
    """Describe a column as the Data Package does.

    Parameters
    ----------
    name : str
        Of the column.
    column : Column
        Its type, meaning and values.
    key : bool
        Whether it alone tells the rows apart.

    Returns
    -------
    dict

    Examples
    --------
    >>> field_of("wait_h", Column("float64", "hours", missing=True))["constraints"]
    {'minimum': 0}
    """
    kind = kind_of(column, name)
    limits: dict[str, Any] = {}
    if not column.missing:
        limits["required"] = True
    if key:
        limits["unique"] = True
    if column.values:
        limits["enum"] = list(column.values)
    if kind in (WHOLE, NUMBER) and (_COUNTED.fullmatch(name) or _SHARE.fullmatch(name)):
        limits["minimum"] = 0
        if _SHARE.fullmatch(name):
            limits["maximum"] = 1
    described = {"name": name, "type": kind.package, "description": column.means}
    return {**described, "constraints": limits} if limits else described


def links(schema: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    """Find which columns name a row of another table.

    Parameters
    ----------
    schema : mapping of str to Table
        The tables of one release.

    Returns
    -------
    dict of str to dict
        Table to column to the table whose key it holds; one's own table is an empty text.

    Examples
    --------
    >>> one = Table("threads", "a thread", {"thread_id": Column("str", "id")}, ("thread_id",))
    >>> two = Table("turns", "a turn", {"thread_id": Column("str", "its thread")})
    >>> links({"threads": one, "turns": two})
    {'threads': {}, 'turns': {'thread_id': 'threads'}}
    """
    # The first table of a key is its home: scores have one row a thread, too.
    homes: dict[str, str] = {}
    for name, table in schema.items():
        if len(table.key) == 1:
            homes.setdefault(table.key[0], name)
    found: dict[str, dict[str, str]] = {}
    for name, table in schema.items():
        found[name] = {}
        for column in table.columns:
            means = column if column in homes else SAME_AS.get(column, "")
            home = homes.get(means)
            if home is not None and not (home == name and column == means):
                found[name][column] = "" if home == name else home
    return found


def sheet_schema(name: str, schema: Mapping[str, Table]) -> dict[str, Any]:
    """Return the schema of a table as the Data Package has it, with its keys.

    Parameters
    ----------
    name : str
        Of the table.
    schema : mapping of str to Table
        All tables of the release.

    Returns
    -------
    dict
    """
    table = schema[name]
    alone = table.key[0] if len(table.key) == 1 else ""
    described: dict[str, Any] = {
        "fields": [field_of(n, c, key=n == alone) for n, c in table.columns.items()],
        "fieldsMatch": "exact",
        "missingValues": [""],
    }
    if table.key:
        described["primaryKey"] = list(table.key)
    foreign = [
        {
            "fields": [column],
            "reference": {
                **({"resource": home} if home else {}),
                "fields": [schema[home or name].key[0]],
            },
        }
        for column, home in links(schema)[name].items()
    ]
    if foreign:
        described["foreignKeys"] = foreign
    return described


def arrow_schema(table: Table) -> pa.Schema:
    """Return the schema of a Parquet file: names and types, and nothing else beside them.

    Parameters
    ----------
    table : Table
        What is written.

    Returns
    -------
    pyarrow.Schema
    """
    return pa.schema(
        [
            pa.field(n, kind_of(c, f"{table.name}.{n}").arrow, nullable=c.missing)
            for n, c in table.columns.items()
        ]
    )
