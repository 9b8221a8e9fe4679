"""Which saved queries would give something else under another model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from core.errors import UserError
from core.model import SemanticModel
from core.result import Result
from workspace.affected import Affected, told
from workspace.kept.figures import checksum
from workspace.kept.queries import SavedEntry, runnable
from workspace.opened import Opened

MOST_QUERIES = 100
_ROWS = 1_000


async def compare_saved(
    opened: Opened, model: SemanticModel, entries: Sequence[SavedEntry], today: date
) -> tuple[Affected, ...]:
    """Verified ones first. SQL says the same under every model."""
    edited = replace(opened, model=model, guarded={})
    wanted = sorted((entry for entry in entries if entry.query.plan is not None), key=lambda one: one.verified is None)
    found = [await _compared(entry, opened, edited, today) for entry in wanted[:MOST_QUERIES]]
    return tuple(one for one in found if one is not None)


async def _compared(entry: SavedEntry, opened: Opened, edited: Opened, today: date) -> Affected | None:
    before = await _result(entry, opened, today)
    if isinstance(before, str):
        return None
    after = await _result(entry, edited, today)
    if not isinstance(after, str) and (after.columns, checksum(after.rows)) == (before.columns, checksum(before.rows)):
        return None
    kind: Literal["saved", "verified"] = "saved" if entry.verification is None else "verified"
    change: Literal["value", "refused"] = "refused" if isinstance(after, str) else "value"
    then = after if isinstance(after, str) else told(after)
    return Affected(
        kind=kind, id=entry.name, question=entry.query.title, change=change, before=told(before), after=then
    )


async def _result(entry: SavedEntry, opened: Opened, today: date) -> Result | str:
    try:
        return await opened.execute(await runnable(entry.query, {}, opened, today), _ROWS)
    except UserError as refused:
        return refused.message
