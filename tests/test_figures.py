"""Figures draw on the axes they are given, say n, and draw an empty frame for nothing."""

import pandas as pd
import pytest

from convostudy import figures

ESTIMATES = pd.DataFrame(
    {
        "who": ["sellers", "builders"],
        "n": [40, 4],
        "k": [12, 2],
        "share": [0.3, 0.5],
        "lo": [0.18, 0.15],
        "hi": [0.45, 0.85],
        "shown": [True, False],
    }
)
COUNTS = pd.DataFrame({"pitch": [3, 0], "silence": [1, 2]}, index=["said no", "hinted"])
BAND = pd.DataFrame(
    {
        "time_h": [0, 24, 48],
        "lower": [0, 0.1, 0.2],
        "upper": [0, 0.3, 0.3],
        "estimate": [0, 0.2, 0.25],
    }
)
CURVE = pd.DataFrame(
    {
        "time": [2.0, 30.0],
        "at_risk": [5, 3],
        "share": [0.2, 0.5],
        "lo": [0.1, 0.2],
        "hi": [0.4, 0.8],
    }
)


def _words(ax) -> str:
    legend = ax.get_legend()
    texts = [t.get_text() for t in ax.texts]
    texts += [t.get_text() for t in legend.get_texts()] if legend else []
    texts += [t.get_text() for t in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    return " | ".join(texts)


DRAWN = {
    "dots": lambda ax: figures.dots(ESTIMATES, label="who", ax=ax),
    "stacked": lambda ax: figures.stacked(COUNTS, ax=ax, colours={"pitch": "#D55E00"}),
    "bars": lambda ax: figures.bars(pd.Series({"1st": 4, "never": 9}), ax=ax, xlabel="turn"),
    "band": lambda ax: figures.band(BAND, ax=ax),
    "curves": lambda ax: figures.curves({"pitches": CURVE}, ax=ax, ylabel="replied"),
}
NOTHING = {
    "dots": lambda ax: figures.dots(ESTIMATES.head(0), label="who", ax=ax),
    "stacked": lambda ax: figures.stacked(COUNTS * 0, ax=ax, colours={}),
    "bars": lambda ax: figures.bars(pd.Series({"1st": 0}), ax=ax, xlabel="turn"),
    "band": lambda ax: figures.band(BAND.head(0), ax=ax),
    "curves": lambda ax: figures.curves({}, ax=ax, ylabel="replied"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_draws_on_the_axes_it_is_given_and_returns_them(name):
    ax = figures.canvas()
    assert DRAWN[name](ax) is ax
    ax.figure.canvas.draw()


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_to_show_is_said(name):
    assert "n = 0" in _words(NOTHING[name](figures.canvas()))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dots", ["30\N{NO-BREAK SPACE}%  (12 of 40)", "2 of 4  too few threads for a rate"]),
        ("stacked", ["said no\n(n = 4)", "hinted\n(n = 2)", "3"]),
        ("bars", ["4", "9"]),
        ("curves", ["pitches (n = 5)"]),
    ],
)
def test_n_is_on_the_picture(name, said):
    words = _words(DRAWN[name](figures.canvas()))
    for part in said:
        assert part in words


def test_a_curve_is_cut_at_the_edge_not_squeezed_into_it():
    ax = figures.curves({"pitches": CURVE}, ax=figures.canvas(), ylabel="replied", until=10.0)
    assert ax.lines[0].get_ydata().max() == 0.2


def test_a_group_too_small_gets_no_dot():
    ax = figures.dots(ESTIMATES, label="who", ax=figures.canvas())
    assert len([line for line in ax.lines if line.get_marker() == "o"]) == 1


def test_a_group_too_small_gets_no_bar_and_no_curve():
    ax = figures.stacked(COUNTS, ax=figures.canvas(), colours={}, min_n=3)
    drawn = [bar.get_y() for bar in ax.patches if bar.get_width() > 0]
    assert len(drawn) == 2  # the parts of the one group of 4
    assert "too few for shares: 2 silence" in _words(ax).replace("\n", " ")
    ax = figures.curves({"pitches": CURVE}, ax=figures.canvas(), ylabel="replied", min_n=6)
    assert "pitches (n = 5): too few for a curve" in _words(ax)
    assert not ax.has_data()
    assert len(ax.get_xticks()) == len(ax.get_yticks()) == 0  # the page makes a line of it
    pair = {"pitches": CURVE, "other messages": CURVE}
    ax = figures.curves(
        pair, ax=figures.canvas(), ylabel="replied", min_n=3, threads={"pitches": 3}
    )
    assert "other messages (n = 5): too few for a curve" in _words(ax)
    assert "pitches (n = 5): too few" not in _words(ax)
    assert ax.has_data()
    few = {"pitches": 2}  # five messages, of two threads
    ax = figures.curves(
        {"pitches": CURVE}, ax=figures.canvas(), ylabel="replied", min_n=3, threads=few
    )
    assert "too few for a curve" in _words(ax)
    few = {"said no": 2, "hinted": 1}
    ax = figures.stacked(COUNTS, ax=figures.canvas(), colours={}, min_n=3, threads=few)
    assert not [bar for bar in ax.patches if bar.get_width() > 0]
    ax = figures.band(BAND, ax=figures.canvas(), n=9, min_n=20)
    assert "n = 9: too few connections for a curve" in _words(ax)
    assert not ax.has_data()


def test_the_line_says_from_when_on_it_can_be_told():
    late = BAND.assign(estimate=[None, 0.2, 0.25])
    ax = figures.band(late, ax=figures.canvas(), n=40)
    assert "best estimate (n = 40), from 24 h on" in _words(ax)


def test_frames_are_not_changed():
    before = {id(f): f.copy(deep=True) for f in (ESTIMATES, COUNTS, BAND, CURVE)}
    for draw in DRAWN.values():
        draw(figures.canvas())
    for frame in (ESTIMATES, COUNTS, BAND, CURVE):
        pd.testing.assert_frame_equal(frame, before[id(frame)])


def test_a_curve_is_drawn_as_far_as_anybody_is_followed():
    late = pd.DataFrame({"time": [5.0, 400.0], "at_risk": [30, 20], "share": [0.2, 0.5],
                         "lo": [0.1, 0.4], "hi": [0.3, 0.6]})  # fmt: skip
    short = late.assign(time=[5.0, 100.0])
    ax = figures.curves({"a": late, "b": short}, ax=figures.canvas(), ylabel="replied")
    ends = [line.get_xdata()[-1] ** 2 for line in ax.lines]
    assert ends == pytest.approx([336, 100])
    assert ax.lines[0].get_ydata()[-1] == 0.2


def test_no_pitch_within_the_axis_is_a_line_and_no_empty_frame():
    none = BAND.assign(lower=0.0, upper=0.0, estimate=0.0)
    ax = figures.band(none, ax=figures.canvas(), n=1971, min_n=20)
    assert "n = 1,971: no pitch within 30 d of connecting" in _words(ax)
    assert not ax.has_data()


def test_the_legend_of_the_band_lies_above_its_marks():
    ax = figures.band(BAND, ax=figures.canvas(), n=40, marks_h=(12, 24))
    ax.figure.draw_without_rendering()
    assert ax.get_legend().get_window_extent().y0 >= ax.get_window_extent().y1 - 1


def test_too_few_everywhere_is_a_line():
    ax = figures.stacked(COUNTS, ax=figures.canvas(), colours={}, min_n=99)
    assert "Too few for shares." in _words(ax)
    assert not ax.has_data()
