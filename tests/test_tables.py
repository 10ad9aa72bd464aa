"""Tables: what is refused at the door, and how that is said."""

import pandas as pd
import pytest

from convostudy.errors import BadTable
from convostudy.tables import MESSAGES, PEOPLE, TABLES, among, check, conform, empty, lookup

ANA = {"person_id": "a", "name": "Ana", "is_owner": True}


def _people(*rows):
    return pd.DataFrame([ANA | row for row in rows])


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_is_that_table_and_comes_back_the_same(name):
    table = TABLES[name]
    pd.testing.assert_frame_equal(conform(empty(table), table), empty(table))
    assert check(empty(table), table).columns.tolist() == list(table.columns)
    assert table.describe()["means"].str.len().min() > 2


def test_extra_columns_go_and_missing_ones_come():
    frame = conform(_people({"shoe_size": 41}), PEOPLE)
    assert list(frame.columns) == list(PEOPLE.columns)
    assert frame["company"].isna().all()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"name": None}], "column 'name': found 1 missing values, first in row 0"),
        ([{}, {"name": "Bo"}], "found rows 0 and 1 with one person_id"),
        ([{}, {"person_id": "b", "is_owner": None}], "column 'is_owner': found 1 missing values"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(rows, said):
    with pytest.raises(BadTable, match="table people") as wrong:
        conform(_people(*rows), PEOPLE)
    assert said in str(wrong.value)
    assert "What to do" in str(wrong.value)


def test_a_value_that_the_table_does_not_know_is_named():
    row = dict.fromkeys(MESSAGES.columns, "x") | {"sent_at": None, "seq": 0, "side": "ownr"}
    with pytest.raises(BadTable, match="column 'side': found the value 'ownr'"):
        conform(pd.DataFrame([row | {"kind": "message", "modality": "text"}]), MESSAGES)


def test_a_lacking_column_and_a_wrong_type_are_refused():
    with pytest.raises(BadTable, match="no column 'name'"):
        check(pd.DataFrame({"person_id": ["a"]}), PEOPLE)
    with pytest.raises(BadTable, match="found the type int64"):
        check(conform(_people({}), PEOPLE).assign(name=1), PEOPLE)


def test_nothing_given_is_changed():
    frame = _people({})
    before = frame.copy(deep=True)
    conform(frame, PEOPLE)
    pd.testing.assert_frame_equal(frame, before)


def test_lookups_keep_type_and_index():
    keys = pd.Series(["b", None, "z"], index=[7, 8, 9], dtype="str")
    found = lookup(keys, pd.Series([1.0, 2.0], index=["a", "b"]))
    assert found.index.tolist() == [7, 8, 9]
    assert found.isna().tolist() == [False, True, True]
    assert among(keys, pd.Series(["b"])).tolist() == [True, False, False]
    assert among(keys, pd.Series([], dtype="str")).dtype == bool
