"""The three lists of packages say the same: pyproject.toml, environment.yml, requirements.lock."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# conda-forge splits these so that no Qt and no TeX come along.
CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "nbconvert-core": "nbconvert",
    "jupyter_client": "jupyter-client",
    "jupyter_core": "jupyter-core",
    "python-isal": "isal",
}
IMPORTED_AS = {
    "bs4": "beautifulsoup4",
    "IPython": "ipython",
    "PIL": "pillow",
    "jupyter_client": "jupyter-client",
    "jupyter_core": "jupyter-core",
    "sklearn": "scikit-learn",
}


def _wanted() -> dict[str, str]:
    # "ner" is for who has a spaCy model: neither in the lock nor in the environment.
    extras = [lines for name, lines in PROJECT["optional-dependencies"].items() if name != "ner"]
    lists = [PROJECT["dependencies"], *extras]
    return dict(_split(line) for lines in lists for line in lines)


def _split(line: str) -> tuple[str, str]:
    name, lowest = re.fullmatch(r"([A-Za-z0-9._-]+)>=([0-9.]+)", line.strip()).groups()
    return CONDA_NAMES.get(name, name), lowest


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


# Only who trains the encoder anew needs these, and torch differs by machine: not in the lock.
ENCODER = set(
    re.findall(r"^([a-z0-9-]+)[=>]=", (ROOT / "requirements-encoder.txt").read_text("utf-8"), re.M)
)
# It needs libraries of the system, which pip does not bring: not in the lock either.
PDF = {_split(line)[0] for line in PROJECT["optional-dependencies"]["pdf"]}
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
LOCKED = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", LOCK, re.M))


def test_conda_and_pip_users_get_the_same_packages():
    lines = re.findall(r"^ +- (\S+>=\S+)$", (ROOT / "environment.yml").read_text("utf-8"), re.M)
    conda = dict(_split(line) for line in lines)
    assert conda.pop("python") == PROJECT["requires-python"].removeprefix(">=")
    assert conda == _wanted()


@pytest.mark.parametrize(
    ("name", "lowest"), [(name, low) for name, low in _wanted().items() if name not in PDF]
)
def test_the_lock_holds_every_package_at_or_above_its_lowest_version(name, lowest):
    assert _version(LOCKED[name.lower()]) >= _version(lowest)


def test_the_lock_holds_packages_with_their_hashes_and_nothing_else():
    packages = re.findall(
        r"^([a-z0-9._-]+)==\S+(?: ; .+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
        LOCK,
        re.M,
    )
    lines = sum(1 + hashes.count("\n") for _, hashes in packages)
    assert lines == LOCK.count("\n")
    assert len(packages) > 50


def _imported(files) -> set[str]:
    imported = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"convostudy"}
    return {IMPORTED_AS.get(name, name) for name in foreign}


def test_every_import_of_another_package_is_declared():
    declared = {_split(line)[0] for line in PROJECT["dependencies"]}
    extra = {_split(line)[0] for line in PROJECT["optional-dependencies"]["train"]}
    training = set((ROOT / "src/convostudy/training").rglob("*.py"))
    assert _imported(training) <= declared | extra | ENCODER
    # Only those who train need what training needs.
    assert _imported(set((ROOT / "src").rglob("*.py")) - training) <= declared | PDF
