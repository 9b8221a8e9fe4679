"""One cheap query that counts for the receipt: rows, rows each filter matches, nulls left out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from core.plan import Aggregate, FieldRef, MeasureExpression, Plan
from core.query import Probe, ProbeColumn
from semantic_layer.compiler.conditions import condition_sql, conjuncts
from semantic_layer.compiler.expressions import expression_sql
from semantic_layer.compiler.identifiers import aliased
from semantic_layer.compiler.measures import aggregates
from semantic_layer.compiler.readable import sql_text
from semantic_layer.compiler.scope import Scope, Statement
from semantic_layer.describe import describe_condition
from semantic_layer.describe_conditions import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    column: ProbeColumn
    where: exp.Expr | None


def probe_of(plan: Plan, measures: dict[str, MeasureExpression], statement: Statement) -> Probe | None:
    """None where several tables are aggregated, rows are dropped by a join, or Plans are combined."""
    parts = [part for written in measures.values() for part in aggregates(written)]
    if plan.combine is not None or any(part.entity != plan.entity for part in parts):
        return None
    scope = Scope(statement, plan.entity)
    counts = [Count(column=ProbeColumn(kind="rows", label=""), where=None)]
    filters = [condition_sql(part, scope) for part in conjuncts(plan.where)]
    kept = exp.and_(*(part.copy() for part in filters)) if filters else None
    counts.append(Count(column=ProbeColumn(kind="kept", label=""), where=kept))
    for conjunct, where in zip(conjuncts(plan.where), filters, strict=True):
        label = describe_condition(conjunct, statement.model)
        counts.append(Count(column=ProbeColumn(kind="filter", label=label), where=where))
    counts.extend(_nulls(parts, kept, scope))
    if scope.joined and plan.unmatched == "dropped":
        return None
    select = scope.select(plan.unmatched)
    names = [f"{count.column.kind}_{position}" for position, count in enumerate(counts, start=1)]
    shown = [aliased(_counted(count.where), name) for count, name in zip(counts, names, strict=True)]
    sql = sql_text(select.select(*shown, copy=False))
    return Probe(sql=sql, columns=tuple(count.column for count in counts))


def _nulls(parts: list[Aggregate], kept: exp.Expr | None, scope: Scope) -> list[Count]:
    """Rows that an aggregate reads but cannot use."""
    words = Words(scope.model)
    counts: dict[tuple[object, object], Count] = {}
    for part in parts:
        if part.of is None or not isinstance(part.of, FieldRef):
            continue
        is_null: exp.Expr = exp.Is(this=expression_sql(part.of, scope.of_rows()), expression=exp.Null())
        own = condition_sql(part.where, scope.of_rows()) if part.where is not None else None
        where = exp.and_(*(condition for condition in (kept, own, is_null) if condition is not None))
        label = words.expression(part.of)
        counts.setdefault((part.of, part.where), Count(column=ProbeColumn(kind="nulls", label=label), where=where))
    return list(counts.values())


def _counted(where: exp.Expr | None) -> exp.Expr:
    counted = exp.Count(this=exp.Star(), big_int=True)
    return counted if where is None else exp.Filter(this=counted, expression=exp.Where(this=where))
