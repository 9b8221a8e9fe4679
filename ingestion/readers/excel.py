"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) → staged tables: every sheet, every table on it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UnreadableFile
from core.import_report import Decision
from ingestion.bounds import check_table
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.names import clean_label
from ingestion.readers.sheet_facts import BookFacts, SheetFacts
from ingestion.readers.sheet_grid import GRID, Grid, load_grid, load_sparse_grid
from ingestion.readers.sheet_regions import sheet_regions
from ingestion.readers.sheet_tables import Spot, stage_table
from ingestion.readers.workbook_facts import facts_of
from ingestion.readers.workbook_file import load_sheet, open_workbook, refuse_false_claims
from ingestion.readers.workbook_parts import column_letters
from ingestion.staged import FileFacts, Progress, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHOWN = 8
_MOST_COLUMNS = 16_384
"""No program of spreadsheets has more; what claims to would take all memory."""
_LONGEST_NAME = 100


def read_workbook(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    content = source.path.read_bytes()
    refuse_false_claims(source)
    workbook = open_workbook(source, content, scratch)
    form, known = facts_of(source.path, content)
    extension = source.name.rsplit(".", 1)[-1].lower()
    facts = FileFacts(format=extension if form == "xlsx" and extension == "xlsm" else form)
    return facts, _stage_sheets(source, connection, workbook, known, progress)


def _stage_sheets(
    source: Source, connection: DuckDBPyConnection, workbook: Any, known: BookFacts, progress: Progress
) -> Iterator[Staged | Decision]:
    names = list(workbook.sheet_names)
    for position, name in enumerate(_shown_names(names)):
        if names[position] in names[:position]:
            detail = f"Another sheet called “{name}” comes before this one, so it cannot be read."
            yield Decision(kind="skipped_sheet", detail=detail, before=name)
            continue
        if chosen_value(source.choices, "skipped_sheet", name) == "left_out":
            yield _skipped(source, name)
            continue
        progress(f"Reading sheet {name}", position / len(names))
        try:
            sheet, facts = _loaded(source, workbook, position, name, known)
        except UnreadableFile:
            if len(names) == 1:
                raise
            detail = f"The sheet “{name}” is damaged or no worksheet and cannot be read; the others are."
            yield Decision(kind="skipped_sheet", detail=detail, before=name)
            continue
        hidden = sheet is not None and sheet.visible != "visible"
        if hidden and chosen_value(source.choices, "hidden", name, "sheet") == "left_out":
            yield _hidden(source, name, "sheet", f"The sheet “{name}” is hidden and left out, as chosen.", 1)
            continue
        notes = list(_sheet_notes(source, name, facts, hidden=hidden))
        yield from _stage_sheet(source, connection, name, position, sheet, facts, notes, alone=len(names) == 1)


def _shown_names(names: Sequence[str]) -> Iterator[str]:
    """Without what cannot be seen, and short enough to show; Excel itself allows 31 characters."""
    for number, name in enumerate(names, start=1):
        yield clean_label(name).replace("|", "/")[:_LONGEST_NAME] or f"sheet {number}"


def _loaded(source: Source, workbook: Any, position: int, name: str, known: BookFacts) -> tuple[Any, SheetFacts]:
    """Values and facts, read side by side; no values of a sheet whose cells lie too far apart."""
    names = workbook.sheet_names
    if known.is_suspect(names, position):
        facts = known.facts(names, position)
        if facts.extent and facts.extent.last_column > _MOST_COLUMNS:
            check_table(source, facts.extent.last_column, where=f"sheet {name}")
        return (None if facts.is_sparse or facts.is_chart else load_sheet(source, workbook, position, name)), facts
    with ThreadPoolExecutor(max_workers=1) as beside:
        arriving = beside.submit(load_sheet, source, workbook, position, name)
        importlib.import_module("pyarrow")  # Takes as long as many rows, and is needed once the sheet has been read.
        facts = known.facts(names, position)
        return arriving.result(), facts


def _stage_sheet(
    source: Source,
    connection: DuckDBPyConnection,
    name: str,
    position: int,
    sheet: Any,
    facts: SheetFacts,
    notes: list[Decision],
    *,
    alone: bool,
) -> Iterator[Staged | Decision]:
    if facts.is_chart or (sheet is not None and not (sheet.width and sheet.height)):
        yield _no_table(name, "a chart; only tables are read" if facts.is_chart else "empty")
        return
    grid = (
        load_grid(connection, source, sheet, facts) if sheet else load_sparse_grid(connection, source, name, position)
    )
    found, outside = sheet_regions(connection, grid, facts, source, name)
    notes += [*_error_cells(grid), *outside]
    for number, (region, listed) in enumerate(found, start=1):
        several = len(found) > 1
        label = (listed.name if listed else "") or (f"{name} {number}" if several else name)
        spot = Spot(
            region=region,
            sheet=name,
            place=f"{name} #{number}" if number > 1 else name,
            label="" if alone and not several and not listed else label,
            grid=grid,
            facts=facts,
            listed=listed,
            alone=not several,
        )
        staged = stage_table(source, connection, spot, notes if number == 1 else ())
        yield _of_words(staged, source, name) if len(found) == 1 and not alone else staged
    connection.execute(f"DROP TABLE IF EXISTS {GRID}")
    if not found:
        yield _no_table(name, "empty")


def _no_table(sheet: str, what: str) -> Decision:
    return Decision(kind="skipped_sheet", detail=f"The sheet “{sheet}” is {what}.", before=sheet)


def _of_words(staged: Staged, source: Source, sheet: str) -> Staged:
    """A sheet of notes is read, but can be left out."""
    if len(staged.labels) > 1 or staged.counts.header:
        return staged
    told = Decision(kind="skipped_sheet", detail=f"The sheet “{sheet}” has one column without a header; it is read.")
    decision = keyed(
        changeable(replace(told, confidence=0.7), "skipped_sheet", "read", "left_out"), source.choices, sheet
    )
    return replace(staged, decisions=(*staged.decisions, decision))


def _skipped(source: Source, sheet: str) -> Decision:
    told = Decision(kind="skipped_sheet", detail=f"The sheet “{sheet}” is left out, as chosen.", before=sheet)
    return keyed(changeable(told, "skipped_sheet", "left_out", "read"), source.choices, sheet)


def _error_cells(grid: Grid) -> Iterator[Decision]:
    if grid.errors:
        detail = f"An error such as #REF! or #N/A stands in {counted(grid.errors, 'cell')}, read as empty."
        yield Decision(kind="error_cells", detail=detail, cells=grid.errors)


def _sheet_notes(source: Source, sheet: str, facts: SheetFacts, *, hidden: bool) -> Iterator[Decision]:
    if hidden:
        yield _hidden(source, sheet, "sheet", f"The sheet “{sheet}” is hidden; its rows are read.", 1)
    if facts.hidden_rows:
        rows = facts.hidden_rows
        told = f"Hidden in the sheet: {counted(len(rows), 'row')} ({_some([str(row) for row in rows])})"
        yield _hidden(source, sheet, "rows", told, len(rows))
    if facts.hidden_columns:
        columns = facts.hidden_columns
        letters = _some([column_letters(column) for column in columns])
        yield _hidden(
            source,
            sheet,
            "columns",
            f"Hidden in the sheet: {counted(len(columns), 'column')} ({letters})",
            len(columns),
        )
    if facts.unsaved:
        detail = (
            f"{counted(facts.unsaved, 'formula')} in the sheet without a saved value, read as empty;"
            " open the workbook in the program that made it and save it, and they are there."
        )
        yield Decision(kind="other", detail=detail, cells=facts.unsaved)


def _hidden(source: Source, sheet: str, part: str, told: str, cells: int) -> Decision:
    left_out = chosen_value(source.choices, "hidden", sheet, part) == "left_out"
    fate = ", left out, as chosen." if left_out else ", read like the others."
    detail = told if told.endswith(".") else f"{told}{fate}"
    value, other = ("left_out", "read") if left_out else ("read", "left_out")
    decision = changeable(Decision(kind="hidden", detail=detail, cells=cells), "hidden", value, other)
    return keyed(decision, source.choices, sheet, part)


def _some(items: Sequence[str]) -> str:
    return ", ".join(items[:_SHOWN]) + (", …" if len(items) > _SHOWN else "")
