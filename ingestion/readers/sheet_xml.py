"""What the fast reader of sheets leaves out: merged ranges, hidden rows and columns, percent and currency formats.

Read as a stream of bytes, never as a tree of XML.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

_CHUNK = 1 << 20
_OVERLAP = 1 << 12
_MOST_PART_BYTES = 1 << 32
_MOST_MERGES = 5000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"[^>]*?\shidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*?ref="([A-Z]+)\d+')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]+)\d+"[^>]*?\ss="(\d+)"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^>]*>")
_CELL_FORMATS = re.compile(r"<(?:\w+:)?cellXfs.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(r"<(?:\w+:)?xf\s[^>]*>")
_CURRENCY = re.compile(r'\[\$([^\]-]+)|"([^"]{1,4})"|([$€£¥₹])')
_BUILT_IN = {"9": "%", "10": "%", "5": "$", "6": "$", "7": "$", "8": "$", "44": "$", "42": "$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Rows and columns count from 1, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True, kw_only=True)
class SheetFacts:
    """`symbols` gives "%" or a currency symbol for columns whose cells are formatted so; `first_column` where it is told."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    symbols: dict[int, str] = field(default_factory=dict)
    first_column: int | None = None


def sheet_facts(workbook: bytes) -> dict[str, SheetFacts]:
    """Facts of each sheet by name; empty for a workbook that is not a zip of XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
            symbols = _style_symbols(_small_part(parts, "xl/styles.xml"))
            return {name: _facts(parts, path, symbols) for name, path in _sheet_paths(parts).items()}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, zipfile.LargeZipFile):
        return {}


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet_paths(parts: zipfile.ZipFile) -> dict[str, str]:
    targets = {}
    for tag in _RELATION.findall(_small_part(parts, "xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(tag))
        targets[attributes.get("Id", "")] = attributes.get("Target", "")
    paths = {}
    for tag in _SHEET.findall(_small_part(parts, "xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = targets.get(attributes.get("r:id", ""), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in parts.namelist():
            paths[_unescaped(attributes.get("name", ""))] = path
    return paths


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _small_part(parts: zipfile.ZipFile, name: str) -> str:
    """At most 16 MB of a part, or nothing where it is missing."""
    if name not in parts.namelist():
        return ""
    with parts.open(name) as part:
        return part.read(1 << 24).decode("utf-8", "replace")


def _style_symbols(styles: str) -> dict[int, str]:
    formats = {}
    for tag in _FORMAT.findall(styles):
        attributes = dict(_ATTRIBUTE.findall(tag))
        symbol = _symbol(_unescaped(attributes.get("formatCode", "")))
        if symbol:
            formats[attributes.get("numFmtId", "")] = symbol
    cell_formats = _CELL_FORMATS.search(styles)
    found = {}
    for index, tag in enumerate(_XF.findall(cell_formats.group(0)) if cell_formats else ()):
        number_format = dict(_ATTRIBUTE.findall(tag)).get("numFmtId", "")
        symbol = formats.get(number_format, _BUILT_IN.get(number_format, ""))
        if symbol:
            found[index] = symbol
    return found


def _symbol(code: str) -> str:
    """The percent sign or the currency of a number format such as `#,##0.00 "€"`."""
    from ingestion.spellings import CURRENCIES

    positive = code.split(";")[0]
    if "%" in positive:
        return "%"
    for found in _CURRENCY.findall(positive):
        symbol = "".join(found).strip()
        if symbol in CURRENCIES:
            return symbol
    return ""


def _facts(parts: zipfile.ZipFile, path: str, symbols: dict[int, str]) -> SheetFacts:
    facts = SheetFacts()
    first = True
    for chunk in _chunks(parts, path):
        if first:
            _from_start(chunk, facts, symbols)
            first = False
        if b"mergeCell" in chunk and len(facts.merges) < _MOST_MERGES:
            facts.merges += [_merge(*groups) for groups in _MERGE.findall(chunk)]
        if b"hidden=" in chunk:
            facts.hidden_rows += [int(row) for row in _HIDDEN_ROW.findall(chunk)]
    facts.merges = list(dict.fromkeys(facts.merges))[:_MOST_MERGES]
    facts.hidden_rows = sorted(set(facts.hidden_rows))
    return facts


def _chunks(parts: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Pieces that overlap, so that no tag is cut in all of them."""
    with parts.open(path) as part:
        rest, read = b"", 0
        while (piece := part.read(_CHUNK)) and read < _MOST_PART_BYTES:
            read += len(piece)
            yield rest + piece
            rest = piece[-_OVERLAP:]


def _from_start(chunk: bytes, facts: SheetFacts, symbols: dict[int, str]) -> None:
    dimension = _DIMENSION.search(chunk)
    facts.first_column = column_number(dimension.group(1).decode()) if dimension else None
    for tag in _COLUMN.findall(chunk):
        attributes = dict(_ATTRIBUTE.findall(tag.decode("utf-8", "replace")))
        if attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            facts.hidden_columns += range(first, min(last, first + 500) + 1)
    if not symbols:
        return
    styles: dict[int, Counter[str]] = defaultdict(Counter)
    for letters, style in _CELL.findall(chunk):
        styles[column_number(letters.decode())][symbols.get(int(style), "")] += 1
    for column, counted in styles.items():
        symbol, cells = counted.most_common(1)[0] if len(counted) == 1 else _without_header(counted)
        if symbol and cells * 2 > counted.total():
            facts.symbols[column] = symbol


def _without_header(counted: Counter[str]) -> tuple[str, int]:
    formatted = Counter({symbol: cells for symbol, cells in counted.items() if symbol})
    return formatted.most_common(1)[0] if len(formatted) == 1 else ("", 0)


def _merge(first_column: bytes, first_row: bytes, last_column: bytes, last_row: bytes) -> Merge:
    return Merge(
        first_row=int(first_row),
        first_column=column_number(first_column.decode()),
        last_row=int(last_row),
        last_column=column_number(last_column.decode()),
    )
