"""Workbooks of every kind and age: each is read, or refused for a reason; sheets with known cells hold those cells.

Cells are compared as a multiset: numbers by nine digits whatever their format, days as days. Rows that an import leaves
out as totals or notes are chosen to be data first, so that every cell of the sheet is wanted.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path

from core.errors import InternalError, UserError
from core.import_choices import Choices
from core.import_report import ImportReport
from evals.ingestion.scores import Say, Score
from ingestion import Imported, read_apart
from warehouse.connection import import_connection

_EXTENSIONS = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
_KEPT = {"total_row": "data", "subtotal": "data", "footer": "data", "preamble": "data"}
_RIGHT = 0.99
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?: (\d{1,2}):(\d{2}))?")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!)$")
"""Errors are empty in a table, on purpose."""
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))? ?(AM|PM)?", re.IGNORECASE)


def score(data: Path, say: Say) -> list[Score]:
    """`data` holds the folder excel with its manifest, or a folder messy with it."""
    folder = next((place / "excel" for place in (data, data / "messy") if (place / "excel").is_dir()), None)
    if folder is None:
        return []
    books = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _EXTENSIONS)
    sound = [_is_sound(book, say) for book in books]
    sheets = [_sheet_f1(book, number, expected, say) for book, number, expected in _expected(folder)]
    return [
        Score(
            corpus="workbooks",
            measure="read whole, or refused for a reason",
            ours=sum(sound) / max(1, len(sound)),
            items=len(sound),
            aim=1.0,
        ),
        Score(
            corpus="workbooks",
            measure="known sheets with cell F1 > 0.99",
            ours=sum(f1 > _RIGHT for f1 in sheets) / max(1, len(sheets)),
            items=len(sheets),
            aim=1.0,
        ),
        Score(
            corpus="workbooks",
            measure="mean cell F1 of known sheets",
            ours=sum(sheets) / max(1, len(sheets)),
            items=len(sheets),
        ),
    ]


def _expected(folder: Path) -> Iterator[tuple[Path, int, Path]]:
    """Book, number of its sheet from 0, and the CSV with its cells."""
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        known = json.loads(line)
        for name in known["expected_csv"]:
            yield folder / known["file"], int(name.rsplit(".", 2)[1]), folder / name


def _is_sound(book: Path, say: Say) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            imported, _ = read_apart(book, book.name, Path(folder))
        except UserError as refused:
            say(f"workbooks: refused: {refused.message}")
            return True
        except InternalError as broken:
            say(f"workbooks: {book.name}: {broken.message}")
            return False
    return all(report.reconciled for report in imported.report.tables)


def _sheet_f1(book: Path, number: int, expected: Path, say: Say) -> float:
    with expected.open(encoding="utf-8-sig", newline="") as file:
        wanted = Counter(
            _same(cell) for row in csv.reader(file) for cell in row if cell.strip() and not _ERROR.match(cell)
        )
    got = Counter(_same(cell) for cell in _cells(book, number) if cell.strip())
    common = (got & wanted).total()
    f1 = 2 * common / max(1, got.total() + wanted.total())
    if f1 <= _RIGHT:
        say(
            f"workbooks: {expected.name}: F1 {f1:.3f}; missing {list(wanted - got)[:5]}, surplus {list(got - wanted)[:5]}"
        )
    return f1


def _cells(book: Path, number: int) -> list[str]:
    """Headers and cells of the tables on one sheet, with nothing left out."""
    with tempfile.TemporaryDirectory() as folder:
        first, _ = read_apart(book, book.name, Path(folder))
        chosen = Choices(chosen=dict(_as_data(first.report)))
        imported, path = read_apart(book, book.name, Path(folder), choices=chosen)
        sheet = _sheet_names(book)[number]
        with import_connection(path) as connection:
            found: list[str] = []
            for table in imported.tables:
                if table.origin.sheet == sheet:
                    found += [word for label in _headers(imported, table.name) for word in label]
                    rows = connection.execute(f'SELECT * FROM "{table.name}"').fetchall()
                    found += [_written(cell) for row in rows for cell in row]
    return found


def _as_data(report: ImportReport) -> Iterator[tuple[str, str]]:
    for table in report.tables:
        for decision in table.decisions:
            if decision.key and decision.kind in _KEPT:
                yield decision.key, _KEPT[decision.kind]
            if decision.key and decision.kind == "header":
                yield decision.key, "none"


def _headers(imported: Imported, table: str) -> list[list[str]]:
    """Columns without a header are named by number, which is not in the sheet."""
    columns = next(found.columns for found in imported.tables if found.name == table)
    return [[column.label] for column in columns if not re.fullmatch(r"column_\d+", column.label)]


def _sheet_names(book: Path) -> list[str]:
    import fastexcel

    return list(fastexcel.read_excel(book).sheet_names)


def _written(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _same(cell: str) -> str:
    """What is equal whatever the format: a number by nine digits, a day, a time to the minute, else the words."""
    text = " ".join(cell.split())
    plain = re.sub(r"[$€£,\s]|\.$", "", text)
    scale = Decimal("0.01") if plain.endswith("%") else Decimal(1)
    try:
        number = Decimal(plain.removesuffix("%")) * scale
        return f"{float(number):.9g}"
    except InvalidOperation:
        return _moment(text) or text.strip().casefold()


def _moment(text: str) -> str | None:
    day = _DAY.fullmatch(text)
    if day:
        month, number, year = int(day[1]), int(day[2]), int(day[3])
        full = year if year > 99 else year + (2000 if year < 30 else 1900)
        at = f" {int(day[4]):02d}:{day[5]}" if day[4] else ""
        return f"{full:04d}-{month:02d}-{number:02d}{at}"
    stamp = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d).*", text)
    if stamp:
        return stamp[1] if stamp[2] == "00:00" else f"{stamp[1]} {stamp[2]}"
    clock = _CLOCK.fullmatch(text.split(".")[0])
    if clock:
        hour = int(clock[1]) % 12 + 12 * (clock[4].upper() == "PM") if clock[4] else int(clock[1])
        return f"{hour:02d}:{clock[2]}"
    return None
