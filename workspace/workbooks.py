"""A report as an Excel workbook; a large one is written by a process of its own, so that it takes no time from what others ask."""

from __future__ import annotations

import asyncio
import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InternalError
from wire import dumps

if TYPE_CHECKING:
    from exports.report import Part, Report
    from exports.workbook import Book, BookPart

_CELLS_IN_PROCESS = 20_000


async def write_book(report: Report, target: Path) -> None:
    """Raises LimitReached."""
    from exports.workbook import check_fits, write_workbook

    book = _book_of(report)
    for part in book.parts:
        if part.source is not None:
            await asyncio.to_thread(check_fits, part.source)
    if sum(_cells(part) for part in report.parts) <= _CELLS_IN_PROCESS:
        await asyncio.to_thread(write_workbook, book, target)
        return
    command = [sys.executable, "-P", "-m", "exports.workbook", str(target)]
    process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
    try:
        await process.communicate(dumps(book).encode())
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise InternalError("The workbook could not be written.", stage="exporting")


def _cells(part: Part) -> int:
    return 0 if part.result is None else part.result.row_count * len(part.result.columns)


def _book_of(report: Report) -> Book:
    from exports.receipts import news_heading, when
    from exports.workbook import Book

    head = [("Dashboard", report.title), ("Description", report.description)] if report.dashboard else []
    head += [("Filter", told) for told in report.filters] + [
        ("Made", when(report.made_at)),
        ("Link", report.link or ""),
    ]
    told = [line for number, part in enumerate(report.parts, 1) for line in _told(report, part, number)]
    news = [(news_heading(report), line) for line in report.news]
    head = [*news, *head]
    if not report.dashboard:
        head, told = [*news, *told], head[-2:]
    parts = tuple(_part(report, part, number) for number, part in enumerate(report.parts, 1) if part.result is not None)
    return Book(parts=parts, told=tuple((label, text) for label, text in (*head, *told) if text))


def _part(report: Report, part: Part, number: int) -> BookPart:
    from exports.workbook import BookPart

    return BookPart(
        name=f"{number} {part.title}" if report.dashboard else "Result",
        source=part.source,
        result=part.result if part.source is None else None,
        chart=part.table,
        png=base64.b64encode(part.png).decode() if part.png and part.table is None else None,
    )


def _told(report: Report, part: Part, number: int) -> list[tuple[str, str]]:
    from exports.receipts import receipt_lines

    tile = [("Tile", f"{number} {part.title}")] if report.dashboard else []
    lines = [*tile, ("Question", part.question), ("Answer", " ".join(part.sentences)), ("Problem", part.problem or "")]
    sql = part.receipt.sql if part.receipt else ""
    return [*lines, *receipt_lines(part), ("SQL", sql), *(("Note", note) for note in part.notes)]
