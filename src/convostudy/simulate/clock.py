"""Who is awake when: weekly rhythms of activity, in whole seconds since 1970 (UTC)."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

__all__ = ["DAY", "HOUR", "MINUTE", "OFFICE", "OWNER", "Rhythm", "lognormal", "seconds"]

MINUTE, HOUR, DAY = 60, 3_600, 86_400
WEEK = 7 * DAY
FIRST_MONDAY = 4 * DAY
"""1 January 1970 was a Thursday."""

# Weights of the 24 hours; only their proportions matter. The owner reads messages early, over
# lunch and in the evening; sellers write in office hours and a little outside them.
OWNER_DAY = [1, 0.3, 0.1, 0.1, 0.1, 0.4, 2, 6, 9, 9, 8, 8, 10, 9, 8, 8, 8, 8, 6, 5, 6, 7, 5, 2]
OWNER_WEEKEND = [1, 0.5, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 2, 3, 3, 2, 2, 1, 1, 2, 2, 2, 2, 2, 3, 4, 3, 2]
OFFICE_DAY = [
    0.3,
    0.1,
    0.1,
    0.1,
    0.1,
    0.2,
    1,
    4,
    9,
    11,
    11,
    10,
    7,
    9,
    10,
    10,
    9,
    6,
    3,
    2,
    2,
    1,
    1,
    1,
]
OFFICE_WEEKEND = [0.1] * 7 + [0.3, 0.6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.2]


class Rhythm:
    """A week of activity; `after` lets waiting time pass at the pace of the week.

    Parameters
    ----------
    day, weekend : list of float
        Weights of the 24 local hours.
    zone_h : float or None
        Hours ahead of UTC; None for Ghent, with its summer time.
    """

    def __init__(self, day: list[float], weekend: list[float], zone_h: float | None) -> None:
        week = day * 5 + weekend * 2
        self.weights = [168 * w / sum(week) for w in week]
        self.passed = [0.0, *accumulate(self.weights)]
        self.zone_h = zone_h

    def _ahead(self, at: int) -> int:
        return _ghent_ahead(at) if self.zone_h is None else int(self.zone_h * HOUR)

    def after(self, at: int, active_h: float) -> int:
        """Return the instant ``active_h`` hours of activity after ``at``.

        Examples
        --------
        >>> seconds(2024, 3, 6) - OWNER.after(seconds(2024, 2, 28), 168)
        0
        """
        weeks, within = divmod(at + self._ahead(at) - FIRST_MONDAY, WEEK)
        hour, rest = divmod(within, HOUR)
        goal = self.passed[hour] + self.weights[hour] * rest / HOUR + active_h
        more, goal = divmod(goal, self.passed[-1])
        hour = min(bisect_right(self.passed, goal) - 1, 167)
        within_hour = (goal - self.passed[hour]) / self.weights[hour]
        local = FIRST_MONDAY + (weeks + int(more)) * WEEK + round((hour + within_hour) * HOUR)
        # The change to summer time may pull an instant back by an hour: never before the start.
        return max(local - self._ahead(local - HOUR), at)


def seconds(year: int, month: int, day: int, hour: int = 0) -> int:
    """Return an instant in UTC as seconds since 1970."""
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


def lognormal(rng: random.Random, median: float, sigma: float) -> float:
    """Draw a log-normal waiting time in the unit of its median."""
    return median * math.exp(rng.gauss(0, sigma))


def _ghent_ahead(at: int) -> int:
    year = datetime.fromtimestamp(at, UTC).year
    return 2 * HOUR if _last_sunday(year, 3) <= at < _last_sunday(year, 10) else HOUR


@cache
def _last_sunday(year: int, month: int) -> int:
    """Return 01:00 UTC on the last Sunday of a month of 31 days: when summer time changes."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return int((last - timedelta(days=(last.weekday() + 1) % 7)).timestamp())


OWNER = Rhythm(OWNER_DAY, OWNER_WEEKEND, None)
OFFICE = [Rhythm(OFFICE_DAY, OFFICE_WEEKEND, zone) for zone in (0, 1, 1, 1, 2, -5, -8, 5.5, 8)]
"""Counterparts' weeks, in different parts of the world; Europe is the most frequent."""
