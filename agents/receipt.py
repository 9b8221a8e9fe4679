"""The receipt of an answer: what it rests on, put together from what the run kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from core.analysis import AnalysisReceipt
from core.answer import CountedRows, Receipt, TableUsed, Usage
from core.query import Probe, Query, Verification
from core.result import Result
from core.ways import Decided


def write_receipt(
    decided: Decided[Query],
    read_as: str,
    tables: Mapping[str, TableUsed],
    counted: Result | None,
    checks: tuple[str, ...],
    timings: Mapping[str, float],
    usage: Usage,
    from_cache: bool = False,
    analysis: AnalysisReceipt | None = None,
) -> Receipt:
    """`counted` is the one row that the query's probe returned."""
    query = decided.value
    counts = _counts(query.probe, counted)
    return Receipt(
        decided_by=decided.way,
        read_as=read_as,
        sql=query.sql,
        tables=tuple(tables[name] for name in query.tables if name in tables),
        rows_in=_first(counts, "rows"),
        rows_kept=_first(counts, "kept"),
        filters=_labelled(counts, "filter"),
        nulls_left_out=tuple(counted for counted in _labelled(counts, "nulls") if counted.rows),
        joins=query.joins,
        assumptions=query.plan.assumptions if query.plan else (),
        refusals=decided.refusals,
        checks=(*_vouching(query), *checks),
        repairs=query.repairs,
        warnings=(*_doubts(query), *query.warnings),
        usage=usage,
        from_cache=from_cache,
        verified=query.verified,
        analysis=analysis,
        timings={name: round(seconds, 6) for name, seconds in timings.items()},
    )


def _vouching(query: Query) -> tuple[str, ...]:
    verified = () if query.verified is None else (verified_in_words(query.verified),)
    return (*verified, *((query.weighed.told,) if query.weighed and query.weighed.agreed else ()))


def _doubts(query: Query) -> tuple[str, ...]:
    return (query.weighed.told,) if query.weighed is not None and query.weighed.agreed is False else ()


def verified_in_words(verified: Verification) -> str:
    """“Verified by Ana, 9 May”; with the year where it is another one."""
    day = f"{verified.at.day} {verified.at:%B}"
    year = "" if verified.at.year == datetime.now(UTC).year else f" {verified.at.year}"
    return f"Verified by {verified.by}, {day}{year}"


def _counts(probe: Probe | None, counted: Result | None) -> list[tuple[str, str, int]]:
    if probe is None or counted is None or not counted.rows:
        return []
    cells = zip(probe.columns, counted.rows[0], strict=True)
    return [(column.kind, column.label, int(cell)) for column, cell in cells if isinstance(cell, int)]


def _first(counts: list[tuple[str, str, int]], kind: str) -> int | None:
    return next((rows for found, _, rows in counts if found == kind), None)


def _labelled(counts: list[tuple[str, str, int]], kind: str) -> tuple[CountedRows, ...]:
    return tuple(CountedRows(label=label, rows=rows) for found, label, rows in counts if found == kind)
