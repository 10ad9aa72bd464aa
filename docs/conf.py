"""How `make docs` builds the site: nothing is fetched, no page asks for anything outside."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from _parts import from_code, gallery, mathml  # noqa: E402 - the folder is no package on the path

import convostudy  # noqa: E402

project = "convostudy"
release = version = convostudy.__version__
html_title = "convostudy"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_parts", "_static"]
# Docstrings name columns and parameters in single backticks.
default_role = "code"
smartquotes = False  # words of messages and docstrings stay as they were written
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_google_docstring = False
napoleon_use_rtype = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # pages made by programs may skip a level

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_copy_source = html_show_sourcelink = html_show_copyright = False
# No script from elsewhere: formulas are MathML, which browsers draw themselves.
html_math_renderer = "mathml"

# Pages of reports on the demo, from which the gallery takes its figures.
DEMO_PAGES = Path(os.environ.get("CONVOSTUDY_DEMO_PAGES") or HERE.parent / "build" / "demo-pages")


def setup(app: Any) -> None:
    """Write what comes from the code before Sphinx looks for pages."""
    # Another folder for tests, so that two builds do not write the same files.
    made = Path(app.srcdir) / "generated"
    from_code.write(made)
    gallery.write(DEMO_PAGES, made)
    mathml.register(app)
    app.connect("build-finished", lambda app, _: gallery.copy_pages(DEMO_PAGES, Path(app.outdir)))
