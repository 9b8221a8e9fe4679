"""A cell before and after, for each decision about a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.import_report import Decision
from ingestion.evidence import is_null_word
from ingestion.sql import one_row, quoted
from ingestion.typing_columns import TypedColumn

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST = 80


def with_samples(connection: DuckDBPyConnection, relation: str, columns: Sequence[TypedColumn]) -> list[TypedColumn]:
    """The columns with an example from `relation` in each decision that has none yet."""
    lacking = [(column, decision) for column in columns for decision in column.decisions if decision.before is None]
    if not lacking:
        return list(columns)
    asked = ", ".join(_example(relation, column, decision) for column, decision in lacking)
    found = one_row(connection, f"SELECT {asked}")
    examples = {
        (column.source, decision): example
        for (column, decision), example in zip(lacking, found, strict=True)
        if example
    }
    return [
        replace(
            column,
            decisions=tuple(_with(decision, examples.get((column.source, decision))) for decision in column.decisions),
        )
        for column in columns
    ]


def _example(relation: str, column: TypedColumn, decision: Decision) -> str:
    text, value = quoted(column.source), f"({column.select})::VARCHAR"
    telling = {
        "nulls": f"({column.select}) IS NULL",
        "mixed": f"TRY_CAST({text} AS DOUBLE) IS NULL",
        "leading_zeros": f"starts_with({text}, '0')",
        "other": f"{text} <> {value}",
        "thousands": f"length({text}) > 6",
    }.get(decision.kind, f"({column.select}) IS NOT NULL")
    if decision.kind == "mixed" and decision.by_person:
        telling = f"({column.select}) IS NULL AND trim({text}) <> '' AND NOT {is_null_word(f'trim({text})')}"
    return f"(SELECT [{text}, {value}] FROM {quoted(relation)} WHERE {text} IS NOT NULL AND {telling} LIMIT 1)"


def _with(decision: Decision, example: list[str | None] | None) -> Decision:
    if example is None:
        return decision
    before, after = (None if cell is None else cell[:_LONGEST] for cell in example)
    return replace(decision, before=before, after=after)
