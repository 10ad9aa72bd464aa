"""Commands that end with a message instead of a traceback."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import click

from convostudy.errors import ConvostudyError, MissingTool, ReportFailed, unquoted

__all__ = ["guarded"]


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our errors into a message without a traceback, and Ctrl-C into a clean end.

    Parameters
    ----------
    command : callable
        A command of `click`.

    Returns
    -------
    callable
        It ends with 1 where a report or a step failed, or in a way that nobody foresaw; with 2
        where the call or the input was wrong; with 130 after Ctrl-C.
    """

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except ConvostudyError as wrong:
            _say_error(wrong)
            sys.exit(1 if isinstance(wrong, (ReportFailed, MissingTool)) else 2)
        except BrokenPipeError:  # `| head` has read enough; click ends without a word
            raise
        except OSError as wrong:
            click.echo(f"Error: {wrong}", err=True)
            click.echo("  What to do: look at the disk and the rights on that path", err=True)
            sys.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as wrong:
            # A traceback quotes the row that was read: none reaches a terminal or a log.
            click.echo(f"Error: something that nobody foresaw ({unquoted(wrong)})", err=True)
            click.echo("  What to do: report these words; they hold nothing of your data", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("\nStopped. Nothing half-written was kept.", err=True)
            sys.exit(130)

    return run


def _say_error(wrong: ConvostudyError) -> None:
    """Print the four answers of an error, one a line."""
    click.echo(click.style("Error", fg="red", bold=True) + ": " + _first(wrong), err=True)
    if wrong.expected:
        click.echo(f"  Expected:   {wrong.expected}", err=True)
    if wrong.do:
        click.echo(f"  What to do: {wrong.do}", err=True)


def _first(wrong: ConvostudyError) -> str:
    return f"{wrong.where}: found {wrong.found}" if wrong.where else f"found {wrong.found}"
