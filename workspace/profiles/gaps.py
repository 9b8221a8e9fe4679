"""Periods that no row of a table has, between the first and the last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from core.model import DateSpine, Entity
from core.plan import Grain
from core.query import Query
from workspace.opened import Opened
from workspace.profiles.filters import RowFilter, quoted
from workspace.profiles.findings import Finding

_SATURDAY = 5
_SHOWN = 5
_MOST_GAPS = 400
_RARE, _FAR = 0.05, 1.5
_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
_DAYS: dict[Grain, int] = {"day": 1, "week": 7}

Gap = tuple[date, date, int]
"""The period before it, the one after it, and how many are missing in between."""


async def gaps_in_dates(entity: Entity, opened: Opened) -> list[Finding]:
    """Those longer than chance would leave, the longest first; days without rows are no gap where only weekends are missing."""
    spine = entity.spine
    if spine is None or not spine.missing or spine.grain not in _MONTHS | _DAYS:
        return []
    name, grain = quoted(spine.field), spine.grain
    periods = f"SELECT DISTINCT CAST(date_trunc('{grain}', {name}) AS DATE) AS p FROM {quoted(entity.name)} WHERE {name} IS NOT NULL"
    followed = f"SELECT p, lead(p) OVER (ORDER BY p) AS following FROM ({periods})"
    sql = f"SELECT p, following FROM ({followed}) WHERE following > p + INTERVAL 1 {grain} ORDER BY p"
    result = await opened.execute(Query(sql=sql), _MOST_GAPS)
    pairs = [(p, after) for p, after in result.rows if isinstance(p, date) and isinstance(after, date)]
    gaps = [(before, after, missing) for before, after in pairs if (missing := _missing(before, after, grain))]
    telling = () if result.truncated else [gap for gap in gaps if gap[2] > _left_by_chance(spine, gaps)]
    longest = sorted(telling, key=lambda gap: (-gap[2], gap[0]))[:_SHOWN]
    return [_finding(spine, gap) for gap in longest] + _rest(spine, telling, longest)


def _missing(before: date, after: date, grain: Grain) -> int:
    if grain == "day":
        between = [before + timedelta(days=at) for at in range(1, (after - before).days)]
        working = [day for day in between if day.weekday() < _SATURDAY]
        return len(between) if working else 0
    return _steps(before, after, grain) - 1


def _steps(before: date, after: date, grain: Grain) -> int:
    if grain in _DAYS:
        return (after - before).days // _DAYS[grain]
    months = 12 * (after.year - before.year) + after.month - before.month
    return months // _MONTHS[grain]


def _left_by_chance(spine: DateSpine, gaps: Sequence[Gap]) -> float:
    """How long a gap is to be expected where periods without rows are usual; 0 where they are rare.

    The longest run among n periods, each empty with probability q, is about ln(n) / -ln(q).
    """
    start, end = (date.fromisoformat(text[:10]) for text in (spine.start, spine.end))
    periods = max(2, _steps(start, end, spine.grain))
    lengths = sorted(missing for *_, missing in gaps)
    empty = sum(lengths[:-1]) / periods
    if empty < _RARE:
        return 0.0
    return _FAR * math.log(periods) / -math.log(min(empty, 0.99))


def _finding(spine: DateSpine, gap: Gap) -> Finding:
    before, after, missing = gap
    periods = f"{missing:,} {spine.grain}s" if missing > 1 else f"1 {spine.grain}"
    first, last = _next(before, spine.grain), after - timedelta(days=1)
    when = f"on {first}" if first == last else f"from {first} to {last}"
    return Finding(
        kind="gap",
        severity="warning",
        text=f"No row has a date {when}: {periods} without data.",
        column=spine.field,
        detail="Shown are the rows of the periods before and after it.",
        show=RowFilter(
            kind="between",
            column=spine.field,
            low=before.isoformat(),
            high=f"{_next(after, spine.grain) - timedelta(days=1)} 23:59:59",
        ),
    )


def _rest(spine: DateSpine, gaps: Sequence[Gap], shown: Sequence[Gap]) -> list[Finding]:
    left = len(gaps) - len(shown)
    if not left:
        return []
    text = f"{left:,} more gap{'' if left == 1 else 's'} in {spine.field}, none of them longer."
    return [Finding(kind="gap", severity="info", text=text, column=spine.field)]


def _next(period: date, grain: Grain) -> date:
    if grain in _DAYS:
        return period + timedelta(days=_DAYS[grain])
    months = period.year * 12 + period.month - 1 + _MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)
