"""Conditions of a Plan as SQL.

A row whose value is null meets neither a condition nor its negation, unless null is what is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import (
    AbsolutePeriod,
    And,
    Between,
    Comparison,
    ComparisonOperator,
    Condition,
    Exists,
    Expression,
    In,
    IsNull,
    Not,
    Or,
    RelativePeriod,
    TextMatch,
    Value,
)
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, ColumnType
from semantic_layer.compiler.expressions import expression_sql, temporal_sql, type_of
from semantic_layer.compiler.identifiers import column
from semantic_layer.compiler.literals import day_or_moment, is_day, literal, moment, number
from semantic_layer.compiler.scope import Scope
from semantic_layer.periods import resolve_period

_OPERATORS: dict[ComparisonOperator, type[exp.Binary]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_OPPOSITE: dict[ComparisonOperator, ComparisonOperator] = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
_MIRRORED: dict[ComparisonOperator, ComparisonOperator] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def condition_sql(condition: Condition, scope: Scope) -> exp.Expr:
    match condition:
        case And() | Or():
            return _connected(condition, scope)
        case Not(condition=(AbsolutePeriod() | RelativePeriod()) as period):
            return exp.not_(condition_sql(period, scope))
        case Not():
            return condition_sql(negation(condition.condition), scope)
        case AbsolutePeriod():
            return _period_sql(condition.of, condition.start, condition.end, scope)
        case RelativePeriod():
            return _period_sql(condition.of, *resolve_period(condition, scope.statement.calendar), scope)
        case Exists():
            return _exists_sql(condition, scope)
        case _:
            return _test_sql(condition, scope)


def negation(condition: Condition) -> Condition:
    """The condition with its sense reversed, as near to its parts as can be: the same in three-valued logic."""
    match condition:
        case And():
            return Or(conditions=tuple(negation(part) for part in condition.conditions))
        case Or():
            return And(conditions=tuple(negation(part) for part in condition.conditions))
        case Not():
            return condition.condition
        case Comparison():
            return replace(condition, operator=_OPPOSITE[condition.operator])
        case Between() | In() | TextMatch() | IsNull() | Exists():
            return replace(condition, negated=not condition.negated)
        case AbsolutePeriod() | RelativePeriod():
            return Not(condition=condition)
        case _:
            assert_never(condition)


def where_parts(condition: Condition | None, scope: Scope) -> list[exp.Expr]:
    """What a WHERE joins with AND, flat."""
    parts: list[exp.Expr] = []
    for conjunct in conjuncts(condition):
        found = condition_sql(conjunct, scope)
        parts.extend(found.flatten() if isinstance(found, exp.And) else [found])
    return parts


def conjuncts(condition: Condition | None) -> tuple[Condition, ...]:
    """The conditions that must all hold, nested ones taken apart."""
    if condition is None:
        return ()
    if isinstance(condition, And):
        return tuple(inner for part in condition.conditions for inner in conjuncts(part))
    return (condition,)


def _test_sql(test: Comparison | Between | In | TextMatch | IsNull, scope: Scope) -> exp.Expr:
    match test:
        case Comparison():
            return _comparison_sql(test, scope)
        case Between():
            return _between_sql(test, scope)
        case In():
            return _in_sql(test, scope)
        case TextMatch():
            return _text_match_sql(test, scope)
        case IsNull():
            return _null_check(expression_sql(test.of, scope), negated=test.negated)
        case _:
            assert_never(test)


def _connected(condition: And | Or, scope: Scope) -> exp.Expr:
    parts = [condition_sql(part, scope) for part in condition.conditions]
    if not parts:
        return exp.Boolean(this=isinstance(condition, And))
    return (exp.and_ if isinstance(condition, And) else exp.or_)(*parts, copy=False)


def _comparison_sql(comparison: Comparison, scope: Scope) -> exp.Expr:
    if isinstance(comparison.left, Value) and not isinstance(comparison.right, Value):
        mirrored = Comparison(left=comparison.right, operator=_MIRRORED[comparison.operator], right=comparison.left)
        return _comparison_sql(mirrored, scope)
    left_type = type_of(comparison.left, scope)
    left = expression_sql(comparison.left, scope)
    if isinstance(comparison.right, Value):
        if comparison.right.value is None and comparison.operator in ("=", "!="):
            return _null_check(left, negated=comparison.operator == "!=")
        if left_type in ("timestamp", "timestamptz") and comparison.right.type == "date":
            return _day_comparison(left, comparison.operator, str(comparison.right.value))
    right = _side_sql(comparison.right, left_type, scope)
    return _OPERATORS[comparison.operator](this=left, expression=right)


def _day_comparison(left: exp.Expr, operator: ComparisonOperator, day: str) -> exp.Expr:
    """A moment against a whole day: later than the day means from the next one on."""
    this, following = moment(day, "date"), moment(_next_day(day), "date")
    if operator in ("=", "!="):
        within = exp.and_(exp.GTE(this=left, expression=this), exp.LT(this=left.copy(), expression=following))
        return within if operator == "=" else exp.not_(within)
    if operator in ("<", ">="):
        return _OPERATORS[operator](this=left, expression=this)
    return (exp.LT if operator == "<=" else exp.GTE)(this=left, expression=following)


def _between_sql(between: Between, scope: Scope) -> exp.Expr:
    of, type_ = expression_sql(between.of, scope), type_of(between.of, scope)
    high_is_day = isinstance(between.high, Value) and between.high.type == "date"
    if type_ in ("timestamp", "timestamptz") and high_is_day:
        assert isinstance(between.high, Value)
        within = exp.and_(
            exp.GTE(this=of, expression=_side_sql(between.low, type_, scope)),
            exp.LT(this=of.copy(), expression=moment(_next_day(str(between.high.value)), "date")),
        )
    else:
        low, high = _side_sql(between.low, type_, scope), _side_sql(between.high, type_, scope)
        within = exp.Between(this=_operand(of), low=low, high=high)
    return exp.not_(within) if between.negated else within


def _in_sql(condition: In, scope: Scope) -> exp.Expr:
    of, type_ = expression_sql(condition.of, scope), type_of(condition.of, scope)
    if condition.plan is not None:
        return _in_plan_sql(of, condition, scope)
    values = [value for value in condition.values if value.value is not None]
    if type_ in ("timestamp", "timestamptz") and values and all(value.type == "date" for value in values):
        of = exp.cast(of, "DATE")
    listed = exp.In(this=_operand(of), expressions=[_side_sql(value, type_, scope) for value in values])
    if condition.negated:
        return exp.not_(listed) if values else _null_check(of, negated=True)
    asks_null = len(values) < len(condition.values)
    if not values:
        return _null_check(of, negated=False) if asks_null else exp.false()
    return exp.or_(listed, _null_check(of.copy(), negated=False)) if asks_null else listed


def _in_plan_sql(of: exp.Expr, condition: In, scope: Scope) -> exp.Expr:
    """A null among the values of the plan must not make every negated answer unknown, so it is left out of them."""
    assert condition.plan is not None
    select = scope.statement.subquery(condition.plan)
    if len(select.selects) != 1:
        raise InvalidInput("A list of values to compare with must be one column.", stage="compiling")
    if not condition.negated:
        return exp.In(this=_operand(of), query=exp.Subquery(this=select))
    name = select.selects[0].alias_or_name
    listed = exp.Subquery(this=select, alias=exp.TableAlias(this=exp.to_identifier("listed")))
    kept = exp.select(column(name)).from_(listed).where(_null_check(column(name), negated=True))
    outside = exp.not_(exp.In(this=_operand(of), query=exp.Subquery(this=kept)))
    return exp.and_(_null_check(of.copy(), negated=True), outside)


def _text_match_sql(match: TextMatch, scope: Scope) -> exp.Expr:
    of, type_ = expression_sql(match.of, scope), type_of(match.of, scope)
    if type_ not in (None, "text"):
        of = exp.cast(of, "TEXT")
    escaped = match.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    before = "" if match.how == "starts_with" else "%"
    after = "" if match.how == "ends_with" else "%"
    found: exp.Expr = exp.ILike(this=_operand(of), expression=exp.Literal.string(f"{before}{escaped}{after}"))
    if escaped != match.text:
        found = exp.Escape(this=found, expression=exp.Literal.string("\\"))
    return exp.not_(found) if match.negated else found


def _period_sql(of: Expression, start: str | None, end: str | None, scope: Scope) -> exp.Expr:
    """Half-open. A whole number that stands for a year takes part by the years that the period covers."""
    low: exp.Expr | None
    high: exp.Expr | None
    if type_of(of, scope) == "integer":
        operand = expression_sql(of, scope)
        low, high = (number(_year(bound)) if bound else None for bound in (start, end))
    else:
        operand = temporal_sql(of, scope)
        low, high = (day_or_moment(bound) if bound else None for bound in (start, end))
    bounds: list[exp.Expr] = []
    if low is not None:
        bounds.append(exp.GTE(this=operand, expression=low))
    if high is not None:
        bounds.append(exp.LT(this=operand.copy(), expression=high))
    return exp.and_(*bounds, copy=False) if bounds else _null_check(operand, negated=True)


def _exists_sql(exists: Exists, scope: Scope) -> exp.Expr:
    inner = Scope(scope.statement, exists.entity, outer=scope)
    link = inner.link_to(scope, scope.path_between(exists.entity, exists.via))
    where = [link, *where_parts(exists.where, inner)]
    found = exp.Exists(this=inner.select("kept").select("1").where(*where, copy=False))
    return exp.not_(found) if exists.negated else found


def _side_sql(side: Expression, other_type: ColumnType | None, scope: Scope) -> exp.Expr:
    """A constant is written in the type it is compared with, so that text is never read as a number row by row."""
    if not isinstance(side, Value) or side.value is None:
        return _operand(expression_sql(side, scope))
    if other_type == "text" and side.type != "text":
        return exp.Literal.string(str(side.value))
    if other_type in NUMERIC_TYPES and side.type == "text":
        return number(str(side.value))
    if other_type in TEMPORAL_TYPES and side.type == "text":
        return day_or_moment(str(side.value))
    return literal(side)


def _null_check(operand: exp.Expr, *, negated: bool) -> exp.Expr:
    null = exp.Null()
    return exp.Is(this=_operand(operand), expression=exp.Not(this=null) if negated else null)


def _operand(operand: exp.Expr) -> exp.Expr:
    return exp.Paren(this=operand) if isinstance(operand, exp.Binary | exp.Not | exp.Between | exp.In) else operand


def _next_day(day: str) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=1)).isoformat()


def _year(bound: str) -> int:
    if not is_day(bound) or not bound.endswith("-01-01"):
        raise InvalidInput("A column of years can only be kept by whole years.", stage="compiling")
    return int(bound[:4])
