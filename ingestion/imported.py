"""What reading a file gives."""

from __future__ import annotations

from dataclasses import dataclass

from core.import_report import ImportReport
from core.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    tables: tuple[Table, ...]
    report: ImportReport
