"""What may be wrong with the data of a table, each finding with the rows it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workspace.profiles.filters import RowFilter

FindingKind = Literal[
    "repeated_rows",
    "repeated_keys",
    "mixed",
    "outliers",
    "gap",
    "far_dates",
    "padded",
    "spelled",
    "empty",
    "constant",
]
Severity = Literal["warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`text` is one sentence; `rows` counts the rows that `show` lists, which is None where there is none to show."""

    kind: FindingKind
    severity: Severity
    text: str
    column: str | None = None
    detail: str | None = None
    rows: int = 0
    show: RowFilter | None = None
