"""What several tests of pages share: facts for a foot, and checks that need no browser."""

import re
import sys
from itertools import pairwise

import pandas as pd
from bs4 import BeautifulSoup

FACTS = {
    "study": "mine",
    "made_at": pd.Timestamp("2025-03-01T10:00Z").to_pydatetime(),
    "parameters": [{"name": "min_n", "value": 20.0, "help": "small <groups>"}],
    "measurement": [],
    "inputs": [{"name": "a<b>.zip", "bytes": 1234, "sha256": "ab" * 32}],
    "versions": {"convostudy": "0.1.0"},
}


def handed_over(monkeypatch):
    """What the page helpers hand over from now on, as (html, plain)."""
    held = []
    for module in ("figures", "tables", "words"):
        name = f"convostudy.project.page.{module}"
        monkeypatch.setattr(sys.modules[name], "show", lambda h, p: held.append((h, p)))
    return held


def problems(html: str) -> list[str]:
    """List what keeps somebody from reading a page, as far as the HTML alone can tell."""
    soup = BeautifulSoup(html, "html.parser")
    found = []
    if not (soup.html and soup.html.get("lang")):
        found.append("no lang")
    if not (soup.title and soup.title.text.strip()):
        found.append("no title")
    if len(soup.find_all("main")) != 1 or len(soup.find_all("h1")) != 1:
        found.append("not one main and one h1")
    found += [
        f"no alt: {str(i)[:80]}" for i in soup.find_all("img") if not i.get("alt", "").strip()
    ]
    found += [f"no scope: {h}" for h in soup.find_all("th") if h.get("scope") not in ("row", "col")]
    found += [f"empty th: {h}" for h in soup.find_all("th") if not h.get_text(strip=True)]
    found += ["table without caption" for t in soup.find_all("table") if not t.caption]
    for scrolls in soup.find_all(class_=re.compile("^cs-(table|wide)$")):
        if scrolls.get("tabindex") != "0":
            found.append(f"not scrolled by the keyboard: {str(scrolls)[:80]}")
    levels = [int(h.name[1]) for h in soup.find_all(re.compile("^h[1-6]$"))]
    for one, other in pairwise(levels):
        if other > one + 1:
            found.append(f"h{other} after h{one}: a level is left out")
    ids = [t["id"] for t in soup.find_all(id=True)]
    found += [f"id twice: {i}" for i in {i for i in ids if ids.count(i) > 1}]
    for link in soup.find_all("a", href=re.compile("^#.")):
        if link["href"][1:] not in ids:
            found.append(f"leads nowhere: {link['href']}")
    found += [
        "link without words" for a in soup.find_all("a", href=True) if not a.get_text(strip=True)
    ]
    for tag in soup.find_all(attrs={"aria-labelledby": True}):
        if tag["aria-labelledby"] not in ids:
            found.append(f"labelled by nothing: {tag['aria-labelledby']}")
    return found
