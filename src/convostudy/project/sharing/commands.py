"""``convostudy share`` and ``convostudy validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from convostudy.errors import counted
from convostudy.project.guarded import guarded

__all__ = ["validate"]

_SHOWN = 50


@click.command()
@click.argument("package", type=click.Path(path_type=Path))
@guarded
def validate(package: Path) -> None:
    """Look at a dataset from a stranger: PACKAGE is its folder, or a zip of it.

    Nothing is unpacked, run or fetched. Ends with 0 if it is sound, with 1 if not.
    """
    from convostudy.project.sharing.check import validate as look

    faults = look(package)
    for fault in faults[:_SHOWN]:
        click.echo(f"{fault.place}: {fault.said}")
    if len(faults) > _SHOWN:
        click.echo(f"and {counted(len(faults) - _SHOWN, 'other fault')}")
    if faults:
        click.echo(f"{counted(len(faults), 'fault')}: do not use this package", err=True)
        sys.exit(1)
    click.echo("The package is sound")
