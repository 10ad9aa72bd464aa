import errno
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from convostudy.errors import BadExport
from convostudy.measures import measures
from convostudy.project.cli import main
from convostudy.project.study import open_study
from project_studies import stored_study, write_notebook

# What an export of three files holds: enough to be recognised, read and measured.
FILES = {
    "messages.csv": (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
        "DATE,SUBJECT,CONTENT,FOLDER\n"
        "c1,,Ben Example,https://www.linkedin.com/in/ben,Ana Example,"
        "https://www.linkedin.com/in/ana,2025-03-01 10:00:00 UTC,,"
        '"Hi Ana, what do you do?",INBOX\n'
        "c1,,Ana Example,https://www.linkedin.com/in/ana,Ben Example,"
        "https://www.linkedin.com/in/ben,2025-03-02 10:00:00 UTC,,I run a theatre.,INBOX\n"
    ),
    "Profile.csv": "First Name,Last Name\nAna,Example\n",
    "Connections.csv": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ben,Example,https://www.linkedin.com/in/ben,,Firm,Boss,28 Feb 2025\n"
    ),
}


@pytest.fixture
def archive(tmp_path, monkeypatch):
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as held:
        for name, text in FILES.items():
            held.writestr(name, text)
    monkeypatch.chdir(tmp_path)
    return file


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(main, [str(w) for w in words])


def test_ingest_and_measure(archive, run, tmp_path):
    done = run("ingest", archive, "--study", "mine")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "data" / "processed" / "mine")
    assert "2 messages in 1 conversation" in done.stderr
    done = run("measure", "--study", "mine", "-p", "no_reply_days=7")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[0].split("\t")[0] in measures()
    assert "Kept in study.toml: no_reply_days = 7" in done.stderr
    assert open_study("mine").settings.parameters == {"no_reply_days": 7}


def test_measure_says_what_is_left_out_for_its_language(archive, run):
    german = FILES["messages.csv"].replace("I run a theatre.", "Das ist leider nicht meine Sache.")
    with zipfile.ZipFile(archive, "w") as held:
        for name, text in {**FILES, "messages.csv": german}.items():
            held.writestr(name, text)
    assert run("ingest", archive, "--study", "mine").exit_code == 0
    said = run("measure", "--study", "mine").stderr
    left_out = "1 of 2 messages with words in two-person threads (50 %)"
    assert f"{left_out} is in a language without labels" in said
    assert "(German 1)" in said
    assert "read as English" in run("measure", "--study", "mine", "-p", "language=en").stderr
    refused = run("measure", "--study", "mine", "-p", "language=de")
    assert refused.exit_code == 2
    assert open_study("mine").settings.parameters == {"language": "en"}


@pytest.mark.slow
def test_report_does_it_all(archive, run, tmp_path):
    write_notebook(
        tmp_path / "notebooks" / "one.ipynb",
        "# One",
        "import convostudy.project as cs\nknobs = cs.open_study(study).parameters\n"
        "print('waits', knobs.no_reply_days, 'days')",
        parameters='study: str = ""',
    )
    done = run("report", archive, "-p", "no_reply_days=7", "--notebook", "one", "--out", "pages")
    assert done.exit_code == 0, done.stderr
    assert "open it in a browser" in done.stderr
    assert done.stdout.strip().endswith("pages/one.html")
    page = tmp_path / "pages" / "one.html"
    assert "waits 7.0 days" in page.read_text("utf-8")
    assert "convostudy measure --study export -p no_reply_days=7" in done.stderr
    # Given once, it holds once. A notebook can be named without the option, too.
    done = run("report", "--study", "export", "one", "--out", "pages")
    assert done.exit_code == 0, done.stderr
    assert "waits 7.0 days" not in page.read_text("utf-8")


def test_mistakes_are_told_without_a_traceback(archive, run, tmp_path):
    done = run("report", "nowhere.zip")
    assert done.exit_code == 2
    assert "nowhere.zip: found nothing at this path, and no notebook of this name" in done.stderr
    assert "Expected:   an export" in done.stderr
    assert "What to do:" in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""


def test_a_mistyped_parameter_is_found_before_reading(archive, run, tmp_path):
    write_notebook(tmp_path / "notebooks" / "one.ipynb", "# One")
    done = run("report", archive, "-p", "no_reply_day=7")
    assert done.exit_code == 2
    assert "Did you mean 'no_reply_days'?" in done.stderr
    assert not (tmp_path / "data").exists()


def test_exports_and_notebooks_are_told_apart(archive, run, tmp_path, monkeypatch):
    from convostudy.project import reporting

    asked = []
    monkeypatch.setattr(
        reporting, "report", lambda study, names, **options: asked.append(names) or tmp_path
    )
    for name in ("one", "two"):
        write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", "# A page")
    for words in (["one"], ["notebooks/two.ipynb", "one"], []):
        done = run("report", archive, *words)
        assert done.exit_code == 0, done.stderr
    assert run("report", "--study", "export", "two", "--notebook", "one").exit_code == 0
    assert asked == [("one",), ("notebooks/two.ipynb", "one"), None, ("one", "two")]
    done = run("report", "--study", "export", "tow")
    assert done.exit_code == 2
    assert "or a notebook: " in done.stderr
    assert "Did you mean 'two'?" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["reprot"], "Did you mean 'report'?"),
        (["report", "--owner", "Ana"], "without an export"),
        (["report", "--study", "nothing"], "no such folder"),
        (["measure", "--study", "nothing"], "no such folder"),
        (["report", "-p", "no_reply_days"], "-p NAME=VALUE"),
        (["ingest"], "Missing argument"),
    ],
)
def test_bad_usage_exits_with_2(archive, run, words, says):
    done = run(*words)
    assert done.exit_code == 2
    assert says in done.stderr


def test_a_failed_report_exits_with_1(run, tmp_path, monkeypatch):
    from convostudy.errors import ReportFailed
    from convostudy.project import reporting

    def fail(*given, **options):
        raise ReportFailed("ZeroDivisionError", where="notebook one, code cell 2")

    stored_study(tmp_path / "s")
    monkeypatch.setattr(reporting, "report", fail)
    done = run("report", "--study", tmp_path / "s")
    assert done.exit_code == 1
    assert "code cell 2" in done.stderr


def test_a_full_disk_is_told_without_a_traceback(archive, run, monkeypatch):
    from convostudy.project import store

    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "save", full)
    done = run("ingest", archive)
    assert done.exit_code == 1
    assert "No space left" in done.stderr


def test_a_reader_who_has_seen_enough_is_told_nothing(run, monkeypatch):
    from convostudy.project import cli

    def closed(line, err=False):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(cli.click, "echo", closed)
    assert run("measures").output == ""


def test_ctrl_c_ends_cleanly(archive, run, monkeypatch):
    from convostudy import sources

    def stop(*given, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(sources, "read", stop)
    done = run("ingest", archive)
    assert done.exit_code == 130
    assert "Stopped" in done.stderr


def test_without_an_argument_the_demo_is_read(run, tmp_path, monkeypatch):
    from convostudy import sources

    (tmp_path / "data" / "raw" / "demo").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "demo" / "inbox.zip").write_bytes(b"x")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    asked = []

    def read(path, **options):
        asked.append(path)
        raise BadExport("enough")

    monkeypatch.setattr(sources, "read", read)
    assert run("report").exit_code == 2
    assert asked == [tmp_path / "data" / "raw" / "demo" / "inbox.zip"]


def test_an_installed_package_makes_the_demo_that_the_repository_holds(tmp_path, monkeypatch):
    from convostudy.project.demo import demo_export

    kept = Path(__file__).parents[1] / "data" / "raw" / "demo"
    monkeypatch.chdir(tmp_path)
    made, said = demo_export(), []
    assert [made.name] == [file.name for file in kept.glob("*.zip")]
    assert demo_export(said.append) == made
    assert said == []


def test_measures_are_listed_with_their_question(run):
    done = run("measures")
    assert done.exit_code == 0
    listed = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert set(listed) == set(measures())
    assert all(len(line.split()) > 4 for line in listed.values())
    assert "no_reply_days" in run("measures", "--parameters").stdout


def test_help_is_light():
    heavy = "pandas,papermill,nbconvert,statsmodels,matplotlib,nltk,IPython"
    code = (
        "import sys; from convostudy.project.cli import main; main(['--help'], standalone_mode=0); "
        f"print([m for m in {heavy!r}.split(',') if m in sys.modules and m != 'pandas'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "convostudy report" in ran.stdout
    assert ran.stdout.strip().endswith("[]")


def test_bars_are_for_terminals_only(monkeypatch):
    from convostudy.project.progress import say_above, steps

    heard = io.StringIO()
    monkeypatch.setattr(sys, "stderr", heard)
    with steps("Work", 2) as step:
        step("one")
        say_above("a line")
        step("two")
    assert heard.getvalue() == "a line\n"
