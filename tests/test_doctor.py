import re
from importlib.metadata import requires

import pytest
from click.testing import CliRunner

from convostudy.project import doctor, kernel
from convostudy.project.cli import main


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def states(**options):
    return {f.what: (f.state, f.detail, f.use) for f in doctor.examine(**options)}


def test_a_whole_installation_lacks_nothing():
    found = states(kernel=False)
    assert not [what for what, (state, _, _) in found.items() if state == "missing"]
    assert found["pandas"][0] == "ok"
    assert "pytest" not in found


def test_a_missing_package_is_named_with_its_use(monkeypatch):
    real = doctor.version

    def version(name):
        if name == "papermill":
            raise doctor.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(doctor, "version", version)
    state, detail, use = states(kernel=False)["papermill"]
    assert (state, detail) == ("missing", "not installed")
    assert "to run notebooks with your parameters" in use
    assert "pip install 'papermill>=2.7'" in use
    done = CliRunner().invoke(main, ["doctor", "--no-kernel"])
    assert done.exit_code == 1
    assert "MISSING  papermill" in done.stdout
    assert "One thing is missing" in done.stderr


def test_every_line_says_what_the_thing_is_for():
    wanted = {re.split("[>;]", w)[0] for w in requires("convostudy") if "extra ==" not in w}
    assert wanted == set(doctor._FOR)
    assert [what for what, (_, _, use) in states(kernel=False).items() if not use] == []
    for line in CliRunner().invoke(main, ["doctor", "--no-kernel"]).stdout.splitlines():
        assert re.search(r"  \S.*  (to [a-z]+ |this package)", line), line


def test_a_package_that_is_too_old_counts_as_missing(monkeypatch):
    real = doctor.version
    monkeypatch.setattr(doctor, "version", lambda name: "2.2" if name == "pandas" else real(name))
    assert states(kernel=False)["pandas"][:2] == ("missing", "2.2, older than 3.0")


def test_without_the_test_tools_reports_still_work(monkeypatch):
    real = doctor.version

    def version(name):
        if name in ("mypy", "ruff"):
            raise doctor.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(doctor, "version", version)
    state, detail, use = states(kernel=False)["test tools"]
    assert (state, detail) == ("note", "not installed: mypy, ruff")
    assert "reports need none of it" in use


def test_folders_are_looked_at_but_not_made(tmp_path):
    found = states(kernel=False)
    assert found["studies"][:2] == ("ok", "data/processed (made when needed)")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_missing(monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)
    assert states(kernel=False)["pages"][0] == "missing"


@pytest.mark.slow
def test_the_kernel_is_this_python():
    assert states()["kernel"][:2] == ("ok", "starts, with this Python")


def test_a_kernel_that_does_not_start_is_told(monkeypatch):
    def broken(seconds=60):
        raise RuntimeError("Kernel died\nbefore replying")

    monkeypatch.setattr(kernel, "start_and_ask", broken)
    state, detail, _ = states()["kernel"]
    assert state == "missing"
    assert "Kernel died before replying" in detail


def test_a_kernel_of_another_python_is_told(monkeypatch):
    monkeypatch.setattr(kernel, "start_and_ask", lambda: "/usr/bin/other-python")
    assert states()["kernel"][:2] == ("missing", "runs another Python: /usr/bin/other-python")
