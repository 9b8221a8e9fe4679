"""The first level of a statement: rows as they are, or groups with their aggregates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import (
    Aggregate,
    Expression,
    FieldRef,
    MeasureExpression,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanField,
    PlanMeasure,
    Rows,
)
from core.query import JoinReceipt, OutputColumn
from semantic_layer.compiler.bridges import dimension_columns
from semantic_layer.compiler.conditions import where_parts
from semantic_layer.compiler.expressions import expression_sql
from semantic_layer.compiler.identifiers import column, identifier
from semantic_layer.compiler.levels import Level, projected, with_ctes
from semantic_layer.compiler.measures import aggregate_sql, measure_sql
from semantic_layer.compiler.moments import averaged_over_time, kept_moments, over_time
from semantic_layer.compiler.outputs import dimension_column, measure_column, row_column
from semantic_layer.compiler.scope import Scope, Statement, entity_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """`order` names columns of the level alone; `columns` describes all but those made for the order."""

    level: Level
    columns: tuple[OutputColumn, ...]
    order: tuple[Order, ...]
    scopes: tuple[Scope, ...]
    joins: tuple[JoinReceipt, ...] = ()


def rows_base(plan: Plan, rows: Rows, statement: Statement) -> Base:
    scope = Scope(statement, plan.entity)
    fields = rows.fields or _all_fields(plan.entity, statement)
    columns = {field.name: expression_sql(field.of, scope) for field in fields}
    by_field = {field.of: field.name for field in fields}
    order: list[Order] = []
    for position, wanted in enumerate(plan.order, start=1):
        name = _known_output(wanted.by, by_field)
        if name is None:
            name = _unused(columns, f"order_{position}")
            sorted_by = expression_sql(wanted.by, scope)
            columns[name] = _end_of_group(sorted_by, wanted) if rows.distinct else sorted_by
        order.append(replace(wanted, by=OutputRef(name=name)))
    if order and not rows.distinct:
        order.extend(_key_order(plan.entity, columns, by_field, scope))
    where = where_parts(plan.where, scope)
    select = scope.select(plan.unmatched).where(*where, copy=False)
    grouped = rows.distinct and (len(columns) > len(fields) or _ranks(plan))
    if grouped:
        select = select.group_by(*(columns[field.name].copy() for field in fields), copy=False)
    level = Level(
        select=select,
        columns=columns,
        filters="having" if grouped else "where",
        distinct=rows.distinct and not grouped,
    )
    described = tuple(row_column(field, scope) for field in fields)
    return Base(level=level, columns=described, order=tuple(order), scopes=(scope,))


def grouped_base(plan: Plan, measures: dict[str, MeasureExpression], statement: Statement, entity: str) -> Base:
    """Groups of the rows of one entity. `measures` are written out, by name."""
    scope = Scope(statement, entity, start=plan.entity)
    dimensions = dimension_columns(plan.dimensions, scope)
    columns = dict(dimensions)

    def aggregate(part: Aggregate) -> exp.Expr:
        return total_sql(part, plan, scope)

    for name, written in measures.items():
        columns[name] = measure_sql(written, aggregate)
    order: list[Order] = []
    for position, wanted in enumerate(plan.order, start=1):
        name_or_none = _known_output(wanted.by, plain_dimensions(plan.dimensions))
        name = name_or_none or _unused(columns, f"order_{position}")
        if name_or_none is None:
            columns[name] = _end_of_group(expression_sql(wanted.by, scope), wanted)
        order.append(replace(wanted, by=OutputRef(name=name)))
    where = where_parts(plan.where, scope)
    select = scope.select(plan.unmatched).where(*where, copy=False)
    hidden = {one.name for one in plan.dimensions if not one.shown}
    select = select.group_by(*group_keys(dimensions, scope, hidden), copy=False)
    level = Level(select=select, columns=columns, filters="having", ctes=bridge_ctes(scope))
    return Base(level=level, columns=described(plan, measures, (scope,)), order=tuple(order), scopes=(scope,))


def total_sql(part: Aggregate, plan: Plan, scope: Scope) -> exp.Expr:
    """The aggregate over the rows of `scope`, levels over time heeded."""
    kept = kept_moments(part, plan, scope, lambda inner, entity, ends: _ends(inner, entity, ends, scope.statement))
    value = aggregate_sql(part, scope.of_rows(), kept)
    return averaged_over_time(value, part, scope) if over_time(part, scope) == "avg" else value


def _ends(inner: Plan, entity: str, ends: PlanMeasure, statement: Statement) -> exp.Query:
    level = grouped_base(inner, {ends.name: ends.value}, statement, entity).level
    shown = [*(dimension.name for dimension in inner.dimensions if dimension.shown), ends.name]
    if len(shown) == len(level.columns):
        return with_ctes(projected(level, shown), level.ctes)
    # GROUP BY names its outputs, so those that are not shown are left out one level up.
    alias = statement.names.take("moments")
    read = exp.Subquery(
        this=with_ctes(projected(level, level.columns), level.ctes), alias=exp.TableAlias(this=identifier(alias))
    )
    return exp.select(*(column(name, alias) for name in shown)).from_(read)


def described(
    plan: Plan, measures: dict[str, MeasureExpression], scopes: tuple[Scope, ...]
) -> tuple[OutputColumn, ...]:
    """Measures add up over groups only where no row belongs to several of them."""
    scope = scopes[0]
    found = [measure_column(measure, measures[measure.name], plan, scope) for measure in plan.measures]
    if any(other.bridges for other in scopes):
        found = [replace(output, additive=False) for output in found]
    return (*(dimension_column(dimension, scope) for dimension in plan.dimensions), *found)


def group_keys(dimensions: dict[str, exp.Expr], scope: Scope, hidden: Collection[str] = ()) -> list[exp.Expr]:
    """What GROUP BY names: the output, unless it is a column, is not shown, or a column of a table that is read has its name."""
    read = {scope.entity, *(joined.hop.right for joined in scope.joined.values())}
    columns = {field.name.casefold() for entity in read for field in entity_of(scope.model, entity).fields}
    columns |= {link.alias_or_name.casefold() for bridge in scope.bridges for link in bridge.links.selects}
    return [
        value.copy() if isinstance(value, exp.Column) or name in hidden or name.casefold() in columns else column(name)
        for name, value in dimensions.items()
    ]


def bridge_ctes(scope: Scope) -> tuple[tuple[str, exp.Query], ...]:
    return tuple((bridge.name, bridge.links) for bridge in scope.bridges)


def plain_dimensions(dimensions: tuple[PlanDimension, ...]) -> dict[Expression, str]:
    return {d.of: d.name for d in dimensions if d.grain is None and d.part is None and d.bins is None}


def _known_output(by: Expression, by_expression: dict[Expression, str]) -> str | None:
    return by.name if isinstance(by, OutputRef) else by_expression.get(by)


def _end_of_group(of: exp.Expr, wanted: Order) -> exp.Expr:
    """A group is placed by its first value in the order asked for."""
    return (exp.Max if wanted.descending else exp.Min)(this=of)


def _key_order(entity: str, columns: dict[str, exp.Expr], by_field: dict[Expression, str], scope: Scope) -> list[Order]:
    """Settles ties between rows; the key's columns are added where they are not shown."""
    order: list[Order] = []
    for key in entity_of(scope.model, entity).key:
        ref = FieldRef(entity=entity, name=key)
        name = by_field.get(ref)
        if name is None:
            name = _unused(columns, f"key_{key}")
            columns[name] = scope.field(ref)
        order.append(Order(by=OutputRef(name=name)))
    return order


def _ranks(plan: Plan) -> bool:
    ties = plan.limit is not None and plan.limit.ties == "kept" and bool(plan.order)
    return bool(ties or plan.top_per_group or plan.comparisons or plan.having)


def _all_fields(entity: str, statement: Statement) -> tuple[PlanField, ...]:
    return tuple(
        PlanField(name=field.name, label=field.label, of=FieldRef(entity=entity, name=field.name))
        for field in entity_of(statement.model, entity).fields
    )


def _unused(columns: dict[str, exp.Expr], wanted: str) -> str:
    while wanted in columns:
        wanted += "_"
    return wanted


def refuse_repeated_names(names: list[str]) -> None:
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise InvalidInput(f"Two columns of the answer are named “{name}”.", stage="compiling")
