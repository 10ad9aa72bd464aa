"""From a study to a package: everything that must be right first, and nothing where it is not."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import convostudy as cs
from convostudy.project.cli import main
from convostudy.project.sharing.check import validate
from convostudy.project.sharing.consent import consenting
from convostudy.project.sharing.words import masked_words, review

pytestmark = pytest.mark.slow

TERMS = """

[dataset]
name = "inbox"
title = "An inbox"
description = "Simulated."
authors = ["Okafor, Ada"]
version = "1.0.0"
date = "2026-03-01"

[ethics]
approval = "not needed: simulated people"
basis = "a simulation"

[participants]
counterparts = "text"
owners = "text"
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("measured")
    (folder / "export.zip").write_bytes(cs.simulate.linkedin_archive(cs.simulate.inbox(32)))
    study = cs.ingest(folder / "export.zip", folder / "mine")
    return study.measure(parameters={"backend": "rules"})


@pytest.fixture
def study(measured, tmp_path, monkeypatch):
    """A study whose owner has written who agreed, and a home of its own for the key."""
    import shutil

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    folder = Path(shutil.copytree(measured.path, tmp_path / "mine"))
    file = folder / "study.toml"
    file.write_text(file.read_text("utf-8") + TERMS, "utf-8")
    return cs.open_study(folder)


def _run(study, *words):
    return CliRunner().invoke(main, ["share", str(study.path), "--out", "out", *words])


def _shared(study, *words):
    done = _run(study, *words)
    assert done.exit_code == 0, done.output
    return Path("out/inbox-1.0.0")


def _edit(study, old, new):
    file = study.path / "study.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def _names(study):
    people = study.people
    return [name for name in people["name"] if " " in name] + people[
        "profile_url"
    ].dropna().tolist()


def test_features_of_a_study_are_a_sound_package_without_a_name(study):
    package = _shared(study, "--zip", "--also", "convokit,rocrate")
    assert validate(package) == []
    assert validate("out/inbox-1.0.0.zip") == []
    files = [file for file in package.rglob("*") if file.is_file()]
    text = "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)
    names = _names(study)
    assert len(names) > 30
    assert [name for name in names if name in text] == []
    assert not re.search(r"\b20[0-2]\d-\d\d-\d\d\b", text.replace("2026-03-01", ""))
    held = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert held["convostudy"]["tier"] == "T1"
    assert {one["path"].rpartition(".")[2] for one in held["resources"]} == {"csv"}
    card = (package / "README.md").read_text("utf-8")
    assert "Nobody in it exists" in card
    assert "word lists and grammar alone" in card


def test_the_same_study_makes_the_same_bytes_and_another_key_other_ids(study, tmp_path):
    def bytes_of(folder):
        return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    first = bytes_of(_shared(study))
    assert bytes_of(_shared(study)) == first
    (key,) = (tmp_path / "settings").rglob("*.key")
    secret = key.read_bytes()
    spelled = (secret, secret.hex().encode(), base64.b64encode(secret))
    assert not [n for n, held in first.items() if any(one in held for one in spelled)]
    key.unlink()
    other = bytes_of(_shared(study))
    assert other["DEID.json"] != first["DEID.json"]
    ids = pd.read_csv("out/inbox-1.0.0/data/threads.csv")["thread_id"]
    assert not any(one.encode() in first["threads.csv"] for one in ids)


def test_ids_of_two_datasets_can_be_joined_only_where_that_was_asked_for(study):
    def ids(*words):
        return set(pd.read_csv(_shared(study, *words) / "data" / "threads.csv")["thread_id"])

    alone = ids()
    linked = ids("--linkage-domain", "wave")
    _edit(study, 'id = "', 'id = "f')  # another dataset
    assert not alone & linked
    assert not alone & ids()
    assert ids("--linkage-domain", "wave") == linked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tier", "T3"], "never leave the machine"),
        (["--also", "bagit"], "convokit, rocrate"),
    ],
)
def test_what_cannot_be_had_is_refused(study, words, said):
    done = _run(study, *words)
    assert done.exit_code == 2
    assert said in done.output
    assert not Path("out").exists() or list(Path("out").iterdir()) == []


def test_without_terms_the_lines_to_write_are_shown(study):
    _edit(study, TERMS, "")
    done = _run(study)
    assert done.exit_code == 2
    assert "[ethics]" in done.output
    assert not Path("out").exists()


def test_conversations_of_who_did_not_agree_are_not_in_it(study):
    people = study.people.set_index("person_id")["is_owner"]
    dyads = study.threads.dropna(subset="counterpart_id")
    refused = [one for one in dyads["counterpart_id"].unique() if not people[one]][:10]
    assert len(refused) == 10
    lines = "\n".join(f'"{one}" = "none"' for one in refused)
    _edit(study, 'owners = "text"\n', f'owners = "text"\n[participants.consent]\n{lines}\n')
    kept = pd.read_csv(_shared(study) / "data" / "threads.csv")
    assert 20 <= len(kept) <= len(study.threads) - 10


def test_too_few_conversations_are_not_shared(study):
    _edit(study, 'counterparts = "text"', 'counterparts = "none"')
    some = study.threads["counterpart_id"].dropna().unique()[:5]
    lines = "\n".join(f'"{one}" = "features"' for one in some)
    _edit(study, 'owners = "text"\n', f'owners = "text"\n[participants.consent]\n{lines}\n')
    done = _run(study)
    assert done.exit_code == 2
    assert "at least 20" in done.output


def test_a_name_in_the_title_stops_all_and_leaves_nothing(study):
    name = next(n for n in study.people.loc[~study.people["is_owner"], "name"] if " " in n)
    _edit(study, "An inbox", f"The inbox with {name}")
    done = _run(study, "--zip")
    assert done.exit_code != 0
    assert "somebody who can be told" in done.output
    assert name not in done.output
    assert list(Path("out").iterdir()) == []


def test_the_owner_may_be_the_author(study):
    owner = study.people.loc[study.people["is_owner"], "name"].iloc[0]
    given, _, family = owner.partition(" ")
    _edit(study, "Okafor, Ada", f"{family}, {given}")
    package = _shared(study)
    assert family in (package / "CITATION.cff").read_text("utf-8")
    for file in (package / "data").iterdir():
        assert family.encode() not in file.read_bytes()


def test_words_go_out_only_once_a_person_has_read_a_sample_of_them(study):
    dyads = study.threads.dropna(subset="counterpart_id")
    someone = dyads.loc[dyads["n_messages"] > 3, "counterpart_id"].iloc[0]
    line = f'[participants.consent]\n"{someone}" = "none"\n'
    _edit(study, 'owners = "text"\n', f'owners = "text"\n{line}')
    done = _run(study, "--tier", "T2")
    assert done.exit_code == 2
    assert "nobody has read" in done.output
    reviewer = review(study)
    n = len(reviewer.sample)
    assert n > 100
    for place in range(n - 1):
        reviewer.decide(place, leaks=False)
    assert "1 message that nobody has read" in _run(study, "--tier", "T2").output
    reviewer.decide(n - 1, leaks=True, left="somebody")
    assert "in which somebody can be told" in _run(study, "--tier", "T2").output
    reviewer.decide(n - 1, leaks=False)
    package = _shared(study, "--tier", "T2")
    assert validate(package) == []
    lines = [json.loads(n) for n in (package / "data/texts.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) > 100
    assert any("[PERSON_1]" in line["text"] for line in lines)
    assert "DATA USE AGREEMENT" in (package / "LICENSE-DATA.txt").read_text("utf-8")
    held = json.loads((package / "DEID.json").read_text("utf-8"))["review"]
    assert held["n_leaks"] == 0
    assert 0 < held["share_that_leaks_at_most"] < 0.05
    # Words of one person more want to be read, too.
    _edit(study, line, "")
    assert "nobody has read" in _run(study, "--tier", "T2").output


def test_words_of_who_agreed_to_features_alone_are_not_in_it(study):
    counterpart = study.threads["counterpart_id"].dropna().iloc[0]
    _edit(
        study,
        'owners = "text"\n',
        f'owners = "features"\n[participants.consent]\n"{counterpart}" = "features"\n',
    )
    tables = {name: study.table(name) for name in cs.tables.TABLES}
    words = masked_words(study, consenting(tables, study.settings.participants))
    senders = study.messages.set_index("message_id")["sender_id"]
    owner = study.people.loc[study.people["is_owner"], "person_id"].iloc[0]
    assert len(words)
    assert not {counterpart, owner} & set(words["message_id"].map(senders))
