"""What stands between a command and the terminal: consoles, and progress that only a terminal sees."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_A_FILE = 100

Show = Callable[[str, float | None], None]


def say(text: str, *, err: bool = False, colour: str | None = None, dim: bool = False) -> None:
    """One line, coloured only on a terminal and never where NO_COLOR is set."""
    styled = text if os.environ.get("NO_COLOR") else click.style(text, fg=colour, dim=dim or None)
    click.echo(styled, err=err)


def output() -> Console:
    """Standard output. Where it is not a terminal there is no colour, and lines are up to 100 wide."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def side() -> Console:
    """Standard error."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Show]:
    """`show(text, share)` moves one bar on standard error; `share` is 0 to 1, or None where it is not known."""
    if quiet or not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=side(), transient=True) as bars:
        bar = bars.add_task("", total=None)

        def show(text: str, share: float | None) -> None:
            bars.update(bar, description=text, completed=share or 0.0, total=None if share is None else 1.0)

        yield show


def _show_nothing(text: str, share: float | None) -> None:
    """Nobody watches."""
