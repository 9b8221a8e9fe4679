"""Measures of several tables: each table is aggregated apart, then the groups are joined.

No row of one table ever meets several of another before it is aggregated, so nothing is counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import Aggregate, Condition, MeasureExpression, Order, OutputRef, Plan, PlanDimension
from core.query import JoinReceipt
from semantic_layer.compiler.base import (
    Base,
    bridge_ctes,
    described,
    group_keys,
    grouped_base,
    plain_dimensions,
    total_sql,
)
from semantic_layer.compiler.bridges import are_look_ups, dimension_columns
from semantic_layer.compiler.conditions import where_parts
from semantic_layer.compiler.identifiers import aliased, column, identifier
from semantic_layer.compiler.levels import Level
from semantic_layer.compiler.measures import aggregates, measure_sql
from semantic_layer.compiler.paths import find
from semantic_layer.compiler.receipts import join_receipt
from semantic_layer.compiler.scope import Scope, Statement

_COUNTS = ("count", "count_distinct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table's groups as a common table expression; `finer` where many of its rows belong to one of the Plan's entity."""

    name: str
    select: exp.Select
    scope: Scope
    finer: bool


def facts_base(plan: Plan, measures: dict[str, MeasureExpression], statement: Statement) -> Base:
    found = dict.fromkeys(part.entity for written in measures.values() for part in aggregates(written))
    entities = list(found) or [plan.entity]
    finer = [entity for entity in entities if _is_finer(entity, plan, statement)]
    own_groups = bool(plan.dimensions) and are_look_ups(plan.dimensions, Scope(statement, plan.entity))
    if finer and own_groups and plan.entity not in entities:
        entities.insert(0, plan.entity)
    if len(entities) == 1:
        return grouped_base(plan, measures, statement, entities[0])
    entities.sort(key=lambda entity: (entity != plan.entity, entity in finer))
    named = _column_names(plan, measures)
    parts = [_part(plan, entity, named, statement, finer=entity in finer) for entity in entities]
    return _joined_parts(plan, measures, parts, named, statement)


def _is_finer(entity: str, plan: Plan, statement: Statement) -> bool:
    if any(one.entity == entity for dimension in plan.dimensions for one in dimension.own_times):
        return False  # periods of its own are no groups of the Plan's entity alone
    return entity != plan.entity and find(statement.model, entity, plan.entity) is not None


def _column_names(plan: Plan, measures: dict[str, MeasureExpression]) -> dict[Aggregate, str]:
    """A name for each aggregate: its measure's where it is the whole of it."""
    names: dict[Aggregate, str] = {}
    taken = {dimension.name for dimension in plan.dimensions} | set(measures)
    for measure, written in measures.items():
        if isinstance(written, Aggregate):
            names.setdefault(written, measure)
    for measure, written in measures.items():
        for part in aggregates(written):
            if part not in names:
                count = 1
                while f"{measure}_{count}" in taken:
                    count += 1
                names[part] = f"{measure}_{count}"
                taken.add(names[part])
    return names


def _part(plan: Plan, entity: str, named: dict[Aggregate, str], statement: Statement, *, finer: bool) -> Part:
    scope = Scope(statement, entity, start=plan.entity)
    groups = dimension_columns(tuple(_own(one, entity) for one in plan.dimensions), scope)
    columns = [aliased(group, name) for name, group in groups.items()]
    columns += [aliased(total_sql(part, plan, scope), name) for part, name in named.items() if part.entity == entity]
    where = [*where_parts(plan.where, scope), *where_parts(_of_all(plan, entity, named), scope)]
    if finer and plan.dimensions:
        scope.require_start()
    select = scope.select(plan.unmatched).select(*columns, copy=False).where(*where, copy=False)
    select = select.group_by(*group_keys(groups, scope), copy=False)
    return Part(name=statement.names.take(f"{entity}_groups"), select=select, scope=scope, finer=finer)


def _of_all(plan: Plan, entity: str, named: dict[Aggregate, str]) -> Condition | None:
    """What limits all figures of a table whose periods are its own leaves no period empty."""
    limits = {part.where for part in named if part.entity == entity}
    timed = any(dimension.own_times for dimension in plan.dimensions)
    return next(iter(limits)) if timed and len(limits) == 1 else None


def _own(dimension: PlanDimension, entity: str) -> PlanDimension:
    of = next((one.of for one in dimension.own_times if one.entity == entity), dimension.of)
    return replace(dimension, of=of)


def _joined_parts(
    plan: Plan,
    measures: dict[str, MeasureExpression],
    parts: list[Part],
    named: dict[Aggregate, str],
    statement: Statement,
) -> Base:
    select, columns = _joined(plan, parts)
    homes = {part.scope.entity: part.name for part in parts}

    def aggregate(part: Aggregate) -> exp.Expr:
        value = column(named[part], homes[part.entity])
        if part.function not in _COUNTS or not plan.dimensions:
            return value
        return exp.Coalesce(this=value, expressions=[exp.Literal.number(0)])

    for name, written in measures.items():
        columns[name] = measure_sql(written, aggregate)
    ctes = [cte for part in parts for cte in (*bridge_ctes(part.scope), (part.name, part.select))]
    level = Level(select=select, columns=columns, filters="where", ctes=tuple(ctes))
    return Base(
        level=level,
        columns=described(plan, measures, tuple(part.scope for part in parts)),
        order=_order(plan),
        scopes=tuple(part.scope for part in parts),
        joins=_receipts(plan, parts, statement),
    )


def _joined(plan: Plan, parts: list[Part]) -> tuple[exp.Select, dict[str, exp.Expr]]:
    """Groups of tables that are finer than the Plan's add no group of their own; those of any other may."""
    first, *others = parts
    select = exp.select().from_(exp.Table(this=identifier(first.name)))
    groups: dict[str, list[exp.Expr]] = {d.name: [column(d.name, first.name)] for d in plan.dimensions}
    for part in others:
        same: list[exp.Expr] = [
            exp.NullSafeEQ(this=_first_known(known), expression=column(name, part.name))
            for name, known in groups.items()
        ]
        join_type = "inner" if plan.unmatched == "dropped" else "left" if part.finer else "full"
        select.join(
            exp.Table(this=identifier(part.name)),
            on=exp.and_(*same) if same else None,
            join_type=join_type if same else "cross",
            copy=False,
        )
        if join_type == "full":
            for name, known in groups.items():
                known.append(column(name, part.name))
    return select, {name: _first_known(known) for name, known in groups.items()}


def _first_known(known: list[exp.Expr]) -> exp.Expr:
    first, *others = (value.copy() for value in known)
    return exp.Coalesce(this=first, expressions=others) if others else first


def _order(plan: Plan) -> tuple[Order, ...]:
    by_expression = plain_dimensions(plan.dimensions)
    order: list[Order] = []
    for wanted in plan.order:
        name = wanted.by.name if isinstance(wanted.by, OutputRef) else by_expression.get(wanted.by)
        if name is None:
            raise InvalidInput("Groups of several tables are ordered by a column of the answer.", stage="compiling")
        order.append(Order(by=OutputRef(name=name), descending=wanted.descending))
    return tuple(order)


def _receipts(plan: Plan, parts: list[Part], statement: Statement) -> tuple[JoinReceipt, ...]:
    receipts: list[JoinReceipt] = []
    for part in parts:
        path = find(statement.model, part.scope.entity, plan.entity) if part.finer and plan.dimensions else None
        for hop in reversed(path or ()):
            receipts.append(join_receipt(hop.reversed, plan.unmatched, statement.model, aggregated_first=True))
    return tuple(receipts)
