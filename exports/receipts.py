"""A receipt as labels and texts, the same in every document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core.answer import Receipt, TableUsed
from core.figures import counted
from core.query import JoinReceipt
from exports.report import Part, Report


def receipt_lines(part: Part) -> tuple[tuple[str, str], ...]:
    """Everything but the SQL, in order; the label of what comes several times is repeated."""
    receipt = part.receipt
    if receipt is None:
        return ()
    return tuple((label, text) for label, text in _lines(receipt) if text)


def when(moment: datetime) -> str:
    from datetime import UTC

    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def news_heading(report: Report) -> str:
    return f"What changed since {when(report.since)}" if report.since else "What changed"


def source_line(used: TableUsed) -> str:
    return f"{used.name}: {used.file}, version {used.version}, {counted(used.rows, 'row')}, imported {when(used.imported_at)}"


def _lines(receipt: Receipt) -> Iterator[tuple[str, str]]:
    yield "Read as", receipt.read_as
    yield "Decided by", receipt.decided_by
    for assumption in receipt.assumptions:
        yield "Assumed", f"{assumption.topic}: {assumption.chosen} ({assumption.why})"
    for used in receipt.tables:
        yield "Source", source_line(used)
    if receipt.rows_in is not None and receipt.rows_kept is not None:
        yield "Rows", f"{receipt.rows_kept:,} of {receipt.rows_in:,} counted"
    for matched in receipt.filters:
        yield "Filter", f"{matched.label}: {counted(matched.rows, 'row')}"
    for left in receipt.nulls_left_out:
        yield "Left out", f"{counted(left.rows, 'row')} without {left.label}"
    for join in receipt.joins:
        yield "Join", _join(join)
    for label, told in (("Checked", receipt.checks), ("Mended", receipt.repairs), ("Note", receipt.warnings)):
        yield from ((label, text) for text in told)
    yield "Time", _time(receipt)
    if receipt.usage.calls:
        yield "Language model", f"{counted(receipt.usage.calls, 'call')}"


def _join(join: JoinReceipt) -> str:
    without = counted(join.rows_without_partner, "row")
    told = f", {without} without a match, {join.unmatched}" if join.rows_without_partner else ""
    return f"{join.left} to {join.right}, {join.cardinality.replace('_', ' ')}{told}"


def _time(receipt: Receipt) -> str:
    total = sum(receipt.timings.values())
    cached = ", rows from the cache" if receipt.from_cache else ""
    return f"{total * 1000:,.0f} ms{cached}" if receipt.timings else ""
