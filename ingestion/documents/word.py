"""The XML of a Word document → its tables and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingestion.documents.found import Block, Document, FoundCell, FoundTable, clipped
from ingestion.documents.word_parts import W, WordParts
from ingestion.layout import kind_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT, _TABLE, _PARAGRAPH, _ROW, _CELL = f"{W}t", f"{W}tbl", f"{W}p", f"{W}tr", f"{W}tc"
_BREAKS = frozenset({f"{W}br", f"{W}cr"})
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{W}txbxContent"
_NOT_SHOWN = frozenset({_FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}instrText"})
_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)
_CAPTION_STYLES = frozenset({"caption", "beschriftung", "légende"})
_MOST_STYLE_STEPS = 20
MOST_SPAN = 1_000


def read_word(parts: WordParts) -> Document:
    tables: list[FoundTable] = []
    blocks: list[Block] = []
    levels, captions = _styles(parts.styles)
    for element in _outermost(parts.body):
        if element.tag == _PARAGRAPH:
            style = _attribute(element.find(f"{W}pPr/{W}pStyle"))
            text = _paragraph(element)
            if text:
                listed = element.find(f"{W}pPr/{W}numPr") is not None
                level = _outline(element, levels.get(style))
                blocks.append(Block(text=text, level=level, listed=listed and level is None))
            continue
        caption = blocks[-1].text if blocks and _last_style(element) in captions else ""
        for table in (element, *element.iterdescendants(_TABLE)):
            found = _table(table, f"table {len(tables) + 1}", caption if table is element else "")
            if found is None:
                blocks += [Block(text=text) for text in _cell_texts(table)]
            else:
                tables.append(found)
    return Document(tables=tuple(tables), blocks=(*blocks, *_notes(parts)))


def _notes(parts: WordParts) -> Iterator[Block]:
    """Notes, and page headers and footers, each text once, under a heading that says which they are."""
    told: set[tuple[str, str]] = set()
    for title, root in parts.notes:
        texts = (text for p in root.iter(_PARAGRAPH) if (text := _paragraph(p)))
        for text in texts:
            if (title, text) in told:
                continue
            if title not in {known for known, _ in told}:
                yield Block(text=title, level=1)
            told.add((title, text))
            yield Block(text=text)


def _outermost(root: _Element) -> Iterator[_Element]:
    """Paragraphs and tables that stand in no other, in order; a text box follows the paragraph it hangs on."""
    from lxml import etree

    events = etree.iterwalk(root, events=("start",))
    for _, element in events:
        if element.tag in _NOT_SHOWN:
            events.skip_subtree()
        elif element.tag == _PARAGRAPH:
            yield element
            if element.find(f".//{_TEXT_BOX}") is None:
                events.skip_subtree()
        elif element.tag == _TABLE:
            yield element
            events.skip_subtree()


def _styles(styles: _Element | None) -> tuple[dict[str, int], set[str]]:
    """Heading level by style (the title is 0, headings count from 1), and the styles of captions."""
    if styles is None:
        return {}, set()
    known = {_attribute(style, "styleId"): style for style in styles.iterchildren(f"{W}style")}
    levels: dict[str, int] = {}
    captions: set[str] = set()
    for name in known:
        style: _Element | None = known[name]
        for _ in range(_MOST_STYLE_STEPS):
            if style is None:
                break
            title = _attribute(style.find(f"{W}name")).lower()
            level = _level_of_style(style, title)
            if level is not None:
                levels[name] = level
                break
            if title in _CAPTION_STYLES:
                captions.add(name)
            style = known.get(_attribute(style.find(f"{W}basedOn")))
    return levels, captions


def _level_of_style(style: _Element, title: str) -> int | None:
    named = _HEADING_NAME.fullmatch(title)
    if named:
        return int(named[1])
    if title == "title":
        return 0
    outline = _attribute(style.find(f"{W}pPr/{W}outlineLvl"))
    return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else None


def _outline(paragraph: _Element, of_style: int | None) -> int | None:
    outline = _attribute(paragraph.find(f"{W}pPr/{W}outlineLvl"))
    if outline.isdigit():
        return int(outline) + 1 if int(outline) < 9 else None
    return of_style


def _last_style(table: _Element) -> str:
    before = table.getprevious()
    return "" if before is None else _attribute(before.find(f"{W}pPr/{W}pStyle"))


def _attribute(element: _Element | None, name: str = "val") -> str:
    return "" if element is None else element.get(f"{W}{name}") or ""


def _paragraph(paragraph: _Element) -> str:
    from lxml import etree

    parts: list[str] = []
    events = etree.iterwalk(paragraph, events=("start",))
    for _, element in events:
        if element.tag in _NOT_SHOWN or element.tag == _TEXT_BOX:
            events.skip_subtree()
        elif element.tag in (_TEXT, _MATH_TEXT):
            parts.append(element.text or "")
        elif element.tag == f"{W}tab":
            parts.append("\t")
        elif element.tag in _BREAKS:
            parts.append("\n")
        elif element.tag == f"{W}noBreakHyphen":
            parts.append("-")
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def _own(element: _Element, tag: str) -> Iterator[_Element]:
    """Children of a kind, also those within content controls and tracked changes, but not those of tables inside."""
    from lxml import etree

    events = etree.iterwalk(element, events=("start",))
    for _, inner in events:
        if inner is element:
            continue
        if inner.tag == tag:
            yield inner
        if inner.tag in (tag, _TABLE) or inner.tag in _NOT_SHOWN or inner.tag == _PARAGRAPH:
            events.skip_subtree()


def _cell_text(cell: _Element) -> str:
    own = " ".join(" ".join(text for p in _own(cell, _PARAGRAPH) if (text := _whole_paragraph(p))).split())
    if own or cell.find(f".//{_TABLE}") is None:
        return own
    return " ".join(" ".join(text for p in cell.iter(_PARAGRAPH) if (text := _paragraph(p))).split())


def _whole_paragraph(paragraph: _Element) -> str:
    boxes = (_paragraph(p) for box in paragraph.iter(_TEXT_BOX) for p in _own(box, _PARAGRAPH))
    return " ".join([_paragraph(paragraph), *(() if paragraph.find(f".//{_TEXT_BOX}") is None else boxes)]).strip()


def _cell_texts(table: _Element) -> Iterator[str]:
    for row in _own(table, _ROW):
        for cell in _own(row, _CELL):
            text = "\n".join(text for p in _own(cell, _PARAGRAPH) if (text := _whole_paragraph(p)))
            if text:
                yield text


def _table(table: _Element, place: str, caption: str) -> FoundTable | None:
    """None for a frame around text: a single row, or a single column that does not show itself to be values."""
    cells: list[FoundCell] = []
    open_merges: dict[int, int] = {}
    header_rows, still_header = 0, True
    for number, row in enumerate(_own(table, _ROW)):
        properties = row.find(f"{W}trPr")
        declared = properties is not None and _is_on(properties.find(f"{W}tblHeader"))
        still_header = still_header and declared
        header_rows += still_header
        _add_row(row, number, cells, open_merges)
    header = len({cell.row for cell in cells if cell.text and cell.row < header_rows})
    found = FoundTable(cells=clipped(cells), place=place, caption=caption, header_rows=header or None)
    return found if found.height > 1 and (found.width > 1 or _is_list(found, header)) else None


def _is_list(found: FoundTable, header: int) -> bool:
    """A declared header, or a column of numbers or dates below its first cell."""
    values = [cell.text for cell in found.cells if cell.row >= max(header, 1)]
    typed = sum(kind_of(text) in {"number", "date"} for text in values)
    return bool(values) and (header > 0 or (len(values) > 1 and typed == len(values)))


def _add_row(row: _Element, number: int, cells: list[FoundCell], open_merges: dict[int, int]) -> None:
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _own(row, _CELL):
        properties = cell.find(f"{W}tcPr")
        width = 1 if properties is None else _number(properties.find(f"{W}gridSpan"), 1)
        merge = None if properties is None else properties.find(f"{W}vMerge")
        text = _cell_text(cell)
        above = open_merges.get(column)
        if merge is not None and _attribute(merge) != "restart" and above is not None and not text:
            first = cells[above]
            cells[above] = FoundCell(
                row=first.row, row_end=number, column=first.column, column_end=first.column_end, text=first.text
            )
        else:
            if merge is not None:
                open_merges[column] = len(cells)
            else:
                open_merges.pop(column, None)
            cells.append(FoundCell(row=number, row_end=number, column=column, column_end=column + width - 1, text=text))
        column += width


def _number(element: _Element | None, otherwise: int) -> int:
    digits = _attribute(element)
    return min(int(digits), MOST_SPAN) if digits.isdecimal() and len(digits) < 10 and int(digits) else otherwise


def _is_on(element: _Element | None) -> bool:
    return element is not None and _attribute(element).lower() not in {"0", "false", "off"}
