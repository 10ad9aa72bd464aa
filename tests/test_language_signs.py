"""Shared stems, ways out of the app, names of companies, merge fields: found in a text."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convostudy.language.companies import company_core, named_company, same_company
from convostudy.language.contacts import contacts
from convostudy.language.merge_fields import merge_failures
from convostudy.language.shared_stems import shared_stems
from convostudy.language.words import content_stems


def test_what_everybody_says_is_no_uptake():
    alike = pd.Series(["Business network"] * 30 + ["Business lunch"])
    before = pd.Series(range(30), index=range(1, 31))
    shared = shared_stems(alike, before)
    assert set(shared) == {""}  # both words stand in more than 20 of 31 texts
    assert set(shared_stems(alike.iloc[28:], before.loc[29:])) == {"busi", "busi, network"}


WORDS = st.lists(st.sampled_from(["Slots", "slot", "the", "it's", "dentist’s", "7"]), max_size=5)


@given(st.lists(WORDS.map(" ".join), min_size=2, max_size=6))
def test_shared_stems_are_the_content_stems_of_both(said):
    texts = pd.Series(said, dtype="str")
    held = content_stems(texts)
    expected = [", ".join(sorted(a & b)) for a, b in itertools.pairwise(held)]
    before = pd.Series(range(len(said) - 1), index=range(1, len(said)))
    assert shared_stems(texts, before).tolist() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+1 (415) 555-2671", True),
        ("03.12.45.67.89", True),
        ("on 12.03.2024 14:00", False),
        ("2019 2020 2021", False),
        ("$1 000 000 000 raised", False),
        ("100 000 000 EUR", False),
        ("order 123456789012345678", False),
        ("1234567 in 2020", False),
    ],
)
def test_a_phone_number_is_no_date_no_price_and_no_list_of_years(text, expected):
    assert contacts(pd.Series([text]))["phone"].tolist() == [expected]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Doe", "Doe Consulting Group", True),
        ("DCG", "Doe Consulting Group", True),
        ("BlueFox", "Blue Fox GmbH", True),
        ("Fox", "Blue Fox", False),
    ],
)
def test_aliases_of_a_company(first, second, expected):
    cores = [company_core(pd.Series([name])) for name in (first, second)]
    assert same_company(*cores).tolist() == [expected]


def test_a_job_is_no_company():
    said = ["I'm a coach for Founders", "I'm the head of Marketing at Acme", "we met at Web Summit"]
    named = named_company(pd.Series(said))
    assert named.isna().tolist() == [True, False, True]
    assert named[1] == "Acme"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi {first_name},", True),
        ("Dear [First Name]", True),
        ("Hello %FIRSTNAME%", True),
        ("Hi <name>", True),
        ("Hi null, how", True),
        ("Hello ,\nI", True),
        ("{Hi|Hello} Ana", True),
        ("Hi, how are you?", False),
        ("My firm, [company redacted], and [NAME_1], [FIRST_NAME] or <PERSON>", False),
        ("up 50% or 60% with null results", False),
    ],
)
def test_merge_failures_are_told_from_redactions(text, expected):
    assert merge_failures(pd.Series([text])).notna().tolist() == [expected]
