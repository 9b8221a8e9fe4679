"""Columns whose header says little: what is told of their names, and which are none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.import_report import Decision
from core.table import Table
from ingestion.names import clean_label, safe_name, unique_names
from ingestion.sql import one_row, quoted
from ingestion.staged import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def hollow_columns(connection: DuckDBPyConnection, staged: Staged) -> frozenset[int]:
    """Positions from 0 of columns with neither a header nor a value, in a table that has headers."""
    nameless = [place for place, label in enumerate(staged.labels) if not clean_label(label)]
    if staged.typed or not nameless or len(nameless) == len(staged.labels):
        return frozenset()
    counts = ", ".join(f"count(nullif(trim(c{place + 1}), ''))" for place in nameless)
    found = one_row(connection, f"SELECT {counts} FROM {quoted(staged.relation)}")
    return frozenset(place for place, cells in zip(nameless, found, strict=True) if not cells)


def renamed_columns(table: Table, staged: Staged) -> list[Decision]:
    """Columns whose name is more than a tidier spelling of their header, and those that are left out."""
    kept = {column.name for column in table.columns}
    labels = [clean_label(header) for header in staged.labels]
    names = unique_names(labels)
    found = []
    hollow = [place for place, name in enumerate(names, start=1) if name not in kept]
    if hollow:
        detail = f"{_listed(hollow)} neither a header nor a value and {'is' if len(hollow) == 1 else 'are'} left out."
        found.append(Decision(kind="other", detail=detail))
    for place, (name, label) in enumerate(zip(names, labels, strict=True), start=1):
        if name not in kept:
            continue
        if not label and any(staged.labels):
            detail = f"Column {place} has no header and is called {name}."
            found.append(Decision(kind="renamed_column", detail=detail, column=name, after=name))
        elif label and name != safe_name(label, f"column_{place}"):
            detail = f"“{label}” is the header of several columns; this one is called {name}."
            found.append(Decision(kind="renamed_column", detail=detail, column=name, before=label, after=name))
    return found


def _listed(places: list[int]) -> str:
    if len(places) == 1:
        return f"Column {places[0]} has"
    shown = ", ".join(str(place) for place in places[:-1][:10])
    more = f" and {places[-1]}" if len(places) <= 11 else f" and {len(places) - 10} more"
    return f"Columns {shown}{more} have"
