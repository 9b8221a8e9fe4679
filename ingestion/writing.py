"""Staged rows → a typed table in the warehouse and what is told about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.import_report import Decision, TableReport
from core.table import Column, PagePart, Table
from ingestion.bounds import check_table
from ingestion.choosing import ColumnChoices, column_parts
from ingestion.column_formats import with_formats
from ingestion.names import clean_label, free_name, safe_name, unique_names, without_extension
from ingestion.naming import hollow_columns, renamed_columns
from ingestion.retyping import retyped_columns
from ingestion.samples import with_samples
from ingestion.sql import count_rows, quoted
from ingestion.staged import Source, Staged
from ingestion.totals import Settled, set_aside_totals, settle_totals
from ingestion.typing_columns import TypedColumn, relabelled, type_columns
from ingestion.watching import TYPING_STEPS
from warehouse import column_type

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


Told = Callable[[float], None]


def _to_nobody(_share: float) -> None:
    return None


def write_table(
    staged: Staged, source: Source, connection: DuckDBPyConnection, taken: set[str], told: Told = _to_nobody
) -> tuple[Table, TableReport]:
    """The staged relation is dropped afterwards; `told` hears the shares at which its steps begin. Raises LimitReached."""
    check_table(source, len(staged.labels), count_rows(connection, staged.relation))
    aside = None
    if not staged.typed and not staged.totals_settled:
        aside = set_aside_totals(connection, staged.relation, len(staged.labels), source.choices, staged.place)
    table, typed = _create(staged, source, connection, taken, told)
    totals = None
    if aside is not None:
        types = [column.type for column in table.columns]
        totals = settle_totals(connection, staged.relation, aside, typed, types, source.choices, staged.place)
        if totals.put_back:
            connection.execute(f"DROP TABLE {quoted(table.name)}")
            table, typed = _create(staged, source, connection, taken, told)
        origin = replace(table.origin, parts=_parts_without(table.origin.parts, totals.left_out))
        table = replace(table, origin=origin)
    told(TYPING_STEPS[2])
    typed = with_samples(connection, staged.relation, typed)
    connection.execute(f"DROP TABLE {quoted(staged.relation)}")
    told(TYPING_STEPS[3])
    table, odd = with_formats(connection, table)
    report = _report(table, staged, typed, totals)
    return table, replace(report, decisions=(*report.decisions, *odd))


def _create(
    staged: Staged, source: Source, connection: DuckDBPyConnection, taken: set[str], told: Told
) -> tuple[Table, list[TypedColumn]]:
    told(TYPING_STEPS[0])
    label = _table_label(staged, source)
    table_name = free_name(safe_name(label, "table_1"), taken)
    labels = [clean_label(text) for text in staged.labels]
    names = unique_names(labels)
    shown = [text or name for text, name in zip(labels, names, strict=True)]
    chosen = _choices(staged, source, shown)
    typed = [
        relabelled(column, name, choices)
        for column, name, choices in zip(_typed_columns(connection, staged, shown, chosen), names, chosen, strict=True)
    ]
    if hollow := hollow_columns(connection, staged):
        kept = [place for place in range(len(names)) if place not in hollow]
        names, shown = tuple(names[place] for place in kept), [shown[place] for place in kept]
        typed = [typed[place] for place in kept]
    told(TYPING_STEPS[1])
    selected = ", ".join(f"{column.select} AS {quoted(name)}" for column, name in zip(typed, names, strict=True))
    connection.execute(f"CREATE TABLE {quoted(table_name)} AS SELECT {selected} FROM {quoted(staged.relation)}")
    types = [row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {quoted(table_name)}").fetchall()]
    columns = tuple(
        Column(name=name, label=text, type=column_type(duckdb_type), unit=column.unit)
        for column, name, text, duckdb_type in zip(typed, names, shown, types, strict=True)
    )
    rows = count_rows(connection, table_name)
    return Table(name=table_name, label=label, columns=columns, rows=rows, origin=staged.origin), typed


def _parts_without(parts: Sequence[PagePart], rows: frozenset[int]) -> tuple[PagePart, ...]:
    """The parts of a table once these of its rows are left out."""
    moved = (
        replace(
            part,
            first_row=part.first_row - sum(1 for row in rows if row < part.first_row),
            last_row=part.last_row - sum(1 for row in rows if row <= part.last_row),
        )
        for part in parts
    )
    return tuple(part for part in moved if part.last_row >= part.first_row)


def _choices(staged: Staged, source: Source, labels: list[str]) -> list[ColumnChoices]:
    return [ColumnChoices(choices=source.choices, place=staged.place, part=part) for part in column_parts(labels)]


def _typed_columns(
    connection: DuckDBPyConnection, staged: Staged, labels: list[str], chosen: list[ColumnChoices]
) -> list[TypedColumn]:
    sources = {f"c{position}": label for position, label in enumerate(labels, start=1)}
    choices = dict(zip(sources, chosen, strict=True))
    if staged.typed:
        return retyped_columns(connection, staged.relation, choices)
    as_told = {name for name in staged.kept_as_text if choices[name].value("type") is None}
    by_evidence = {name: label for name, label in sources.items() if name not in as_told}
    typed = {column.source: column for column in type_columns(connection, staged.relation, by_evidence, choices)}
    return [typed.get(name) or TypedColumn(source=name, select=quoted(name)) for name in sources]


def _table_label(staged: Staged, source: Source) -> str:
    if staged.title:
        return clean_label(staged.title) or "table"
    stem = without_extension(source.name)
    return clean_label(f"{stem} {staged.label}" if staged.label else stem) or "table"


def _report(table: Table, staged: Staged, typed: list[TypedColumn], totals: Settled | None) -> TableReport:
    decisions: list[Decision] = list(staged.decisions)
    decisions += totals.decisions if totals else ()
    decisions += renamed_columns(table, staged)
    decisions += [decision for column in typed for decision in column.decisions]
    counts = staged.counts
    return TableReport(
        table=table.name,
        origin=table.origin,
        lines_read=counts.read,
        header_rows=counts.header,
        blank_rows=counts.blank,
        left_out_rows=counts.left_out + (len(totals.left_out) if totals else 0),
        rows_kept=table.rows,
        rows_rejected=counts.rejected,
        rejected=staged.rejected,
        decisions=tuple(decisions),
        place=staged.place,
    )
