"""The command line. Results go to stdout, everything else to stderr.

Exit codes: 0 it worked; 1 a report or a step failed; 2 the call or the input was wrong.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click

import convostudy
from convostudy.errors import BadParameter, counted
from convostudy.project.guarded import guarded
from convostudy.project.kernel import ENGINES
from convostudy.project.key_commands import key
from convostudy.project.sharing.commands import share, validate

__all__ = ["main"]

_STUDY = "Folder of the study, or its name in data/processed."


def _say(line: str) -> None:
    from convostudy.project.progress import say_above

    say_above(line)


class _Forgiving(click.Group):
    """A group that names the nearest command when one is mistyped."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or say which one was probably meant."""
        from convostudy.project.paths import nearest

        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            guess = nearest(args[0], self.list_commands(ctx))
            there = ", ".join(self.list_commands(ctx))
            ctx.fail(f"No command {args[0]!r}. {guess or 'There are ' + there + '.'}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Forgiving, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(convostudy.__version__, prog_name="convostudy")
def main() -> None:
    """Study how people sell or build relationships in private message threads.

    \b
      convostudy report                 a report on the demo inbox
      convostudy report EXPORT.zip      a report on your own export
      convostudy doctor                 what is installed, what is missing
    """  # noqa: D301 - click wants the backspace itself


@main.command()
@click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--study", "folder", help=_STUDY + " Named after the export when left out.")
@click.option("--owner", help="Name or profile address of whoever made the export.")
@click.option("--observed-until", metavar="ISO", help="Last instant the export could have shown.")
@guarded
def ingest(
    exports: tuple[Path, ...], folder: str | None, owner: str | None, observed_until: str | None
) -> None:
    """Read EXPORTS into a study; several are merged."""
    from convostudy.project.ingestion import ingest as read_in

    study = read_in(exports, folder, owner=owner, observed_until=observed_until, say=_say)
    click.echo(study.path)


@main.command()
@click.option("--study", "folder", required=True, help=_STUDY)
@click.option(
    "-p", "given", multiple=True, metavar="NAME=VALUE", help="Set a parameter; kept in study.toml."
)
@guarded
def measure(folder: str, given: tuple[str, ...]) -> None:
    """Find turns, questions and acts in a study, and take every measure."""
    from convostudy.project.study import open_study

    values = _parameters(given)
    study = open_study(folder).measure(parameters=values, say=_say)
    for name, value in values.items():
        _say(f"Kept in study.toml: {name} = {value}; take that line out to go back to the default")
    for name, scores in study.scores.items():
        click.echo(f"{name}\t{counted(len(scores), 'row')}")


@main.command()
@click.argument("given_names", metavar="[EXPORT ...] [NOTEBOOK ...]", nargs=-1)
@click.option("--study", "folder", help=_STUDY)
@click.option("--owner", help="Name or profile address of whoever made the export.")
@click.option("--observed-until", metavar="ISO", help="Last instant the export could have shown.")
@click.option(
    "-p",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter, for this report alone.",
)
@click.option("--notebook", "notebooks", multiple=True, help="Name or path; all when left out.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the pages.")
@click.option("--show-code", is_flag=True, help="Offer the code on the page, folded.")
@click.option("--pdf", is_flag=True, help="Write each page as PDF, too.")
@click.option("--timeout", "timeout_s", default=1800.0, show_default=True, help="Seconds a cell.")
@click.option("--start-timeout", "start_timeout_s", default=120.0, help="Seconds a kernel start.")
@click.option("--jobs", type=click.IntRange(1), help="Reports at a time; two when left out.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="fresh",
    show_default=True,
    help="warm: imports once, for many reports.",
)
@click.option("--only", "only_pages", multiple=True, metavar="PAGE", help="Make this page alone.")
@click.option("--fail-fast", is_flag=True, help="Begin no other once one has failed.")
@click.option("--retry-failed", is_flag=True, help="Make those that failed or were interrupted.")
@click.option("--force", is_flag=True, help="Make them even if nothing has changed.")
@click.option("--dry-run", is_flag=True, help="Tell what would be made, and why; make nothing.")
@guarded
def report(
    given_names: tuple[str, ...],
    folder: str | None,
    owner: str | None,
    observed_until: str | None,
    given: tuple[str, ...],
    notebooks: tuple[str, ...],
    out: Path | None,
    show_code: bool,
    **options: Any,
) -> None:
    """Read each EXPORT, measure, and make the page of each NOTEBOOK, or of all there are.

    A NOTEBOOK is an .ipynb file, or its name; all else is an EXPORT. Without an EXPORT the demo
    is read, and with --study the study that is there. A page on which nothing has changed is not
    made again.
    """
    from convostudy.project.demo import NAME, demo_export
    from convostudy.project.ending import ended_like_ctrl_c
    from convostudy.project.ingestion import ingest as read_in
    from convostudy.project.paths import notebook_path, reports, shown
    from convostudy.project.paths import notebooks as places
    from convostudy.project.reporting import report as make
    from convostudy.project.study import open_study
    from convostudy.project.wanted import part_names, split_parameters

    values = _parameters(given)
    exports, named = part_names(given_names)
    notebooks = (*notebooks, *named)
    # A mistyped name should not cost the minutes of reading an export first.
    of_measures, _ = split_parameters(
        values,
        [notebook_path(name) for name in notebooks]
        or [file for place in places() for file in place.glob("*.ipynb")],
    )
    if options["dry_run"] and not folder:
        raise BadParameter(
            "--dry-run without --study",
            expected="a study that is there: nothing is read in a dry run",
            do="Such as convostudy report --study demo --dry-run",
        )
    if exports:
        study = read_in(exports, folder, owner=owner, observed_until=observed_until, say=_say)
    elif owner or observed_until:
        raise BadParameter(
            "--owner or --observed-until without an export",
            expected="an export to read with them",
            do="Name the export, too",
        )
    elif folder:
        study = open_study(folder)
    else:
        study = read_in(demo_export(_say), NAME, say=_say)
    if of_measures:
        chosen = [pair for pair in given if pair.partition("=")[0].strip() in of_measures]
        once = " ".join(f"-p {shlex.quote(pair)}" for pair in chosen)
        place = shlex.quote(folder or study.path.name)
        _say(f"For this report alone: {once}")
        _say(f"  To keep it: convostudy measure --study {place} {once}")
    with ended_like_ctrl_c():
        index = make(
            study,
            notebooks or None,
            parameters=values,
            out=out,
            show_code=show_code,
            say=click.echo if options["dry_run"] else _say,
            **options,
        )
    if options["dry_run"]:
        return
    if index.parent.parent == reports():
        _say(f"All reports are listed in {shown(reports() / 'index.html')}")
    _say("The page is ready; open it in a browser:")
    click.echo(index)


@main.command()
@click.option("--parameters", is_flag=True, help="List the parameters instead.")
@guarded
def measures(parameters: bool) -> None:
    """List the measures, each with the question that it answers."""
    from convostudy.measures import measures as found
    from convostudy.parameters import Parameters

    if parameters:
        defaults = Parameters().to_mapping()
        lines = {n: f"{defaults[n]!s:24} {means}" for n, means in Parameters.describe().items()}
    else:
        lines = {
            name: (function.__doc__ or "").strip().split("\n")[0]
            for name, function in found().items()
        }
    width = max(map(len, lines), default=0)
    for name, words in lines.items():
        click.echo(f"{name:{width}}  {words}")


@main.command()
@click.option("--kernel/--no-kernel", default=True, help="Start a kernel, which takes seconds.")
@guarded
def doctor(kernel: bool) -> None:
    """Say what is installed, what is missing and what it is for."""
    from convostudy.project.doctor import examine

    missing = 0
    for finding in examine(kernel=kernel):
        mark = {"ok": "ok     ", "note": "note   ", "missing": "MISSING"}[finding.state]
        click.echo(f"{mark}  {finding.what:14} {finding.detail:24}  {finding.use}")
        missing += finding.state == "missing"
    if missing:
        n = "One thing is" if missing == 1 else f"{missing} things are"
        click.echo(f"\n{n} missing.", err=True)
        sys.exit(1)


main.add_command(share)
main.add_command(validate)
main.add_command(key)


def _parameters(given: tuple[str, ...]) -> dict[str, Any]:
    """Read NAME=VALUE pairs."""
    from convostudy.project.notebook import read_value

    values = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise BadParameter(
                f"-p {pair}", expected="-p NAME=VALUE", do="Such as -p no_reply_days=7"
            )
        values[name.strip()] = read_value(value)
    return values
