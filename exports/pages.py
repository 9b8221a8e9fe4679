"""Pages: a report as PDF, or as one picture (PNG, SVG), always on light ground."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from core.errors import InternalError
from exports.receipts import news_heading, receipt_lines, when
from exports.report import MOST_ROWS, Part, Report, WrittenTable, is_said_already, written_table
from exports.visible import cut, on_one_line, visible

Paper = Literal["a4", "letter"]

_PAPERS = {"a4": "a4", "letter": "us-letter"}
_ROWS_OF_A_TILE, _ROWS_OF_A_PICTURE, _COLUMNS_OF_A_TILE = 10, 30, 6
_MOST_COLUMNS, _COLUMNS_UPRIGHT = 24, 8
_LONGEST_CELL, _WIDEST, _SAMPLED = 600, 36, 60
_LONGEST_FOOTER = 320
_PICTURE_WIDTH, _DASHBOARD_WIDTH = 620, 820
_SCALE = 144


def write_pdf(report: Report, target: Path, paper: Paper = "a4") -> None:
    data = {**_data_of(report, picture=False), "paper": _PAPERS[paper]}
    target.write_bytes(_compiled(data, "pdf"))


def write_picture(report: Report, target: Path, picture_format: Literal["png", "svg"]) -> None:
    """One page as high as it needs to be; text is drawn, so that no font is needed to see it."""
    target.write_bytes(_compiled(_data_of(report, picture=True), picture_format))


def _compiled(data: dict[str, Any], output: Literal["pdf", "png", "svg"]) -> bytes:
    import typst

    template = Path(__file__).with_name("pages.typ").read_bytes()
    inputs = {"report": json.dumps(data)}
    try:
        made = typst.compile(template, sys_inputs=inputs, format=output, ppi=_SCALE)
    except typst.TypstError as failure:
        raise InternalError("The pages could not be set.", stage="exporting") from failure
    assert isinstance(made, bytes)
    return made


def _data_of(report: Report, *, picture: bool) -> dict[str, Any]:
    parts = [_part(part, tile=report.dashboard, picture=picture) for part in report.parts]
    columns = max((len(part["table"]["headings"]) for part in parts if part["table"]), default=0)
    return {
        "title": cut(visible(report.title), _LONGEST_CELL),
        "description": visible(report.description),
        "news": [on_one_line(line) for line in report.news],
        "news_heading": news_heading(report),
        "dashboard": report.dashboard,
        "picture": picture,
        "width": _DASHBOARD_WIDTH if report.dashboard else _PICTURE_WIDTH,
        "paper": "a4",
        "flipped": columns > _COLUMNS_UPRIGHT and not report.dashboard,
        "parts": parts,
        "footer": _footer(report),
        "link": report.link if report.link and report.link.startswith(("http://", "https://")) else None,
    }


def _footer(report: Report) -> list[str]:
    asked = "" if report.dashboard else report.parts[0].question
    filters = f"Filters: {'; '.join(report.every_filter)}" if report.every_filter else ""
    sources = f"Sources: {', '.join(report.sources)}" if report.sources else ""
    pieces = (asked, filters, sources, when(report.made_at))
    return [cut(on_one_line(piece), _LONGEST_FOOTER) for piece in pieces if piece]


def _part(part: Part, *, tile: bool, picture: bool) -> dict[str, Any]:
    first, table = _tables(part, tile=tile, picture=picture)
    receipt = part.receipt
    return {
        "title": cut(visible(part.title), _LONGEST_CELL),
        "sentences": [visible(one) for one in part.sentences if on_one_line(one) != on_one_line(part.title)],
        "problem": visible(part.problem) if part.problem else None,
        "svg": part.picture,
        "notes": [visible(note) for note in part.notes],
        "first": None if first is None else _table(first),
        "table": None if table is None else _table(table),
        "receipt": [[label, visible(text)] for label, text in receipt_lines(part)],
        "sql": visible(receipt.sql) if receipt else "",
    }


def _tables(part: Part, *, tile: bool, picture: bool) -> tuple[WrittenTable | None, WrittenTable | None]:
    """What stands in a tile, and what stands alone: all rows that a document shows, unless the tile has them all."""
    if is_said_already(part):
        return None, None
    if not tile:
        return None, None if picture and part.picture else written_table(
            part, _ROWS_OF_A_PICTURE if picture else MOST_ROWS
        )
    if part.picture:
        return None, None
    first = written_table(part, _ROWS_OF_A_TILE)
    whole = part.result is not None and len(part.result.rows) <= _ROWS_OF_A_TILE
    narrow = first is not None and len(first.headings) <= _COLUMNS_OF_A_TILE
    return first, None if picture or (whole and narrow) else written_table(part)


def _table(table: WrittenTable) -> dict[str, Any]:
    """Columns are as wide as what stands in them, within bounds; those that no page has room for are counted."""
    shown = min(len(table.headings), _MOST_COLUMNS)
    rest = len(table.headings) - shown
    more = f"{rest} more columns are not shown." if rest else ""
    rows = [[cut(cell, _LONGEST_CELL) for cell in row[:shown]] for row in table.rows]
    widths = [
        min(_WIDEST, max(4, len(table.headings[at]), *(len(row[at]) for row in rows[:_SAMPLED]))) for at in range(shown)
    ]
    return {
        "headings": list(table.headings[:shown]),
        "right": list(table.right[:shown]),
        "rows": rows,
        "widths": widths,
        "left_out": " ".join(one for one in (table.left_out, more) if one),
    }
