"""UNION, INTERSECT and EXCEPT of two SELECTs as one Plan combined with another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from sqlglot import exp

from core.plan import Limit, Order, OutputRef, Plan, SetOperation
from semantic_layer.lift_literals import CannotLift
from semantic_layer.lift_outputs import order_by, ordered_by
from semantic_layer.sql_sources import same

_READ = frozenset({"this", "expression", "distinct", "order", "limit"})
_OPERATORS: dict[type[exp.Expr], Literal["union", "intersection", "difference"]] = {
    exp.Union: "union",
    exp.Intersect: "intersection",
    exp.Except: "difference",
}


def lifted_set(query: exp.SetOperation, lifted: Callable[[exp.Expr], Plan], limit: Limit | None) -> Plan:
    """Raises CannotLift. A Plan's own order and limit are those of the whole, so the first side has none."""
    if any(value for key, value in query.args.items() if key not in _READ) or not query.args.get("distinct"):
        raise CannotLift("a set operation that keeps duplicates")
    first, second = lifted(query.this.unnest()), lifted(query.expression.unnest())
    if first.limit is not None or first.combine is not None or first.comparisons:
        raise CannotLift("a first side that is cut or combined")
    names = _names(first)
    order = tuple(_order(wanted, names) for wanted in ordered_by(query))
    operation = SetOperation(operator=_OPERATORS[type(query)], plan=second)
    return replace(first, order=order, limit=limit, combine=operation)


def _names(plan: Plan) -> tuple[str, ...]:
    """Of the columns shown, in their order."""
    if plan.rows is not None:
        if not plan.rows.fields:
            raise CannotLift("a star that is combined")
        return tuple(field.name for field in plan.rows.fields)
    dimensions = (dimension.name for dimension in plan.dimensions if dimension.shown)
    return (*dimensions, *(measure.name for measure in plan.measures if measure.shown))


def _order(wanted: exp.Ordered, names: tuple[str, ...]) -> Order:
    by = wanted.this
    if isinstance(by, exp.Literal) and by.this.isdecimal() and 1 <= int(by.this) <= len(names):
        return order_by(wanted, OutputRef(name=names[int(by.this) - 1]))
    found = [name for name in names if isinstance(by, exp.Column) and not by.table and same(name, by.name)]
    if len(found) != 1:
        raise CannotLift("an order by what is not shown")
    return order_by(wanted, OutputRef(name=found[0]))
