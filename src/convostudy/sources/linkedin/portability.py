"""The second door: JSON from LinkedIn's Member Data Portability API.

A snapshot page holds rows whose keys are the column names of the CSV files; a change log holds
events. Pages are accepted one by one, several in an array, or as bare rows in an array.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from convostudy.errors import BadExport

__all__ = ["Events", "Pages", "Part", "is_portability", "read_pages"]

_KEYS = re.compile(
    rb'"(?:snapshotData|snapshotDomain|CONVERSATION ID|Connected On|Sent At|resourceName)"'
)
_KIND = re.compile(r"[A-Za-z_/]{1,60}")
_LAST_MS = 253_402_300_800_000
_ERROR = re.compile(rb'"message"\s*:\s*"[^"]*No data found for this memberId')


@dataclass(frozen=True)
class Part:
    """The rows of one table on one page: text cells under numbered columns."""

    domain: str
    header: list[str]
    cells: pd.DataFrame
    lines: np.ndarray
    raw: Callable[[int], str]
    repeated: list[int]
    rejected: pd.DataFrame


@dataclass(frozen=True)
class Events:
    """The message events of a change log, and how many events of other kinds there were."""

    rows: pd.DataFrame
    repeated: list[int]
    others: dict[str, list[int]]
    file: str = ""

    def named(self, file: str) -> Events:
        """Return the same with the name of its file."""
        return replace(self, file=file)


@dataclass
class Pages:
    """What one JSON file holds."""

    parts: list[Part] = field(default_factory=list)
    events: Events | None = None
    closing: bool = False


def is_portability(head: bytes) -> str | None:
    """Return ``json`` when the first bytes look like a page, rows or the closing page."""
    return "json" if _KEYS.search(head) or _ERROR.search(head) else None


def read_pages(data: bytes, where: str) -> Pages | None:
    """Read one JSON file.

    Returns
    -------
    Pages or None
        None when it is JSON of another kind.

    Raises
    ------
    BadExport
        The JSON is cut off or damaged.
    """
    try:
        read = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as reason:  # no JSON, no UTF-8, a number without end
        raise BadExport(
            f"JSON that ends too early or is damaged ({reason})",
            where=where,
            expected="the whole answer of the portability API",
            do="Fetch that page once more",
        ) from reason
    pages = Pages()
    items = read if isinstance(read, list) else [read]
    rows: list[tuple[str, Any]] = []
    events: list[Any] = []
    for item in items:
        if not isinstance(item, dict):
            rows.append(("", item))
        elif "elements" in item and isinstance(item["elements"], list):
            for element in item["elements"]:
                if isinstance(element, dict) and isinstance(element.get("snapshotData"), list):
                    domain = str(element.get("snapshotDomain", ""))
                    rows.extend((domain, row) for row in element["snapshotData"])
                elif isinstance(element, dict) and "resourceName" in element:
                    events.append(element)
        elif isinstance(item.get("snapshotData"), list):
            domain = str(item.get("snapshotDomain", ""))
            rows.extend((domain, row) for row in item["snapshotData"])
        elif "resourceName" in item:
            events.append(item)
        elif "No data found for this memberId" in str(item.get("message", "")):
            pages.closing = True
        elif "message" in item and "status" in item:
            continue
        else:
            rows.append(("", item))
    pages.parts = _parts(rows)
    pages.events = _events(events) if events else None
    return pages if pages.parts or pages.events or pages.closing else None


def _parts(rows: list[tuple[str, Any]]) -> list[Part]:
    """Sort rows by domain and by the columns they have.

    Rows of one domain may lack keys that are empty; they share the union of them.
    """
    by_domain: dict[str, list[tuple[int, Any]]] = {}
    for number, (domain, row) in enumerate(rows, start=1):
        by_domain.setdefault(domain, []).append((number, row))
    parts = []
    for domain, numbered in by_domain.items():
        good = [(n, r) for n, r in numbered if isinstance(r, dict)]
        bad = [(n, r) for n, r in numbered if not isinstance(r, dict)]
        header = list(dict.fromkeys(str(key) for _, row in good for key in row))
        seen: set[str] = set()
        kept: list[tuple[int, dict[str, Any]]] = []
        repeated: list[tuple[int, dict[str, Any]]] = []
        for number, row in good:
            as_text = json.dumps(row, sort_keys=True, ensure_ascii=False)
            # Pages overlap: an exact repeat is the page's, not the member's.
            (repeated if as_text in seen else kept).append((number, row))
            seen.add(as_text)
        cells = pd.DataFrame(
            {c: [_text(row.get(key)) for _, row in kept] for c, key in enumerate(header)},
            dtype="str",
        )
        raws = [_text(row) for _, row in kept]
        rejected = pd.DataFrame(
            {
                "line": [n for n, _ in bad],
                "reason": ["no row of columns" for _ in bad],
                "raw": [_text(r) for _, r in bad],
            }
        )
        numbers = np.array([n for n, _ in kept], dtype="int64")
        twice = [n for n, _ in repeated]
        parts.append(Part(domain, header, cells, numbers, raws.__getitem__, twice, rejected))
    return parts


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # JSON can hold half of an emoji; no text can.
    return text.encode(errors="replace").decode()


def _object(value: Any) -> dict[str, Any]:
    """Return a JSON object, an empty one where something else stands in its place."""
    return value if isinstance(value, dict) else {}


def _kind(value: Any) -> str:
    """Return the name of a method or resource, if it is one: it becomes a reason on pages."""
    is_name = isinstance(value, str) and _KIND.fullmatch(value) is not None
    return value if is_name else "?"


def _is_instant(value: Any) -> bool:
    """Tell whether a value is milliseconds since 1970 that a calendar has, up to the year 9999."""
    return type(value) in (int, float) and 0 <= value < _LAST_MS


def _events(events: list[Any]) -> Events:
    rows: list[dict[str, Any]] = []
    repeated: list[int] = []
    others: dict[str, list[int]] = {}
    seen: set[str] = set()
    for number, event in enumerate(events, start=1):
        activity = _object(event.get("activity"))
        key = str(event.get("activityId") or event.get("id") or number)
        content = _object(activity.get("content"))
        attached = activity.get("attachments")
        at = activity.get("createdAt", event.get("capturedAt"))
        if key in seen:
            repeated.append(number)
        elif event.get("resourceName") != "messages" or event.get("method") != "CREATE":
            kind = f"{_kind(event.get('method'))} of {_kind(event.get('resourceName'))}"
            others.setdefault(f"change-log event: {kind}", []).append(number)
        else:
            rows.append(
                {
                    "line": number,
                    "conversation_id": _text(activity.get("thread")).rsplit(":", 1)[-1],
                    "sender": _text(activity.get("author") or event.get("actor")),
                    "owner": _text(activity.get("owner") or event.get("owner")),
                    "at_ms": at if _is_instant(at) else None,
                    "content": _text(content.get("fallback", content.get("text"))),
                    "n_attachments": len(attached) if isinstance(attached, list) else 0,
                    "raw": _text(event),
                }
            )
        seen.add(key)
    return Events(pd.DataFrame(rows), repeated, others)
