"""Pack the report notebooks into the wheel; all else is said in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithNotebooks(build_py):
    """Copy ``notebooks/*.ipynb`` to ``convostudy/notebooks``, where the package looks for them."""

    def run(self):
        """Build as usual, then copy; an editable install reads them where they are."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "convostudy" / "notebooks"
        for notebook in sorted((Path(__file__).parent / "notebooks").glob("*.ipynb")):
            self.mkpath(str(target))
            self.copy_file(str(notebook), str(target / notebook.name))


setup(cmdclass={"build_py": BuildWithNotebooks})
