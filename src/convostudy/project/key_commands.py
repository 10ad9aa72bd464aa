"""``convostudy key``: which key makes the ids, and the end of it."""

from __future__ import annotations

import click

from convostudy.project.guarded import guarded

__all__ = ["key"]

_PROJECT = "Name of the project; that of its folder when left out."


@click.group()
def key() -> None:
    """The secret key with which the ids of shared datasets are made."""


@key.command("show-id")
@click.argument("project", required=False)
@guarded
def show_id(project: str | None) -> None:
    """Print the id of the key of PROJECT, which tells nothing of the key."""
    from convostudy.project.keyring import read_key

    click.echo(read_key(project).id)


@key.command()
@click.argument("project", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
@guarded
def destroy(project: str | None, yes: bool) -> None:
    """Delete the key of PROJECT: no id can be traced to a person any more.

    Nor can anybody be taken out of a dataset who asks for it, nor a dataset be made again with
    the same ids. Copies of the key, such as backups, are not reached.
    """
    from convostudy.project.keyring import destroy_key, key_file
    from convostudy.project.paths import shown

    if not yes:
        click.confirm(f"Delete {shown(key_file(project))} for good?", abort=True)
    click.echo(shown(destroy_key(project)))
