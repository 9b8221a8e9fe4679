"""How the looks at a table are read: one row of counts at a time, of many columns at once."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import Entity, Field
from core.query import Query
from core.table import Cell
from workspace.opened import Opened
from workspace.profiles.filters import quoted

_AT_ONCE = 40
_SAMPLED_ABOVE = 200_000


async def one_row(sql: str, opened: Opened) -> tuple[Cell, ...]:
    return (await opened.execute(Query(sql=sql), 1)).rows[0]


def number(cell: Cell) -> int:
    return int(str(cell or 0))


def parts(fields: Sequence[Field]) -> list[Sequence[Field]]:
    return [fields[start : start + _AT_ONCE] for start in range(0, len(fields), _AT_ONCE)]


def sampled(entity: Entity, rows: int) -> str | None:
    """The table in SQL as a sample of about so many of its rows; None for one that is read whole."""
    if entity.rows <= _SAMPLED_ABOVE:
        return None
    return f"{quoted(entity.name)} TABLESAMPLE system({100 * rows / entity.rows:.4f}%)"
