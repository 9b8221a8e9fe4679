"""A form as a Plan, which shows its work: numbers that stand in texts are read in the query."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.sheets.columns import SheetColumn
from agents.sql_expert.sheets.forms import PLACE, Form, Where
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    AggregateFunction,
    And,
    Between,
    Comparison,
    Condition,
    DatePart,
    Expression,
    In,
    IsNull,
    Limit,
    MeasureArithmetic,
    MeasureExpression,
    Not,
    Or,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanField,
    PlanMeasure,
    RowPlace,
    Rows,
    ScalarPlan,
    Value,
)


def plan_of(form: Form, columns: Sequence[SheetColumn]) -> Plan:
    return _Planner(form, columns).plan()


class _Planner:
    def __init__(self, form: Form, columns: Sequence[SheetColumn]) -> None:
        self.form, self.columns = form, columns
        self.entity = columns[0].entity
        self.where = _joined([self._condition(one) for one in form.where], either=form.either)

    def plan(self) -> Plan:
        match self.form.act:
            case "look up":
                return self._rows(self.where)
            case "extreme":
                return self._first(self.where, descending=self.form.descending, count=self.form.count)
            case "beside":
                return self._first(self._behind(), descending=not self.form.descending)
            case "count beside":
                return self._figure(Aggregate(function="count", entity=self.entity, where=self._behind()))
            case "same":
                return self._rows(self._alike())
            case "most frequent" | "more frequent of two":
                return self._frequent()
            case "which of two":
                return self._first(_joined(self._named(), either=True), descending=self.form.descending)
            case _:
                return self._figure(self._value())

    def _value(self) -> MeasureExpression:
        form = self.form
        match form.act:
            case "count":
                return self._aggregate("count", None, self.where)
            case "count different":
                return self._aggregate("count_distinct", self.columns[form.out].ref, self.where)
            case "range":
                highest, lowest = self._end("max", self.where), self._end("min", self.where)
                return MeasureArithmetic(operator="-", left=highest, right=lowest)
            case "difference" | "difference of counts":
                return self._difference()
            case "sum" | "avg" | "max" | "min":
                return self._aggregate(form.act, self._rank(), self.where)
            case _:
                raise AssertionError("the others list rows")

    def _condition(self, where: Where) -> Condition:
        column = self.columns[where.column]
        amount = column.amount or column.ref
        match where.kind:
            case "value":
                values = tuple(Value(value=value, type="text") for value in where.values)
                if len(values) > 1:
                    return In(of=column.ref, values=values, negated=where.operator == "!=")
                return Comparison(left=column.ref, operator=where.operator, right=values[0])
            case "between":
                of = DatePart(part="year", of=amount) if column.shape in ("date", "written date") else amount
                return Between(of=of, low=_number(where.number), high=_number(where.high))
            case "year":
                amount = DatePart(part="year", of=amount)
            case "month":
                amount = DatePart(part="month", of=amount)
            case "day":
                return self._on_day(amount, int(where.number))
            case "period":
                start, end = where.values
                return AbsolutePeriod(of=amount, start=start, end=end, phrase=f"from {start} to before {end}")
            case "number":
                pass
        return Comparison(left=amount, operator=where.operator, right=_number(where.number))

    def _on_day(self, of: Expression, day: int) -> Condition:
        parts = ((DatePart(part="month", of=of), day // 100), (DatePart(part="day_of_month", of=of), day % 100))
        return And(
            conditions=tuple(
                Comparison(left=part, operator="=", right=Value(value=number, type="integer")) for part, number in parts
            )
        )

    def _named(self) -> list[Condition]:
        return [self._condition(one) for one in self.form.named]

    def _rank(self) -> Expression:
        if self.form.rank == PLACE:
            return RowPlace(entity=self.entity)
        column = self.columns[self.form.rank]
        return column.amount or column.ref

    def _rows(self, where: Condition | None) -> Plan:
        return Plan(entity=self.entity, rows=Rows(fields=(self._out(),)), where=where)

    def _out(self) -> PlanField:
        column = self.columns[self.form.out]
        return PlanField(name=column.field.name, label=column.field.label, of=column.ref)

    def _first(self, where: Condition | None, *, descending: bool, count: int = 1) -> Plan:
        rank = self._rank()
        order = (Order(by=rank, descending=descending),)
        known = IsNull(of=rank, negated=True) if self.form.rank != PLACE else None
        both = _joined([part for part in (where, known) if part is not None], either=False)
        return Plan(
            entity=self.entity, rows=Rows(fields=(self._out(),)), where=both, order=order, limit=Limit(count=count)
        )

    def _behind(self) -> Condition:
        """Rows that stand behind the last of those that are named, or before the first of them."""
        end: AggregateFunction = "max" if self.form.descending else "min"
        value = self._aggregate(end, self._rank(), self.where)
        plan = Plan(entity=self.entity, measures=(PlanMeasure(name="named", label="named", value=value),))
        operator = ">" if self.form.descending else "<"
        return Comparison(left=self._rank(), operator=operator, right=ScalarPlan(plan=plan))  # type: ignore[arg-type]

    def _alike(self) -> Condition:
        column = self.columns[self.form.rank]
        assert self.where is not None
        known = And(conditions=(self.where, IsNull(of=column.ref, negated=True)))
        plan = Plan(entity=self.entity, rows=Rows(fields=(self._same_field(column),)), where=known)
        others = self._condition(self.form.where[0])
        return And(conditions=(In(of=column.ref, plan=plan), _negated(others)))

    def _same_field(self, column: SheetColumn) -> PlanField:
        return PlanField(name=column.field.name, label=column.field.label, of=column.ref)

    def _frequent(self) -> Plan:
        column = self.columns[self.form.out]
        where = _joined(self._named(), either=True) if self.form.named else self.where
        known = _joined([part for part in (where, IsNull(of=column.ref, negated=True)) if part], either=False)
        return Plan(
            entity=self.entity,
            dimensions=(PlanDimension(name=column.field.name, label=column.field.label, of=column.ref),),
            measures=(PlanMeasure(name="rows", label="Rows", value=self._aggregate("count", None, None)),),
            where=known,
            order=(Order(by=OutputRef(name="rows"), descending=self.form.descending),),
            limit=Limit(count=1),
        )

    def _end(self, end: AggregateFunction, where: Condition | None) -> MeasureExpression:
        """Of dates their years."""
        rank = self._rank()
        if self.columns[self.form.rank].shape in ("date", "written date"):
            rank = DatePart(part="year", of=rank)
        return self._aggregate(end, rank, where)

    def _difference(self) -> MeasureExpression:
        """Of what two rows hold: whichever is greater comes first. Of counts, the first named comes first."""
        named = self._named()
        if self.form.act == "difference":
            both = _joined(named, either=True)
            return MeasureArithmetic(operator="-", left=self._end("max", both), right=self._end("min", both))
        first, second = (self._aggregate("count", None, where) for where in named)
        return MeasureArithmetic(operator="-", left=first, right=second)

    def _aggregate(self, function: AggregateFunction, of: Expression | None, where: Condition | None) -> Aggregate:
        return Aggregate(function=function, entity=self.entity, of=of, where=where, plain=function in ("sum", "avg"))

    def _figure(self, value: MeasureExpression) -> Plan:
        name = self._name()
        return Plan(entity=self.entity, measures=(PlanMeasure(name=name, label=name.capitalize(), value=value),))

    def _name(self) -> str:
        named = {"count": "rows", "count beside": "rows", "difference of counts": "difference", "range": "difference"}
        return named.get(self.form.act, self.form.act.replace(" ", "_"))


def _number(number: float) -> Value:
    whole = float(number).is_integer()
    return Value(value=int(number) if whole else number, type="integer" if whole else "float")


def _joined(parts: Sequence[Condition], *, either: bool) -> Condition | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return Or(conditions=tuple(parts)) if either else And(conditions=tuple(parts))


def _negated(condition: Condition) -> Condition:
    if isinstance(condition, In):
        return In(of=condition.of, values=condition.values, negated=True)
    if not isinstance(condition, Comparison):
        return Not(condition=condition)
    return Comparison(left=condition.left, operator="!=", right=condition.right)
