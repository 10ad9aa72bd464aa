"""What a study shows of itself in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convostudy.explore._markup import framed, name_html, words

__all__ = ["study_html"]


def study_html(
    name: str, rows: Mapping[str, int], facts: Sequence[str] = (), *, hint: str = ""
) -> str:
    """Write what is in a study: its name, a few facts, its tables with their lengths.

    Parameters
    ----------
    name : str
        The study's name.
    rows : mapping of str to int
        Table to number of rows.
    facts : sequence of str
        Short lines below the name.
    hint : str
        What to do next.

    Returns
    -------
    str

    Examples
    --------
    >>> "<td" in study_html("demo", {"messages": 2_028})
    True
    """
    lines = "".join(
        f'<tr><th scope="row">{words(table)}</th><td class="cx-num">{n:,}</td></tr>'
        for table, n in rows.items()
    )
    said = "".join(f"<li>{words(fact)}</li>" for fact in facts)
    return framed(
        f"<h3>{name_html(name)}</h3>",
        f"<ul>{said}</ul>" if said else "",
        '<table><caption>What it holds</caption><thead><tr><th scope="col">table</th>'
        f'<th scope="col" class="cx-num">rows</th></tr></thead><tbody>{lines}</tbody></table>',
        f'<p class="cx-after">{words(hint)}</p>' if hint else "",
    )
