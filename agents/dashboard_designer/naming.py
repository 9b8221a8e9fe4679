"""What rows without a partner in a joined table are called."""

from __future__ import annotations

from core.query import OutputColumn, Query


def null_labels(query: Query) -> dict[str, str]:
    """Columns whose nulls are rows without a partner in a joined table."""
    looked_up = {join.right for join in query.joins if join.unmatched == "kept" and join.rows_without_partner}
    return {column.name: "no match" for column in query.columns if _tables(column) & looked_up}


def _tables(column: OutputColumn) -> set[str]:
    return {source.rpartition(".")[0] for source in column.sources or ()}
