"""LinkedIn's dates: one instant in every spelling, and a day is never an instant."""

import pandas as pd
import pytest

from convostudy.sources.linkedin.dates import date_orders, read_dates, read_instants


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


def test_dates_with_dots_are_day_first_unless_the_column_rules_that_out() -> None:
    fifth_of_march = pd.Timestamp("2024-03-05 10:00", tz="UTC")
    for text in ("05.03.2024 10:00", "5.3.24 10:00", "05.03.2024, 10:00:00"):
        assert read_instants(pd.Series([text])).tolist() == [fifth_of_march]
    assert read_instants(pd.Series(["3.15.24 10:00", "3.5.24 10:00"]))[1] == fifth_of_march
    # What slashes mean is not told by dots.
    mixed = read_instants(pd.Series(["15.3.24 10:00", "3/5/24 10:00"]))
    assert mixed[1] == fifth_of_march


@pytest.mark.parametrize(
    "text", ["5-Mar-24 10:00", "5-Mar-24 10:00:00", "05 Mar 2024, 10:00 AM", "5-mar-2024 10:00"]
)
def test_a_named_month_with_a_time_is_an_instant(text: str) -> None:
    assert read_instants(pd.Series([text])).tolist() == [pd.Timestamp("2024-03-05 10:00Z")]


def test_the_order_that_dates_leave_open_is_told() -> None:
    column = pd.Series(["4/5/25", "5.3.24 10:00", "13.3.24 10:00", "2025-05-02", "5-Mar-24"])
    told = [(order, len(dates)) for order, dates in date_orders(column)]
    assert told == [("month, day, year", 1), ("day, month, year", 2)]
