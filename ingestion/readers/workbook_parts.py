"""What the parts of an .xlsx package say beside its sheets: where sheets are, formats of cells, tables, names."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_TABLE = re.compile(r"<(?:\w+:)?table\s[^>]*>")
_NAME = re.compile(r"<(?:\w+:)?definedName\s([^>]*)>([^<]*)</")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^>]*>")
_CELL_FORMATS = re.compile(r"<(?:\w+:)?cellXfs.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(r"<(?:\w+:)?xf\s[^>]*>")
_CURRENCY = re.compile(r'\[\$([^\]-]+)|"([^"]{1,4})"|([$€£¥₹])')
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_NAMED_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})")
_ELAPSED_CODE = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
ELAPSED = "[h]"
"""In place of a symbol: the number is a length of time, which may be longer than a day."""
BUILT_IN_SYMBOLS = {"9": "%", "10": "%", "5": "$", "6": "$", "7": "$", "8": "$", "44": "$", "42": "$", "46": ELAPSED}
_MOST_PART_BYTES = 1 << 24
_MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Rows and columns count from 1, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, other: Area) -> bool:
        return (
            self.first_row <= other.first_row
            and other.last_row <= self.last_row
            and self.first_column <= other.first_column
            and other.last_column <= self.last_column
        )

    def meets(self, other: Area) -> bool:
        rows = self.first_row <= other.last_row and other.first_row <= self.last_row
        return rows and self.first_column <= other.last_column and other.first_column <= self.last_column


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTable:
    """A table that the workbook itself names; `declared` where it says which rows are header and total."""

    name: str
    area: Area
    header_rows: int = 1
    total_rows: int = 0
    declared: bool = True


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


def area_of(reference: str) -> Area | None:
    """Of `B3:F20`, with or without dollar signs."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    first, top, last, bottom = found.groups()
    return Area(
        first_row=int(top),
        first_column=column_number(first),
        last_row=int(bottom),
        last_column=column_number(last),
    )


def sheet_paths(parts: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and part of each sheet, in order; a damaged workbook may give a name twice."""
    targets = dict(part_links(parts, "xl/workbook.xml"))
    names = set(parts.namelist())
    paths = []
    for tag in _SHEET.findall(small_part(parts, "xl/workbook.xml")):
        sheet = attributes(tag)
        link = next((value for key, value in sheet.items() if key.split(":")[-1] == "id"), "")
        path = targets.get(link, "")
        if path in names:
            paths.append((sheet.get("name", ""), path))
    return paths


def listed_tables(parts: zipfile.ZipFile, sheet_path: str) -> list[ListedTable]:
    """The tables that a sheet declares (Excel's “Format as table”)."""
    found = []
    for _, path in [link for link in part_links(parts, sheet_path) if "/tables/" in link[1]][:_MOST_LISTED]:
        tag = _TABLE.search(small_part(parts, path))
        table = attributes(tag.group(0)) if tag else {}
        area = area_of(table.get("ref", ""))
        if area is not None:
            name = table.get("displayName") or table.get("name", "")
            headers, totals = (_whole(table.get(key, ""), usual) for key, usual in _COUNTS.items())
            found.append(ListedTable(name=name, area=area, header_rows=headers, total_rows=totals))
    return sorted(found, key=lambda table: (table.area.first_row, table.area.first_column))


_COUNTS = {"headerRowCount": 1, "totalsRowCount": 0}


def named_areas(parts: zipfile.ZipFile) -> dict[str, list[ListedTable]]:
    """Names for areas of several rows and columns, by sheet; not those that Excel itself makes."""
    found: dict[str, list[ListedTable]] = {}
    for tag, target in _NAME.findall(small_part(parts, "xl/workbook.xml"))[:_MOST_LISTED]:
        name = attributes(tag)
        place = _NAMED_AREA.fullmatch(unescape(target).strip())
        area = area_of(place.group(3)) if place else None
        if place is None or area is None or name.get("name", "").startswith("_xlnm") or "hidden" in name:
            continue
        if area.last_row > area.first_row and area.last_column > area.first_column:
            sheet = (place.group(1) or place.group(2)).replace("''", "'")
            found.setdefault(sheet, []).append(ListedTable(name=name.get("name", ""), area=area, declared=False))
    return found


def style_symbols(parts: zipfile.ZipFile) -> dict[int, str]:
    """The percent sign or currency of each cell format that has one, by its number."""
    styles = small_part(parts, "xl/styles.xml")
    formats = {}
    for tag in _FORMAT.findall(styles):
        number_format = attributes(tag)
        formats[number_format.get("numFmtId", "")] = format_symbol(number_format.get("formatCode", ""))
    cell_formats = _CELL_FORMATS.search(styles)
    found = {}
    for index, tag in enumerate(_XF.findall(cell_formats.group(0)) if cell_formats else ()):
        number = attributes(tag).get("numFmtId", "")
        symbol = formats.get(number, BUILT_IN_SYMBOLS.get(number, ""))
        if symbol:
            found[index] = symbol
    return found


def small_part(parts: zipfile.ZipFile, name: str) -> str:
    """At most 16 MB of a part, or nothing where it is missing."""
    if name not in parts.namelist():
        return ""
    with parts.open(name) as part:
        return part.read(_MOST_PART_BYTES).decode("utf-8", "replace")


def attributes(tag: str) -> dict[str, str]:
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


def part_links(parts: zipfile.ZipFile, path: str) -> Iterator[tuple[str, str]]:
    """What a part links to, as full paths in the package."""
    folder, name = posixpath.split(path)
    for tag in _RELATION.findall(small_part(parts, f"{folder}/_rels/{name}.rels")):
        link = attributes(tag)
        target = link.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        yield link.get("Id", ""), full


def format_symbol(code: str) -> str:
    """The percent sign or the currency of a number format such as `#,##0.00 "€"`; ELAPSED for `[h]:mm`."""
    from ingestion.spellings import CURRENCIES

    positive = code.split(";")[0]
    if "%" in positive:
        return "%"
    if _ELAPSED_CODE.search(positive):
        return ELAPSED
    for found in _CURRENCY.findall(positive):
        symbol = "".join(found).strip()
        if symbol in CURRENCIES:
            return symbol
    return ""


def _whole(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else usual
