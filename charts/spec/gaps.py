"""Periods that a line must not be drawn across: there are no rows for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from charts.cells import Plain
from charts.spec.names import datum, unused_name
from charts.spec.table import Drawn, Spec
from core.chart import Encoding

_MONTHS = {"%Y": 12, "Q%q %Y": 3, "%b %Y": 1}
_DAYS = {"Week of %-d %b %Y": 7, "%-d %b %Y": 1}
_LARGEST_SHARE = 0.25
_DAY_LENGTH = 10


def missing_periods(x: Encoding, drawn: Drawn) -> list[Plain]:
    """Between the first and the last; none where so many are missing that the rows keep another rhythm (workdays)."""
    present: set[Plain] = {value for value in drawn.distinct(x) if value is not None}
    most = len(present) / (1 - _LARGEST_SHARE)
    every = list(islice(_every_period(present, x), int(most) + 1))
    return [] if len(every) > most else [value for value in every if value not in present]


def _every_period(present: set[Plain], x: Encoding) -> Iterator[Plain]:
    if x.format == "d" and x.scale == "quantitative":
        years = [int(value) for value in present if isinstance(value, int | float)]
        yield from range(min(years), max(years) + 1) if years else ()
        return
    texts = [value for value in present if isinstance(value, str) and len(value) == _DAY_LENGTH]
    if texts and len(texts) == len(present):
        yield from _periods(date.fromisoformat(min(texts)), date.fromisoformat(max(texts)), x.format or "")


def broken(x: Encoding, across: Spec, measure: str, series: list[str], drawn: Drawn) -> tuple[list[Spec], Spec]:
    """Transforms that put a row without a value into each gap, and the axis over them; neither changes without gaps."""
    missing = missing_periods(x, drawn)
    field = drawn.field(x)
    if not missing and not _series_have_gaps(field, series, drawn):
        return [], across
    impute: Spec = {"impute": measure, "key": field, "value": None}
    if missing:
        impute["keyvals"] = missing
    if series:
        impute["groupby"] = series
    if x.scale != "temporal":
        return [impute], across
    # Vega parses a field that an axis calls temporal before any transform, when keys are still text.
    period = unused_name("period", drawn.names.values())
    return [impute, {"calculate": f"toDate({datum(field)})", "as": period}], {**across, "field": period}


def _series_have_gaps(field: str, series: list[str], drawn: Drawn) -> bool:
    """Whether some series lack a period that others have, though not most of them."""
    periods = {row[field] for row in drawn.rows}
    groups = {tuple(row[name] for name in series) for row in drawn.rows}
    every = len(periods) * len(groups)
    return (1 - _LARGEST_SHARE) * every <= len(drawn.rows) < every


def _periods(first: date, last: date, pattern: str) -> Iterator[Plain]:
    """Beginnings of periods by their grain; nothing for another pattern."""
    months, days = _MONTHS.get(pattern), _DAYS.get(pattern)
    start, steps = first, 0
    while start <= last and (months or days):
        yield start.isoformat()
        steps += 1
        if days:
            start = first + timedelta(days=days * steps)
            continue
        passed = first.month - 1 + (months or 0) * steps
        if first.day > 28 or first.year + passed // 12 > date.max.year:
            return
        start = first.replace(year=first.year + passed // 12, month=passed % 12 + 1)
