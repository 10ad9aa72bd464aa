"""Ids are made with a secret key that nobody else gets (L4, L5, L7; invariant 7)."""

import base64
import hashlib
import hmac
import itertools
import logging
import os
import re
import stat
import traceback

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy.deidentify.pseudonyms import Pseudonyms, canonical_ids
from convostudy.errors import BadParameter, BadTable
from convostudy.project.cli import main
from convostudy.project.keyring import Key, destroy_key, key_file, read_key, wanted_key

KEY = bytes(range(32))
NAMES = st.lists(st.text(min_size=1), min_size=1, max_size=20)


def of(*ids, key=KEY, domain="demo", kind="person"):
    return Pseudonyms(key, domain).of(kind, pd.Series(ids, dtype="str")).tolist()


def people(*rows):
    columns = ["person_id", "name", "profile_url", "email", "phone"]
    return pd.DataFrame([dict(zip(columns, row, strict=False)) for row in rows], columns=columns)


@pytest.fixture
def settings_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    return tmp_path / "settings"


def test_the_published_vector():
    """docs/methods/deidentification.md names it, so that others can make the same ids."""
    assert of("ana-bell") == ["person_jd6wltchhifl"]
    message = b"convostudy/pid/v1\x1fdemo\x1fperson\x1fana-bell"
    digest = hmac.new(KEY, message, hashlib.sha256).digest()
    assert of("ana-bell")[0] == "person_" + base64.b32encode(digest).decode().lower()[:12]


@given(NAMES)
@settings(max_examples=30)
def test_one_id_has_one_pseudonym_wherever_it_stands(names):
    made = dict(zip(names, of(*names), strict=True))
    assert len(set(made.values())) == len(set(names))
    assert of(*reversed(names)) == [made[name] for name in reversed(names)]
    assert all(re.fullmatch(r"person_[a-z2-7]{12}", each) for each in made.values())


@given(NAMES)
@settings(max_examples=30)
def test_another_key_domain_or_kind_has_no_id_in_common(names):
    plain = set(of(*names))
    assert not plain & set(of(*names, key=KEY[::-1]))
    assert not plain & set(of(*names, domain="demo2"))
    ends = {each.split("_")[1] for each in plain}
    assert not ends & {each.split("_")[1] for each in of(*names, kind="thread")}


def test_the_parts_of_what_is_hashed_cannot_be_shifted():
    for domain, kind in (("a\x1fb", "c"), ("a", "b\x1fc"), ("", "c"), ("a", "")):
        with pytest.raises(BadParameter, match="separator"):
            of("x", domain=domain, kind=kind)


def test_missing_ids_stay_missing_and_the_index_stays():
    ids = pd.Series(["b", None, "a"], index=[7, 3, 5], dtype="str")
    made = Pseudonyms(KEY, "demo").of("person", ids)
    assert made.index.tolist() == [7, 3, 5]
    assert made.isna().tolist() == [False, True, False]


def test_scope_thread_gives_a_person_another_id_in_each_thread():
    ids, threads = pd.Series(["ana", "ana", "ana"]), pd.Series(["t1", "t2", "t1"])
    scoped = Pseudonyms(KEY, "demo", scope_thread=True)
    first, second, third = scoped.of("person", ids, threads)
    assert first == third != second
    with pytest.raises(BadTable, match="thread"):
        scoped.of("person", ids)
    # A thread is one thread in either scope.
    assert scoped.of("thread", threads).tolist() == of("t1", "t2", "t1", kind="thread")


def test_the_order_of_ids_tells_nothing_of_the_order_of_names():
    """L5. Chance alone gives 4,000 people a rank correlation beyond .08 once in 10 million."""
    names = ["".join(letters) for letters in itertools.product("abcdefghij", repeat=4)][:4000]
    ranks = pd.Series(of(*names)).rank()
    assert abs(ranks.corr(pd.Series(range(len(names))))) < 0.08
    assert Pseudonyms(KEY, "demo").__repr__().find(str(KEY)) < 0


def test_people_are_known_by_address_then_mail_then_number_then_name():
    ids = canonical_ids(
        people(
            ("a", "Ana", "https://www.linkedin.com/in/Ana-Bell/?x=1", "a@x.example", "+491"),
            ("b", "Bo", None, " Bo@X.example ", "+491"),
            ("c", "Cy", None, None, "+49 (171) 392-0056"),
            ("d", "  ＤＩ   Straße ", None, None, "0171 39"),
            ("member:t1", "LinkedIn Member"),
            ("member:t2", "LinkedIn Member"),
        )
    )
    assert ids.to_dict() == {
        "a": "linkedin.com/in/ana-bell",
        "b": "bo@x.example",
        "c": "+491713920056",
        "d": "di strasse",
        "member:t1": "member:t1",
        "member:t2": "member:t2",
    }


def test_two_people_of_one_name_are_never_taken_for_one():
    """L7."""
    with pytest.raises(BadTable, match="two people of one name must not become one"):
        canonical_ids(people(("a", "Ana Bell"), ("b", "ANA  BELL")))
    told = canonical_ids(people(("a", "Ana Bell"), ("b", "ANA BELL", None, "ana@b.example")))
    assert told.nunique() == 2


def test_one_person_of_two_spellings_becomes_one_only_when_told():
    """L7."""
    both = people(("a", "Ana Bell"), ("b", "Ana Bel", "https://x.example/ana"))
    assert canonical_ids(both).nunique() == 2
    assert canonical_ids(both, same={"a": "b"}).to_dict() == {
        "a": "x.example/ana",
        "b": "x.example/ana",
    }
    for wrong in ({"a": "z"}, {"a": "b", "b": "a"}):
        with pytest.raises(BadParameter):
            canonical_ids(both, same=wrong)


def test_no_error_names_anybody():
    with pytest.raises(BadTable) as wrong:
        canonical_ids(people(("a", "Zxqvarra"), ("b", "Zxqvarra")))
    assert "xqvarra" not in str(wrong.value)


def test_a_key_is_made_once_and_for_this_user_alone(settings_folder):
    key = wanted_key("mine")
    assert len(key) == 32
    assert wanted_key("mine") == key == read_key("mine")
    assert wanted_key("other") != key
    file = key_file("mine")
    assert file == settings_folder / "convostudy" / "keys" / "mine.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(each.name for each in file.parent.iterdir()) == ["mine.key", "other.key"]


def test_a_key_without_the_setting_lies_in_the_home(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert key_file("mine") == tmp_path / ".config" / "convostudy" / "keys" / "mine.key"


def test_a_key_is_refused_in_git_and_in_the_dataset(settings_folder, tmp_path):
    with pytest.raises(BadParameter, match="folder of the dataset"):
        wanted_key("mine", out=tmp_path)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / ".git").write_text("gitdir: elsewhere")
    settings_folder.symlink_to(tmp_path / "tree")
    with pytest.raises(BadParameter, match="git work tree"):
        wanted_key("mine")
    assert [each.name for each in (tmp_path / "tree").iterdir()] == [".git"]


@pytest.mark.skipif(os.name != "posix", reason="rights of files differ there")
def test_a_key_that_others_may_read_is_no_key(settings_folder):
    wanted_key("mine")
    key_file("mine").chmod(0o640)
    with pytest.raises(BadParameter, match="mode 0640"):
        read_key("mine")
    destroy_key("mine")
    assert not key_file("mine").exists()


def test_half_a_key_is_no_key(settings_folder):
    wanted_key("mine")
    key_file("mine").write_bytes(b"short")
    with pytest.raises(BadParameter, match="5 bytes"):
        wanted_key("mine")


def test_a_key_is_shown_nowhere(settings_folder, caplog):
    key = Key(KEY)
    made = Pseudonyms(key, "demo")

    def fail(secret, ids):
        logging.getLogger("x").warning("made with %s and %r", secret, ids)
        raise ValueError(f"{secret} {ids}")

    with pytest.raises(ValueError) as wrong:
        fail(key, made)
    shown = caplog.text + "".join(
        traceback.TracebackException.from_exception(wrong.value, capture_locals=True).format()
    )
    assert key.id in shown
    for form in (KEY.hex(), repr(KEY), str(list(KEY)), base64.b64encode(KEY).decode()):
        assert form[:12] not in shown
    assert key.id == hashlib.sha256(b"key-id" + KEY).hexdigest()[:8]


def test_the_commands_show_the_id_and_destroy_the_key(settings_folder):
    run = CliRunner().invoke
    assert run(main, ["key", "show-id", "mine"]).exit_code == 2
    key = wanted_key("mine")
    shown = run(main, ["key", "show-id", "mine"])
    assert (shown.exit_code, shown.stdout.strip()) == (0, key.id)
    assert run(main, ["key", "destroy", "mine"], input="n\n").exit_code == 1
    assert key_file("mine").exists()
    gone = run(main, ["key", "destroy", "mine", "--yes"])
    assert gone.exit_code == 0
    assert not key_file("mine").exists()
    assert run(main, ["key", "destroy", "mine", "--yes"]).exit_code == 2
    assert wanted_key("mine") != key
