"""Estimates in, Axes out.

Every function draws on the axes it is given, returns them, says n on the picture, and draws an
empty frame with a sentence when there is nothing to show. Colours are those of Okabe and Ito
(2008), which colour-blind people can tell apart; shape or position always says the same again.
"""

from convostudy.figures._look import COLOURS, STYLE, canvas
from convostudy.figures.at_risk import (
    at_risk,
    followed,
)
from convostudy.figures.compared import (
    mirror,
    ranges,
)
from convostudy.figures.flow import (
    flow,
)
from convostudy.figures.maps import (
    calendar_map,
    hour_map,
)
from convostudy.figures.shares import bars, dots, stacked
from convostudy.figures.side_by_side import (
    MOST_GROUPS,
    gaps,
    side_by_side,
    side_by_side_height,
)
from convostudy.figures.times import band, curves
from convostudy.figures.waits import ecdf

__all__ = [
    "COLOURS",
    "MOST_GROUPS",
    "STYLE",
    "at_risk",
    "band",
    "bars",
    "calendar_map",
    "canvas",
    "curves",
    "dots",
    "ecdf",
    "flow",
    "followed",
    "gaps",
    "hour_map",
    "mirror",
    "ranges",
    "side_by_side",
    "side_by_side_height",
    "stacked",
]
