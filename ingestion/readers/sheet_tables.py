"""One region of a sheet → a staged table: header, body, and what is told about both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.import_report import Decision
from core.table import Origin
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.layout import Layout, footer_start, is_blank, with_header
from ingestion.readers.records import Record
from ingestion.readers.sheet_cells import days_and_times, elapsed, fill_merged, shown
from ingestion.readers.sheet_facts import SheetFacts
from ingestion.readers.sheet_grid import GRID, Grid
from ingestion.readers.text_layout import layout_decisions, text_layout
from ingestion.readers.workbook_parts import ELAPSED, ListedTable, column_letters
from ingestion.regions import Region, head_of
from ingestion.sql import count_rows, one_row
from ingestion.staged import Counts, Source, Staged
from ingestion.summing_rows import SummingRow, find_summing_rows
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STAGED = "staged_sheet"
_TAIL_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A region of a sheet that is a table. `place` names it in keys; `listed` where the workbook names it.

    `alone`: no other table is read from the grid, so that it may become this one.
    """

    region: Region
    sheet: str
    place: str
    label: str
    grid: Grid
    facts: SheetFacts
    listed: ListedTable | None = None
    alone: bool = False


@dataclass(slots=True, kw_only=True)
class _Body:
    """Rows of the sheet that are the table's data: from `first` to `last` but for `left_out`, and those `above`."""

    first: int
    last: int
    notes: int = 0
    above: tuple[int, ...] = ()
    left_out: set[int] = field(default_factory=set)

    @property
    def condition(self) -> str:
        between = f"r BETWEEN {self.first} AND {self.last}"
        if self.left_out:
            between = f"{between} AND r NOT IN ({', '.join(map(str, sorted(self.left_out)))})"
        above = f" OR r IN ({', '.join(map(str, self.above))})" if self.above else ""
        return f"({between}{above})"


def stage_table(source: Source, connection: DuckDBPyConnection, spot: Spot, notes: Sequence[Decision]) -> Staged:
    """The cells of GRID are changed where they are merged; GRID is gone where its only table was made of it."""
    region = spot.region
    head = [Record(line=row, cells=cells) for row, cells in head_of(connection, GRID, region)]
    layout = _layout(head, source, spot)
    body = _body(connection, head, layout, source, spot)
    merged = list(_merged_decision(connection, body, source, spot))
    used = _used_columns(connection, layout, body, source, spot)
    summing = _set_aside(connection, body, [f"c{number}" for number in used], source, spot)
    rows_used = _rows_between(connection, region, region.first_row, region.last_row)
    _stage_cells(connection, body, used, spot)
    return Staged(
        relation=_STAGED,
        labels=tuple(layout.labels[number - region.first_column] for number in used),
        origin=Origin(file=source.name, sheet=spot.sheet, range=_range(spot)),
        counts=_counts(connection, rows_used, head, layout, region),
        label=spot.label,
        place=spot.place,
        totals_settled=True,
        decisions=(
            *notes,
            *layout_decisions(layout, head, source, spot.place, "row"),
            *_footer_decision(body, source, spot),
            *merged,
            *(_told(row, source, spot) for row in summing),
        ),
    )


def _stage_cells(connection: DuckDBPyConnection, body: _Body, used: Sequence[int], spot: Spot) -> None:
    """The body's rows, in the order of the sheet, which is the one that GRID is filled in."""
    condition = f"{body.condition} AND ({_any_cell(spot.region)})"
    cells = {number: f"c{number}" for number in used} | days_and_times(connection, f"{GRID} WHERE {condition}", used)
    for number, cell in cells.items():
        symbol = spot.facts.symbols.get(spot.grid.columns[number - 1])
        cells[number] = elapsed(f"c{number}") if symbol == ELAPSED else shown(cell, symbol)
    connection.execute(f"DROP TABLE IF EXISTS {_STAGED}")
    if spot.alone and list(used) == list(range(1, spot.grid.width + 1)):
        connection.execute(f"DELETE FROM {GRID} WHERE NOT {body.condition}")
        changes = ", ".join(f"c{number} = {cell}" for number, cell in cells.items() if cell != f"c{number}")
        if changes:
            connection.execute(f"UPDATE {GRID} SET {changes}")
        connection.execute(f"ALTER TABLE {GRID} RENAME TO {_STAGED}")
        return
    columns = ", ".join(f"{cells[number]} AS c{n}" for n, number in enumerate(used, 1))
    connection.execute(f"CREATE TEMP TABLE {_STAGED} AS SELECT {columns} FROM {GRID} WHERE {condition}")


def _layout(head: Sequence[Record], source: Source, spot: Spot) -> Layout:
    rows = [record.cells for record in head]
    listed = spot.listed
    if listed is not None and listed.declared and source.choices.value("header", spot.place) is None:
        header = tuple(at for at in range(min(listed.header_rows, len(rows))) if not is_blank(rows[at]))
        return with_header(rows, header, len(spot.region.columns))
    layout = text_layout(head, source, spot.place)
    missing = len(spot.region.columns) - layout.width
    if missing > 0:
        layout = replace(layout, width=layout.width + missing, labels=(*layout.labels, *([""] * missing)))
    return _with_merged_labels(layout, head, spot)


def _with_merged_labels(layout: Layout, head: Sequence[Record], spot: Spot) -> Layout:
    """In a header with merged cells, a cell reaches over the columns and rows it is merged over and no others."""
    lines = {head[index].line: list(head[index].cells) for index in layout.header}
    first = spot.region.first_column
    across = False
    for merge in spot.facts.merges if len(lines) > 1 else ():
        column = spot.grid.position(merge.first_column)
        if merge.first_row not in lines or column is None or column not in spot.region.columns:
            continue
        across = across or merge.last_column > merge.first_column
        text = lines[merge.first_row][column - first]
        for row in range(merge.first_row, merge.last_row + 1):
            for at in range(
                column - first, min(column - first + merge.last_column - merge.first_column + 1, layout.width)
            ):
                if row in lines:
                    lines[row][at] = text
    if not across:
        return layout
    labels = []
    for at in range(layout.width):
        levels = [cells[at].strip() for cells in lines.values()]
        labels.append(" ".join(text for text in dict.fromkeys(levels) if text))
    return replace(layout, labels=tuple(labels))


def _body(connection: DuckDBPyConnection, head: Sequence[Record], layout: Layout, source: Source, spot: Spot) -> _Body:
    region = spot.region
    first = head[layout.body].line if layout.body < len(head) else region.last_row + 1
    last = _last_row(connection, region, first) if spot.listed is None else region.last_row
    notes = _rows_between(connection, region, last + 1, region.last_row)
    if chosen_value(source.choices, "footer", spot.place) == "data":
        last = region.last_row
    body = _Body(first=first, last=last, notes=notes, above=tuple(head[index].line for index in layout.kept_above))
    if chosen_value(source.choices, "hidden", spot.sheet, "rows") == "left_out":
        body.left_out |= {row for row in spot.facts.hidden_rows if first <= row <= last}
    return body


def _last_row(connection: DuckDBPyConnection, region: Region, first: int) -> int:
    """The last row above the notes that close the table."""
    columns = ", ".join(f"c{number}" for number in region.columns)
    rows = f"FROM {GRID} WHERE r BETWEEN {first} AND {region.last_row} AND ({_any_cell(region)})"
    closing = f"(SELECT min(r) FROM (SELECT r {rows} ORDER BY r DESC LIMIT {_TAIL_ROWS}))"
    tail = connection.execute(f"SELECT r, {columns} {rows} AND r >= {closing} ORDER BY r").fetchall()
    end = footer_start([[cell or "" for cell in row[1:]] for row in tail], len(region.columns))
    return int(tail[end - 1][0]) if tail and end else region.last_row


def _merged_decision(connection: DuckDBPyConnection, body: _Body, source: Source, spot: Spot) -> Iterator[Decision]:
    columns = {spot.grid.columns[number - 1]: number for number in spot.region.columns}
    merges = [
        merge
        for merge in spot.facts.merges
        if merge.last_row > merge.first_row >= body.first
        and merge.first_row <= body.last
        and merge.first_column in columns
    ]
    cells = sum(min(merge.last_row, body.last) - merge.first_row for merge in merges)
    if not merges:
        return
    as_is = chosen_value(source.choices, "merged_cells", spot.place) == "as_is"
    if as_is:
        told = Decision(
            kind="merged_cells", detail=f"{counted(cells, 'merged cell')} left empty, as chosen.", cells=cells
        )
        yield keyed(changeable(told, "merged_cells", "as_is", "filled"), source.choices, spot.place)
        return
    fill_merged(connection, GRID, [(columns[merge.first_column], merge) for merge in merges])
    detail = f"Merged cells are filled into {counted(cells, 'cell')} below their first."
    told = Decision(kind="merged_cells", detail=detail, cells=cells)
    yield keyed(changeable(told, "merged_cells", "filled", "as_is"), source.choices, spot.place)


def _used_columns(connection: DuckDBPyConnection, layout: Layout, body: _Body, source: Source, spot: Spot) -> list[int]:
    """Columns of the region that have a header or any value below it; a title may have widened it."""
    counts = ", ".join(f"count(c{number})" for number in spot.region.columns)
    filled = one_row(connection, f"SELECT {counts} FROM {GRID} WHERE {body.condition}")
    hidden: set[int] = set()
    if chosen_value(source.choices, "hidden", spot.sheet, "columns") == "left_out":
        hidden = set(spot.facts.hidden_columns)
    used = [
        number
        for number, label, count in zip(spot.region.columns, layout.labels, filled, strict=True)
        if (count or label.strip()) and spot.grid.columns[number - 1] not in hidden
    ]
    return used or list(spot.region.columns)


def _set_aside(
    connection: DuckDBPyConnection, body: _Body, columns: Sequence[str], source: Source, spot: Spot
) -> list[SummingRow]:
    """Rows that add up others, with those that are left out taken off the body."""
    listed = spot.listed.total_rows if spot.listed else 0
    declared = frozenset(range(spot.region.last_row - listed + 1, spot.region.last_row + 1))
    names = ", ".join(columns)
    rows = f"SELECT r, {names} FROM {GRID} WHERE {body.condition} AND ({_any_cell(spot.region)})"
    found = find_summing_rows(connection, rows, columns, declared)
    for row in found:
        chosen = chosen_value(source.choices, row.kind, spot.place, f"row {row.row}")
        if chosen == "left_out" or (chosen is None and row.is_left_out):
            body.left_out.add(row.row)
    return found


def _told(row: SummingRow, source: Source, spot: Spot) -> Decision:
    part = f"row {row.row}"
    chosen = chosen_value(source.choices, row.kind, spot.place, part)
    left_out = chosen == "left_out" or (chosen is None and row.is_left_out)
    said = "adds up rows beside it" if row.proven else "calls itself a total"
    fate = "is left out" if left_out else "is kept as data"
    unsure = "" if row.proven or left_out else ", but does not add up the rows beside it"
    told = Decision(
        kind=row.kind,
        detail=f"Row {row.row}, “{row.label}”, {said}{unsure} and {fate}{', as chosen' if chosen else ''}.",
        before=row.text,
        cells=1,
        confidence=0.95 if row.proven else 0.6,
    )
    value, other = ("left_out", "data") if left_out else ("data", "left_out")
    return keyed(changeable(told, row.kind, value, other), source.choices, spot.place, part)


def _footer_decision(body: _Body, source: Source, spot: Spot) -> Iterator[Decision]:
    if not body.notes:
        return
    kept = chosen_value(source.choices, "footer", spot.place) == "data"
    fate = "kept as data, as chosen" if kept else "of notes left out"
    detail = f"Below the table {counted(body.notes, 'row')} {fate}."
    told = Decision(kind="footer", detail=detail, cells=body.notes, confidence=0.8)
    value, other = ("data", "left_out") if kept else ("left_out", "data")
    yield keyed(changeable(told, "footer", value, other), source.choices, spot.place)


def _counts(
    connection: DuckDBPyConnection, used: int, head: Sequence[Record], layout: Layout, region: Region
) -> Counts:
    """Rows of the region as the sheet numbers them; blank ones are those that hold no cell of it, all but `used`."""
    read = region.last_row - region.first_row + 1
    kept = count_rows(connection, _STAGED)
    header = sum(1 for index in layout.header if not is_blank(head[index].cells))
    return Counts(read=read, header=header, blank=read - used, left_out=used - header - kept)


def _rows_between(connection: DuckDBPyConnection, region: Region, first: int, last: int) -> int:
    if last < first:
        return 0
    condition = f"r BETWEEN {first} AND {last} AND ({_any_cell(region)})"
    return int(one_row(connection, f"SELECT count(*) FROM {GRID} WHERE {condition}")[0])


def _any_cell(region: Region) -> str:
    return " OR ".join(f"c{number} IS NOT NULL" for number in region.columns)


def _range(spot: Spot) -> str:
    columns, region = spot.grid.columns, spot.region
    first, last = column_letters(columns[region.first_column - 1]), column_letters(columns[region.last_column - 1])
    return f"{first}{region.first_row}:{last}{region.last_row}"
