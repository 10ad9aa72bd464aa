"""The knobs of a study: each with its default, its unit and the reason for the default.

They are printed in every report. Sources: see "Default parameters" in the docs.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from convostudy.errors import BadParameter
from convostudy.tables import BACKENDS, DEEP, SOLICITATIONS

__all__ = ["Parameters"]


def _knob(default: Any, means: str) -> Any:
    return field(default=default, metadata={"means": means})


@dataclass(frozen=True)
class Parameters:
    """Windows and thresholds of all measures.

    Parameters
    ----------
    burst_gap_min, session_gap_h, followup_gap_h, no_reply_days, landmark_turns, ... :
        See `Parameters.describe`, which lists each with its default and its reason.

    Raises
    ------
    BadParameter
        A value has the wrong type or makes no sense.

    Examples
    --------
    >>> Parameters().no_reply_days
    14.0
    >>> Parameters.from_mapping({"no_reply_day": 7})
    Traceback (most recent call last):
        ...
    convostudy.errors.BadParameter: Found an unknown parameter 'no_reply_day'. Expected: ...
    """

    burst_gap_min: float = _knob(10.0, "minutes of silence that end a burst of one sender")
    session_gap_h: float = _knob(1.0, "hours of silence that end a session")
    followup_gap_h: float = _knob(24.0, "hours after which writing again is a follow-up attempt")
    no_reply_days: float = _knob(
        14.0, "days without a word after which a question counts as ignored"
    )
    landmark_turns: int = _knob(1, "first counterpart turns that give a thread its style")
    connected_on_tz: str = _knob("UTC", "zone in which the export's connection day is read")
    tz_slack_h: float = _knob(0.0, "hours by which that day may be off at either end")
    pitch_within_h: tuple[float, ...] = _knob(
        (24.0, 12.0, 168.0, 720.0), "hours; the first is primary"
    )
    side: str = _knob("counterpart", "whose selling is studied: counterpart or owner")
    solicitations: tuple[str, ...] = _knob(
        ("sales", "investment", "event"), "kinds of pitch that count; recruiters do not"
    )
    backend: str = _knob(
        "cascade",
        "who labels: rules (word lists), light (learned from coders), cascade (light, and a small "
        "transformer where that is in doubt), transformer (for every message)",
    )
    language: str = _knob(
        "detect", "of messages: detect, or one that has labels, such as en, for all of them"
    )
    min_n: int = _knob(20, "groups of fewer threads than this are shown as counts, not rates")
    draws: int = _knob(1000, "bootstrap draws")
    seed: int = _knob(2026, "seed of the bootstrap")
    level: float = _knob(0.95, "coverage of intervals")

    def __post_init__(self) -> None:
        """Check types and ranges; ints are welcome where floats are meant."""
        for knob in fields(self):
            value = getattr(self, knob.name)
            default = knob.default
            if isinstance(default, tuple):
                given = value if isinstance(value, (list, tuple)) else [value]
                if isinstance(default[0], float):
                    given = [_number(knob.name, v) for v in given]
                object.__setattr__(self, knob.name, tuple(given))
            elif isinstance(default, float):
                object.__setattr__(self, knob.name, _number(knob.name, value))
            elif isinstance(value, bool) or not isinstance(value, type(default)):
                raise _wrong(knob.name, value, f"a value of type {type(default).__name__}")
        if not 0.5 <= self.level < 1:
            raise _wrong("level", self.level, "a coverage such as 0.95")
        for name in ("burst_gap_min", "session_gap_h", "followup_gap_h", "no_reply_days"):
            if getattr(self, name) <= 0:
                raise _wrong(name, getattr(self, name), "a number above zero")
        for name in ("landmark_turns", "min_n", "draws"):
            if getattr(self, name) < 1:
                raise _wrong(name, getattr(self, name), "a whole number of at least 1")
        if not self.pitch_within_h or min(self.pitch_within_h) <= 0:
            raise _wrong("pitch_within_h", self.pitch_within_h, "hours above zero")
        if self.side not in ("owner", "counterpart"):
            raise _wrong("side", self.side, "owner or counterpart")
        name, _, folder = self.backend.partition(":")
        if name not in BACKENDS or (folder and name not in DEEP):
            raise _wrong("backend", self.backend, " or ".join(BACKENDS))
        unknown = set(self.solicitations) - set(SOLICITATIONS)
        if unknown or not self.solicitations:
            raise _wrong("solicitations", self.solicitations, f"some of {', '.join(SOLICITATIONS)}")
        try:
            ZoneInfo(self.connected_on_tz)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise _wrong(
                "connected_on_tz", self.connected_on_tz, "a zone such as Europe/Brussels"
            ) from None
        if self.tz_slack_h < 0:
            raise _wrong("tz_slack_h", self.tz_slack_h, "hours, zero or more")

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> Parameters:
        """Make parameters from names and values, refusing names that do not exist.

        Parameters
        ----------
        given : mapping
            Name to value; what is left out keeps its default.

        Returns
        -------
        convostudy.parameters.Parameters

        Raises
        ------
        BadParameter
            For an unknown name, with the nearest one that exists.
        """
        known = [f.name for f in fields(cls)]
        for name in given:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                raise BadParameter(
                    f"an unknown parameter {name!r}",
                    expected=f"one of {', '.join(known)}",
                    do=f"Did you mean {near[0]!r}?" if near else "Choose one of these",
                )
        return cls(**given)

    def to_mapping(self) -> dict[str, Any]:
        """Return names and values, with lists for tuples, ready for TOML or JSON."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    @classmethod
    def describe(cls) -> dict[str, str]:
        """Return what each parameter means, by name."""
        return {f.name: str(f.metadata["means"]) for f in fields(cls)}


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(name, value, "a number")
    return float(value)


def _wrong(name: str, value: Any, expected: str) -> BadParameter:
    means = Parameters.describe()[name]
    return BadParameter(
        f"{name} = {value!r}", expected=f"{expected} ({means})", do="Correct the value"
    )
