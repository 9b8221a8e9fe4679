"""Changing the semantic model in the terminal: a draft, its preview, versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.place import Place
from cli.plain import plain
from cli.screen import say
from core.errors import InvalidInput
from core.figures import counted
from core.model_change import ModelDifference

if TYPE_CHECKING:
    from workspace import DraftPreview, Published

_KINDS = ("metric", "relationship", "synonym")
_LISTS = ("synonyms", "key", "from", "to", "hierarchies")


async def set_values(place: Place, target: str, values: Sequence[str]) -> int:
    wanted: dict[str, Any] = {}
    for each in values:
        name, equals, value = each.partition("=")
        if not equals:
            raise InvalidInput(
                f"“{each}” says nothing of a value.", hint="Write it as NAME=VALUE, for example unit=EUR."
            )
        wanted[name.strip()] = _value(name.strip(), value)
    if target == "calendar":
        return await change(place, {"calendar": wanted})
    kind, colon, name = target.partition(":")
    if colon and kind in ("metric", "relationship"):
        return await change(place, {kind: name, "set": wanted})
    return await change(place, {"target": target, "set": wanted})


def _value(name: str, value: str) -> Any:
    if name in _LISTS:
        return [part.strip() for part in value.split(",") if part.strip()]
    return value.strip() or None


async def remove(place: Place, what: str) -> int:
    kind, colon, name = what.partition(":")
    if not colon or kind not in _KINDS:
        raise InvalidInput(
            f"“{what}” cannot be removed.", hint="Write metric:NAME, relationship:NAME or synonym:PHRASE."
        )
    return await change(place, {kind: name, "do": "remove"})


async def change(place: Place, *changes: dict[str, Any]) -> int:
    from workspace import read_model_changes

    async with place.open() as workspace:
        preview = await workspace.models.change(read_model_changes(list(changes)))
    if place.json:
        _print_preview_object(preview)
    else:
        print_differences(preview.differences)
        say(
            "It is a draft: “tablespeak model draft” shows what it does, “tablespeak model publish” makes it count.",
            dim=True,
        )
    return 0


async def draft(place: Place) -> int:
    async with place.open() as workspace:
        preview = await workspace.models.preview()
    if place.json:
        _print_preview_object(preview)
        return 0
    print_differences(preview.differences)
    if not preview.affected:
        click.echo(
            f"None of {counted(preview.asked, 'recent question')} has another answer, and no metric another value."
        )
    for one in preview.affected:
        kind = "metric " if one.kind == "metric" else ""
        click.echo(plain(f"{kind}“{one.question}” ({one.change.replace('_', ' ')}): {one.before} → {one.after}"))
    return 0


async def discard(place: Place) -> int:
    async with place.open() as workspace:
        dropped = workspace.models.drop_draft()
    if place.json:
        _print_object({"dropped": dropped})
    else:
        click.echo("The draft is gone." if dropped else "There was no draft.")
    return 0


async def publish(place: Place) -> int:
    async with place.open() as workspace:
        published = await workspace.models.publish()
    return _print_published(place, published)


async def rollback(place: Place, number: int) -> int:
    async with place.open() as workspace:
        published = await workspace.models.rollback(number)
    return _print_published(place, published)


async def versions(place: Place) -> int:
    async with place.open() as workspace:
        found, current = workspace.models.versions(), workspace.models.number
    if place.json:
        from wire import dump

        _print_object({"current": current, "versions": [dump(one) for one in found]})
        return 0
    for one in found:
        star = "*" if one.number == current else " "
        click.echo(plain(f"{star} {one.number}  {one.made_at.astimezone():%Y-%m-%d %H:%M}  {' '.join(one.words)}"))
    click.echo(f"{' ' if current else '*'} 0  the model as it was found")
    return 0


async def breaks(place: Place) -> int:
    async with place.open() as workspace:
        found = await workspace.models.breaks()
    if place.json:
        from wire import dump

        _print_object({"breaks": [dump(one) for one in found]})
        return 0
    for one in found:
        instead = f" Perhaps {' or '.join(one.instead)}." if one.instead else ""
        click.echo(plain(f"{one.kind.replace('_', ' ')} {one.name}: {one.why}{instead}"))
    if not found:
        click.echo("Everything of the model holds.")
    return 0


def print_differences(differences: Sequence[ModelDifference]) -> None:
    for one in differences:
        click.echo(plain(one.text))
    if not differences:
        click.echo("Nothing is different.")


def _print_published(place: Place, published: Published) -> int:
    if place.json:
        from wire import dump

        _print_object({"version": published.number, "differences": [dump(one) for one in published.differences]})
    else:
        print_differences(published.differences)
        click.echo(f"This is version {published.number} of the model.")
    return 0


def _print_preview_object(preview: DraftPreview) -> None:
    from wire import dump

    _print_object(
        {
            "changes": [dump(one) for one in preview.draft.changes],
            "differences": [dump(one) for one in preview.differences],
            "asked": preview.asked,
            "affected": [dump(one) for one in preview.affected],
        }
    )


def _print_object(found: dict[str, Any]) -> None:
    from cli.objects import as_json

    click.echo(as_json(found))
