"""Whether everything is there, and what the language model can do, in the terminal."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Protocol

import click

from cli.place import Place
from cli.plain import plain
from core.errors import InvalidInput

if TYPE_CHECKING:
    from agents.model_settings import ModelSettings

_MARKS = {"ok": "ok    ", "weak": "weak  ", "failed": "FAILED"}


class _Told(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def told(self) -> str: ...


async def doctor(place: Place) -> int:
    """1 where something failed."""
    seen: list[dict[str, Any]] = []
    async for one in _findings(place):
        seen.append({"name": one.name, "status": one.status, "told": one.told})
        if not place.json:
            click.echo(f"{_MARKS[one.status]}  {one.name}: {plain(one.told)}")
    if place.json:
        from cli.objects import as_json

        click.echo(as_json({"findings": seen}))
    return 1 if any(one["status"] == "failed" for one in seen) else 0


async def _findings(place: Place) -> AsyncIterator[_Told]:
    from workspace.health import Finding, findings

    async with place.open() as workspace:
        async for found in findings(workspace, place.data_dir):
            yield found
    settings = _settings()
    if settings is None:
        yield Finding(name="language model", status="ok", told="none is set (TABLESPEAK_MODEL): rules answer alone")
    elif settings.privacy == "none":
        yield Finding(name="language model", status="ok", told="the privacy mode is none: it is never asked")
    else:
        where = f"{settings.model} at {settings.host}, privacy mode {settings.privacy}"
        yield Finding(name="language model", status="ok", told=where)
        async for trial in _trials(settings):
            yield trial


def _settings() -> ModelSettings | None:
    from agents.model_settings import model_settings_from

    try:
        return model_settings_from(os.environ)
    except InvalidInput as wrong:
        raise click.UsageError(f"{wrong.message} {wrong.hint or ''}".strip()) from None


async def _trials(settings: ModelSettings) -> AsyncIterator[_Told]:
    from agents.doctor import ModelDoctor
    from agents.llm import Llm
    from agents.purse import Purse
    from core.spending import Budget, Budgets

    line = Llm(settings, purse=Purse(Budgets(question=Budget())))
    try:
        async for trial in ModelDoctor(line).trials():
            yield trial
    finally:
        await line.close()
