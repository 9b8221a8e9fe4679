"""What a change is told against: each group as it was some calendar periods earlier.

Where the Plan keeps a period of the same time, the earlier groups are read from that period moved back, so that
"last month against the month before" finds the month before, and "this year to date" is told against the same part
of last year. Elsewhere they are among the Plan's own groups. A period that has no rows gives no change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlglot import exp

from core.errors import InvalidInput
from core.model import Calendar
from core.plan import AbsolutePeriod, And, Condition, Grain, Plan, PlanDimension, RelativePeriod
from core.table import ColumnType
from semantic_layer.compiler.base import Base
from semantic_layer.compiler.conditions import conjuncts
from semantic_layer.compiler.expressions import plus
from semantic_layer.compiler.identifiers import column, identifier
from semantic_layer.compiler.levels import Level, as_cte
from semantic_layer.compiler.literals import is_day
from semantic_layer.compiler.scope import Statement
from semantic_layer.periods import moved, resolve_period

STEPS: dict[Grain, tuple[int, str]] = {
    "year": (1, "YEAR"),
    "quarter": (3, "MONTH"),
    "month": (1, "MONTH"),
    "week": (7, "DAY"),
    "day": (1, "DAY"),
    "hour": (1, "HOUR"),
}


def with_earlier(
    plan: Plan,
    level: Level,
    periods: int,
    time_type: ColumnType | None,
    statement: Statement,
    base_of: Callable[[Plan], Base],
) -> tuple[Level, str]:
    """Joins each group of `level` to the same group `periods` earlier; also gives the alias of the earlier one."""
    time = period_dimension(plan)
    wanted = "before" if periods == 1 else f"before_{periods}"
    moved_plan = _moved_back(plan, time, periods, statement.calendar)
    if moved_plan is None:
        alias = statement.names.take(wanted)
        own = level.select.args["from_"].this.name
        earlier = exp.Table(this=identifier(own), alias=exp.TableAlias(this=identifier(alias)))
    else:
        read = as_cte(base_of(moved_plan).level, statement.names, wanted)
        alias = read.ctes[-1][0]
        level = replace(level, ctes=(*level.ctes, *read.ctes))
        earlier = exp.Table(this=identifier(alias))
    matches = _matches(plan, level, time, periods, time_type, alias)
    return replace(level, select=level.select.join(earlier, on=exp.and_(*matches), join_type="left")), alias


def period_dimension(plan: Plan) -> PlanDimension:
    times = [dimension for dimension in plan.dimensions if dimension.grain is not None]
    if len(times) != 1:
        raise InvalidInput("A change needs exactly one dimension by periods of time.", stage="compiling")
    return times[0]


def _matches(
    plan: Plan, level: Level, time: PlanDimension, periods: int, time_type: ColumnType | None, alias: str
) -> list[exp.Expr]:
    now = level.column(time.name)
    if time_type == "integer":
        then: exp.Expr = exp.Sub(this=now, expression=exp.Literal.number(periods))
    else:
        assert time.grain is not None
        step, unit = STEPS[time.grain]
        then = plus(now, -step * periods, unit)
    others = [dimension.name for dimension in plan.dimensions if dimension.name != time.name]
    return [
        exp.EQ(this=column(time.name, alias), expression=then),
        *(exp.NullSafeEQ(this=column(name, alias), expression=level.column(name)) for name in others),
    ]


def _moved_back(plan: Plan, time: PlanDimension, periods: int, calendar: Calendar) -> Plan | None:
    """The Plan's groups in the period moved back; None where it keeps no period of that time."""
    assert time.grain is not None
    changed: list[Condition] = []
    found = False
    for part in conjuncts(plan.where):
        if isinstance(part, AbsolutePeriod | RelativePeriod) and part.of == time.of:
            found = True
            changed.append(_earlier_period(part, time.grain, periods, calendar))
        else:
            changed.append(part)
    if not found:
        return None
    return replace(
        plan,
        where=And(conditions=tuple(changed)),
        comparisons=(),
        having=None,
        order=(),
        limit=None,
        top_per_group=None,
    )


def _earlier_period(
    period: AbsolutePeriod | RelativePeriod, grain: Grain, periods: int, calendar: Calendar
) -> AbsolutePeriod:
    if isinstance(period, AbsolutePeriod):
        start, end = period.start, period.end
    else:
        start, end = resolve_period(period, calendar)
    return AbsolutePeriod(
        of=period.of,
        start=_moved_bound(start, grain, periods),
        end=_moved_bound(end, grain, periods),
        phrase=f"{periods} {grain}s before {period.phrase}",
    )


def _moved_bound(bound: str | None, grain: Grain, periods: int) -> str | None:
    if bound is None:
        return None
    try:
        earlier = moved(datetime.fromisoformat(bound), -periods, grain)
    except (ValueError, OverflowError):
        raise InvalidInput(f"There is nothing {periods} {grain}s before {bound}.", stage="compiling") from None
    return earlier.date().isoformat() if is_day(bound) and grain != "hour" else earlier.isoformat()
