"""Which parts of a sheet are tables: those the workbook names, and what else looks like one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.import_report import Decision
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.layout import find_layout
from ingestion.readers.sheet_facts import SheetFacts
from ingestion.readers.sheet_grid import GRID, Grid
from ingestion.readers.workbook_parts import Area, ListedTable, column_letters
from ingestion.regions import Region, head_of, is_table
from ingestion.sheet_parts import Gap, Parts, find_parts
from ingestion.sql import one_row
from ingestion.staged import Source
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ALL_CELLS = "sheet_all_cells"


def sheet_regions(
    connection: DuckDBPyConnection, grid: Grid, facts: SheetFacts, source: Source, sheet: str
) -> tuple[list[tuple[Region, ListedTable | None]], list[Decision]]:
    """Regions of GRID from top to bottom, and what is told of them and of cells outside of them."""
    listed = list(_listed(connection, grid, facts))
    if not listed:
        parts = _parts(connection, grid, source, sheet)
        told = [*_gaps(parts, grid, source, sheet), *_outside(connection, parts.notes, "Beside a table")]
        return [(region, None) for region in parts.regions], told
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_ALL_CELLS} AS SELECT * FROM {GRID}")
    for region, _ in listed:
        emptied = ", ".join(f"c{number} = NULL" for number in region.columns)
        connection.execute(f"UPDATE {GRID} SET {emptied} WHERE r BETWEEN {region.first_row} AND {region.last_row}")
    parts = _parts(connection, grid, source, sheet)
    rest = [*parts.regions, *parts.notes]
    tables = [region for region in rest if is_table(connection, GRID, region)]
    outside = [region for region in rest if region not in tables]
    told = list(_outside(connection, outside, "Beside the tables that the workbook names"))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {GRID} AS SELECT * FROM {_ALL_CELLS}")
    connection.execute(f"DROP TABLE {_ALL_CELLS}")
    others: list[tuple[Region, ListedTable | None]] = [(region, None) for region in tables]
    return sorted([*listed, *others], key=lambda spot: (spot[0].first_row, spot[0].first_column)), told


def _parts(connection: DuckDBPyConnection, grid: Grid, source: Source, sheet: str) -> Parts:
    def chosen(column: int) -> bool | None:
        value = chosen_value(source.choices, "side_by_side", sheet, _part(grid, column))
        return None if value is None else value == "apart"

    return find_parts(connection, GRID, grid.width, chosen)


def _part(grid: Grid, column: int) -> str:
    return f"column {column_letters(grid.columns[column - 1])}"


def _gaps(parts: Parts, grid: Grid, source: Source, sheet: str) -> Iterator[Decision]:
    for gap in parts.gaps:
        part = _part(grid, gap.left.last_column + 1)
        value, other = ("apart", "together") if gap.verdict.apart else ("together", "apart")
        detail = _told(gap, part)
        told = Decision(kind="side_by_side", detail=detail, cells=1, confidence=gap.verdict.confidence)
        yield keyed(changeable(told, "side_by_side", value, other), source.choices, sheet, part)


def _told(gap: Gap, part: str) -> str:
    made = "a table and a note" if gap.verdict.is_note else "two tables" if gap.verdict.apart else "one table"
    return f"The cells left and right of the empty {part} are read as {made}: {gap.verdict.why}."


def _outside(connection: DuckDBPyConnection, regions: Sequence[Region], where: str) -> Iterator[Decision]:
    for region in regions:
        head = head_of(connection, GRID, region)
        before = " | ".join(cell for _, cells in head for cell in cells if cell)[:200]
        detail = f"{where} {counted(len(head), 'row')} of notes left out."
        yield Decision(kind="preamble", detail=detail, before=before, cells=len(head), confidence=0.8)


def _listed(
    connection: DuckDBPyConnection, grid: Grid, facts: SheetFacts
) -> Iterator[tuple[Region, ListedTable | None]]:
    """Tables that the sheet declares, and named areas that begin with a header and go on to the last row."""
    taken: list[Area] = []
    for table in [*facts.tables, *facts.named]:
        region = _region(connection, grid, table.area)
        if region is None or any(table.area.meets(other) for other in taken):
            continue
        if not table.declared and not _is_whole(connection, grid, region):
            continue
        taken.append(table.area)
        yield region, table


def _region(connection: DuckDBPyConnection, grid: Grid, area: Area) -> Region | None:
    """The area in columns of the grid; None where the sheet has nothing there."""
    columns = [at for at, column in enumerate(grid.columns, 1) if area.first_column <= column <= area.last_column]
    if not columns:
        return None
    any_cell = " OR ".join(f"c{number} IS NOT NULL" for number in columns)
    inside = f"r BETWEEN {area.first_row} AND {area.last_row}"
    (last,) = one_row(connection, f"SELECT max(r) FROM {GRID} WHERE {inside} AND ({any_cell})")
    if last is None:
        return None
    return Region(first_row=area.first_row, last_row=int(last), first_column=columns[0], last_column=columns[-1])


def _is_whole(connection: DuckDBPyConnection, grid: Grid, region: Region) -> bool:
    """Nothing stands right around it, and its first row is a header."""
    rows = f"r BETWEEN {region.first_row} AND {region.last_row}"
    around = [f"r = {region.last_row + 1} AND c{number} IS NOT NULL" for number in region.columns]
    for column in (region.first_column - 1, region.last_column + 1):
        if 1 <= column <= grid.width:
            around.append(f"{rows} AND c{column} IS NOT NULL")
    (touched,) = one_row(connection, f"SELECT count(*) FROM {GRID} WHERE {' OR '.join(f'({part})' for part in around)}")
    if touched:
        return False
    layout = find_layout([cells for _, cells in head_of(connection, GRID, region)])
    return bool(layout.header) and layout.header[0] == 0
