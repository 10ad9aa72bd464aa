"""Nothing goes out before somebody wrote who agreed, and nobody goes out who did not."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from convostudy.errors import BadParameter
from convostudy.parameters import Parameters
from convostudy.project.settings import read_settings
from convostudy.project.sharing.consent import agreed, consenting, refuse_without_terms
from convostudy.project.sharing.sections import sections
from convostudy.project.terms import DatasetTerms, Participants

EVERYBODY = pd.DataFrame(
    {"person_id": ["me", "ana", "ben", "cem"], "is_owner": [True, False, False, False]}
)
# Thread, sender, who gets it; g is a group.
SAID = [
    ("a", "me", "ana"),
    ("a", "ana", "me"),
    ("b", "ben", "me"),
    ("c", "me", "cem"),
    ("g", "me", "ana ben"),
]


@pytest.fixture
def tables():
    messages = pd.DataFrame(SAID, columns=["thread_id", "sender_id", "recipient_ids"])
    messages["message_id"] = [f"m{k}" for k in range(len(messages))]
    threads = pd.DataFrame(
        {
            "thread_id": ["a", "b", "c", "g"],
            "owner_id": "me",
            "counterpart_id": ["ana", "ben", "cem", None],
            "language": ["en", "en", "de", None],
        }
    )
    return {
        "messages": messages,
        "people": EVERYBODY,
        "threads": threads,
        "connections": pd.DataFrame({"owner_id": "me", "person_id": ["ana", "ben", ""]}),
        "languages": pd.DataFrame({"message_id": ["m0", "m2"], "language": "en"}),
        "assumptions": pd.DataFrame({"about": ["zone"]}),
        "scores": threads[["thread_id"]].assign(time_to_pitch_h=1.0),
    }


def _refused(folder: Path, tier: str) -> BadParameter:
    with pytest.raises(BadParameter) as wrong:
        refuse_without_terms(read_settings(folder), folder, tier)
    return wrong.value


@pytest.mark.parametrize("tier", ["T0", "T1", "T2"])
def test_an_export_without_terms_says_which_lines_to_write_and_these_will_do(tmp_path, tier):
    (tmp_path / "study.toml").write_text('owners = ["me"]\n')
    wrong = _refused(tmp_path, tier)
    for name in ("dataset.title", "dataset.authors", "ethics.approval", "ethics.basis"):
        assert name in wrong.found
    lines = wrong.do.partition("\n")[2]
    said = tomllib.loads(lines)
    assert said["participants"]["counterparts"] == ("text" if tier == "T2" else "features")
    licence = '\n[dataset]\nlicence = "DUA"\n' if tier == "T2" else "\n[dataset]\n"
    text = 'owners = ["me"]\n' + lines.replace("\n[dataset]\n", licence)
    (tmp_path / "study.toml").write_text(text)
    refuse_without_terms(read_settings(tmp_path), tmp_path, tier)


def test_each_thing_that_is_lacking_is_named_alone(tmp_path):
    (tmp_path / "study.toml").write_text("")
    lines = _refused(tmp_path, "T1").do.partition("\n")[2]
    for gone in ("title", "authors", "version", "date", "approval", "basis"):
        kept = "\n".join(n for n in lines.splitlines() if not n.startswith(f"{gone} ="))
        (tmp_path / "study.toml").write_text(kept)
        wrong = _refused(tmp_path, "T1")
        assert wrong.found.startswith("nothing said on ")
        assert wrong.found.endswith(f".{gone}")


def test_counts_may_go_out_without_consent_only_where_the_ethics_say_so(tmp_path):
    (tmp_path / "study.toml").write_text("")
    lines = _refused(tmp_path, "T0").do.partition("\n")[2]
    kept = "\n".join(
        n for n in lines.splitlines() if not n.startswith(("counterparts", "[participants"))
    )
    (tmp_path / "study.toml").write_text(kept)
    assert "aggregates_without_consent = true" in kept
    refuse_without_terms(read_settings(tmp_path), tmp_path, "T0")
    assert "participants.counterparts" in _refused(tmp_path, "T1").found


def test_raw_messages_have_no_way_out(tmp_path):
    wrong = _refused(tmp_path, "T3")
    assert "never leave the machine" in wrong.found


@pytest.mark.parametrize(("tier", "licence"), [("T1", "DUA"), ("T1", "MIT"), ("T2", "CC0-1.0")])
def test_words_are_under_no_open_licence_and_features_under_one(tmp_path, tier, licence):
    (tmp_path / "study.toml").write_text("")
    lines = _refused(tmp_path, tier).do.partition("\n")[2]
    text = lines.replace("[dataset]\n", f'[dataset]\nlicence = "{licence}"\n')
    (tmp_path / "study.toml").write_text(text)
    assert f"dataset.licence = '{licence}'" in _refused(tmp_path, tier).found


def test_nobody_agreed_by_default_but_the_owner():
    assert agreed(EVERYBODY, Participants(), "features") == {"me"}
    assert agreed(EVERYBODY, Participants(), "text") == set()


def test_consent_to_words_is_consent_to_features_and_not_the_other_way_round():
    people = Participants(consent={"ana": "text", "ben": "features"})
    assert agreed(EVERYBODY, people, "features") == {"me", "ana", "ben"}
    assert agreed(EVERYBODY, people, "text") == {"ana"}


def test_one_person_can_refuse_where_all_others_agreed():
    people = Participants(counterparts="features", consent={"ben": "none"})
    assert agreed(EVERYBODY, people, "features") == {"me", "ana", "cem"}


def test_consent_of_somebody_who_is_not_there_is_an_error_that_names_nobody():
    with pytest.raises(BadParameter, match="line 2") as wrong:
        agreed(EVERYBODY, Participants(consent={"ana": "text", "anna": "text"}), "text")
    assert "anna" not in str(wrong.value)


def test_conversations_of_those_who_did_not_agree_are_in_no_table(tables):
    kept = consenting(tables, Participants(consent={"ana": "features"}))
    assert set(kept["messages"]["thread_id"]) == {"a"}  # the group holds Ben
    assert kept["threads"]["thread_id"].tolist() == ["a"]
    assert kept["scores"]["thread_id"].tolist() == ["a"]
    assert kept["languages"]["message_id"].tolist() == ["m0"]
    assert kept["people"]["person_id"].tolist() == ["me", "ana"]
    # Whom the export hides was not asked.
    assert kept["connections"]["person_id"].tolist() == ["ana"]
    assert len(tables["messages"]) == len(SAID)  # nothing given is changed


def test_where_all_agreed_all_are_kept(tables):
    kept = consenting(tables, Participants(counterparts="features"))
    assert {n: len(f) for n, f in kept.items()} == {n: len(f) for n, f in tables.items()}


def test_an_owner_who_takes_it_back_leaves_nothing(tables):
    kept = consenting(tables, Participants(owners="none", counterparts="text"))
    assert kept["messages"].empty
    assert kept["threads"].empty


def test_the_card_counts_what_was_left_out_and_names_no_rare_language(tables):
    kept = consenting(tables, Participants(consent={"ana": "features"}))
    said = sections(tables, kept, DatasetTerms(), Parameters(backend="rules"), "T1")
    assert "left out (fewer than 10); left: 1 thread" in said["collection"]
    assert said["composition"] == "Threads by language: others fewer than 10."
    many = {**kept, "threads": pd.concat([tables["threads"]] * 10)}
    composed = sections(tables, many, DatasetTerms(), Parameters(), "T1")["composition"]
    assert composed == "Threads by language: de 10, en 20, not told 10."
    assert "| question or not | F1 | 0.96 | 0.98 |" in said["labels"]


def test_the_card_tells_no_folder_of_this_machine(tables):
    parameters = Parameters(backend="cascade:/home/somebody/models", min_n=7)
    said = sections(tables, tables, DatasetTerms(), parameters, "T1")["labels"]
    assert "somebody" not in said
    assert "`min_n = 7`" in said
