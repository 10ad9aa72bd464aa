"""Hostile parameters, notebooks and files of settings (N): data is never code.

Each comment says what happens by default, without our guard.
"""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from convostudy.errors import BadParameter
from convostudy.parameters import Parameters
from convostudy.project.cell_errors import without_quotes
from convostudy.project.notebook import check_given, declared, read_value
from convostudy.project.settings import FILE, read_settings
from convostudy.project.study import Study
from project_studies import write_notebook
from source_code import calls, importers

INJECTED = "'); import os; os.system('touch pwned') #"
VALUES = [
    INJECTED,
    '"""\n__import__("os").system("touch pwned")\n"""',
    "\\'); os.abort() #\\",
    "{study}",
    "a\nb\r\n\u2028c\0",
    "\N{RIGHT-TO-LEFT OVERRIDE}x",
    "half \\ud83d",
]


# N1. A template that puts text between quotation marks runs what stands after the closing one.
@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_written_into_a_notebook_as_a_value(tmp_path: Path, value: str) -> None:
    given = {"text": value, "many": [value, {value: [value]}], "pairs": {value: value, "n": 1.5}}
    parameters = "text: str = ''\nmany: list = []\npairs: dict = {}"
    file = write_notebook(tmp_path / "n.ipynb", "print(text)", parameters=parameters)
    checked = check_given(given, declared(file), "n")
    made = parameterize_notebook(
        load_notebook_node(str(file)), checked, kernel_name="python3", language="python"
    )
    (cell,) = [c for c in made.cells if "injected-parameters" in c.metadata.get("tags", [])]
    body = ast.parse(cell.source).body
    assert {type(line) for line in body} == {ast.Assign}
    # Read back as plain values, without running anything.
    assert {line.targets[0].id: ast.literal_eval(line.value) for line in body} == given


@pytest.mark.parametrize(
    "text", [INJECTED, "__import__('os').system('x')", "[" * 9_000, "-" * 99_999, "9" * 5_000]
)
def test_what_is_typed_for_a_parameter_is_text_or_a_plain_value(text: str) -> None:
    assert read_value(text) == text
    with pytest.raises(BadParameter):
        Parameters.from_mapping({"no_reply_days": read_value(text)})


def test_a_parameters_cell_is_read_and_not_run(tmp_path: Path) -> None:
    for line in ("x = __import__('os').system('touch pwned')", "x: f() = 1; g()", "exec('1')"):
        with pytest.raises(BadParameter):
            declared(write_notebook(tmp_path / "n.ipynb", parameters=line))
    assert not Path("pwned").exists()


# N2. A notebook that stopped holds the message of the error, the frames with the paths of this
# computer, and warnings with more of them. Whole reports: test_hostile_l.py.
def test_what_a_stopped_notebook_keeps_of_an_error() -> None:
    home = Path.home()
    frames = [
        "\x1b[0;31m-----------------------------------------------------\x1b[0m",
        f"\x1b[0;31mKeyError\x1b[0m    Traceback\nFile \x1b[0;32m{home}/x.py:3\x1b[0m",
        f"File \x1b[0;32m{home}/mine/x.py:3\x1b[0m, in f(row)\n----> 3 frame.loc[row]",
        "Cell \x1b[0;32mIn[2], line 1\x1b[0m\n----> 1 f('a')",
        "File <unknown>:1\n    Zxqvarra said so",
        "\x1b[0;31mKeyError\x1b[0m: 'Zxqvarra Qwoplinski'",
    ]
    v4 = nbformat.v4
    error = v4.new_output(
        "error", ename="KeyError", evalue="'Zxqvarra Qwoplinski'", traceback=frames
    )
    warned = v4.new_output("stream", name="stderr", text=f"{home}/lib/x.py:1: UserWarning: old\n")
    cell = v4.new_code_cell("f('a')", outputs=[warned, error])
    notebook = v4.new_notebook(cells=[cell])
    without_quotes(notebook)
    kept = json.dumps(notebook)
    assert "Zxqvarra" not in kept
    assert str(home) not in kept
    assert "In[2], line 1" in kept
    assert "~/mine/x.py:3" in kept
    nbformat.validate(notebook)


# A dataclass shows its path: an executed notebook whose cell ends in a study held it.
def test_a_study_shows_its_place_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data" / "processed" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    shown = repr(Study(tmp_path / "data" / "processed" / "mine"))
    assert shown == "Study('data/processed/mine')"


# N3. read_pickle ran a shell command, np.load of objects does; eval and DataFrame.query run text.
def test_no_code_is_read_from_data() -> None:
    pickles = importers("pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle")
    assert pickles == set()
    assert [str(c) for c in calls("read_pickle", "to_pickle", "read_hdf")] == []
    for call in calls("load"):
        if call.receiver == "np":
            allowed = [k.value for k in call.node.keywords if k.arg == "allow_pickle"]
            assert not allowed or ast.literal_eval(allowed[0]) is False, str(call)


def test_no_text_is_run_as_code() -> None:
    runs = [c for c in calls("eval", "exec", "compile") if c.receiver not in ("re", "network")]
    assert [str(c) for c in runs] == []
    # What is asked of a table stands in our code, and no value is put into it.
    for call in calls("query", "eval"):
        if call.receiver not in ("network",):
            assert isinstance(call.node.args[0], ast.Constant), str(call)
    for call in calls("system", "popen"):
        assert call.receiver != "os", str(call)
    for call in calls("run", "Popen", "check_output", "call"):
        assert not any(k.arg == "shell" for k in call.node.keywords), str(call)


# N4. yaml.load runs "!!python/object/apply:os.system"; a TOML or JSON of 100,000 brackets is a
# RecursionError with a traceback of as many lines.
def test_settings_of_endless_brackets_are_refused_in_our_words(tmp_path: Path) -> None:
    for text in (f"consent = {'[' * 50_000}", "x = 1\n" * 3 + "[[[a", "a." * 2_000 + "b = 1"):
        (tmp_path / FILE).write_text(text)
        with pytest.raises(BadParameter):
            read_settings(tmp_path)
    (tmp_path / "n.ipynb").write_text('{"cells": ' + "[" * 100_000)
    with pytest.raises(BadParameter, match="no notebook"):
        declared(tmp_path / "n.ipynb")


def test_yaml_is_read_by_nobody_or_safely() -> None:
    for call in calls("load", "load_all", "full_load", "unsafe_load"):
        assert call.receiver != "yaml", str(call)


# N6. An entity bomb: 269 bytes become 1 MB in the standard library, a gigabyte with a few more.
def test_xml_is_read_of_our_own_drawings_alone() -> None:
    modules = ("xml", "lxml", "xmltodict", "expat")
    assert {file for file, _ in importers(*modules)} == {"project/page/svg.py"}
    # Pages are read by a parser that knows no entities of a document's own.
    for call in calls("BeautifulSoup"):
        parser = call.node.args[1]
        assert isinstance(parser, ast.Constant)
        assert parser.value == "html.parser", str(call)


# 9. Nothing asks a network: who could is not imported.
def test_nothing_that_asks_a_network_is_imported() -> None:
    asks = ("requests", "httpx", "aiohttp", "urllib.request", "http.client", "ftplib", "smtplib")
    assert importers(*asks, "urllib3", "huggingface_hub", "tldextract") == set()
    # Between processes of our own.
    for call in calls("socket"):
        if call.receiver == "socket":
            assert "AF_UNIX" in ast.unparse(call.node), str(call)


def test_papermill_is_given_no_address(tmp_path: Path) -> None:
    """It would fetch one."""
    from convostudy.project.paths import notebook_path

    for name in ("https://example.org/n.ipynb", "s3://bucket/n.ipynb", "file:///etc/n.ipynb"):
        with pytest.raises(BadParameter, match="no notebook"):
            notebook_path(name)
