"""One number as it may be printed: with its n, its interval and the method behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Estimate"]


@dataclass(frozen=True)
class Estimate:
    """A share with what is needed to judge it.

    Parameters
    ----------
    n : int
        Observations that count (the denominator).
    k : int
        Observations that had the property (the numerator).
    share : float
        k / n, from 0 to 1; missing (nan) when n is 0.
    lo, hi : float
        Ends of the interval, from 0 to 1; missing when there is none.
    level : float
        Coverage of the interval, such as 0.95.
    method : str
        How the interval was made.

    Examples
    --------
    >>> print(Estimate(n=40, k=12, share=0.3, lo=0.181, hi=0.454, level=0.95, method="Wilson"))
    12 of 40 (30 %, 95 % interval 18 to 45 %, Wilson)
    """

    n: int
    k: int
    share: float
    lo: float
    hi: float
    level: float
    method: str

    def __str__(self) -> str:
        """Return numerator, denominator, share, interval and method in one line."""
        counts = f"{self.k} of {self.n}"
        if math.isnan(self.share):
            return f"{counts} ({self.method})"
        share = f"{counts} ({100 * self.share:.0f} %"
        if math.isnan(self.lo) or math.isnan(self.hi):
            return f"{share}, {self.method})"
        interval = f"{100 * self.lo:.0f} to {100 * self.hi:.0f} %"
        return f"{share}, {100 * self.level:g} % interval {interval}, {self.method})"
