"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) → staged tables: every sheet, every table on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UnreadableFile
from core.import_report import Decision
from core.table import Origin
from ingestion.layout import Layout, find_layout, footer_start
from ingestion.readers.sheet_xml import SheetFacts, column_letters, sheet_facts
from ingestion.readers.workbook_file import COMPOUND_FILE, load_sheet, open_workbook
from ingestion.regions import Region, find_regions, head_of
from ingestion.sql import literal, one_row, quoted
from ingestion.staged import Counts, FileFacts, Progress, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_GRID = "sheet_cells"
_STAGED = "staged_sheet"
_TAIL_ROWS = 30
_FORMATS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods"})


def read_workbook(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    content = source.path.read_bytes()
    workbook = open_workbook(source, content, scratch)
    extension = "xls" if content.startswith(COMPOUND_FILE) else source.name.rsplit(".", 1)[-1].lower()
    facts = sheet_facts(content) if content.startswith(b"PK") else {}
    return FileFacts(format=extension if extension in _FORMATS else "xlsx"), _stage_sheets(
        source, connection, workbook, facts, progress
    )


def _stage_sheets(
    source: Source, connection: DuckDBPyConnection, workbook: Any, facts: dict[str, SheetFacts], progress: Progress
) -> Iterator[Staged | Decision]:
    names = list(workbook.sheet_names)
    for position, name in enumerate(names):
        progress(f"Reading sheet {name}", position / len(names))
        try:
            sheet = load_sheet(source, workbook, name)
        except UnreadableFile:
            if len(names) == 1:
                raise
            detail = f"The sheet “{name}” is damaged and cannot be read; the others are."
            yield Decision(kind="skipped_sheet", detail=detail, before=name)
            continue
        if not sheet.width or not sheet.height:
            continue
        known = facts.get(name, SheetFacts())
        notes = _load_grid(connection, sheet, known)
        regions = find_regions(connection, _GRID, sheet.width)
        for number, region in enumerate(regions, start=1):
            label = name if len(regions) == 1 else f"{name} {number}"
            alone = len(names) == 1 and len(regions) == 1
            yield _stage(source, connection, region, known, name, "" if alone else label, notes if number == 1 else ())
        connection.execute(f"DROP TABLE {_GRID}")


def _load_grid(connection: DuckDBPyConnection, sheet: Any, facts: SheetFacts) -> tuple[Decision, ...]:
    """Cells as text under r, c1 to cN; blank rows are left out but keep their number."""
    batch, errors = sheet.to_arrow_with_errors()
    connection.register("arriving_sheet", batch)
    try:
        names = [row[0] for row in connection.execute("DESCRIBE arriving_sheet").fetchall()]
        numbered = ", ".join(f"nullif({quoted(name)}, '') AS c{n}" for n, name in enumerate(names, start=1))
        filled = " OR ".join(f"c{n} IS NOT NULL" for n in range(1, len(names) + 1))
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_GRID} AS SELECT * FROM"
            f" (SELECT row_number() OVER () AS r, {numbered} FROM arriving_sheet) WHERE {filled}"
        )
    finally:
        connection.unregister("arriving_sheet")
    decisions = []
    broken = len(errors.errors) if errors is not None else 0
    if broken:
        detail = f"An error such as #REF! or #N/A stands in {counted(broken, 'cell')}, read as empty."
        decisions.append(Decision(kind="error_cells", detail=detail, cells=broken))
    if sheet.visible != "visible":
        decisions.append(Decision(kind="hidden", detail=f"The sheet “{sheet.name}” is hidden; its rows are read."))
    decisions += _hidden(facts)
    return tuple(decisions)


def _hidden(facts: SheetFacts) -> Iterator[Decision]:
    if facts.hidden_rows:
        shown = ", ".join(str(row) for row in facts.hidden_rows[:8])
        detail = f"Hidden in the sheet, but read like the others: {counted(len(facts.hidden_rows), 'row')} ({shown})."
        yield Decision(kind="hidden", detail=detail, cells=len(facts.hidden_rows))
    if facts.hidden_columns:
        shown = ", ".join(column_letters(column) for column in facts.hidden_columns[:8])
        detail = f"Hidden columns are read like the others ({shown})."
        yield Decision(kind="hidden", detail=detail, cells=len(facts.hidden_columns))


def _stage(
    source: Source,
    connection: DuckDBPyConnection,
    region: Region,
    facts: SheetFacts,
    sheet: str,
    label: str,
    notes: tuple[Decision, ...],
) -> Staged:
    head = head_of(connection, _GRID, region)
    layout = find_layout([cells for _, cells in head])
    body = head[layout.body][0] if layout.body < len(head) else region.last_row + 1
    last = _last_body_row(connection, region, body)
    offset = (facts.first_column or 1) - 1
    filled_cells = _fill_merged(connection, region, facts, body, offset)
    used = _named_or_filled(connection, region, layout, body, last)
    columns = ", ".join(
        f"{_shown(f'c{number}', facts.symbols.get(number + offset))} AS c{n}" for n, number in enumerate(used, start=1)
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_STAGED} AS SELECT {columns} FROM {_GRID}"
        f" WHERE r BETWEEN {body} AND {last} AND ({_any_cell(region)}) ORDER BY r"
    )
    _tidy_dates(connection, len(used))
    counts = _counts(connection, region, layout, body, last)
    first, final = column_letters(region.first_column + offset), column_letters(region.last_column + offset)
    return Staged(
        relation=_STAGED,
        labels=tuple(layout.labels[number - region.first_column] for number in used),
        origin=Origin(file=source.name, sheet=sheet, range=f"{first}{region.first_row}:{final}{region.last_row}"),
        counts=counts,
        label=label,
        decisions=(*notes, *_decisions(layout, head, counts, filled_cells)),
    )


def _any_cell(region: Region) -> str:
    return " OR ".join(f"c{number} IS NOT NULL" for number in region.columns)


def _named_or_filled(connection: DuckDBPyConnection, region: Region, layout: Layout, body: int, last: int) -> list[int]:
    """Columns of the region that have a header or any value below it; a title may have widened it."""
    counts = ", ".join(f"count(c{number})" for number in region.columns)
    filled = one_row(connection, f"SELECT {counts} FROM {_GRID} WHERE r BETWEEN {body} AND {last}")
    used = [
        number
        for number, label, count in zip(region.columns, layout.labels, filled, strict=True)
        if count or label.strip()
    ]
    return used or list(region.columns)


def _last_body_row(connection: DuckDBPyConnection, region: Region, body: int) -> int:
    """The last row above the notes that close the table."""
    columns = ", ".join(f"c{number}" for number in region.columns)
    tail = connection.execute(
        f"SELECT r, {columns} FROM {_GRID} WHERE r BETWEEN {body} AND {region.last_row} AND ({_any_cell(region)})"
        f" ORDER BY r DESC LIMIT {_TAIL_ROWS}"
    ).fetchall()[::-1]
    end = footer_start([[cell or "" for cell in row[1:]] for row in tail], len(region.columns))
    return int(tail[end - 1][0]) if tail and end else region.last_row


def _fill_merged(connection: DuckDBPyConnection, region: Region, facts: SheetFacts, body: int, offset: int) -> int:
    """A cell merged over several data rows holds its value in each of them."""
    filled = 0
    for merge in facts.merges:
        column = merge.first_column - offset
        if merge.last_row <= merge.first_row or merge.first_row < body or column not in region.columns:
            continue
        (value,) = one_row(connection, f"SELECT any_value(c{column}) FROM {_GRID} WHERE r = {merge.first_row}")
        if value is None:
            continue
        connection.execute(
            f"UPDATE {_GRID} SET c{column} = {literal(value)} WHERE r BETWEEN {merge.first_row} AND {merge.last_row}"
        )
        filled += merge.last_row - merge.first_row
    return filled


def _shown(column: str, symbol: str | None) -> str:
    """The cell as the sheet shows it, where its format adds a percent sign or a currency."""
    number = f"TRY_CAST({column} AS DOUBLE)"
    if symbol == "%":
        return f"CASE WHEN {number} IS NULL THEN {column} ELSE round({number} * 100, 10)::VARCHAR || '%' END"
    if symbol:
        return f"CASE WHEN {number} IS NULL THEN {column} ELSE {literal(symbol)} || {column} END"
    return column


def _tidy_dates(connection: DuckDBPyConnection, width: int) -> None:
    """Workbooks store a day as midnight and a time as a moment of day zero."""
    stamp = "LIKE '____-__-__ __:__:__%'"
    flags = ", ".join(
        f"count(*) FILTER (c{n} {stamp}) = count(*) FILTER (c{n} LIKE '____-__-__ 00:00:00')"
        f" AND count(*) FILTER (c{n} {stamp}) > 0,"
        f" count(*) FILTER (c{n} LIKE '1899-12-3_ __:__:__%') > 0"
        for n in range(1, width + 1)
    )
    found = one_row(connection, f"SELECT {flags} FROM {_STAGED}")
    for n in range(1, width + 1):
        midnight, clock = found[2 * n - 2 : 2 * n]
        if midnight:
            change = f"regexp_replace(c{n}, ' 00:00:00$', '')"
        elif clock:
            change = f"regexp_replace(c{n}, '^1899-12-3[01] ', '')"
        else:
            continue
        connection.execute(f"UPDATE {_STAGED} SET c{n} = {change}")


def _counts(connection: DuckDBPyConnection, region: Region, layout: Layout, body: int, last: int) -> Counts:
    """Rows of the region as the sheet numbers them; blank ones are those that hold no cell of it."""
    inside = f"{_GRID} WHERE ({_any_cell(region)}) AND r"
    used, below = one_row(
        connection,
        f"SELECT (SELECT count(*) FROM {inside} BETWEEN {region.first_row} AND {region.last_row}),"
        f" (SELECT count(*) FROM {inside} BETWEEN {last + 1} AND {region.last_row})",
    )
    read = region.last_row - region.first_row + 1
    return Counts(
        read=read,
        header=len(layout.header),
        blank=read - int(used),
        left_out=len(layout.preamble) + int(below),
    )


def _decisions(
    layout: Layout, head: list[tuple[int, list[str]]], counts: Counts, filled_cells: int
) -> Iterator[Decision]:
    if layout.header:
        row = head[layout.header[0]][0]
        detail = (
            f"The header is in row {row}."
            if len(layout.header) == 1
            else f"The header is {len(layout.header)} rows from row {row}."
        )
        yield Decision(kind="header", detail=detail, after=", ".join(layout.labels)[:200])
    else:
        yield Decision(kind="header", detail="There is no header row, so the columns are numbered.", confidence=0.8)
    if layout.preamble:
        before = " | ".join(cell for cell in head[layout.preamble[0]][1] if cell)[:200]
        detail = f"Above the table {counted(len(layout.preamble), 'row')} of titles or notes left out."
        yield Decision(kind="preamble", detail=detail, before=before, cells=len(layout.preamble), confidence=0.9)
    notes = counts.left_out - len(layout.preamble)
    if notes:
        detail = f"Below the table {counted(notes, 'row')} of notes left out."
        yield Decision(kind="footer", detail=detail, cells=notes, confidence=0.8)
    if filled_cells:
        detail = f"Merged cells are filled into {counted(filled_cells, 'cell')} below their first."
        yield Decision(kind="merged_cells", detail=detail, cells=filled_cells)
