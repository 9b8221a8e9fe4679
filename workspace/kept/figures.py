"""What a saved query gives, as a few figures that tell whether it gives the same later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.errors import TablespeakError
from core.result import Result
from core.saved import Figures, ParameterValue, SavedQuery
from core.table import Cell
from workspace.kept.queries import runnable

if TYPE_CHECKING:
    from workspace.opened import Opened

_ROWS = 10_000
_DIGITS = 10


async def figures_of(
    query: SavedQuery, opened: Opened, today: date, given: Mapping[str, ParameterValue] | None = None
) -> Figures:
    """With why, where it gives nothing."""
    from warehouse.repeatable import is_repeatable, takes_any_rows

    try:
        ready = await runnable(query, given or {}, opened, today)
        guarded = opened.guard(ready.sql)
        result = await opened.execute(ready, _ROWS)
    except TablespeakError as refused:
        return Figures(problem=refused.message)
    steady = is_repeatable(guarded) and not takes_any_rows(guarded) and not result.truncated
    return Figures(
        rows=result.row_count,
        columns=tuple(column.name for column in result.columns),
        value=_one_value(result) if steady else None,
        checksum=checksum(result.rows) if steady else "",
    )


def checksum(rows: Iterable[tuple[Cell, ...]]) -> str:
    """The same for the same rows in any order; numbers are told to ten digits, as sums in another order differ beyond."""
    told = sorted(json.dumps([_plain(cell) for cell in row], ensure_ascii=True) for row in rows)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def _one_value(result: Result) -> str | None:
    if len(result.rows) != 1 or len(result.columns) != 1:
        return None
    cell = _plain(result.rows[0][0])
    return cell if isinstance(cell, str) or cell is None else json.dumps(cell)


def _plain(cell: Cell) -> object:
    match cell:
        case None | bool():
            return cell
        case int() | float() | Decimal():
            number = float(cell)
            return f"{number:.{_DIGITS}g}" if number == number else "nan"
        case list():
            return [str(part) for part in cell]
        case dict():
            return {str(key): str(part) for key, part in sorted(cell.items())}
        case _:
            return str(cell)
