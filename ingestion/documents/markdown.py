"""Markdown and plain text → tables and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingestion.documents.found import Block, Document, FoundCell, FoundTable, clipped
from ingestion.documents.html_page import read_page

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\s*\n.*?\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_UNDERLINED = re.compile(r"[=\-~_*]{3,}")
_NUMBERED_HEADING = re.compile(r"(?:chapter|part|section|\d+(?:\.\d+)*\.?)\s+\S.{0,80}", re.IGNORECASE)
_MOST_NESTING = 40


def read_paragraphs(text: str) -> Document:
    """Paragraphs between blank lines; a line that is underlined or stands alone in capitals is a heading."""
    blocks: list[Block] = []
    for paragraph in re.split(r"\n[ \t\f\v]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if len(lines) > 1 and _UNDERLINED.fullmatch(lines[1]) and len(lines[0]) < 120:
            blocks.append(Block(text=lines[0], level=1 if lines[1][0] == "=" else 2))
            lines = lines[2:]
        lines = [line for line in lines if not _UNDERLINED.fullmatch(line)]
        if not lines:
            continue
        alone = len(lines) == 1 and len(lines[0]) < 90 and not lines[0].endswith((".", ",", ";", ":"))
        heading = alone and (lines[0].isupper() or _NUMBERED_HEADING.fullmatch(lines[0]) is not None)
        blocks.append(Block(text="\n".join(lines), level=1 if heading else None))
    return Document(tables=(), blocks=tuple(blocks))


def read_markdown(text: str) -> Document:
    """CommonMark with pipe tables; HTML tables inside of it are read like those of a page."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTING}).enable("table")
    tokens = parser.parse(_FRONT_MATTER.sub("", text.replace("\r\n", "\n")))
    tables: list[FoundTable] = []
    blocks: list[Block] = []
    position, depth = 0, 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == "table_close")
            found = _table(tokens[position:end], f"table {len(tables) + 1}")
            if found is not None:
                tables.append(found)
            position = end
        elif token.type in {"list_item_open", "list_item_close"}:
            depth += token.nesting
        elif token.type == "html_block":
            _add_html(token.content, tables, blocks)
        else:
            blocks += _blocks(token, tokens[position - 1] if position else None, listed=depth > 0)
        position += 1
    return Document(tables=tuple(tables), blocks=tuple(blocks))


def _blocks(token: Token, before: Token | None, *, listed: bool) -> Iterator[Block]:
    if token.type in {"fence", "code_block"} and token.content.strip():
        yield Block(text=token.content.rstrip())
    elif token.type == "inline" and before is not None:
        level = int(before.tag[1]) if before.type == "heading_open" else None
        text = _inline(token)
        if text:
            yield Block(text=text, level=level, listed=listed)


def _inline(token: Token) -> str:
    """The words alone: no marks of emphasis, links by their text, pictures by their description."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline", "image"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"} or (
            child.type == "html_inline" and child.content.startswith("<br")
        ):
            parts.append("\n" if child.type == "hardbreak" else " ")
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def _table(tokens: Sequence[Token], place: str) -> FoundTable | None:
    cells: list[FoundCell] = []
    row, column = -1, 0
    for position, token in enumerate(tokens):
        if token.type == "tr_open":
            row, column = row + 1, 0
        elif token.type in {"th_open", "td_open"}:
            text = " ".join(_inline(tokens[position + 1]).split())
            cells.append(FoundCell(row=row, row_end=row, column=column, column_end=column, text=text))
            column += 1
    has_header = any(cell.row == 0 and cell.text for cell in cells)
    found = FoundTable(cells=clipped(cells), place=place, header_rows=1 if has_header else None)
    return found if found.height > 1 else None


def _add_html(content: str, tables: list[FoundTable], blocks: list[Block]) -> None:
    try:
        inner = read_page(content)
    except ValueError:
        return
    tables += [
        replace(table, place=f"table {len(tables) + number}") for number, table in enumerate(inner.tables, start=1)
    ]
    blocks += inner.blocks
