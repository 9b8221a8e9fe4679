"""What reading a file found, changed and left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from core.table import Origin

DecisionKind = Literal[
    "header",
    "preamble",
    "footer",
    "total_row",
    "merged_cells",
    "hidden",
    "blank_rows",
    "renamed_column",
    "type",
    "date_order",
    "decimal_comma",
    "thousands",
    "currency",
    "percent",
    "leading_zeros",
    "nulls",
    "boolean",
    "mixed",
    "error_cells",
    "encoding",
    "delimiter",
    "ragged",
    "skipped_sheet",
    "subtotal",
    "duration",
    "time_zone",
    "joined_pages",
    "side_by_side",
    "stacked",
    "passages",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What else a decision could have been: `value` for the machine, `label` as a verb phrase for people."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing the import decided, as a sentence a person can agree or disagree with.

    `cells` counts the cells or rows it touched; `confidence` is 0 to 1; `before` and `after` are samples.
    `key` (see `decision_key`) and `value` say what is in force; without `alternatives` it cannot be changed.
    `by_person` is set where a person chose it and the data did not decide.
    """

    kind: DecisionKind
    detail: str
    column: str | None = None
    before: str | None = None
    after: str | None = None
    cells: int = 0
    confidence: float = 1.0
    key: str | None = None
    value: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    by_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """`line` counts from 1 in the file (or sheet)."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """The reconciliation of one table: `lines_read` equals header, blank, left-out, kept and rejected rows together.

    `lines_read` counts logical records (a quoted field may hold line breaks). `place` names the table in the keys
    of its decisions.
    """

    table: str
    origin: Origin
    lines_read: int
    header_rows: int
    blank_rows: int
    left_out_rows: int
    rows_kept: int
    rows_rejected: int
    rejected: tuple[RejectedRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    place: str = ""

    @property
    def reconciled(self) -> bool:
        accounted = self.header_rows + self.blank_rows + self.left_out_rows + self.rows_kept + self.rows_rejected
        return accounted == self.lines_read


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """`format` is "csv", "xlsx", "parquet"...; `encoding` and `delimiter` only for text files."""

    file: str
    format: str
    size: int
    tables: tuple[TableReport, ...]
    encoding: str | None = None
    delimiter: str | None = None
    decisions: tuple[Decision, ...] = ()

    def with_sample(self, most: int = 20) -> ImportReport:
        """With at most so many of the rejected rows of each table."""
        return replace(self, tables=tuple(replace(table, rejected=table.rejected[:most]) for table in self.tables))
