"""Facts of the sheets of an .ods workbook, from its content read as a stream. Source: OpenDocument 1.3, part 3."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.parsers import expat

from ingestion.readers.sheet_facts import Noted, SheetFacts
from ingestion.readers.zip_archive import DAMAGES
from ingestion.spellings import CURRENCIES

_CONTENT = "content.xml"
_CHUNK = 1 << 20
_MOST_BYTES = 1 << 32
_MOST_SPOKEN = 2_000_000
_MOST_LISTED_COLUMNS = 500
_MOST_STYLES = 500
_HIDDEN = frozenset({"collapse", "filter"})
_CLOCK = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")


class OdsFacts:
    """Raises nothing: of a damaged workbook nothing is known, and the reader of values tells why."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: list[SheetFacts] | None = None

    def is_suspect(self, names: Sequence[str], position: int) -> bool:
        return False

    def facts(self, names: Sequence[str], position: int) -> SheetFacts:
        if self._found is None:
            self._found = _read(self._path)
        return self._found[position] if len(self._found) == len(names) else SheetFacts()


def _read(path: Path) -> list[SheetFacts]:
    content = _Content()
    parser = expat.ParserCreate()
    parser.StartElementHandler = content.begin
    parser.EndElementHandler = content.end
    parser.EntityDeclHandler = _refuse
    try:
        with zipfile.ZipFile(path) as parts, parts.open(_CONTENT) as part:
            read = 0
            while (piece := part.read(_CHUNK)) and read < _MOST_BYTES:
                read += len(piece)
                parser.Parse(piece)
    except (*DAMAGES, expat.ExpatError, KeyError, ValueError):
        return content.sheets
    return content.sheets


def _refuse(*_: object) -> None:
    raise ValueError("entities")


class _Content:
    """What has been seen of the sheets so far; the last one may be unfinished where the file is cut off."""

    def __init__(self) -> None:
        self.sheets: list[SheetFacts] = []
        self._styles = {"": 0, "%": 1}
        self._symbols = {0: "", 1: "%"}
        self._noted: Noted | None = None
        self._depth = 0
        self._columns = self._row = self._rows = self._column = self._spoken = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._noted = Noted(self._symbols)
                self._columns = self._row = self._rows = 0
        if self._noted is None or self._depth != 1:
            return
        if name == "table:table-row":
            self._begin_row(self._noted, attributes)
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._begin_cell(self._noted, attributes)
        elif name == "table:table-column":
            first = self._columns + 1
            self._columns += _number(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in _HIDDEN:
                self._noted.hide_columns(first, self._columns, _MOST_LISTED_COLUMNS)

    def end(self, name: str) -> None:
        if name != "table:table":
            return
        self._depth -= 1
        if self._depth == 0 and self._noted is not None:
            self.sheets.append(self._noted.done())
            self._noted = None

    def _begin_row(self, noted: Noted, attributes: dict[str, str]) -> None:
        self._row += self._rows
        self._rows = _number(attributes, "table:number-rows-repeated")
        self._column = 0
        if attributes.get("table:visibility") in _HIDDEN:
            for row in range(self._row + 1, self._row + min(self._rows, _MOST_LISTED_COLUMNS) + 1):
                noted.hide_row(row)

    def _begin_cell(self, noted: Noted, attributes: dict[str, str]) -> None:
        first = self._column + 1
        times = _number(attributes, "table:number-columns-repeated")
        self._column += times
        kind = attributes.get("office:value-type", "")
        if kind:
            style = self._style(kind, attributes)
            for column in range(first, first + min(times, _MOST_LISTED_COLUMNS)):
                noted.cell(self._row + 1, column, style)
            self._speak(noted.facts, kind, attributes, range(first, first + times))
        elif "table:formula" in attributes:
            noted.facts.unsaved += times * self._rows
        rows, columns = (_number(attributes, f"table:number-{part}-spanned") for part in ("rows", "columns"))
        if rows * columns > 1:
            noted.merge(self._row + 1, self._row + rows, first, first + columns - 1)

    def _speak(self, facts: SheetFacts, kind: str, attributes: dict[str, str], columns: range) -> None:
        """Times and errors, which the reader of values does not know as such."""
        is_error = attributes.get("calcext:value-type") == "error"
        if not is_error and kind != "time":
            return
        text = None if is_error else _clock(attributes.get("office:time-value", ""))
        for column in columns:
            for row in range(self._row + 1, self._row + self._rows + 1):
                self._spoken += 1
                if self._spoken > _MOST_SPOKEN:
                    return
                facts.errors += is_error
                facts.spoken.setdefault(column, {})[row] = text

    def _style(self, kind: str, attributes: dict[str, str]) -> int:
        symbol = "%" if kind == "percentage" else attributes.get("office:currency", "") if kind == "currency" else ""
        if symbol != "%" and symbol not in CURRENCIES:
            symbol = ""
        if symbol not in self._styles and len(self._styles) < _MOST_STYLES:
            self._styles[symbol] = len(self._styles)
            self._symbols[self._styles[symbol]] = symbol
        return self._styles.get(symbol, 0)


def _clock(written: str) -> str:
    """`PT09H30M00S` as 09:30:00; a length of time may have more than 24 hours."""
    found = _CLOCK.fullmatch(written)
    if found is None:
        return written
    sign, hours, minutes, seconds, rest = found.groups()
    more = f".{rest.rstrip('0')}" if rest and rest.strip("0") else ""
    return f"{sign}{int(hours):02d}:{int(minutes):02d}:{int(seconds):02d}{more}"


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
