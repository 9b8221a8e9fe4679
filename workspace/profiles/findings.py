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


def finding_of(
    column: str, kind: FindingKind, text: str, rows: int, show: RowFilter, detail: str | None = None
) -> Finding:
    return Finding(kind=kind, severity="warning", text=text, column=column, detail=detail, rows=rows, show=show)


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def are(count: int) -> str:
    return "is" if count == 1 else "are"


def have(count: int) -> str:
    return "has" if count == 1 else "have"


def come(count: int) -> str:
    return "comes" if count == 1 else "come"
