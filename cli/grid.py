"""A result as a table that fits the terminal: rows, columns and cells that do not fit are counted, never wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from cli.plain import plain
from core.figures import column_styles, counted, written
from core.plan import Plan
from core.result import Result

_WIDEST_CELL = 48
_BETWEEN_COLUMNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    heading: str
    cells: tuple[str, ...]
    right: bool = False

    @property
    def width(self) -> int:
        return min(_WIDEST_CELL, max(map(cell_len, (self.heading, *self.cells))))


def result_grid(result: Result, plan: Plan | None, console: Console, most_rows: int) -> RenderableType:
    """`result` is safe to print already."""
    rows = result.rows[:most_rows]
    columns = [
        GridColumn(
            heading=plain(style.heading), cells=tuple(written(row[position], style) for row in rows), right=style.right
        )
        for position, style in enumerate(column_styles(result, plan))
    ]
    left = result.row_count - len(rows)
    more = [f"… and {'at least ' if result.truncated else ''}{counted(left, 'more row')}"] if left > 0 else []
    return Group(grid(columns, console), *(Text(f" {note}", style="dim") for note in more))


def grid(columns: Sequence[GridColumn], console: Console) -> RenderableType:
    fitting = _how_many_fit(columns, console.width)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold")
    for column in columns[:fitting]:
        table.add_column(
            Text(column.heading),
            justify="right" if column.right else "left",
            no_wrap=True,
            overflow="ellipsis",
            max_width=_WIDEST_CELL,
        )
    for row in zip(*(column.cells for column in columns[:fitting]), strict=True):
        table.add_row(*map(Text, row))
    hidden = [column.heading for column in columns[fitting:]]
    if not hidden:
        return table
    return Group(table, Text(f" … and {counted(len(hidden), 'more column')}: {', '.join(hidden)}", style="dim"))


def _how_many_fit(columns: Sequence[GridColumn], width: int) -> int:
    """At least 1."""
    used = 0
    for position, column in enumerate(columns):
        used += column.width + _BETWEEN_COLUMNS
        if used > width:
            return max(1, position)
    return len(columns)
