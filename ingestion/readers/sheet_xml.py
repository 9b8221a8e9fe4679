"""What the fast reader of sheets leaves out: merged cells, hidden rows and columns, formats, formulas without values.

A sheet's XML is read as a stream of bytes, never as a tree.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingestion.readers.sheet_facts import MOST_MERGES, UNSUSPICIOUS_CELLS, SheetFacts
from ingestion.readers.workbook_parts import (
    Area,
    ListedTable,
    attributes,
    column_number,
    listed_tables,
    named_areas,
    sheet_paths,
    style_symbols,
)
from ingestion.readers.zip_archive import DAMAGES

_CHARTS = "/chartsheets/"
_CHUNK = 1 << 20
_HEAD_BYTES = 1 << 14
_SMALL_BYTES = 1 << 21
_LONGEST_TAIL = 1 << 23
_MOST_PART_BYTES = 1 << 32
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,7})"[^>]*?\shidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*?ref="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})\d+"[^>]*?\ss="(\d+)"')
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,9})(\d{1,9})"[^>/]*>(?!</)')
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\s(?![^>]*\bt=.str)[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


class Package:
    """An .xlsx workbook as a zip file; facts of each sheet are found when asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sheets: list[tuple[str, str]] = []
        self._symbols: dict[int, str] = {}
        self._named: dict[str, list[ListedTable]] = {}
        try:
            with zipfile.ZipFile(path) as parts:
                self._sheets = sheet_paths(parts)
                self._symbols = style_symbols(parts)
                self._named = named_areas(parts)
        except DAMAGES:
            return  # The reader of values tells what is wrong with the file.

    def _part(self, names: Sequence[str], position: int) -> str:
        """The part that holds a sheet, by its name and how many before it are called the same; "" where none is known."""
        name = names[position]
        parts = [path for called, path in self._sheets if called == name]
        return parts[names[:position].count(name)] if len(parts) == names.count(name) else ""

    def is_suspect(self, names: Sequence[str], position: int) -> bool:
        """Whether its cells may lie so far apart that it is to be measured first; small sheets are, for it costs nothing."""
        path = self._part(names, position)
        try:
            with zipfile.ZipFile(self._path) as parts:
                if not path or parts.getinfo(path).file_size < _SMALL_BYTES:
                    return bool(path)
                with parts.open(path) as part:
                    return _claims_much(part.read(_HEAD_BYTES))
        except (*DAMAGES, KeyError):
            return False

    def facts(self, names: Sequence[str], position: int) -> SheetFacts:
        """None that are known for a sheet that is not XML or is damaged."""
        path = self._part(names, position)
        if not path:
            return SheetFacts()
        if _CHARTS in path:
            return SheetFacts(is_chart=True)
        name = next(called for called, part in self._sheets if part == path)
        facts = SheetFacts(named=self._named.get(name, []))
        try:
            with zipfile.ZipFile(self._path) as parts:
                facts.tables = listed_tables(parts, path)
                _scan(parts, path, self._symbols, facts)
        except DAMAGES:
            return facts
        return facts


def _scan(parts: zipfile.ZipFile, path: str, symbols: dict[int, str], facts: SheetFacts) -> None:
    first, measured, formulas = True, False, False
    hidden: set[int] = set()
    for chunk in _chunks(parts, path):
        if first:
            measured = _from_start(chunk, facts, symbols) or parts.getinfo(path).file_size < _SMALL_BYTES
            first = False
        if measured or facts.first_column != 1:
            _measure(chunk, facts, whole=measured)
        if b"mergeCell" in chunk and len(facts.merges) < MOST_MERGES:
            facts.merges += [_merge(*groups) for groups in _MERGE.findall(chunk)]
        if b"hidden=" in chunk:
            hidden.update(int(row) for row in _HIDDEN_ROW.findall(chunk))
        formulas = formulas or b"f>" in chunk
        if formulas:
            facts.unsaved += len(_UNSAVED.findall(chunk))
    facts.merges = facts.merges[:MOST_MERGES]
    facts.hidden_rows = sorted(hidden)
    if not measured:
        facts.extent = None


def _chunks(parts: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Pieces that end between rows, or at least between tags."""
    with parts.open(path) as part:
        rest, read = b"", 0
        while (piece := part.read(_CHUNK)) and read < _MOST_PART_BYTES:
            read += len(piece)
            rest += piece
            cut = rest.rfind(b"<row")
            if cut <= 0:
                cut = rest.rfind(b"<mergeCell ")
            if cut <= 0 and len(rest) > _LONGEST_TAIL:
                cut = rest.rfind(b"<")
            if cut > 0:
                yield rest[:cut]
                rest = rest[cut:]
            if len(rest) > 2 * _LONGEST_TAIL:
                rest = b""
        if rest:
            yield rest


def _from_start(chunk: bytes, facts: SheetFacts, symbols: dict[int, str]) -> bool:
    """Whether the cells are to be measured, since the sheet claims to be very large."""
    for tag in _COLUMN.findall(chunk):
        column = attributes(tag.decode("utf-8", "replace"))
        if (
            column.get("hidden") in {"1", "true"}
            and column.get("min", "").isdigit()
            and column.get("max", "").isdigit()
        ):
            first, last = int(column["min"]), int(column["max"])
            facts.hidden_columns += range(first, min(last, first + 500) + 1)
    if symbols:
        facts.symbols = _column_symbols(chunk, symbols)
    return _claims_much(chunk)


def _claims_much(start: bytes) -> bool:
    dimension = _DIMENSION.search(start)
    if dimension is None or dimension.group(3) is None:
        return False
    claimed = _merge(*dimension.groups())
    rows, columns = claimed.last_row - claimed.first_row + 1, claimed.last_column - claimed.first_column + 1
    return rows * columns > UNSUSPICIOUS_CELLS


def _column_symbols(chunk: bytes, symbols: dict[int, str]) -> dict[int, str]:
    styles: dict[int, Counter[str]] = defaultdict(Counter)
    for letters, style in _CELL.findall(chunk):
        styles[column_number(letters.decode())][symbols.get(int(style), "")] += 1
    found = {}
    for column, counted in styles.items():
        formatted = Counter({symbol: cells for symbol, cells in counted.items() if symbol})
        if len(formatted) == 1 and 2 * formatted.total() > counted.total():
            found[column] = next(iter(formatted))
    return found


def _measure(chunk: bytes, facts: SheetFacts, *, whole: bool) -> None:
    """Widens `extent` by the cells of the chunk that hold something; `first_column` always, the rest if `whole`."""
    columns: set[bytes] = set()
    rows: list[int] = []
    for letters, row in _FILLED.findall(chunk):
        columns.add(letters)
        if whole:
            rows.append(int(row))
    if not columns:
        return
    numbers = [column_number(letters.decode()) for letters in columns]
    facts.first_column = min(numbers + ([facts.first_column] if facts.first_column else []))
    if whole:
        known = facts.extent
        facts.extent = Area(
            first_row=min(rows + ([known.first_row] if known else [])),
            first_column=facts.first_column,
            last_row=max(rows + ([known.last_row] if known else [])),
            last_column=max(numbers + ([known.last_column] if known else [])),
        )


def _merge(first_column: bytes, first_row: bytes, last_column: bytes, last_row: bytes) -> Area:
    return Area(
        first_row=int(first_row),
        first_column=column_number(first_column.decode()),
        last_row=int(last_row),
        last_column=column_number(last_column.decode()),
    )
