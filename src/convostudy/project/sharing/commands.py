"""``convostudy share`` and ``convostudy validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from convostudy.errors import counted
from convostudy.project.guarded import guarded

__all__ = ["share", "validate"]

_SHOWN = 50


@click.command()
@click.argument("study", metavar="STUDY")
@click.option(
    "--tier",
    type=click.Choice(["T0", "T1", "T2", "T3"]),
    default="T1",
    show_default=True,
    help="T0 counts, T1 features without text, T2 masked text for restricted access.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Where; data/shared when left out.")
@click.option("--zip", "zip_too", is_flag=True, help="Write a zip beside it, too.")
@click.option("--also", default="", metavar="FORMS", help="Further forms: convokit,rocrate.")
@click.option(
    "--linkage-domain",
    default="",
    metavar="NAME",
    help="Let datasets of one key and this name be joined by their ids.",
)
@click.option(
    "--scope",
    type=click.Choice(["dataset", "thread"]),
    default="dataset",
    show_default=True,
    help="thread: a person has another id in each conversation.",
)
@guarded
def share(
    study: str,
    tier: str,
    out: Path | None,
    zip_too: bool,
    also: str,
    linkage_domain: str,
    scope: str,
) -> None:
    """Write a dataset of STUDY that others may have: no words, names or dates.

    study.toml must say who agreed to it; what is lacking is listed. If anybody could be told in any
    file, nothing is written.
    """
    from convostudy.project.progress import say_above
    from convostudy.project.sharing.share import share as write
    from convostudy.project.study import open_study

    made = write(
        open_study(study),
        tier=tier,
        out=out,
        zip_too=zip_too,
        also=tuple(name.strip() for name in also.split(",") if name.strip()),
        linkage_domain=linkage_domain,
        scope=scope,
        say=say_above,
    )
    for path in made:
        click.echo(path)


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
