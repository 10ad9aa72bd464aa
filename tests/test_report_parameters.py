"""Values are held against the types that a notebook declares, before anything runs."""

from datetime import date, datetime

import pytest

from convostudy.errors import BadParameter
from convostudy.project.notebook import Declared, check_given, declared
from project_studies import write_notebook

TYPES = {
    "mode": ("Literal['weekly', 'daily']", "daily"),
    "level": ("typing.Literal[0.9, 0.95]", 0.95),
    "since": ("date | None", None),
    "at": ("datetime.datetime", "2025-01-01T00:00"),
    "names": ("list[str]", []),
    "windows": ("Optional[list[int | float]]", None),
    "colours": ("dict[str, int]", {}),
    "until": ("\"date | Literal['']\"", ""),
    "quoted": ('\'Literal["a", "b"]\'', "a"),
    "either": ("Union[int, str]", 1),
    "odd": ("np.ndarray", None),
    "bare": ("", 1),
}
KNOWN = {n: Declared(n, default, kind, "what it is") for n, (kind, default) in TYPES.items()}


@pytest.mark.parametrize(
    ("name", "value", "becomes"),
    [
        ("mode", "weekly", "weekly"),
        ("level", 0.9, 0.9),
        ("since", None, None),
        ("since", "2025-03-01", "2025-03-01"),
        ("since", date(2025, 3, 1), "2025-03-01"),
        ("at", datetime(2025, 3, 1, 18), "2025-03-01T18:00:00"),
        ("at", "2025-03-01T18:30+01:00", "2025-03-01T18:30+01:00"),
        ("names", ("a", "b"), ["a", "b"]),
        ("windows", [1, 2.5], [1, 2.5]),
        ("windows", None, None),
        ("colours", {"a": 1}, {"a": 1}),
        ("quoted", "b", "b"),
        ("until", "", ""),
        ("until", "2025-03-01", "2025-03-01"),
        ("either", "x", "x"),
        ("odd", [1], [1]),
        ("bare", 2, 2),
    ],
)
def test_values_that_fit(name, value, becomes):
    assert check_given({name: value}, KNOWN, "n") == {name: becomes}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("mode", "weekley", "'weekly' or 'daily'. Did you mean 'weekly'"),
        ("mode", None, "'weekly' or 'daily'"),
        ("level", 1, "0.9 or 0.95"),
        ("since", "03/01/2025", "a day such as 2025-03-01"),
        ("since", "2025-02-30", "a day such as"),
        ("since", "2025-03-01T10:00", "a day such as"),
        ("at", "yesterday", "an instant such as"),
        ("names", ["a", 1], "list.str."),
        ("windows", ["1"], "list.int"),
        ("colours", {"a": "1"}, "dict.str, int."),
        ("quoted", "c", "'a' or 'b'"),
        ("until", "soon", "a day such as 2025-03-01 or ''"),
        ("either", 1.5, "Union"),
        ("bare", "2", "int"),
        ("bare", True, "int"),
    ],
)
def test_values_that_do_not_fit(name, value, says):
    with pytest.raises(BadParameter, match=says):
        check_given({name: value}, KNOWN, "n")


def test_a_parameters_cell_may_import_what_its_types_need(tmp_path):
    cell = "from typing import Literal\nfrom datetime import date\n"
    cell += "mode: Literal['a', 'b'] = 'a'  # which\nsince: date | None = None"
    found = declared(write_notebook(tmp_path / "n.ipynb", parameters=cell))
    assert list(found) == ["mode", "since"]
    with pytest.raises(BadParameter, match="'a' or 'b': which"):
        check_given({"mode": "c"}, found, "n")
