"""A `table` element → its cells, by the rules of HTML for spans, sections and hidden rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingestion.documents.found import FoundCell, FoundTable, clipped

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_COLUMN_SPAN, MOST_ROW_SPAN = 1_000, 65_534
_SKIPPED = frozenset({"script", "style", "template", "noscript", "svg"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "pre"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PAGE_PARTS = "descendant::*[self::h1 or self::h2 or self::form or self::nav or self::article or self::section]"


def is_data_table(table: _Element) -> bool:
    """Whether the element holds data and does not only lay out a page."""
    if table.get("role") in {"presentation", "none"}:
        return False
    rows = list(_rows(table))
    widest = max((len(row.cells) for row in rows), default=0)
    if widest < 2 or len(rows) < 2:
        return _declares_data(table) and widest > 0 and len(rows) > 1
    if _declares_data(table):
        return True
    if table.xpath(_PAGE_PARTS):
        return False
    texts = [_text(cell) for row in rows for cell in row.cells]
    return 2 * sum(1 for text in texts if text) >= len(texts) or not any(True for _ in tables_inside(table))


def _declares_data(table: _Element) -> bool:
    """Captions and header cells that are its own, not those of a table within it."""
    own = (element for row in _rows(table) for element in row.cells)
    return table.find("caption") is not None or table.find("thead") is not None or any(e.tag == "th" for e in own)


def tables_inside(table: _Element) -> Iterator[_Element]:
    yield from table.iterdescendants("table")


def caption_of(table: _Element) -> str:
    caption = table.find("caption")
    return "" if caption is None else _text(caption)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    element: _Element
    cells: list[_Element]
    section: str
    hidden: bool


def _rows(table: _Element) -> Iterator[_Row]:
    """Rows in the order in which they are shown: a foot that is written first stands last."""
    sections = [child for child in table if child.tag in {"thead", "tbody", "tfoot", "tr"}]
    order = {"thead": 0, "tbody": 1, "tr": 1, "tfoot": 2}
    for section in sorted(sections, key=lambda element: order[str(element.tag)]):
        rows = [section] if section.tag == "tr" else [child for child in section if child.tag == "tr"]
        for row in rows:
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            hidden = _is_hidden(row) or _is_hidden(section)
            yield _Row(element=row, cells=cells, section=str(section.tag), hidden=hidden)


def _is_hidden(element: _Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN_STYLE.search(style) is not None)


@dataclass(slots=True)
class _Grid:
    """`busy` holds, for each column, the row up to which a cell from above reaches down."""

    cells: list[FoundCell] = field(default_factory=list)
    busy: dict[int, int] = field(default_factory=dict)

    def add_row(self, number: int, cells: list[_Element], last: int) -> None:
        column = 0
        for cell in cells:
            if _is_hidden(cell):
                continue
            while self.busy.get(column, -1) >= number:
                column += 1
            width, height = _span(cell, "colspan", MOST_COLUMN_SPAN), _span(cell, "rowspan", MOST_ROW_SPAN)
            bottom = min(number + height - 1, last) if height else last
            self.cells.append(
                FoundCell(
                    row=number,
                    row_end=bottom,
                    column=column,
                    column_end=column + width - 1,
                    text=_text(cell) or _whole_text(cell),
                )
            )
            if bottom > number:
                for covered in range(column, column + width):
                    self.busy[covered] = bottom
            column += width


def read_table(table: _Element, place: str) -> FoundTable | None:
    """None where fewer than two rows or no text are left."""
    every = list(_rows(table))
    rows = [row for row in every if not row.hidden]
    ends = {row.section: number for number, row in enumerate(rows)}
    ends["tr"] = ends["tbody"] = max(ends.get("tr", 0), ends.get("tbody", 0))
    grid = _Grid()
    for number, row in enumerate(rows):
        grid.add_row(number, row.cells, ends[row.section])
    header = set(range(_header_rows(rows)))
    cells = clipped(grid.cells)
    first_rows = sorted({cell.row for cell in grid.cells if cell.text})
    found = FoundTable(
        cells=cells,
        place=place,
        caption=caption_of(table),
        header_rows=sum(1 for row in first_rows if row in header) or (0 if _names_rows(rows) else None),
        hidden_rows=sum(1 for row in every if row.hidden and row.cells),
    )
    return found if found.height > 1 else None


def _header_rows(rows: list[_Row]) -> int:
    """Leading rows of `thead`, or leading rows that hold header cells alone."""
    count = 0
    for row in rows:
        filled = [cell for cell in row.cells if _text(cell)]
        all_headers = len(row.cells) > 1 and bool(filled) and all(cell.tag == "th" for cell in filled)
        if row.section != "thead" and not all_headers:
            break
        count += 1
    return count


def _names_rows(rows: list[_Row]) -> bool:
    """Whether rows begin with a header cell and go on with data: a card of names and values has no header."""
    named = [row for row in rows if len(row.cells) > 1 and row.cells[0].tag == "th" and row.cells[1].tag == "td"]
    return bool(rows) and rows[0] in named and len(named) * 2 > len(rows)


def _span(cell: _Element, name: str, most: int) -> int:
    """1 where the attribute is missing or no number; a row span of 0 reaches to the end of its section."""
    digits = re.match(r"\s*(\d{1,9})", cell.get(name) or "")
    if not digits:
        return 1
    number = int(digits[1])
    return min(number, most) if number or name == "rowspan" else 1


def _whole_text(element: _Element) -> str:
    """Of a cell that holds nothing but a table."""
    return " ".join(" ".join(element.itertext()).split()) if element.find(".//table") is not None else ""


def _text(element: _Element) -> str:
    """The text of a cell without the tables inside of it."""
    from lxml import etree

    parts: list[str] = []
    events = etree.iterwalk(element, events=("start", "end"))
    for event, inner in events:
        if event == "end":
            if inner.tag in _BREAKS:
                parts.append(" ")
            if inner is not element and inner.tail:
                parts.append(inner.tail)
        elif inner is not element and (inner.tag in _SKIPPED or inner.tag == "table" or _is_hidden(inner)):
            events.skip_subtree()
        elif inner.text and isinstance(inner.tag, str):
            parts.append(inner.text)
    return " ".join("".join(parts).split())
