"""Rows that an import did not keep, as a file to mend and upload again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from core.import_report import ImportReport
from exports.formulas import harmless


def rejected_csv(report: ImportReport) -> Iterator[bytes]:
    """UTF-8 with a header. Text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    yield _line(("table", "line", "reason", "text"))
    for table in report.tables:
        for row in table.rejected:
            yield _line((table.table, row.line, row.reason, row.text))


def _line(cells: tuple[str | int, ...]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow(
        harmless(cell) if isinstance(cell, str) else cell for cell in cells
    )
    return buffer.getvalue().encode()
