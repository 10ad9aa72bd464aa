"""What a notebook puts on its page: figures, tables, words, warnings.

Each call shows one thing, as HTML for the page and as plain text for whoever reads the notebook
elsewhere. Whatever text is handed in is escaped: names and messages come from strangers.
"""

from __future__ import annotations

from convostudy.project.page.figures import figure
from convostudy.project.page.result import result
from convostudy.project.page.tables import table
from convostudy.project.page.words import headline, note, text

__all__ = ["figure", "headline", "note", "result", "table", "text"]
