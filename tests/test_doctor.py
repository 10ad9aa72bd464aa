import pytest
from click.testing import CliRunner

from convostudy.project import doctor, kernel
from convostudy.project.cli import main


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def states(**options):
    return {f.what: (f.state, f.detail) for f in doctor.examine(**options)}


def test_a_whole_installation_lacks_nothing():
    found = states(kernel=False)
    assert not [what for what, (state, _) in found.items() if state == "missing"]
    assert found["pandas"][0] == "ok"
    assert "pytest" not in found


def test_a_missing_package_is_named_with_its_use(monkeypatch):
    real = doctor.version

    def version(name):
        if name == "papermill":
            raise doctor.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(doctor, "version", version)
    state, detail = states(kernel=False)["papermill"]
    assert state == "missing"
    assert "running notebooks" in detail
    assert "pip install papermill" in detail
    done = CliRunner().invoke(main, ["doctor", "--no-kernel"])
    assert done.exit_code == 1
    assert "MISSING  papermill" in done.stdout
    assert "One thing is missing" in done.stderr


def test_folders_are_looked_at_but_not_made(tmp_path):
    found = states(kernel=False)
    assert found["studies"] == ("ok", "data/processed (made when needed)")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_missing(monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)
    assert states(kernel=False)["pages"][0] == "missing"


@pytest.mark.slow
def test_the_kernel_is_this_python():
    assert states()["kernel"] == ("ok", "starts, with this Python")


def test_a_kernel_that_does_not_start_is_told(monkeypatch):
    def broken(seconds=60):
        raise RuntimeError("Kernel died\nbefore replying")

    monkeypatch.setattr(kernel, "start_and_ask", broken)
    state, detail = states()["kernel"]
    assert state == "missing"
    assert "Kernel died before replying" in detail


def test_a_kernel_of_another_python_is_told(monkeypatch):
    monkeypatch.setattr(kernel, "start_and_ask", lambda: "/usr/bin/other-python")
    assert states()["kernel"] == ("missing", "runs another Python: /usr/bin/other-python")
