"""LinkedIn's dates: one instant in every spelling, and a day is never an instant."""

import pandas as pd
import pytest

from convostudy.sources.linkedin.dates import read_dates, read_instants


def test_dates_of_every_era_name_the_same_instant() -> None:
    texts = [
        "2025-05-02 08:15:00 UTC",
        "2025-05-02 08:15:00",
        "2025-05-02T08:15:00Z",
        "2025-05-02T10:15:00+02:00",
        "5/2/25, 8:15 AM",
        "5/2/25, 8:15\u202fAM",
        "05/02/2025 08:15",
    ]
    assert read_instants(pd.Series(texts)).unique().tolist() == [
        pd.Timestamp("2025-05-02 08:15", tz="UTC")
    ]


def test_a_whole_column_and_a_single_date_are_read_alike() -> None:
    texts = ["1823-07-18 11:00:00 UTC", "2024-02-29 23:59:59 UTC", "1969-12-31 23:59:59 UTC"]
    whole = read_instants(pd.Series(texts))
    assert whole.tolist() == [pd.Timestamp(t.removesuffix(" UTC"), tz="UTC") for t in texts]
    assert whole.equals(read_instants(pd.Series([*texts, "soon"]))[:3])
    for bad in ("2023-02-29 00:00:00 UTC", "2024-01-01 24:00:00 UTC", "2024-00-01 00:00:00 UTC"):
        assert read_instants(pd.Series([texts[0], bad])).isna().tolist() == [False, True]


def test_noon_and_midnight_on_a_twelve_hour_clock() -> None:
    at = read_instants(pd.Series(["3/11/21, 12:00 AM", "3/11/21, 12:00 PM", "3/11/21, 13:00 PM"]))
    assert at.dt.hour.tolist()[:2] == [0, 12]
    assert pd.isna(at[2])


def test_dates_before_1970_and_days_in_three_spellings() -> None:
    assert read_instants(pd.Series(["1823-07-18 11:00:00 UTC"]))[0].year == 1823
    days = read_dates(pd.Series(["08 Feb 2022", "8-Feb-22", "08 Feb 22", "2022-02-08"]))
    assert days["at"].nunique() == 1
    assert set(days["resolution"]) == {"day"}


def test_a_day_is_never_taken_for_midnight() -> None:
    assert read_instants(pd.Series(["4-Apr-21"])).isna().all()


@pytest.mark.parametrize("text", ["", "soon", "2025-13-01 00:00:00 UTC", "31 Feb 2022", "1 Abc 22"])
def test_what_is_no_date_is_missing(text: str) -> None:
    assert read_instants(pd.Series([text])).isna().all()
    assert read_dates(pd.Series([text]))["at"].isna().all()


def test_day_first_only_where_the_column_leaves_no_choice() -> None:
    assert read_dates(pd.Series(["30/4/25, 2:37 PM", "1/5/25, 9:00 AM"]))[
        "at"
    ].dt.month.tolist() == [
        4,
        5,
    ]
    assert read_dates(pd.Series(["1/5/25, 9:00 AM"]))["at"].dt.month.tolist() == [1]
