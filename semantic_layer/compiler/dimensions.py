"""Dimensions of a Plan as SQL: a field, a period of it, a calendar part, or an interval."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from sqlglot import exp

from core.errors import InvalidInput
from core.model import Calendar
from core.plan import DatePart, Grain, PlanDimension
from core.table import NUMERIC_TYPES, ColumnType
from semantic_layer.compiler.expressions import arithmetic_sql, expression_sql, plus, temporal_sql, type_of
from semantic_layer.compiler.literals import number
from semantic_layer.compiler.scope import Scope


def dimension_sql(dimension: PlanDimension, scope: Scope) -> exp.Expr:
    """Raises InvalidInput where the grain, part or bins do not fit the field's type."""
    if sum(chosen is not None for chosen in (dimension.grain, dimension.part, dimension.bins)) > 1:
        raise InvalidInput(f"“{dimension.label}” has more than one of grain, part and bins.", stage="compiling")
    if dimension.grain is not None:
        if _counts_years(dimension, scope):
            return expression_sql(dimension.of, scope)
        return _period_start(temporal_sql(dimension.of, scope), dimension.grain, scope.statement.calendar)
    if dimension.part is not None:
        if dimension.part == "year" and type_of(dimension.of, scope) == "integer":
            return expression_sql(dimension.of, scope)
        return expression_sql(DatePart(part=dimension.part, of=dimension.of), scope)
    if dimension.bins is not None:
        return _bin_start(dimension, dimension.bins.width, scope)
    of = expression_sql(dimension.of, scope)
    # GROUP BY and ORDER BY read a bare number as a position.
    return exp.Paren(this=of) if isinstance(of, exp.Literal) else of


def dimension_type(dimension: PlanDimension, scope: Scope) -> ColumnType | None:
    if dimension.grain is not None:
        if _counts_years(dimension, scope):
            return "integer"
        return "timestamp" if dimension.grain == "hour" else "date"
    if dimension.part is not None:
        return "integer"
    if dimension.bins is not None:
        return "float" if dimension.bins.width % 1 else "integer"
    return type_of(dimension.of, scope)


def order_of_days(day_of_week: exp.Expr, calendar: Calendar) -> exp.Expr:
    """Sorts days numbered from Monday by the calendar's first day of the week."""
    if calendar.week_start == 0:
        return day_of_week
    moved = exp.Add(this=day_of_week, expression=exp.Literal.number(6 - calendar.week_start))
    return exp.Mod(this=exp.Paren(this=moved), expression=exp.Literal.number(7))


def _counts_years(dimension: PlanDimension, scope: Scope) -> bool:
    return dimension.grain == "year" and type_of(dimension.of, scope) == "integer"


def _period_start(moment: exp.Expr, grain: Grain, calendar: Calendar) -> exp.Expr:
    """The period's first day; the first moment for hours."""
    match grain:
        case "hour":
            return _truncated(exp.cast(moment, "TIMESTAMP"), grain)
        case "day":
            return exp.cast(moment, "DATE")
        case "month":
            return exp.cast(_truncated(moment, grain), "DATE")
        case "week":
            return _shifted(moment, grain, -calendar.week_start % 7, "DAY")
        case "year":
            return _shifted(moment, grain, (13 - calendar.fiscal_year_start) % 12, "MONTH")
        case "quarter":
            return _shifted(moment, grain, (13 - calendar.fiscal_year_start) % 3, "MONTH")
        case _:
            assert_never(grain)


def _shifted(moment: exp.Expr, grain: Grain, count: int, unit: str) -> exp.Expr:
    """Truncated as if the calendar began `count` units earlier."""
    return exp.cast(plus(_truncated(plus(moment, count, unit), grain), -count, unit), "DATE")


def _truncated(moment: exp.Expr, grain: Grain) -> exp.Expr:
    return exp.TimestampTrunc(this=moment, unit=exp.var(grain.upper()))


def _bin_start(dimension: PlanDimension, width: float, scope: Scope) -> exp.Expr:
    found = type_of(dimension.of, scope)
    if width <= 0:
        raise InvalidInput("The width of an interval must be more than 0.", stage="compiling")
    if found is not None and found not in NUMERIC_TYPES:
        raise InvalidInput(f"“{dimension.label}” holds {found} values, which have no intervals.", stage="compiling")
    step = number(width)
    quotient = arithmetic_sql("/", expression_sql(dimension.of, scope), step)
    if width % 1 == 0:
        lower = exp.Mul(this=exp.Floor(this=quotient), expression=step.copy())
        return exp.cast(lower, "BIGINT")
    # A quotient of binary fractions may fall just short of the whole number it stands for.
    settled = exp.Round(this=quotient, decimals=exp.Literal.number(9))
    lower = exp.Mul(this=exp.Floor(this=settled), expression=step.copy())
    places = -int(Decimal(repr(width)).normalize().as_tuple().exponent)
    return exp.Round(this=lower, decimals=exp.Literal.number(places))
