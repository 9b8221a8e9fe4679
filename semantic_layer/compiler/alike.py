"""A figure of the rows that are like a row: "above the average of its category"."""

from __future__ import annotations

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import Plan, ScalarPlan
from semantic_layer.compiler.conditions import where_parts
from semantic_layer.compiler.meaning import meant
from semantic_layer.compiler.measures import aggregate_sql, aggregates, measure_sql, written_out
from semantic_layer.compiler.scope import Scope


def alike_sql(expression: ScalarPlan, scope: Scope) -> exp.Expr:
    """The Plan's figure over the rows of the same table that agree with this row in `alike`. Raises InvalidInput."""
    plan = expression.plan
    if not _is_one_figure(plan) or plan.entity != scope.entity:
        raise InvalidInput("Rows are compared with one figure of the rows that are like them.", stage="compiling")
    written = meant(written_out(plan.measures[0].value, scope.model), scope.model)
    if any(one.entity != plan.entity for one in aggregates(written)):
        raise InvalidInput("What is compared with is a figure of another table.", stage="compiling")
    inner = Scope(scope.statement, plan.entity, outer=scope)
    value = measure_sql(written, lambda one: aggregate_sql(one, inner))
    same: list[exp.Expr] = [exp.EQ(this=inner.field(ref), expression=scope.field(ref)) for ref in expression.alike]
    kept = [*same, *where_parts(plan.where, inner)]
    return exp.Subquery(this=inner.select(plan.unmatched).select(value, copy=False).where(*kept, copy=False))


def _is_one_figure(plan: Plan) -> bool:
    whole = plan.rows is None and not plan.dimensions and plan.combine is None and plan.having is None
    return whole and len(plan.measures) == 1 and plan.limit is None
