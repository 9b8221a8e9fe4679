"""Facts about periods: change, trend, peak, gaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from agents.analyst.derivations import (
    COUNT_GAPS,
    HIGHEST,
    LAST_DATE,
    LOWEST,
    OUTLIER,
    TREND,
    change_facts,
    fact,
    floats,
)
from agents.analyst.grid import Grid
from agents.analyst.groups import extreme_fact, total_fact
from agents.analyst.periods import GRAINS, as_moment, floor_to, next_period
from agents.analyst.robust import OUTLIER_FROM, residuals, robust_z, trend
from core.answer import Fact
from core.plan import AbsolutePeriod, And, Condition, RelativePeriod
from core.query import OutputColumn

SURE = 0.05
_MOST_OUTLIERS = 3
_MOST_GAPS = 1000


def series_facts(grid: Grid, measure: OutputColumn, until: date | None = None) -> tuple[Fact, ...]:
    """An incomplete last period is told as such, and takes no part in changes, lows and trends."""
    rows = periods_in_order(grid, measure)
    if len(rows) < 2:
        return total_fact(grid, measure)
    partial = incomplete_after(grid, rows[-1], until)
    whole = rows[:-1] if partial else rows
    facts = list(total_fact(grid, measure))
    facts.extend(_ends(grid, measure, whole))
    facts.extend(_peak_and_low(grid, measure, rows, whole))
    facts.extend(_trend(grid, measure, whole))
    facts.extend(_outliers(grid, measure, whole))
    facts.extend(_gaps(grid, rows))
    if partial:
        cells = (grid.ref(rows[-1], measure),)
        label = f"{grid.label(rows[-1])} is incomplete"
        facts.append(fact("missing", "incomplete", label, partial, LAST_DATE, cells=cells))
    return tuple(facts)


def periods_in_order(grid: Grid, measure: OutputColumn) -> list[int]:
    """Rows that have a period and a value, oldest first."""
    numbers = grid.numbers(measure)
    dated = [(moment, row) for row, moment in enumerate(grid.moments) if moment and numbers[row] is not None]
    return [row for _, row in sorted(dated)]


def incomplete_after(grid: Grid, last: int, until: date | None) -> date | None:
    """The last day that the last period has data for, where it is known to end later."""
    moment = grid.moments[last]
    if moment is None or grid.grain not in GRAINS or grid.grain in {"day", "hour", "minute"}:
        return None
    ends = [end for end in (until, _asked_until(grid.plan.where if grid.plan else None)) if end]
    if not ends:
        return None
    first_missing = min(ends) + timedelta(days=1)
    end = next_period(floor_to(moment, grid.grain), grid.grain).date()
    return min(ends) if moment.date() < first_missing < end else None


def _asked_until(condition: Condition | None) -> date | None:
    """The last day that the filter lets through."""
    if isinstance(condition, And):
        ends = [end for end in map(_asked_until, condition.conditions) if end]
        return min(ends, default=None)
    if isinstance(condition, AbsolutePeriod) and condition.end:
        return (datetime.fromisoformat(condition.end) - timedelta(microseconds=1)).date()
    if isinstance(condition, RelativePeriod) and (condition.how != "aligned" or condition.shift >= 0):
        anchor = as_moment(datetime.fromisoformat(condition.anchor))
        return anchor.date() if anchor else None
    return None


def _ends(grid: Grid, measure: OutputColumn, rows: list[int]) -> list[Fact]:
    if len(rows) < 2:
        return []
    facts = list(change_facts(grid, measure, "overall", rows[0], rows[-1]))
    if len(rows) > 2:
        facts.extend(change_facts(grid, measure, "last", rows[-2], rows[-1]))
    return facts


def _peak_and_low(grid: Grid, measure: OutputColumn, rows: list[int], whole: list[int]) -> list[Fact]:
    """A peak may be in an incomplete period, a low may not."""
    numbers = grid.numbers(measure)
    facts = []
    if grid.knows(HIGHEST, measure):
        facts.append(extreme_fact(grid, measure, max(rows, key=lambda row: numbers[row] or 0), HIGHEST))
    if grid.knows(LOWEST, measure) and whole:
        low = min(whole, key=lambda row: numbers[row] or 0)
        if all((numbers[row] or 0) >= (numbers[low] or 0) for row in rows) or len(whole) < len(rows):
            facts.append(extreme_fact(grid, measure, low, LOWEST))
    return facts


def _trend(grid: Grid, measure: OutputColumn, rows: list[int]) -> list[Fact]:
    """None where periods are missing in between: steps would not be even."""
    if _missing_between(grid, rows):
        return []
    found = trend(floats(grid, measure, rows))
    if found is None or found.p >= SURE or found.slope == 0:
        return []
    label = f"Trend of {measure.label} a {grid.grain}"
    derivation = f"{TREND}, p = {found.p:.2g}"
    return [fact("trend", measure.name, label, found.slope, derivation, unit=measure.unit)]


def _outliers(grid: Grid, measure: OutputColumn, rows: list[int]) -> list[Fact]:
    if len(rows) < 2:
        return []
    scores = robust_z(residuals(floats(grid, measure, rows)))
    odd = sorted(((abs(score), row) for score, row in zip(scores, rows, strict=True)), reverse=True)
    return [
        fact(
            "outlier",
            f"{measure.name}:{row}",
            f"Unusual {measure.label}: {grid.label(row)}",
            grid.numbers(measure)[row],
            OUTLIER,
            unit=measure.unit,
            cells=(grid.ref(row, measure),),
        )
        for score, row in odd[:_MOST_OUTLIERS]
        if score >= OUTLIER_FROM
    ]


def _gaps(grid: Grid, rows: list[int]) -> list[Fact]:
    missing = _missing_between(grid, rows)
    if not missing or grid.truncated or (grid.plan is not None and grid.plan.limit is not None):
        return []
    return [fact("missing", "gaps", f"{grid.grain}s without data", missing, COUNT_GAPS)]


def _missing_between(grid: Grid, rows: list[int]) -> int:
    """Periods without a row between the first and the last."""
    if not rows or grid.grain not in GRAINS or grid.grain == "minute":
        return 0
    present = {grid.moments[row] for row in rows}
    step, last = grid.moments[rows[0]], grid.moments[rows[-1]]
    missing = 0
    while step is not None and last is not None and step < last and missing < _MOST_GAPS:
        step = next_period(step, grid.grain)
        missing += step not in present and step < last
    return missing
