"""Rows at risk, maps, flows, mirrors and ranges: drawn on tiny frames and on nothing."""

import numpy as np
import pandas as pd
import pytest

from convostudy import figures

CURVE = pd.DataFrame(
    {
        "time": [2.0, 30.0, 400.0],
        "at_risk": [5, 3, 1],
        "share": [0.2, 0.5, 0.5],
        "lo": [0.1, 0.2, 0.2],
        "hi": [0.4, 0.8, 0.8],
    }
)
AT_RISK = pd.DataFrame([[5, 3, 1, 0]], index=["owner"], columns=[0.0, 24.0, 336.0, 720.0])
MONTHS = pd.DataFrame([[3, 0, 1200]], index=[2024], columns=[1, 2, 3], dtype="Int64").reindex(
    columns=range(1, 13)
)
WEEK = pd.DataFrame(0, index=range(7), columns=range(24))
SIDES = pd.DataFrame({"asked by a": [3, 0], "asked by b": [1, 0]}, index=["wh", "polar"])
PATHS = pd.DataFrame(
    {
        "refusal": ["explicit", "explicit", "stop"],
        "next": ["pitched again", "silent", "silent"],
        "later": ["no more", "pitch later", "no more"],
        "n": [4, 2, 1],
    }
)
COLOURS = {"pitched again": "#D55E00", "silent": "#8a8f98"}
HEADS = ("refusal", "next", "later")
WAITS = {"owner": pd.Series([1.0, 2.0, 30.0, 400.0]), "counterparts": pd.Series([3.0])}
ROWS = pd.DataFrame(
    {
        "who": ["invited", "inviting"],
        "n": [40, 3],
        "least": [0.2, np.nan],
        "most": [0.4, np.nan],
        "share": [0.3, np.nan],
        "lo": [0.1, np.nan],
        "hi": [0.5, np.nan],
        "shown": [True, False],
        "note": ["30 % (8 to 16 of 40)", "1 of 3, too few"],
    }
)


def _followed(curves, counts, ax, **small):
    words = {"ylabel": "answered", "xlabel": "time since asking", "title": "still waiting:"}
    return figures.followed(curves, counts, ax=ax, **words, **small)


DRAWN = {
    "followed": lambda ax: _followed({"owner": CURVE}, AT_RISK, ax),
    "ecdf": lambda ax: figures.ecdf(WAITS, ax=ax, xlabel="time to the answer"),
    "calendar_map": lambda ax: figures.calendar_map(MONTHS, ax=ax),
    "hour_map": lambda ax: figures.hour_map(WEEK + 1, ax=ax),
    "flow": lambda ax: figures.flow(PATHS, ax=ax, colours=COLOURS, heads=HEADS),
    "mirror": lambda ax: figures.mirror(SIDES, ax=ax, xlabel="questions"),
    "ranges": lambda ax: figures.ranges(ROWS, label="who", ax=ax, xlabel="share"),
}
NOTHING = {
    "followed": lambda ax: _followed({}, AT_RISK.head(0), ax),
    "ecdf": lambda ax: figures.ecdf({}, ax=ax, xlabel="time to the answer"),
    "calendar_map": lambda ax: figures.calendar_map(MONTHS.head(0), ax=ax),
    "hour_map": lambda ax: figures.hour_map(WEEK, ax=ax),
    "flow": lambda ax: figures.flow(PATHS.head(0), ax=ax, colours=COLOURS, heads=HEADS),
    "mirror": lambda ax: figures.mirror(SIDES * 0, ax=ax, xlabel="questions"),
    "ranges": lambda ax: figures.ranges(ROWS.head(0), label="who", ax=ax, xlabel="share"),
}


def _words(ax):
    legend = ax.get_legend()
    texts = [t.get_text() for t in ax.texts]
    texts += [t.get_text() for t in legend.get_texts()] if legend else []
    texts += [t.get_text() for t in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    return " | ".join(texts)


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_draws_on_the_axes_it_is_given_at_desk_and_phone_width(name):
    ax = figures.canvas()
    assert DRAWN[name](ax) is ax
    assert ax.has_data()
    for width in (7.2, 4.2):
        ax.figure.set_size_inches(width, 3.6)
        ax.figure.draw_without_rendering()
        assert ax.get_window_extent().width > 0.3 * ax.figure.get_window_extent().width


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_to_show_is_said(name):
    ax = NOTHING[name](figures.canvas())
    assert "n = 0" in _words(ax)
    assert not ax.has_data()
    assert len(ax.get_xticks()) == len(ax.get_yticks()) == 0  # the page makes a line of it


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("followed", ["owner (n = 5)", "still waiting:", "| 5 |", "| 3 |"]),
        ("ecdf", ["owner (n = 4)", "counterparts (n = 1)"]),
        ("calendar_map", ["2024", "3", "1.2k"]),
        ("hour_map", ["Mon", "24"]),
        ("flow", ["explicit\n6", "pitched again\n4", "no more\n5", "refusal"]),
        ("mirror", ["asked by a\n(n = 3)", "asked by b\n(n = 1)", "wh"]),
        ("ranges", ["30 % (8 to 16 of 40)", "1 of 3, too few"]),
    ],
)
def test_n_is_on_the_picture(name, said):
    words = _words(DRAWN[name](figures.canvas()))
    for part in said:
        assert part in words


def test_the_numbers_at_risk_stand_under_their_times_and_end_with_the_axis():
    ax = _followed({"owner": CURVE}, AT_RISK, figures.canvas(), until=336.0)
    at = {t.get_text(): t.xy[0] ** 2 for t in ax.texts if hasattr(t, "xy") and t.xy[1] == 0}
    assert at["3"] == pytest.approx(24)
    assert "0" not in at  # 720 h lies beyond the axis


def test_the_share_of_waits_counts_what_took_longer_than_is_drawn():
    ax = DRAWN["ecdf"](figures.canvas())
    hours, over = ax.lines[1].get_data()
    assert (hours**2).tolist() == pytest.approx([0, 1, 2, 30, 336])
    assert list(over) == pytest.approx([0, 0.25, 0.5, 0.75, 0.75])
    half = ax.lines[2]
    assert (half.get_xdata()[0] ** 2, half.get_ydata()[0]) == pytest.approx((2, 0.5))
    assert ax.lines[1].get_linestyle() != ax.lines[3].get_linestyle()


def test_few_waits_make_no_curve():
    ax = figures.ecdf(WAITS, ax=figures.canvas(), xlabel="time", min_n=2)
    assert "counterparts (n = 1): too few for a curve" in _words(ax)
    ax = figures.ecdf(WAITS, ax=figures.canvas(), xlabel="time", min_n=5)
    assert "owner (n = 4), counterparts (n = 1): too few for a curve" in _words(ax)
    assert not ax.has_data()


def test_numbers_at_risk_follow_only_what_was_drawn():
    ax = figures.band(CURVE.rename(columns={"time": "time_h"}).head(0), ax=figures.canvas())
    before = len(ax.texts)
    assert len(figures.at_risk(AT_RISK, ax=ax, title="followed:").texts) == before


def test_a_group_too_small_gets_no_curve_and_no_flow():
    ax = _followed({"owner": CURVE}, AT_RISK, figures.canvas(), min_n=6)
    assert "too few for a curve" in _words(ax)
    assert "still waiting" not in _words(ax)
    ax = figures.flow(
        PATHS, ax=figures.canvas(), colours=COLOURS, heads=HEADS, min_n=6, n_threads=5
    )
    assert "Too few for a flow (n = 7)" in _words(ax)
    assert "explicit → pitched again → no more: 4" in _words(ax)
    assert not ax.has_data()
    ax = figures.ranges(ROWS.assign(shown=False), label="who", ax=figures.canvas(), xlabel="share")
    assert "Too few for a rate. invited: 30 %" in _words(ax)


def test_a_month_without_a_message_is_crossed_out_and_one_not_seen_is_left_blank():
    ax = figures.calendar_map(MONTHS, ax=figures.canvas())
    assert [bool(field.get_hatch()) for field in ax.patches] == [False, True, False]


def test_the_larger_the_square_the_more():
    week = WEEK.copy()
    week.loc[0, 9], week.loc[6, 23] = 4, 1
    large, small = figures.hour_map(week, ax=figures.canvas()).patches
    assert large.get_width() == pytest.approx(2 * small.get_width())
    assert (large.get_x() + large.get_width() / 2, large.get_y() + large.get_height() / 2) == (
        pytest.approx((9.5, 0.5))
    )


def test_streams_differ_by_pattern_as_well_as_by_colour_and_add_up():
    from matplotlib.patches import PathPatch

    ax = figures.flow(PATHS, ax=figures.canvas(), colours=COLOURS, heads=HEADS)
    streams = [p for p in ax.patches if isinstance(p, PathPatch)]
    looks = {(p.get_facecolor(), p.get_hatch()) for p in streams}
    assert len(looks) == len({p.get_hatch() for p in streams}) == 2
    bars = [p for p in ax.patches if not isinstance(p, PathPatch)]
    for place in (0, 1, 2):
        here = [b.get_height() for b in bars if abs(b.get_x() + b.get_width() / 2 - place) < 0.01]
        assert sum(here) == pytest.approx(1)


def test_frames_are_not_changed():
    held = (CURVE, AT_RISK, MONTHS, WEEK, SIDES, PATHS, ROWS)
    before = [frame.copy(deep=True) for frame in held]
    for draw in DRAWN.values():
        draw(figures.canvas())
    for frame, was in zip(held, before, strict=True):
        pd.testing.assert_frame_equal(frame, was)
