"""Facts of the sheets of an .xls workbook, from the records of its stream. Source: [MS-XLS]."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.readers.compound_file import stream_of
from ingestion.readers.sheet_facts import Noted, SheetFacts
from ingestion.readers.workbook_parts import BUILT_IN_SYMBOLS, format_symbol

_EOF, _BOF, _FORMAT, _XF, _BOUNDSHEET, _FILEPASS = 0x0A, 0x0809, 0x041E, 0xE0, 0x85, 0x2F
_ROW, _COLINFO, _MERGED = 0x0208, 0x7D, 0xE5
_FORMULA, _NUMBER, _LABEL, _BOOLERR, _RK, _RSTRING, _LABELSST, _MULRK = (
    *(0x06, 0x0203, 0x0204, 0x0205),
    *(0x027E, 0xD6, 0xFD, 0xBD),
)
_CELLS = frozenset({_FORMULA, _NUMBER, _LABEL, _BOOLERR, _RK, _RSTRING, _LABELSST})
_WIDE = 0x0600
"""The version from which on texts may be of two bytes a character."""
_CHART = 2
_MOST_COLUMNS = 256
_HIDDEN_ROW = 0x20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """`begin` is where its records begin in the stream."""

    begin: int
    is_chart: bool


class XlsFacts:
    """Raises nothing: of a damaged or locked workbook nothing is known, and the reader of values tells why."""

    def __init__(self, content: bytes) -> None:
        self._sheets: list[_Sheet] = []
        self._symbols: dict[int, str] = {}
        self._stream = b""
        try:
            self._stream = stream_of(content, ("Workbook", "Book"))
            self._read_globals()
        except (ValueError, struct.error, IndexError):
            self._sheets = []

    def is_suspect(self, names: Sequence[str], position: int) -> bool:
        """A sheet of this format has 65,536 rows and 256 columns at most."""
        return False

    def facts(self, names: Sequence[str], position: int) -> SheetFacts:
        if len(self._sheets) != len(names):
            return SheetFacts()
        sheet = self._sheets[position]
        if sheet.is_chart:
            return SheetFacts(is_chart=True)
        noted = Noted(self._symbols)
        try:
            for kind, data in _records(self._stream, sheet.begin):
                _note(kind, data, noted)
        except (struct.error, IndexError):
            pass
        return noted.done()

    def _read_globals(self) -> None:
        formats: dict[int, str] = {}
        wide, styles = True, 0
        for kind, data in _records(self._stream, 0):
            if kind == _FILEPASS:
                raise ValueError("locked")
            if kind == _BOF:
                wide = struct.unpack_from("<H", data)[0] >= _WIDE
            elif kind == _BOUNDSHEET:
                (begin,) = struct.unpack_from("<I", data)
                self._sheets.append(_Sheet(begin=begin, is_chart=data[5] == _CHART))
            elif kind == _FORMAT:
                formats[struct.unpack_from("<H", data)[0]] = format_symbol(_text(data[2:], wide=wide))
            elif kind == _XF:
                (number,) = struct.unpack_from("<H", data, 2)
                symbol = formats.get(number, BUILT_IN_SYMBOLS.get(str(number), ""))
                if symbol:
                    self._symbols[styles] = symbol
                styles += 1


def _records(stream: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """From a beginning to its end, without the parts nested inside (charts)."""
    at, depth = begin, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
            continue
        depth += kind == _BOF
        if depth <= 1:
            yield kind, data


def _note(kind: int, data: bytes, noted: Noted) -> None:
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", data)
        noted.cell(row + 1, column + 1, style)
    elif kind == _MULRK:
        row, first = struct.unpack_from("<HH", data)
        for number in range((len(data) - 6) // 6):
            noted.cell(row + 1, first + number + 1, struct.unpack_from("<H", data, 4 + 6 * number)[0])
    elif kind == _ROW:
        if struct.unpack_from("<H", data, 12)[0] & _HIDDEN_ROW:
            noted.hide_row(struct.unpack_from("<H", data)[0] + 1)
    elif kind == _COLINFO:
        first, last, _, _, flags = struct.unpack_from("<5H", data)
        if flags & 1:
            noted.hide_columns(first + 1, min(last + 1, _MOST_COLUMNS), _MOST_COLUMNS)
    elif kind == _MERGED:
        for number in range(min(struct.unpack_from("<H", data)[0], (len(data) - 2) // 8)):
            first_row, last_row, first_column, last_column = struct.unpack_from("<4H", data, 2 + 8 * number)
            noted.merge(first_row + 1, last_row + 1, first_column + 1, last_column + 1)


def _text(data: bytes, *, wide: bool) -> str:
    """A format's code; in old versions one byte a character and a length of one byte."""
    if not wide:
        return data[1 : 1 + data[0]].decode("latin-1")
    length, flags = struct.unpack_from("<HB", data)
    return (
        data[3 : 3 + 2 * length].decode("utf-16-le", "replace") if flags & 1 else data[3 : 3 + length].decode("latin-1")
    )
