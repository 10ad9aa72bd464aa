"""A hostile inbox through the whole pipeline (L, and H and N as they meet there), network denied.

One run of ``convostudy report`` in a project of its own, and what it left behind: pages, executed
notebooks, records and what it printed. Each comment says what happens by default.
"""

import html
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from convostudy.errors import BadExport, BadTable
from convostudy.project import store
from convostudy.project.cell_errors import error_words
from convostudy.project.cli import main as cli
from convostudy.sources import linkedin, read
from convostudy.tables import CONNECTIONS, PEOPLE, conform
from project_studies import write_notebook
from sources_files import CONNECTIONS as TIES
from sources_files import URL, folder, invitations, message, messages, table, zipped

ROOT = Path(__file__).parents[1]
CANARY = "zxqvarra"
OWNER = "Dana Holt"
LIVE = "<script>window.pwned=1</script><img src=x onerror=pwned()>"
BREAKS_OUT = "</script><script>pwned()</script>\"'><svg onload=pwned()>\u2028"
# Every field that a stranger fills in: what runs, what a formula, a terminal or a notebook obeys.
NASTY = (
    LIVE,
    BREAKS_OUT,
    "[x](javascript:pwned())",
    "$\\frac$ a $x^$ b $_$",
    "\x1b[2J\u202eevil\x07",
    "'); import os; os.system('touch pwned') #",
    "NA",
)
DENIED = """
import os, socket

def deny(what):
    def denied(self, *given, **options):
        if getattr(self, "family", None) == socket.AF_UNIX:
            return what(self, *given, **options)
        with open(os.environ["ATTEMPTS"], "a") as file:
            print(what.__name__, given, file=file)
        raise OSError("the network is denied")
    return denied

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, deny(getattr(socket.socket, name)))
for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, deny(getattr(socket, name)))
"""
FAILS = """
import convostudy.project as cs
people = cs.open_study(study).people
name = people.loc[~people["is_owner"], "name"].iloc[0]
raise ValueError(f"no such person: {name}")
"""


def _inbox(path: Path) -> Path:
    rows, ties = [], []
    for n, nasty in enumerate(NASTY):
        name, thread = f"{CANARY.title()}{n} {nasty}", f"2-{n}{nasty}"
        common = {"conversation": thread, "conversation_title": nasty, "subject": nasty}
        key = f"{CANARY}-{n}"
        theirs = {"sender_profile_url": URL + key, "recipient_profile_urls": URL + "dana-holt"}
        mine = {"sender_profile_url": URL + "dana-holt", "recipient_profile_urls": URL + key}
        day = f"2025-05-{2 + n:02d} "
        text = f"{nasty} We at {CANARY} help shops fill slots. Do you know {CANARY}? {nasty}"
        rows += [
            message(name, OWNER, day + "08:15:00 UTC", text, **theirs, **common),
            message(OWNER, name, day + "09:15:00 UTC", f"No thanks, {nasty}", **mine, **common),
            message(
                name, OWNER, day + "10:15:00 UTC", f"{CANARY} now? {nasty}", **theirs, **common
            ),
            # A column too far to the right: a message stands where the date should.
            message(name, OWNER, f"{CANARY} {nasty}", "x", **theirs, **common),
        ]
        tie = (CANARY, nasty, URL + key, f"{key}@example.org", nasty, nasty, "01 May 2025")
        ties += [tie, (*tie[:6], f"{CANARY} {nasty}")]
    note = (f"{CANARY.title()}0 {LIVE}", OWNER, "5/1/25, 8:00 AM", f"{CANARY}?", "INCOMING")
    files = {
        "messages.csv": messages(*rows) + f"{CANARY},too few fields {LIVE}\n",
        "Connections.csv": table([*TIES, "Connected On"], ties),
        "Invitations.csv": invitations(note, (*note[:4], CANARY)),
        f"{CANARY} {LIVE.replace('/', '')}.pdf": b"%PDF",
    }
    return zipped(path, files)


@dataclass(frozen=True)
class Run:
    """What a run left: its project, what it printed, and what it asked of the network."""

    project: Path
    printed: str
    attempts: str
    files: dict[Path, str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    project = tmp_path_factory.mktemp("project")
    (project / "data").mkdir()
    (project / "notebooks").mkdir()
    # Of all pages the one that tells most of the files; test_report_privacy.py makes every one.
    shutil.copy(ROOT / "notebooks" / "02_import_quality.ipynb", project / "notebooks")
    write_notebook(
        project / "notebooks" / "fails.ipynb", "# F", FAILS, parameters='study: str = ""'
    )
    export = _inbox(project / "<img src=x onerror=pwned()> $x^$ \x1b[2J\u202e.zip")
    lib = project / "lib"
    lib.mkdir()
    (lib / "sitecustomize.py").write_text(DENIED)
    path = os.pathsep.join([str(lib), *filter(None, [os.environ.get("PYTHONPATH")])])
    log = project / "attempts.txt"
    names = ["02_import_quality", "fails"]
    command = [sys.executable, "-m", "convostudy", "report", export.name, *names]
    command += ["--study", "data/processed/<b onclick=pwned()>", "--engine", "warm"]
    done = subprocess.run(
        [*_without_network(), *command], cwd=project, capture_output=True, text=True, timeout=600,
        env=os.environ | {"PYTHONPATH": path, "ATTEMPTS": str(log), "COLUMNS": "200"},
    )  # fmt: skip
    printed = done.stdout + done.stderr
    assert done.returncode == 1, printed  # of the notebook that fails
    assert "Error" in printed
    made = [p for p in (project / "reports").rglob("*") if p.is_file()]
    files = {p: html.unescape(p.read_text("utf-8", "replace")) for p in made}
    return Run(project, printed, log.read_text() if log.is_file() else "", files)


def _without_network() -> list[str]:
    """Return what takes the network away from a command, where the system lets us."""
    if shutil.which("unshare") is None:
        return []
    alone = ["unshare", "--map-root-user", "--net"]
    return alone if subprocess.run([*alone, "true"], capture_output=True).returncode == 0 else []


# L2. Presidio and tldextract ask two servers; kernels on TCP ask localhost.
@pytest.mark.slow
def test_nothing_asks_the_network(run: Run) -> None:
    assert run.attempts == ""
    pages = {p.name for p in run.files if p.suffix == ".html"}
    assert {"02_import_quality.html", "index.html"} <= pages


# L1. pandas, json and Python quote the value that they stopped at; papermill keeps the traceback.
@pytest.mark.slow
def test_no_file_and_no_line_that_is_printed_quotes_a_cell(run: Run) -> None:
    assert {p.name for p in run.files if CANARY in run.files[p].casefold()} == set()
    assert CANARY not in run.printed.casefold()
    # The failure itself is told, with its place.
    failed = json.loads(run.files[next(p for p in run.files if p.name == "fails.status.json")])
    assert "ValueError (what it says is left out" in failed["error"]
    assert "notebook fails, code cell" in failed["error"]
    assert any(p.name == "fails.failed.ipynb" for p in run.files)
    # Else all this would hold of an inbox that was never read.
    people = store.load(next((run.project / "data" / "processed").iterdir()) / "people")
    assert people["name"].str.casefold().str.contains(CANARY).sum() >= len(NASTY)


# H1, H2. Styler, jinja2 and nbconvert's default let script and handlers live; json.dumps inside a
# script element breaks out of it.
@pytest.mark.slow
def test_nothing_in_a_page_or_an_executed_notebook_runs(run: Run) -> None:
    for path in run.files:
        if path.suffix == ".html":
            assert _live(path.read_text("utf-8"), own_scripts=True) == [], path.name
        if path.suffix == ".ipynb":
            for cell in nbformat.read(path, as_version=4).cells:
                for output in cell.get("outputs", ()):
                    shown = "".join(output.get("data", {}).get("text/html", ""))
                    assert _live(shown, own_scripts=False) == [], path.name
    assert not (run.project / "pwned").exists()
    assert any("onclick" in text for p, text in run.files.items() if p.suffix == ".html")


def _live(page: str, *, own_scripts: bool) -> list[str]:
    """List what could run or load in a page: by its elements, not by its letters."""
    soup = BeautifulSoup(page, "html.parser")
    found = [str(tag)[:80] for tag in soup.find_all(("iframe", "object", "embed", "base", "form"))]
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            says = " ".join(value) if isinstance(value, list) else str(value)
            harmful = says.strip().lower().startswith(("javascript:", "vbscript:"))
            if name.startswith("on") or name == "srcdoc" or harmful:
                found.append(f"{tag.name} {name}={says[:60]}")
            if name == "src" and not says.startswith("data:image/"):
                found.append(f"{tag.name} src={says[:60]}")
    scripts = [tag.text for tag in soup.find_all("script")]
    assert own_scripts or not scripts
    return found + [s[:80] for s in scripts if "pwned" in s or "sort" not in s]


# H4. A terminal obeys "clear the screen" and turns letters round.
@pytest.mark.slow
def test_a_terminal_is_told_nothing_to_obey(run: Run) -> None:
    assert [c for c in run.printed if c in "\x1b\x07\u202e\x00"] == []


# N2. papermill notes the paths of this computer, and so do tracebacks and warnings.
@pytest.mark.slow
def test_no_file_tells_where_this_computer_keeps_its_files(run: Run) -> None:
    home = str(Path.home())
    for path, text in run.files.items():
        assert str(run.project) not in text, path.name
        assert home not in text.replace(sys.prefix, ""), path.name


# ---------------------------------------------------------------- L1 where no notebook runs


def test_a_row_that_no_reader_foresaw_is_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(archive: object, **given: object) -> None:
        float(f"{CANARY}'s date")

    monkeypatch.setattr(linkedin, "read", stumbles)
    with pytest.raises(BadExport, match="no reader foresaw") as error:
        read(folder(tmp_path / "x", messages=messages(message())))
    assert CANARY not in str(error.value)
    # Nor is what it was raised by shown in a traceback.
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__
    assert "test_hostile_l.py, line" in str(error.value) or "ValueError" in str(error.value)


def test_a_file_without_a_header_is_not_quoted(tmp_path: Path) -> None:
    headless = messages(message(text=f"{CANARY} says so")).split("\n", 1)[1]
    for name in ("messages", "pasted"):
        with pytest.raises(ValueError, match="not names of columns") as error:
            read(folder(tmp_path / name, **{name: headless}) / f"{name}.csv")
        assert CANARY not in str(error.value)


def test_a_command_that_nobody_foresaw_to_fail_ends_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from convostudy.project import ingestion

    def stumbles(*given: object, **options: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(ingestion, "ingest", stumbles)
    export = folder(tmp_path / "x", messages=messages(message()))
    done = CliRunner().invoke(cli, ["ingest", str(export)])
    assert done.exit_code == 1
    assert "something that nobody foresaw (KeyError" in done.stderr
    assert CANARY not in done.output + done.stderr


def test_a_table_that_is_refused_is_not_quoted(tmp_path: Path) -> None:
    import pandas as pd

    person = {"person_id": CANARY, "name": CANARY, "is_owner": False}
    tie = {"owner_id": "me", "person_id": CANARY, "resolution": "day"}
    wrong = [
        (pd.DataFrame([person, person]), PEOPLE),
        (pd.DataFrame([{**person, "name": None}]), PEOPLE),
        (pd.DataFrame([{**tie, "connected_lo": CANARY, "connected_hi": CANARY}]), CONNECTIONS),
    ]
    for frame, kind in wrong:
        with pytest.raises(BadTable) as error:
            conform(frame, kind)
        assert CANARY not in str(error.value)
        assert error.value.__cause__ is None
    for values in ([1, CANARY], [f"{CANARY}\ud800"]):
        with pytest.raises(BadTable) as error:
            store.save(pd.DataFrame({"x": pd.Series(values, dtype="object")}), tmp_path / "t")
        assert CANARY not in str(error.value)


@pytest.mark.parametrize("kind", ["KeyError", "ValueError", "IndexError", "ArrowInvalid"])
def test_an_error_in_a_cell_may_say_what_its_code_says(kind: str) -> None:
    code = frozenset({"scores", "shares", "no"})
    assert error_words(kind, "'shares'", code) == f"{kind}: 'shares'"
    assert CANARY not in error_words(kind, f"no shares of {CANARY}", code)
