"""Tables in, something to look through out: conversations, lists, widgets.

All of it is HTML made of tables, in which whatever came from outside is escaped. Only `widgets` and
`review_widgets` need ipywidgets, and they are imported when somebody can click.
"""

from __future__ import annotations

from convostudy.explore.conversation import conversation
from convostudy.explore.explorer import Explorer, Thread, browse
from convostudy.explore.filters import Filters, matching, sort_rows
from convostudy.explore.overview import NEEDS, thread_list
from convostudy.explore.reviewing import Reviewer
from convostudy.explore.rows import VIEWS, page_of, rows_html, view_rows
from convostudy.explore.study import study_html

__all__ = [
    "NEEDS",
    "VIEWS",
    "Explorer",
    "Filters",
    "Reviewer",
    "Thread",
    "browse",
    "conversation",
    "matching",
    "page_of",
    "rows_html",
    "sort_rows",
    "study_html",
    "thread_list",
    "view_rows",
]
