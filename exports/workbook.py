"""An Excel workbook: typed cells, native charts, and a sheet with what was asked and where the rows come from.

Run as `python -P -m exports.workbook TARGET`, with the book as JSON on standard input: a large workbook takes a
processor for a minute.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from core.chart import ChartTable
from core.errors import LimitReached
from core.result import Result
from exports.book_charts import write_chart
from exports.reading import column_types, opened, row_count, rows_of
from exports.sheets import MOST_CHARACTERS, SheetWriter, first_rows
from exports.visible import visible
from wire import loads

if TYPE_CHECKING:
    import xlsxwriter

MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TAKEN = ("About", "History")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPart:
    """The rows of one sheet, from the Arrow file `source` or from `result`, and their chart on a sheet of its own; `png` in base64."""

    name: str = "Result"
    source: Path | None = None
    result: Result | None = None
    chart: ChartTable | None = None
    png: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """`told` are labels and texts for the last sheet, in order."""

    parts: tuple[BookPart, ...]
    told: tuple[tuple[str, str], ...] = ()


def check_fits(source: Path) -> None:
    """Raises LimitReached for what no sheet can hold: nothing is cut in silence."""
    rows = row_count(source)
    with opened(source) as reader:
        columns = len(reader.schema.names)
    hint = "Download it as CSV or Parquet, or ask for fewer rows."
    if rows > MOST_ROWS:
        message = f"The result has {rows:,} rows; a sheet of Excel holds {MOST_ROWS:,} below its header."
        raise LimitReached(message, limit="rows", hint=hint, stage="exporting")
    if columns > MOST_COLUMNS:
        message = f"The result has {columns:,} columns; a sheet of Excel holds {MOST_COLUMNS:,}."
        raise LimitReached(message, limit="rows", hint=hint, stage="exporting")


def write_workbook(book: Book, target: Path) -> None:
    """Raises LimitReached."""
    import xlsxwriter

    for part in book.parts:
        if part.source is not None:
            check_fits(part.source)
    notes: list[tuple[str, str]] = []
    with xlsxwriter.Workbook(str(target), _OPTIONS) as written:
        taken = {name.casefold() for name in _TAKEN}
        for part in book.parts:
            name = sheet_name(part.name, taken)
            found = _write_rows(written, name, part)
            notes += found if len(book.parts) == 1 else [(name, f"{label}: {text}") for label, text in found]
            if part.chart is not None or part.png:
                chart_name = sheet_name("Chart" if name == "Result" else f"{name} chart", taken)
                write_chart(written, chart_name, part.chart, part.png)
        _write_told(written, (*book.told, *notes))


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes, not that of another sheet; it is among `taken` then."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", visible(wanted)).split()).strip("' ") or "Result"
    name, number = _fitting(plain, _LONGEST_NAME), 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = _fitting(plain, _LONGEST_NAME - len(ending)) + ending
    taken.add(name.casefold())
    return name


def _fitting(name: str, units: int) -> str:
    """Excel counts in units of UTF-16, of which a character may be two."""
    while len(name.encode("utf-16-le")) > 2 * units:
        name = name[:-1]
    return name.strip("' ") or "Result"


def _write_rows(book: xlsxwriter.Workbook, name: str, part: BookPart) -> list[tuple[str, str]]:
    sheet = book.add_worksheet(name)
    sheet.fit_to_pages(1, 0)
    writer = SheetWriter(book, sheet)
    if part.source is not None:
        with opened(part.source) as reader:
            writer.head(reader.schema.names, column_types(reader.schema), first_rows(part.source))
            writer.rows(chain.from_iterable(rows_of(batch) for batch in reader))
    elif part.result is not None:
        columns = part.result.columns
        writer.head([one.name for one in columns], [one.type for one in columns], part.result.rows[:200])
        writer.rows(part.result.rows)
    return list(writer.notes())


def _write_told(book: xlsxwriter.Workbook, lines: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("About")
    sheet.fit_to_pages(1, 0)
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    for at, (name, told) in enumerate(lines):
        sheet.write_string(at, 0, visible(name)[:MOST_CHARACTERS], label)
        sheet.write_string(at, 1, visible(told)[:MOST_CHARACTERS], text)


def main(arguments: Sequence[str], read: Callable[[], str]) -> None:
    (target,) = map(Path, arguments)
    write_workbook(loads(Book, read()), target)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin.read)
