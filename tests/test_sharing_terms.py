"""What study.toml says about sharing: read, kept, and refused where it makes no sense."""

import tomllib
from dataclasses import replace

import pytest

from convostudy.errors import BadParameter
from convostudy.project.settings import Settings, dataset_id, read_settings, write_settings

WHOLE = """\
# mine
owners = ["me"]
licence = "not to be passed on"

[dataset]
name = "inbox"
title = "An inbox"
authors = ["Okafor, Ada", { family = "Osei", given = "Kwame", orcid = "0000-0001" }]
version = "1.0.0"
date = 2026-03-01
keywords = ["sales"]

[ethics]
approval = "Board of X, 12"
basis = "written consent"

[participants]
counterparts = "features"

[participants.consent]
"anna-smith" = "text"
"""


def test_a_study_of_before_says_nothing_and_is_read(tmp_path):
    (tmp_path / "study.toml").write_text('owners = ["me"]\nconsent = "signed"\n')
    held = read_settings(tmp_path)
    assert held.consent == "signed"
    assert (held.dataset.title, held.ethics.basis, held.ethics.approval) == ("", "", "")
    assert (held.participants.owners, held.participants.counterparts) == ("features", "none")


def test_what_is_written_is_read(tmp_path):
    (tmp_path / "study.toml").write_text(WHOLE)
    held = read_settings(tmp_path)
    assert held.dataset.date == "2026-03-01"
    assert held.dataset.authors[0] == "Okafor, Ada"
    assert held.dataset.authors[1]["family"] == "Osei"
    assert held.ethics.approval == "Board of X, 12"
    assert held.participants.consent == {"anna-smith": "text"}


def test_it_stays_as_it_stands_when_the_program_writes_the_rest(tmp_path):
    (tmp_path / "study.toml").write_text(WHOLE)
    held = read_settings(tmp_path)
    write_settings(tmp_path, replace(held, parameters={"min_n": 3}))
    assert read_settings(tmp_path) == replace(held, parameters={"min_n": 3})
    text = (tmp_path / "study.toml").read_text()
    assert "# mine" in text
    assert tomllib.loads(text)["dataset"] == tomllib.loads(WHOLE)["dataset"]


def test_a_new_study_says_where_these_go(tmp_path):
    write_settings(tmp_path, Settings())
    text = (tmp_path / "study.toml").read_text()
    assert all(f"[{name}]" in text for name in ("dataset", "ethics", "participants"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[dataset]\ntitel = "a"', "Did you mean 'title'"),
        ('dataset = "a"', "a table"),
        ('[dataset]\nname = "My Inbox"', "small letters"),
        ('[dataset]\nname = "../x"', "small letters"),
        ('[dataset]\nversion = "1"', "three numbers"),
        ('[dataset]\ndate = "01/02/2026"', "such as"),
        ('[dataset]\nauthors = "Ada"', "a list"),
        ('[dataset]\nauthors = [{ name = "Ada" }]', "family"),
        ("[dataset]\ntitle = 3", "a text"),
        ('[participants]\ncounterparts = "all"', "none, features, text"),
        ('[participants.consent]\nada = "texts"', "Did you mean 'text'"),
        ('[participants]\nconsent = "text"', "person_id"),
        ('[ethics]\naggregates_without_consent = "yes"', "true or false"),
        ('[ethics]\nboard = "x"', "approval"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_does(tmp_path, text, said):
    (tmp_path / "study.toml").write_text(text)
    with pytest.raises(BadParameter) as wrong:
        read_settings(tmp_path)
    assert said in str(wrong.value)


def test_the_id_of_a_dataset_is_random_made_once_and_written_among_the_comments(tmp_path):
    (tmp_path / "study.toml").write_text(WHOLE)
    first = dataset_id(tmp_path)
    assert dataset_id(tmp_path) == first
    assert "# mine" in (tmp_path / "study.toml").read_text()
    assert read_settings(tmp_path).dataset.title == "An inbox"
    (tmp_path / "study.toml").write_text("")
    assert dataset_id(tmp_path) != first
