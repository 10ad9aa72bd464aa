"""From a LinkedIn archive to every page: nobody's name or words, unless they are asked for."""

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from sources_files import (
    CONNECTIONS,
    INVITATION_URLS,
    INVITATIONS,
    URL,
    message,
    messages,
    table,
    zipped,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
OWNER = "Dorrevant Hulmskeep"
OWNER_KEY = "dorrevant-hulmskeep-7"
# Two of one name and two addresses, two of one name and none, one with signs, one of three parts.
PEOPLE = {
    "Zorvath Quillabert": "zorvath-quillabert-1",
    "Mestroyka O'Drumlin": "mestroyka-9",
    "Åsbjørn Vyrdholm-Kesslau": "vyrdholm",
    "Ixtabel van der Plonkhuis": "ixtabel-plonkhuis",
}
NAMESAKE = ("Trebuskin Yardolf", ("trebuskin-1", "trebuskin-2"))
UNADDRESSED = "Wendolyra Skibbath"
FIRM, POSITION, SUBJECT, FILE = "Blorpmatic GmbH", "Head of Wizzlemancy", "Snorkelbid", "Fenwhistle"
SAID = ("flimberwick", "grundlefex", "hoskinvale", "jorrimaund")


def _archive(path: Path, *, with_owner: bool) -> Path:
    rows = []
    people = [*PEOPLE.items(), *((NAMESAKE[0], key) for key in NAMESAKE[1])]
    for n, (name, key) in enumerate(people):
        at = f"2025-05-{2 + n:02d} "
        common = {"conversation": f"2-{n}", "conversation_title": f"Chat with {name}"}
        theirs = {"sender_profile_url": URL + key, "recipient_profile_urls": URL + OWNER_KEY}
        mine = {"sender_profile_url": URL + OWNER_KEY, "recipient_profile_urls": URL + key}
        rows += [
            message(
                name,
                OWNER,
                at + "08:15:00 UTC",
                f"Hi, who does your {SAID[0]}? We at {FIRM} "
                f"sell {SAID[1]} at half price, book a call: https://example.com/{SAID[2]}",
                subject=SUBJECT,
                **common,
                **theirs,
            ),
            message(
                OWNER,
                name,
                at + "09:15:00 UTC",
                f"No thanks, I have no {SAID[3]}. How did you find me, {name}?",
                **common,
                **mine,
            ),
            message(
                name,
                OWNER,
                at + "10:15:00 UTC",
                f"Still, would {SAID[1]} help? Ana.",
                **common,
                **theirs,
            ),
        ]
    ties = [
        (*name.split(" ", 1), URL + key, f"{key}@example.org", FIRM, POSITION, "01 May 2025")
        for name, key in people
    ] + [
        (*UNADDRESSED.split(" "), "", "", FIRM, POSITION, f"{day} Apr 2025") for day in ("02", "03")
    ]
    files = {
        "messages.csv": messages(*rows),
        "Connections.csv": table([*CONNECTIONS, "Connected On"], ties),
        f"{FILE} CV.pdf": b"%PDF",
    }
    if with_owner:
        name, key = people[0]
        invited = (
            name,
            OWNER,
            "5/1/25, 8:00 AM",
            f"{SAID[0]}?",
            "INCOMING",
            URL + key,
            URL + OWNER_KEY,
        )
        files["Invitations.csv"] = table([*INVITATIONS, *INVITATION_URLS], [invited])
    else:  # nobody is a connection of their own, so this keeps the one side of all from being it
        tie = (*OWNER.split(" "), URL + OWNER_KEY, "", FIRM, POSITION, "01 May 2025")
        files["Connections.csv"] = table([*CONNECTIONS, "Connected On"], [*ties, tie])
    return zipped(path, files)


def _secrets(*, with_owner: bool) -> list[str]:
    """Every word that would give somebody away, as it may have been written otherwise."""
    names = [*PEOPLE, NAMESAKE[0], UNADDRESSED, *([] if with_owner else [OWNER])]
    words = {w for name in names for w in re.split(r"[\s'-]+", name) if len(w) > 5}
    words |= {*PEOPLE.values(), *NAMESAKE[1], "blorpmatic", "wizzlemancy", SUBJECT, FILE, *SAID}
    plain = {w.casefold() for w in words}
    # Short words are left out: they stand in encoded pictures by chance. The last are what
    # programs write for letters that they do not print.
    return sorted(plain | {"sbj\\u00f8rn", "sbj%c3%b8rn", "asbjorn"})


def _report(
    folder: Path, notebooks: Sequence[str], *given: str, with_owner: bool = True
) -> dict[str, str]:
    """Make pages in a folder of one's own; return what lies there as text, by file."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    export = _archive(folder / "export.zip", with_owner=with_owner)
    command = [sys.executable, "-m", "convostudy", "report", str(export), "--engine", "warm"]
    done = subprocess.run(
        [*command, *notebooks, *given], cwd=folder, capture_output=True, text=True,
        env=os.environ | {"COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    made = [p for p in (folder / "reports").rglob("*") if p.is_file()]
    assert {p.stem for p in made if p.suffix == ".ipynb"} == set(notebooks)
    return {
        str(p.relative_to(folder)): html.unescape(p.read_bytes().decode("utf-8", "replace"))
        for p in made
    }


@pytest.mark.parametrize("with_owner", [True, False], ids=["owner known", "owner unknown"])
def test_nobody_is_named_and_nothing_quoted_in_any_file_of_a_report(tmp_path, with_owner):
    files = _report(tmp_path, NOTEBOOKS, with_owner=with_owner)
    found = {
        (file, secret)
        for file, text in files.items()
        for secret in _secrets(with_owner=with_owner)
        if secret in text.casefold()
    }
    assert found == set()


def test_with_show_text_the_words_are_there(tmp_path):
    """Else the test above would pass on pages of nothing."""
    files = _report(tmp_path, ("01_explore", "03_questions_and_answers"), "-p", "show_text=true")
    pages = " ".join(text.casefold() for file, text in files.items() if file.endswith(".html"))
    assert [w for w in SAID if w not in pages] == []
