"""Facts of the sheets of an .xlsb workbook, from the binary records of its parts. Source: [MS-XLSB]."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ingestion.readers.sheet_facts import UNSUSPICIOUS_CELLS, Noted, SheetFacts
from ingestion.readers.workbook_parts import BUILT_IN_SYMBOLS, format_symbol, part_links
from ingestion.readers.zip_archive import DAMAGES

_BOOK, _STYLES = "xl/workbook.bin", "xl/styles.bin"
_ROW, _FORMAT, _XF, _COLUMNS, _SHEET, _MERGE = 0, 44, 47, 60, 156, 176
_BEGIN_CELL_FORMATS, _END_CELL_FORMATS = 617, 618
_CELLS = frozenset({*range(2, 12), *range(13, 19)})
"""Those with a value; blank ones are 1 and 12."""
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 1
_MOST_LISTED_COLUMNS = 500
_CHUNK = 1 << 20
_SMALL_BYTES = 1 << 21
_HEAD_RECORDS = 50
_DIMENSION = 148
_LONGEST_RECORD = 1 << 26
_MOST_BYTES = 1 << 32


class XlsbFacts:
    """Raises nothing: of a damaged workbook nothing is known, and the reader of values tells why."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: list[tuple[str, str]] = []
        self._symbols: dict[int, str] = {}
        try:
            with zipfile.ZipFile(path) as parts:
                links = dict(part_links(parts, _BOOK))
                self._parts = [(name, links.get(link, "")) for name, link in _sheets(parts)]
                self._symbols = _symbols(parts) if _STYLES in parts.namelist() else {}
        except (*DAMAGES, struct.error, KeyError):
            self._parts = []

    def is_suspect(self, names: Sequence[str], position: int) -> bool:
        """Small sheets are, for it costs nothing."""
        if len(self._parts) != len(names):
            return False
        part = self._parts[position][1]
        try:
            with zipfile.ZipFile(self._path) as parts:
                return parts.getinfo(part).file_size < _SMALL_BYTES or _claims_much(parts, part)
        except (*DAMAGES, struct.error, KeyError):
            return False

    def facts(self, names: Sequence[str], position: int) -> SheetFacts:
        if len(self._parts) != len(names):
            return SheetFacts()
        noted = Noted(self._symbols)
        row = 0
        try:
            with zipfile.ZipFile(self._path) as parts:
                for kind, data in _records(parts, self._parts[position][1]):
                    if kind == _ROW:
                        row = struct.unpack_from("<I", data)[0] + 1
                    _note(kind, data, row, noted)
        except (*DAMAGES, struct.error, IndexError, KeyError):
            pass
        return noted.done()


def _claims_much(parts: zipfile.ZipFile, part: str) -> bool:
    for kind, data in islice(_records(parts, part), _HEAD_RECORDS):
        if kind == _DIMENSION:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", data)
            return bool((last_row - first_row + 1) * (last_column - first_column + 1) > UNSUSPICIOUS_CELLS)
    return False


def _note(kind: int, data: bytes, row: int, noted: Noted) -> None:
    if kind in _CELLS:
        column, style = struct.unpack_from("<II", data)
        noted.cell(row, column + 1, style & 0xFFFFFF)
    elif kind == _ROW:
        if data[11] & _HIDDEN_ROW:
            noted.hide_row(row)
    elif kind == _COLUMNS:
        first, last = struct.unpack_from("<II", data)
        if data[16] & _HIDDEN_COLUMN:
            noted.hide_columns(first + 1, last + 1, _MOST_LISTED_COLUMNS)
    elif kind == _MERGE:
        first_row, last_row, first_column, last_column = struct.unpack_from("<4I", data)
        noted.merge(first_row + 1, last_row + 1, first_column + 1, last_column + 1)


def _sheets(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and link of each sheet, in order."""
    for kind, data in _records(parts, _BOOK):
        if kind == _SHEET:
            link, rest = _text(data, 8)
            name, _ = _text(data, rest)
            yield name, link


def _symbols(parts: zipfile.ZipFile) -> dict[int, str]:
    """The percent sign or currency of each cell format that has one, by its number."""
    formats: dict[int, str] = {}
    found: dict[int, str] = {}
    inside, style = False, 0
    for kind, data in _records(parts, _STYLES):
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", data)[0]] = format_symbol(_text(data, 2)[0])
        elif kind in (_BEGIN_CELL_FORMATS, _END_CELL_FORMATS):
            inside = kind == _BEGIN_CELL_FORMATS
        elif kind == _XF and inside:
            (number,) = struct.unpack_from("<H", data, 2)
            symbol = formats.get(number, BUILT_IN_SYMBOLS.get(str(number), ""))
            if symbol:
                found[style] = symbol
            style += 1
    return found


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text and where what follows it begins."""
    (length,) = struct.unpack_from("<I", data, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(parts: zipfile.ZipFile, name: str) -> Iterator[tuple[int, bytes]]:
    """Kind and size are written in 7 bits a byte: of at most two and four bytes."""
    with parts.open(name) as part:
        rest, read = b"", 0
        while (piece := part.read(_CHUNK)) and read < _MOST_BYTES and len(rest) < _LONGEST_RECORD:
            read += len(piece)
            rest += piece
            at = 0
            while (found := _record(rest, at)) is not None:
                kind, begin, end = found
                yield kind, rest[begin:end]
                at = end
            rest = rest[at:]


def _record(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Kind, begin and end of the record at a place; None where it is not whole."""
    try:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
    except IndexError:
        return None
    return (kind, at, at + size) if at + size <= len(data) else None
