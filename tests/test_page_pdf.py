"""A page becomes a PDF by what is there; where nothing is, that is said."""

import subprocess
import sys
import types
from pathlib import Path

import pytest

from convostudy.errors import MissingTool
from convostudy.project.page import pdf

PAGE = "<!DOCTYPE html><html lang='en'><head><title>T</title></head><body><h1>T</h1></body></html>"


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "a page {1} $x.html"
    file.write_text(PAGE, "utf-8")
    return file


@pytest.fixture
def no_weasyprint(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)


@pytest.fixture
def a_browser(monkeypatch):
    """A browser that writes what it was asked for."""
    asked = []

    def run(command, **kwargs):
        asked.append(command)
        target = next(p for p in command if p.startswith("--print-to-pdf=")).partition("=")[2]
        Path(target).write_bytes(b"%PDF-1.7 by a browser")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(pdf, "browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(pdf.subprocess, "run", run)
    return asked


def test_weasyprint_comes_first_and_loads_nothing(page, monkeypatch, a_browser):
    class HTML:
        def __init__(self, string, url_fetcher):
            assert string == PAGE
            assert url_fetcher == ("data",)

        def write_pdf(self, target, pdf_variant):
            assert pdf_variant == "pdf/ua-1"
            Path(target).write_bytes(b"%PDF-1.7 by WeasyPrint")

    fake = types.ModuleType("weasyprint")
    fake.HTML = HTML
    fake.urls = types.SimpleNamespace(URLFetcher=lambda allowed_protocols: allowed_protocols)
    monkeypatch.setitem(sys.modules, "weasyprint", fake)
    made = pdf.write_pdf(page)
    assert made == page.with_suffix(".pdf")
    assert made.read_bytes().endswith(b"WeasyPrint")
    assert not a_browser


def test_a_browser_takes_its_place(page, no_weasyprint, a_browser, tmp_path):
    made = pdf.write_pdf(page, tmp_path / "out.pdf")
    assert made.read_bytes().startswith(b"%PDF")
    assert a_browser[0][-1] == page.resolve().as_uri()
    assert sorted(p.name for p in tmp_path.iterdir()) == [page.name, "out.pdf"]


def test_without_either_one_is_told_what_to_do(page, no_weasyprint, monkeypatch):
    monkeypatch.setattr(pdf, "browser", lambda: None)
    with pytest.raises(MissingTool, match=r"convostudy\[pdf\]") as told:
        pdf.write_pdf(page)
    assert "WeasyPrint is not installed; there is no browser" in str(told.value)
    assert not page.with_suffix(".pdf").exists()


def test_a_browser_that_fails_leaves_no_half_of_a_pdf(page, no_weasyprint, monkeypatch):
    monkeypatch.setattr(pdf, "browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(
        pdf.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1)
    )
    with pytest.raises(MissingTool, match="ended with code 1"):
        pdf.write_pdf(page)
    assert [p.name for p in page.parent.iterdir()] == [page.name]
