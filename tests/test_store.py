import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy import tables
from convostudy.errors import BadParameter, BadTable
from convostudy.project import paths, store
from convostudy.project.settings import Settings, instant, read_settings, write_settings
from convostudy.project.study import Study, open_study
from project_studies import export, names_in, stored_study

NASTY = ["NA", "", "\r", "a\r\nb", "\x00", "\u200e", "😀", "e\u0301", "=cmd()", "null", "\u2028"]
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"])))
instants = st.datetimes(
    min_value=pd.Timestamp("1980-01-01").to_pydatetime(),
    max_value=pd.Timestamp("2100-01-01").to_pydatetime(),
)


@given(
    rows=st.lists(
        st.tuples(
            texts,
            st.none() | texts,
            st.none() | instants,
            st.integers(-(2**62), 2**62),
            st.none() | st.floats(allow_nan=False),
            st.booleans(),
            st.none() | st.booleans(),
        ),
        max_size=8,
    )
)
@settings(deadline=None, max_examples=60)
def test_a_table_comes_back_as_it_was(rows, tmp_path_factory):
    frame = pd.DataFrame(rows, columns=list("abcdefg")).astype(
        {
            "a": "str",
            "b": "str",
            "c": "datetime64[us]",
            "d": "int64",
            "e": "float64",
            "f": "bool",
            "g": "boolean",
        }
    )
    frame["c"] = frame["c"].dt.tz_localize("UTC")
    folder = tmp_path_factory.mktemp("store") / "table"
    back = store.load(store.save(frame, folder))
    pd.testing.assert_frame_equal(frame, back)
    pd.testing.assert_frame_equal(frame, pd.read_parquet(folder))


@pytest.mark.parametrize("table", tables.TABLES.values(), ids=lambda t: t.name)
def test_an_empty_table_keeps_its_columns_and_types(table, tmp_path):
    back = store.load(store.save(tables.empty(table), tmp_path / "t"))
    pd.testing.assert_frame_equal(back, tables.empty(table))


def test_half_a_character_is_refused_with_its_place(tmp_path):
    frame = pd.DataFrame({"text": pd.Series(["fine", "half \ud83d"], dtype=object)})
    with pytest.raises(BadTable, match=r"column 'text', row 1.*lone surrogate"):
        store.save(frame, tmp_path / "messages")
    assert names_in(tmp_path) == []


def test_a_column_of_mixed_types_is_refused(tmp_path):
    with pytest.raises(BadTable, match="cannot be stored"):
        store.save(pd.DataFrame({"x": [1, "a"]}), tmp_path / "t")
    assert names_in(tmp_path) == []


def test_a_failed_write_leaves_the_table_that_was_there(tmp_path):
    store.save(pd.DataFrame({"x": [1]}), tmp_path / "t")
    with pytest.raises(BadTable):
        store.save(pd.DataFrame({"x": [1, "a"]}), tmp_path / "t")
    assert store.load(tmp_path / "t")["x"].tolist() == [1]
    assert names_in(tmp_path) == ["t"]


def test_ctrl_c_leaves_nothing(tmp_path):
    def stopped():
        with store.fresh_folder(tmp_path / "s") as folder:
            (folder / "half").write_text("x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert names_in(tmp_path) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from convostudy.project import store
with store.fresh_folder(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    os.kill(os.getpid(), signal.SIGKILL)
"""
needs_locks = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")


@needs_locks
def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path):
    for name in ("k2", "k2.5"):
        subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / name)], check=False)
    (tmp_path / ".k2.notes").mkdir()
    left = {name.rpartition("-")[0] for name in names_in(tmp_path) if "work-" in name}
    assert left == {".k2.work", ".k2.5.work"}
    with store.fresh_folder(tmp_path / "k2") as living, store.fresh_folder(tmp_path / "k2") as mine:
        assert living.is_dir()
        assert mine.is_dir()
    names = names_in(tmp_path)
    assert {n for n in names if "work-" not in n} == {"k2", ".k2.notes"}
    assert [n.rpartition("-")[0] for n in names if "work-" in n] == [".k2.5.work"]


@needs_locks
def test_what_was_put_aside_by_a_killed_process_goes_back(tmp_path):
    aside = tmp_path / ".s.work-abcdefgh" / "old"
    aside.mkdir(parents=True)
    (aside / "kept").write_text("x")
    with pytest.raises(KeyboardInterrupt), store.fresh_folder(tmp_path / "s"):
        raise KeyboardInterrupt
    assert names_in(tmp_path) == ["s"]
    assert (tmp_path / "s" / "kept").is_file()


def test_the_fingerprint_follows_the_content(tmp_path):
    one = store.fingerprint(store.save(pd.DataFrame({"x": [1]}), tmp_path / "a"))
    same = store.fingerprint(store.save(pd.DataFrame({"x": [1]}), tmp_path / "b"))
    other = store.fingerprint(store.save(pd.DataFrame({"x": [2]}), tmp_path / "c"))
    assert one == same != other


def test_a_study_hands_out_copies(tmp_path):
    study = stored_study(tmp_path / "s")
    mine = study.messages
    mine["text"] = "overwritten"
    other = study.messages
    other.loc[0, "text"] = "overwritten"
    assert "overwritten" not in study.messages["text"].tolist()
    scores = study.scores["answered"]
    scores["share"] = 9.0
    assert study.scores["answered"]["share"].tolist() == [0.25]


def test_a_study_that_is_not_measured_says_so(tmp_path):
    for name in ("messages", "people"):
        store.save(getattr(export(), name), tmp_path / "s" / name)
    study = open_study(tmp_path / "s")
    assert not study.is_measured
    with pytest.raises(BadTable, match=r"not been measured.*convostudy measure"):
        _ = study.turns


def test_no_study_names_the_nearest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stored_study(tmp_path / "data" / "processed" / "spring")
    with pytest.raises(BadTable, match="Did you mean 'spring'"):
        open_study("sprint")
    assert open_study("spring").path == tmp_path / "data" / "processed" / "spring"


def test_a_study_is_found_from_the_notebooks_folder(tmp_path, monkeypatch):
    study = stored_study(tmp_path / "data" / "processed" / "spring")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert open_study("data/processed/spring").path == study.path


def test_unknown_scores_name_the_nearest(tmp_path):
    study = stored_study(tmp_path / "s")
    assert list(study.scores) == ["answered"]
    assert "answer" not in study.scores
    with pytest.raises(BadTable, match="Did you mean 'answered'"):
        _ = study.scores["answerd"]


def test_settings_come_back_and_comments_stay(tmp_path):
    write_settings(
        tmp_path,
        Settings(("ana",), pd.Timestamp("2025-04-01T10:30:00.5Z"), "written", {"min_n": 5}),
    )
    file = tmp_path / "study.toml"
    file.write_text(file.read_text("utf-8") + "# mine\n", "utf-8")
    held = read_settings(tmp_path)
    write_settings(tmp_path, held)
    assert held == read_settings(tmp_path)
    assert held.observed_until == pd.Timestamp("2025-04-01T10:30:00.5Z")
    assert held.resolved().min_n == 5
    assert "# mine" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("onwers = []", "Did you mean 'owners'"),
        ("[parameters]\nmin_m = 3", "Did you mean 'min_n'"),
        ("owners = [", "no TOML"),
        ("[[reports]]\nname = 'x'", "names no notebook"),
        ("observed_until = 'soon'", "no instant"),
    ],
)
def test_a_mistake_in_study_toml_is_named(tmp_path, line, says):
    (tmp_path / "study.toml").write_text(line, "utf-8")
    with pytest.raises(BadParameter, match=says):
        read_settings(tmp_path)


def test_a_zone_at_the_top_of_study_toml_is_a_parameter(tmp_path):
    (tmp_path / "study.toml").write_text('connected_on_tz = "Europe/Brussels"', "utf-8")
    assert read_settings(tmp_path).resolved().connected_on_tz == "Europe/Brussels"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2025-03-01T10:00+02:00", "2025-03-01T08:00Z"),
        ("2025-03-01 10:00", "2025-03-01T10:00Z"),
        ("2025-03-01", "2025-03-01T23:59:59.999999Z"),
    ],
)
def test_instants(given, meant):
    assert instant(given, "x") == pd.Timestamp(meant)


@pytest.mark.parametrize("given", ["06/01/2025", "01.06.2025", "1 June 2025", "2025-06", "today"])
def test_a_date_that_is_not_iso_is_refused(given):
    with pytest.raises(BadParameter, match="2025-03-01T18:30") as refused:
        instant(given, "--observed-until")
    assert given in str(refused.value)


@given(name=st.text(max_size=80), other=st.text(max_size=80))
@settings(deadline=None)
def test_file_keys_are_safe_and_differ(name, other):
    key = paths.file_key(name)
    assert key
    assert not set(key) & set('/\\{}:*?"<>| ')
    assert not key.startswith(".")
    assert len(key) <= 70
    assert (name == other) == (key.lower() == paths.file_key(other).lower())


def test_paths_are_shown_without_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    project = tmp_path / "home" / "work"
    (project / "data").mkdir(parents=True)
    (project / "notebooks").mkdir()
    monkeypatch.chdir(project / "notebooks")
    assert paths.project_root() == project
    assert paths.shown(project / "data" / "processed" / "x") == "data/processed/x"
    assert paths.shown(tmp_path / "home" / "other") == "~/other"


def test_study_is_frozen(tmp_path):
    with pytest.raises(AttributeError):
        Study(tmp_path).path = tmp_path / "other"
