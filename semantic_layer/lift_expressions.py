"""Expressions, conditions and aggregates of SQL as parts of a Plan; whatever a Plan cannot say is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from sqlglot import exp

from core.model import Field, SemanticModel
from core.plan import (
    Aggregate,
    AggregateFunction,
    Arithmetic,
    ArithmeticOperator,
    Branch,
    CalendarPart,
    Call,
    Case,
    DateDifference,
    DatePart,
    Expression,
    FieldRef,
    Grain,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    Plan,
    ScalarPlan,
)
from core.table import TEMPORAL_TYPES, ColumnType
from semantic_layer.compiler.meaning import differs_from_plain
from semantic_layer.lift_literals import CannotLift, constant
from semantic_layer.profile import WRITTEN_AS
from semantic_layer.sql_sources import Sources, same

_ARITHMETIC: dict[type[exp.Expr], ArithmeticOperator] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_CALLS: dict[type[exp.Expr], str] = {exp.Lower: "lower", exp.Upper: "upper", exp.Length: "length", exp.Abs: "abs"}
_AGGREGATES: dict[type[exp.Expr], AggregateFunction] = {
    exp.Sum: "sum",
    exp.Avg: "avg",
    exp.Min: "min",
    exp.Max: "max",
    exp.Median: "median",
    exp.Stddev: "stddev",
    exp.StddevSamp: "stddev",
    exp.Variance: "variance",
}
_TOLD_BY: dict[type[exp.Expr], AggregateFunction] = {exp.Corr: "corr", exp.ArgMin: "first", exp.ArgMax: "last"}
_PARTS: dict[str, CalendarPart] = {
    "YEAR": "year",
    "QUARTER": "quarter",
    "MONTH": "month",
    "WEEK": "week",
    "ISODOW": "day_of_week",
    "DAY": "day_of_month",
    "DOY": "day_of_year",
    "HOUR": "hour",
}
_PART_CALLS: dict[type[exp.Expr], CalendarPart] = {
    exp.Year: "year",
    exp.Quarter: "quarter",
    exp.Month: "month",
    exp.Day: "day_of_month",
    exp.Hour: "hour",
}
_GRAINS: tuple[Grain, ...] = ("year", "quarter", "month", "week", "day", "hour")


class ExpressionReader:
    """`paths` tells each source by its alias: its entity and the relationships that lead there from the Plan's.

    `used` gathers the aliases that were read. `lifted` makes a Plan of a query inside of this one.
    """

    def __init__(
        self,
        sources: Sources,
        paths: Mapping[str, tuple[str, tuple[str, ...]]],
        entity: str,
        lifted: Callable[[exp.Query], Plan],
    ) -> None:
        self.sources, self.entity, self.lifted = sources, entity, lifted
        self.model: SemanticModel = sources.model
        self.used: set[str] = set()
        self._paths = paths

    def expression(self, node: exp.Expr) -> Expression:
        match node:
            case exp.Paren():
                return self.expression(node.this)
            case exp.Column():
                return self.field(node)
            case exp.TryCast(this=exp.Column() as column):
                return self._written(column, node.to.sql(dialect="duckdb"))
            case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
                return self._arithmetic(node)
            case exp.Case() | exp.If():
                return self._case(node)
            case exp.Extract() | exp.Year() | exp.Quarter() | exp.Month() | exp.Day() | exp.Hour():
                return self._part(node)
            case exp.Subquery(this=exp.Query() as query):
                return ScalarPlan(plan=self.lifted(query))
            case exp.Func():
                return self._call(node)
            case _:
                return constant(node)

    def field(self, column: exp.Column) -> FieldRef:
        found = self._field(column)
        if self.field_of(found).written:
            raise CannotLift(f"{column.name} as text")
        return found

    def _written(self, column: exp.Column, as_type: str) -> FieldRef:
        """The number that is written in a column of text."""
        found = self._field(column)
        field = self.field_of(found)
        if not field.written or WRITTEN_AS[field.type] != as_type:
            raise CannotLift(f"{column.name} AS {as_type}")
        return found

    def _field(self, column: exp.Column) -> FieldRef:
        home = self.sources.home(column)
        if home is None or home.entity is None or home.alias not in self._paths:
            raise CannotLift(column.name)
        field = next((one for one in home.entity.fields if same(one.name, column.name)), None)
        if field is None:
            raise CannotLift(column.name)
        self.used.add(home.alias)
        entity, via = self._paths[home.alias]
        return FieldRef(entity=entity, name=field.name, via=via)

    def type_of(self, expression: Expression) -> ColumnType | None:
        """None where it cannot be told."""
        match expression:
            case FieldRef():
                return self.field_of(expression).type
            case DatePart() | DateDifference() | Call(function="length"):
                return "integer"
            case Call(function="lower" | "upper"):
                return "text"
            case _:
                return None

    def field_of(self, ref: FieldRef) -> Field:
        return self.model.entity(ref.entity).field(ref.name)

    def measure(self, node: exp.Expr) -> MeasureExpression:
        match node:
            case exp.Paren():
                return self.measure(node.this)
            case exp.Filter():
                return self._filtered(node)
            case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
                left, right = self.measure(node.this), self.measure(_divisor(node))
                return MeasureArithmetic(operator=_ARITHMETIC[type(node)], left=left, right=right)
            case exp.AggFunc():
                return self._aggregate(node)
            case _:
                number = constant(node)
                if number.type not in ("integer", "decimal"):
                    raise CannotLift(node.sql())
                return MeasureConstant(value=float(cast("str", number.value)))

    def _filtered(self, node: exp.Filter) -> Aggregate:
        from semantic_layer.lift_conditions import condition

        found = self.measure(node.this)
        if not isinstance(found, Aggregate):
            raise CannotLift(node.sql())
        where = condition(node.expression.this, self)
        return replace(found, where=where)

    def _aggregate(self, node: exp.AggFunc) -> Aggregate:
        if isinstance(node, exp.Count):
            return self._count(node)
        if type(node) in _AGGREGATES and not isinstance(node.this, exp.Distinct | exp.Order):
            found = Aggregate(function=_AGGREGATES[type(node)], entity=self.entity, of=self.expression(node.this))
            return replace(found, plain=differs_from_plain(found, self.model))
        if type(node) in _TOLD_BY and node.expression and not node.args.get("count"):
            of, by = self.expression(node.this), self.expression(node.expression)
            return Aggregate(function=_TOLD_BY[type(node)], entity=self.entity, of=of, by=by)
        if isinstance(node, exp.PercentileCont) and isinstance(node.expression, exp.Literal):
            share = float(node.expression.this)
            return Aggregate(function="quantile", entity=self.entity, of=self.expression(node.this), quantile=share)
        raise CannotLift(node.sql())

    def _count(self, node: exp.Count) -> Aggregate:
        if node.expressions:
            raise CannotLift(node.sql())
        if isinstance(node.this, exp.Star) or (isinstance(node.this, exp.Literal) and not node.this.is_string):
            return Aggregate(function="count", entity=self.entity)
        if not isinstance(node.this, exp.Distinct):
            return Aggregate(function="count", entity=self.entity, of=self.expression(node.this))
        if len(node.this.expressions) != 1:
            raise CannotLift(node.sql())
        return Aggregate(function="count_distinct", entity=self.entity, of=self.expression(node.this.expressions[0]))

    def _arithmetic(self, node: exp.Expr) -> Arithmetic:
        left, right = self.expression(node.this), self.expression(_divisor(node))
        return Arithmetic(operator=_ARITHMETIC[type(node)], left=left, right=right)

    def _case(self, node: exp.Case | exp.If) -> Case:
        from semantic_layer.lift_conditions import condition

        if isinstance(node, exp.Case) and node.this is not None:
            raise CannotLift("CASE of a value")
        whens = [node] if isinstance(node, exp.If) else node.args["ifs"]
        default = node.args.get("false") if isinstance(node, exp.If) else node.args.get("default")
        branches = [Branch(when=condition(one.this, self), then=self.expression(one.args["true"])) for one in whens]
        return Case(branches=tuple(branches), otherwise=self.expression(default) if default is not None else None)

    def _part(self, node: exp.Expr) -> DatePart:
        moment = node.expression if isinstance(node, exp.Extract) else node.this
        part = _PARTS.get(node.name.upper()) if isinstance(node, exp.Extract) else _PART_CALLS[type(node)]
        inner = moment.this if isinstance(moment, exp.TsOrDsToDate) else moment
        calendar = self.model.calendar
        moved = (part == "week" and calendar.week_start) or (
            part in ("year", "quarter") and calendar.fiscal_year_start != 1
        )
        of = self.expression(inner)
        if part is None or moved or self.type_of(of) not in TEMPORAL_TYPES:
            raise CannotLift(node.sql())
        return DatePart(part=part, of=of)

    def _call(self, node: exp.Func) -> Expression:
        if type(node) in _CALLS and list(node.args) and all(key == "this" or not node.args[key] for key in node.args):
            return Call(function=_CALLS[type(node)], arguments=(self.expression(node.this),))
        if isinstance(node, exp.Anonymous) and node.name.upper() == "DATESUB" and len(node.expressions) == 3:
            unit, start, end = node.expressions
            if unit.name in _GRAINS and unit.name != "hour":
                grain = cast("Grain", unit.name)
                return DateDifference(unit=grain, start=self.expression(start), end=self.expression(end))
        return constant(node)


def grain_of(node: exp.Expr) -> tuple[Grain, exp.Expr] | None:
    """The period that a moment is cut to, and the moment."""
    inner = node.unnest()
    if isinstance(inner, exp.Cast) and inner.to.is_type("date"):
        cut = grain_of(inner.this)
        return cut if cut is not None and cut[0] != "hour" else ("day", inner.this) if cut is None else None
    if isinstance(inner, exp.TimestampTrunc | exp.DateTrunc):
        unit = inner.args["unit"].name.lower()
        moment = inner.this
        if unit == "hour" and isinstance(moment, exp.Cast):
            moment = moment.this
        return (cast("Grain", unit), moment) if unit in _GRAINS else None
    return None


def _divisor(node: exp.Expr) -> exp.Expr:
    """The right side. A Plan's division gives null for a divisor of 0, so one that may be 0 must be written so."""
    right: exp.Expr = node.expression
    if not isinstance(node, exp.Div):
        return right
    inner = right.unnest()
    if isinstance(inner, exp.Nullif) and inner.expression == exp.Literal.number(0):
        return cast("exp.Expr", inner.this)
    if isinstance(inner, exp.Literal) and not inner.is_string and float(inner.this) != 0:
        return inner
    raise CannotLift(node.sql())
