"""Expressions of a Plan as SQL, and the types of their values."""

from __future__ import annotations

import re
from typing import assert_never

from sqlglot import exp

from core.errors import InvalidInput
from core.model import Calendar
from core.plan import (
    Aggregate,
    Arithmetic,
    ArithmeticOperator,
    CalendarPart,
    Call,
    Case,
    DateDifference,
    DatePart,
    Expression,
    FieldRef,
    OutputRef,
    Plan,
    Related,
    RowPlace,
    ScalarPlan,
    TextReading,
    Value,
)
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, ColumnType
from semantic_layer.compiler.literals import literal
from semantic_layer.compiler.scope import Scope
from semantic_layer.compiler.text_readings import text_reading_sql, type_of_reading

_OPERATORS: dict[ArithmeticOperator, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul, "/": exp.Div}
_FUNCTION_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def expression_sql(expression: Expression, scope: Scope) -> exp.Expr:
    match expression:
        case FieldRef():
            return scope.field(expression)
        case Value():
            return literal(expression)
        case Arithmetic():
            left, right = expression_sql(expression.left, scope), expression_sql(expression.right, scope)
            return arithmetic_sql(expression.operator, left, right)
        case Case():
            return _case_sql(expression, scope)
        case DateDifference():
            return _difference_sql(expression, scope)
        case DatePart():
            return _date_part_sql(expression, scope)
        case Call():
            return _call_sql(expression, scope)
        case TextReading():
            return text_reading_sql(expression, expression_sql(expression.of, scope))
        case _:
            return _looked_up_sql(expression, scope)


def _looked_up_sql(expression: RowPlace | ScalarPlan | Related | OutputRef, scope: Scope) -> exp.Expr:
    match expression:
        case RowPlace():
            return scope.row_place(expression)
        case ScalarPlan():
            return _single_value_sql(expression.plan, scope) if not expression.alike else _alike_sql(expression, scope)
        case Related():
            return _related_sql(expression, scope)
        case OutputRef():
            return scope.output(expression.name)
        case _:
            assert_never(expression)


def arithmetic_sql(operator: ArithmeticOperator, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Division gives null where the divisor is 0."""
    left, right = _grouped(left, operator), _grouped(right, operator, is_right=True)
    if operator != "/":
        return _OPERATORS[operator](this=left, expression=right)
    if not _is_nonzero(right):
        right = exp.Nullif(this=right.unnest(), expression=exp.Literal.number(0))
    return exp.Div(this=left, expression=right, typed=False, safe=False)


def temporal_sql(expression: Expression, scope: Scope) -> exp.Expr:
    """The expression, refused where it is known to be no date or time."""
    found = type_of(expression, scope)
    if found is not None and found not in TEMPORAL_TYPES:
        raise InvalidInput(f"{_named(expression)} holds {found} values, not dates.", stage="compiling")
    return expression_sql(expression, scope)


def part_sql(part: CalendarPart, moment: exp.Expr, calendar: Calendar) -> exp.Expr:
    """A number; days of the week are 1 for Monday to 7, whatever day the week starts on.

    Years and quarters are those of the fiscal year, which is numbered by the calendar year it ends in. Weeks are
    those of ISO 8601, moved to the calendar's first day.
    """
    shift = (13 - calendar.fiscal_year_start) % 12
    match part:
        case "year":
            return exp.Extract(this=exp.var("YEAR"), expression=plus(moment, shift, "MONTH"))
        case "quarter":
            return exp.Extract(this=exp.var("QUARTER"), expression=plus(moment, shift, "MONTH"))
        case "week":
            return exp.Extract(this=exp.var("WEEK"), expression=plus(moment, -calendar.week_start % 7, "DAY"))
        case "day_of_week":
            return exp.Extract(this=exp.var("ISODOW"), expression=moment)
        case "day_of_month":
            return exp.Extract(this=exp.var("DAY"), expression=moment)
        case "day_of_year":
            return exp.Extract(this=exp.var("DOY"), expression=moment)
        case "month" | "hour":
            return exp.Extract(this=exp.var(part.upper()), expression=moment)
        case _:
            assert_never(part)


def _date_part_sql(part: DatePart, scope: Scope) -> exp.Expr:
    is_time = part.part == "hour" and type_of(part.of, scope) == "time"
    of = expression_sql(part.of, scope) if is_time else temporal_sql(part.of, scope)
    return part_sql(part.part, of, scope.statement.calendar)


def plus(moment: exp.Expr, count: int, unit: str) -> exp.Expr:
    """`moment` moved by `count` units; itself for 0."""
    if count == 0:
        return moment
    interval = exp.Interval(this=exp.Literal.string(str(abs(count))), unit=exp.var(unit))
    return (exp.Add if count > 0 else exp.Sub)(this=moment, expression=interval)


def type_of(expression: Expression, scope: Scope) -> ColumnType | None:
    """None where it cannot be told without running."""
    match expression:
        case FieldRef():
            return scope.type_of(expression)
        case Value():
            return expression.type
        case DateDifference() | DatePart() | RowPlace():
            return "integer"
        case TextReading():
            return type_of_reading(expression)
        case Arithmetic():
            return _arithmetic_type(expression, scope)
        case Case():
            types = {type_of(branch.then, scope) for branch in expression.branches}
            return types.pop() if len(types) == 1 else None
        case OutputRef():
            return scope.output_type(expression.name)
        case Related():
            return _related_type(expression.aggregate, scope)
        case ScalarPlan() | Call():
            return None
        case _:
            assert_never(expression)


def _arithmetic_type(expression: Arithmetic, scope: Scope) -> ColumnType | None:
    types = {type_of(expression.left, scope), type_of(expression.right, scope)}
    if not types <= NUMERIC_TYPES:
        return None
    if expression.operator == "/" or "float" in types:
        return "float"
    return "decimal" if "decimal" in types else "integer"


def _case_sql(case: Case, scope: Scope) -> exp.Expr:
    from semantic_layer.compiler.conditions import condition_sql

    ifs = [
        exp.If(this=condition_sql(branch.when, scope), true=expression_sql(branch.then, scope))
        for branch in case.branches
    ]
    otherwise = expression_sql(case.otherwise, scope) if case.otherwise is not None else None
    return exp.Case(ifs=ifs, default=otherwise)


def _difference_sql(difference: DateDifference, scope: Scope) -> exp.Expr:
    start, end = temporal_sql(difference.start, scope), temporal_sql(difference.end, scope)
    if difference.unit == "hour":
        start, end = exp.cast(start, "TIMESTAMP"), exp.cast(end, "TIMESTAMP")
    return exp.Anonymous(this="DATESUB", expressions=[exp.Literal.string(difference.unit), start, end])


def _single_value_sql(plan: Plan, scope: Scope) -> exp.Expr:
    select = scope.statement.subquery(plan)
    is_whole = plan.rows is None and not plan.dimensions and plan.combine is None
    is_first = plan.limit is not None and plan.limit.count == 1 and plan.limit.ties == "cut"
    if len(select.selects) != 1 or not (is_whole or is_first):
        raise InvalidInput("What is compared with must be a single value.", stage="compiling")
    return exp.Subquery(this=select)


def _related_sql(related: Related, scope: Scope) -> exp.Expr:
    from semantic_layer.compiler.measures import aggregate_sql

    entity, of = related.aggregate.entity, related.aggregate.of
    if isinstance(of, FieldRef) and of.entity == scope.entity != entity:
        raise InvalidInput(f"{of.name} is one value of each row, whatever its {entity} are.", stage="compiling")
    inner = Scope(scope.statement, entity, outer=scope)
    link = inner.link_to(scope, scope.path_between(entity, related.via))
    value = aggregate_sql(related.aggregate, inner)
    return exp.Subquery(this=inner.select("kept").select(value).where(link, copy=False))


def _related_type(aggregate: Aggregate, scope: Scope) -> ColumnType | None:
    if aggregate.function in ("count", "count_distinct"):
        return "integer"
    same = aggregate.function in ("min", "max", "first", "last", "mode")
    return scope.type_of(aggregate.of) if same and isinstance(aggregate.of, FieldRef) else None


def _alike_sql(expression: ScalarPlan, scope: Scope) -> exp.Expr:
    from semantic_layer.compiler.alike import alike_sql

    return alike_sql(expression, scope)


def _call_sql(call: Call, scope: Scope) -> exp.Expr:
    if not _FUNCTION_NAME.fullmatch(call.function.casefold()):
        raise InvalidInput(f"“{call.function}” is not the name of a function.", stage="compiling")
    arguments = [expression_sql(argument, scope) for argument in call.arguments]
    return exp.Anonymous(this=call.function.upper(), expressions=arguments)


def _grouped(operand: exp.Expr, operator: ArithmeticOperator, *, is_right: bool = False) -> exp.Expr:
    if isinstance(operand, exp.Mul | exp.Div):
        needed = is_right and operator in "*/"
    elif isinstance(operand, exp.Add | exp.Sub):
        needed = operator in "*/" or (is_right and operator == "-")
    else:
        needed = isinstance(operand, exp.Binary | exp.Not | exp.Between | exp.In)
    return exp.Paren(this=operand) if needed else operand


def _is_nonzero(operand: exp.Expr) -> bool:
    inner = operand.this if isinstance(operand, exp.Neg) else operand
    return isinstance(inner, exp.Literal) and not inner.is_string and float(inner.this) != 0


def _named(expression: Expression) -> str:
    return f"“{expression.entity}.{expression.name}”" if isinstance(expression, FieldRef) else "That"
