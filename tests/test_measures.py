"""Every measure: its contract."""

import inspect

import pandas as pd
import pytest

from convostudy.measures import measures
from convostudy.measures.time_to_pitch import time_to_pitch
from convostudy.parameters import Parameters
from convostudy.tables import TABLES, empty
from four_threads import call, four_threads


@pytest.fixture
def tables(people):
    return four_threads(people)


@pytest.mark.parametrize("name", measures())
def test_a_measure_names_its_tables_and_knobs(name):
    knobs = Parameters.describe()
    for parameter in inspect.signature(measures()[name]).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY:
            assert parameter.name in knobs
            default = getattr(Parameters(), parameter.name)
            assert parameter.default == default, f"{parameter.name}: default differs"
        else:
            assert parameter.name in TABLES


@pytest.mark.parametrize("name", measures())
@pytest.mark.parametrize("part", ["Parameters", "Returns", "Notes", "References", "Examples"])
def test_a_measure_says_what_it_asks_and_what_it_must_not_be_compared_with(name, part):
    doc = inspect.getdoc(measures()[name])
    assert f"\n{part}\n---" in doc
    assert ">>>" in doc


@pytest.mark.parametrize("name", measures())
def test_a_measure_does_not_change_what_it_is_given(name, tables):
    before = {key: frame.copy(deep=True) for key, frame in tables.items()}
    call(measures()[name], tables)
    for key, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[key])


@pytest.mark.parametrize("name", measures())
def test_a_measure_of_nothing_is_an_empty_table_with_its_columns(name, tables):
    nothing = call(measures()[name], {key: empty(TABLES[key]) for key in tables})
    assert len(nothing) == 0
    assert list(nothing.columns) == list(call(measures()[name], tables).columns)


@pytest.mark.parametrize("name", measures())
def test_the_order_of_rows_does_not_matter(name, tables):
    shuffled = {k: f.sample(frac=1, random_state=3) for k, f in tables.items()}
    measure = measures()[name]
    first, second = call(measure, tables), call(measure, shuffled)
    by = list(first.columns[:1])
    pd.testing.assert_frame_equal(
        first.sort_values(by).reset_index(drop=True), second.sort_values(by).reset_index(drop=True)
    )


def test_a_measure_is_a_function_of_the_package_whoever_imported_what_first():
    import convostudy as cs

    assert cs.measures.time_to_pitch is time_to_pitch
    assert cs.measures.measures()["time_to_pitch"] is time_to_pitch
