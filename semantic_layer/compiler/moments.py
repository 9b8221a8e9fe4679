"""Levels over time: a balance or a stock is added up over things, never over the times that it was written down at.

What is asked for as a sum is taken at the last (or first) time that the Plan keeps, within each period that it groups
by, or averaged over the times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlglot import exp

from core.errors import InvalidInput
from core.model import OverTime, Snapshots
from core.plan import (
    Aggregate,
    And,
    Arithmetic,
    Condition,
    Expression,
    FieldRef,
    IsNull,
    Plan,
    PlanDimension,
    PlanMeasure,
    Value,
)
from semantic_layer.compiler.conditions import condition_sql
from semantic_layer.compiler.expressions import arithmetic_sql, expression_sql
from semantic_layer.compiler.meaning import levels_in
from semantic_layer.compiler.scope import Scope
from semantic_layer.compiler.walking import field_refs

_PARTS = 100
Rows = Callable[[Plan, str, PlanMeasure], exp.Query]
"""The statement of a Plan with one measure over the rows of a table: its shown dimensions, then the measure."""


def over_time(aggregate: Aggregate, scope: Scope) -> OverTime | None:
    """How the levels that the aggregate adds up are put together over time; None where there is nothing to heed."""
    found = {measure.over_time or "last" for measure in levels_in(aggregate, scope.model)}
    if len(found) > 1 or found & {"min", "max"}:
        raise InvalidInput(
            "Levels that are put together over time in this way cannot be added up.",
            hint="Ask for the last value or the average, or for the highest or lowest of the rows.",
            stage="compiling",
        )
    return found.pop() if found else None


def is_over_time(dimension: PlanDimension, entity: str, scope: Scope) -> bool:
    """Whether a dimension tells the times of the entity's snapshots apart, on its own or through a calendar."""
    snapshots = scope.model.entity(entity).snapshots
    if snapshots is None:
        return False
    for ref in field_refs(dimension.of):
        path = scope.any_path(ref)
        names = path[0].left_columns if path and path[0].left == entity else (ref.name,) if not path else ()
        if set(names) & set(snapshots.time):
            return True
    return False


def kept_moments(aggregate: Aggregate, plan: Plan, scope: Scope, rows: Rows) -> exp.Expr | None:
    """The condition on a row of `scope` that it is the last (or first) of its thing within each period of the Plan."""
    how = over_time(aggregate, scope)
    if how not in ("first", "last"):
        return None
    entity = aggregate.entity
    snapshots = scope.model.entity(entity).snapshots
    assert snapshots is not None
    time = moment_of(entity, snapshots)
    things = () if snapshots.shared else tuple(FieldRef(entity=entity, name=name) for name in snapshots.things)
    ends = Aggregate(
        function="max" if how == "last" else "min",
        entity=entity,
        of=time,
        where=_both(aggregate.where, [IsNull(of=ref, negated=True) for ref in _levels(aggregate, scope)]),
    )
    periods = [replace(one, shown=False) for one in plan.dimensions if is_over_time(one, entity, scope)]
    apart = [PlanDimension(name=f"thing_{at}", label="", of=thing) for at, thing in enumerate(things, start=1)]
    inner = Plan(entity=plan.entity, dimensions=(*apart, *periods), where=plan.where, unmatched=plan.unmatched)
    query = rows(inner, entity, PlanMeasure(name="moment", label="", value=ends))
    own = [expression_sql(part, scope.of_rows()) for part in (*things, time)]
    left = exp.Tuple(expressions=own) if len(own) > 1 else own[0]
    return exp.In(this=left if len(own) > 1 else _operand(own[0]), query=exp.Subquery(this=query))


def averaged_over_time(total: exp.Expr, aggregate: Aggregate, scope: Scope) -> exp.Expr:
    """The total of all times, per time that has a value."""
    snapshots = scope.model.entity(aggregate.entity).snapshots
    assert snapshots is not None
    moment = expression_sql(moment_of(aggregate.entity, snapshots), scope.of_rows())
    assert aggregate.of is not None
    value = expression_sql(aggregate.of, scope.of_rows())
    kept: exp.Expr = exp.Is(this=value, expression=exp.Not(this=exp.Null()))
    if aggregate.where is not None:
        kept = exp.and_(condition_sql(aggregate.where, scope.of_rows()), kept)
    known = exp.Case(ifs=[exp.If(this=kept, true=moment)])
    return arithmetic_sql("/", total, exp.Count(this=exp.Distinct(expressions=[known]), big_int=True))


def moment_of(entity: str, snapshots: Snapshots) -> Expression:
    """One value that orders the times: a year and a part of it make 202403."""
    first, *rest = (FieldRef(entity=entity, name=name) for name in snapshots.time)
    found: Expression = first
    for part in rest:
        year = Arithmetic(operator="*", left=found, right=Value(value=_PARTS, type="integer"))
        found = Arithmetic(operator="+", left=year, right=part)
    return found


def _levels(aggregate: Aggregate, scope: Scope) -> list[FieldRef]:
    names = {measure.name for measure in levels_in(aggregate, scope.model)}
    return [ref for ref in field_refs(aggregate.of) if ref.name in names]


def _both(where: Condition | None, others: list[Condition] | list[IsNull]) -> Condition:
    return And(conditions=(*(() if where is None else (where,)), *others))


def _operand(operand: exp.Expr) -> exp.Expr:
    return exp.Paren(this=operand) if isinstance(operand, exp.Binary) else operand
