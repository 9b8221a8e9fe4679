"""Words that the language model suggests for the names of the model: a person chooses which go into the draft."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cli.modelling import print_differences
from cli.place import Place
from cli.plain import plain
from cli.screen import say
from core.errors import InvalidInput
from core.model_change import ModelChange

if TYPE_CHECKING:
    from workspace import Workspace


async def suggest(place: Place, tables: Sequence[str], *, accept: bool) -> int:
    """With `--json` or without a terminal, nothing is asked and only `accept` takes them."""
    async with place.open() as workspace:
        found = await workspace.suggest_words(tables)
        if place.json:
            _print_object(found.changes, found.left)
            return await _take(workspace, found.changes if accept else (), quiet=True)
        for number, change in enumerate(found.changes, 1):
            click.echo(plain(f"{number:>3}  {change.target}: {_in_words(change)}"))
        if found.left:
            say(f"{len(found.left)} more names are for another call.", dim=True)
        chosen = found.changes if accept else _chosen(found.changes)
        return await _take(workspace, chosen)


async def _take(workspace: Workspace, changes: Sequence[ModelChange], *, quiet: bool = False) -> int:
    if changes:
        preview = await workspace.models.change(changes)
        if not quiet:
            print_differences(preview.differences)
            say("It is a draft: “tablespeak model publish” makes it count.", dim=True)
    return 0


def _chosen(changes: Sequence[ModelChange]) -> list[ModelChange]:
    if not sys.stdin.isatty():
        say("Add --accept to put them into the draft.", dim=True)
        return []
    answer = click.prompt("Into the draft (all, none, or numbers such as 1,3)", default="none")
    return choice_of(answer, changes)


def choice_of(answer: str, changes: Sequence[ModelChange]) -> list[ModelChange]:
    """Raises InvalidInput."""
    told = answer.strip().casefold()
    if told in ("all", "none", ""):
        return list(changes) if told == "all" else []
    numbers = told.replace(",", " ").split()
    if not all(one.isdecimal() and 1 <= int(one) <= len(changes) for one in numbers):
        raise InvalidInput(f"“{answer}” chooses nothing.", hint="Write all, none, or numbers of the list such as 1,3.")
    return [changes[int(one) - 1] for one in dict.fromkeys(numbers)]


def _in_words(change: ModelChange) -> str:
    parts = []
    if "label" in change.set:
        parts.append(f"“{change.set['label']}”")
    if "description" in change.set:
        parts.append(change.set["description"])
    if "synonyms" in change.set:
        parts.append(f"also called {', '.join(change.set['synonyms'])}")
    return "; ".join(parts)


def _print_object(changes: Sequence[ModelChange], left: Sequence[str]) -> None:
    from cli.objects import as_json
    from wire import dump

    click.echo(as_json({"changes": [dump(one) for one in changes], "left": list(left)}))
