"""An export that lacks messages, dates or talk still gives pages, which say so at their top."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from convostudy.project import ingest
from lean_exports import LEAN, TALK
from page_looks import problems
from test_notebooks_odd import NOTEBOOKS, _page

# What stands at the top of every page, so that nobody takes nothing for zero.
SAYS = {
    "no file of messages": "has no messages.csv; what it has: Connections.csv, Profile.csv",
    "invitations alone": "This export holds no message that was sent",
    "neither messages nor connections": "This export names no connection",
    "no dates": "the column is empty",
    "dates nobody can read": "they look like xx 9 xxx xxxx xxxx",
    "some dates": "2 rows (2 in messages.csv) had no date that can be read",
    "one message": "1 message in 1 two-person thread",
    "drafts alone": "messages.csv holds 1 draft, never sent, and nothing else",
    "campaigns alone": "All that was sent is 1 campaign mail",
    "groups alone": "groups are counted and not measured",
}
# Read alike by the notebooks as others of these: two of them will do.
ALIKE = {"invitations alone", "one message", "drafts alone", "campaigns alone"}
FEW = ("02_import_quality", "sales_vs_relationship")


@pytest.mark.parametrize("kind", SAYS)
def test_every_notebook_runs_on_a_lean_export(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = ingest(LEAN[kind](tmp_path), tmp_path / "lean")
    study.measure(parameters={"backend": "rules"})
    for path in NOTEBOOKS:
        if kind in ALIKE and path.stem not in FEW:
            continue
        html = _page(path, study, monkeypatch, tmp_path)
        soup = BeautifulSoup(html, "html.parser")
        words = soup.main.get_text(" ").replace("\N{NO-BREAK SPACE}", " ")
        assert SAYS[kind] in words, path.stem
        if "holds no message" in words:
            assert "What to do: ask LinkedIn for the larger data archive" in words, path.stem
        # What one part of a page knows, no other part calls unknown.
        n_dated = int(study.connections["connected_lo"].notna().sum())
        unknown = re.search(r"(?i)no connection (date|with a known day|has a known day)", words)
        assert bool(unknown) <= (n_dated == 0), (path.stem, unknown)
        if study.settings.owners:
            assert "Whose inbox this is could not be told" not in words, path.stem
        assert ("9 stands for any digit" in words) == ("look like" in words), path.stem
        assert not re.search(r"\bnan\b|<NA>|NaT|Traceback", words), path.stem
        assert [text for _, _, text, _ in TALK if text in html] == [], path.stem
        assert "vers midi" not in html, path.stem
        assert problems(html) == [], path.stem
