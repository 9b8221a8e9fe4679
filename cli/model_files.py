"""The semantic model as files: our own YAML, and those of other tools."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cli.modelling import print_differences
from cli.place import Place
from cli.plain import plain
from cli.screen import say
from core.errors import InvalidInput
from core.model_change import Lost


async def export_file(place: Place, file: Path, form: str) -> int:
    """Comments in a file of ours that is there already stay. Raises InvalidInput where it cannot be written."""
    kept = _earlier(file) if form == "tablespeak" else None
    async with place.open() as workspace:
        exported = await workspace.models.export(form, kept)
    _write(file, exported.text)
    if place.json:
        _print_object({"file": str(file), "format": form, "lost": _objects(exported.lost)})
        return 0
    click.echo(plain(f"The model is in {file}."))
    _print_lost(exported.lost)
    return 0


async def import_file(place: Place, file: Path, form: str | None, *, prune: bool) -> int:
    """Raises InvalidInput with the line."""
    text = _read(file)
    async with place.open() as workspace:
        taken = await workspace.models.import_text(text, form, prune=prune)
    differences = taken.preview.differences if taken.preview else ()
    if place.json:
        from wire import dump

        _print_object({"differences": [dump(one) for one in differences], "lost": _objects(taken.lost)})
        return 0
    print_differences(differences)
    _print_lost(taken.lost)
    if taken.preview is not None:
        say("It is a draft: “tablespeak model publish” makes it count.", dim=True)
    return 0


def _earlier(file: Path) -> str | None:
    return _read(file) if file.is_file() else None


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as failure:
        raise _refused(file, "written", failure) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{file} is not in UTF-8.") from None
    except OSError as failure:
        raise _refused(file, "read", failure) from None


def _refused(file: Path, done: str, failure: OSError) -> InvalidInput:
    return InvalidInput(f"{file} cannot be {done}: {(failure.strerror or 'not possible').lower()}.")


def _print_lost(lost: Sequence[Lost]) -> None:
    if lost:
        say("Not carried over:", colour="yellow")
    for one in lost:
        click.echo(plain(f"  {one.what}: {one.why}"))


def _objects(lost: Sequence[Lost]) -> list[dict[str, str]]:
    return [{"what": one.what, "why": one.why} for one in lost]


def _print_object(found: dict[str, object]) -> None:
    from cli.objects import as_json

    click.echo(as_json(found))
