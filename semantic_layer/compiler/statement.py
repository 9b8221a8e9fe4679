"""A Plan as one statement, from its first level to its last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from core.errors import InvalidInput
from core.model import SemanticModel
from core.plan import MeasureExpression, Order, OutputRef, Plan, SetOperation
from core.query import JoinReceipt, OutputColumn
from semantic_layer.compiler.base import Base, refuse_repeated_names, rows_base
from semantic_layer.compiler.combining import combined
from semantic_layer.compiler.comparisons import compared
from semantic_layer.compiler.facts import facts_base
from semantic_layer.compiler.finish import finished, shown_names
from semantic_layer.compiler.gaps import filled
from semantic_layer.compiler.identifiers import FreeNames
from semantic_layer.compiler.meaning import meant
from semantic_layer.compiler.measures import check_entities, written_out
from semantic_layer.compiler.receipts import receipts_of
from semantic_layer.compiler.scope import Statement, entity_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    query: exp.Query
    columns: tuple[OutputColumn, ...]
    joins: tuple[JoinReceipt, ...]


def new_statement(model: SemanticModel) -> Statement:
    def subquery(plan: Plan) -> exp.Query:
        return compiled(plan, statement, as_part=True).query

    statement = Statement(model=model, names=FreeNames(entity.name for entity in model.entities), subquery=subquery)
    return statement


def compiled(plan: Plan, statement: Statement, *, as_part: bool = False) -> Compiled:
    """`as_part` where the rows go into another statement. Raises UnknownName, InvalidInput, SeveralPaths."""
    _check(plan, statement)
    if plan.combine is not None:
        return _combined(plan, plan.combine, statement, as_part=as_part)
    measures = written_measures(plan, statement)
    base = filled(plan, _base(plan, measures, statement), measures, statement)
    if plan.comparisons:
        base = compared(plan, base, statement, lambda earlier: _base(earlier, measures, statement))
    shown = shown_names(plan, base.columns)
    return Compiled(
        query=finished(plan, base, statement, as_part=as_part),
        columns=tuple(column for column in base.columns if column.name in shown),
        joins=_joins(plan, base),
    )


def _joins(plan: Plan, base: Base) -> tuple[JoinReceipt, ...]:
    looked_up = (receipt for scope in base.scopes for receipt in receipts_of(scope, plan.unmatched))
    return tuple(dict.fromkeys((*looked_up, *base.joins)))


def written_measures(plan: Plan, statement: Statement) -> dict[str, MeasureExpression]:
    """The Plan's measures by name, metrics written out and averages weighted. Raises DoesNotAddUp."""
    measures = {measure.name: written_out(measure.value, statement.model) for measure in plan.measures}
    for written in measures.values():
        check_entities(written, statement.model)
    return {name: meant(written, statement.model) for name, written in measures.items()}


def _base(plan: Plan, measures: dict[str, MeasureExpression], statement: Statement) -> Base:
    if plan.rows is not None:
        return rows_base(plan, plan.rows, statement)
    return facts_base(plan, measures, statement)


def _combined(plan: Plan, operation: SetOperation, statement: Statement, *, as_part: bool) -> Compiled:
    alone = replace(plan, combine=None, order=(), limit=None, top_per_group=None)
    first = compiled(alone, statement, as_part=True)
    second = compiled(operation.plan, statement, as_part=True)
    level = combined(first.query, second.query, operation, statement)
    names = [wanted.by.name for wanted in plan.order if isinstance(wanted.by, OutputRef)]
    if len(names) < len(plan.order):
        raise InvalidInput("What is combined is ordered by a column of the answer.", stage="compiling")
    rest = tuple(Order(by=OutputRef(name=name)) for name in level.columns if name not in names)
    base = Base(level=level, columns=first.columns, order=(*plan.order, *rest), scopes=())
    shown = tuple(dimension for dimension in plan.dimensions if dimension.shown)
    whole = replace(plan, combine=None, measures=(), dimensions=shown, having=None, comparisons=())
    return Compiled(
        query=finished(whole, base, statement, as_part=as_part),
        columns=first.columns,
        joins=tuple(dict.fromkeys((*first.joins, *second.joins))),
    )


def _check(plan: Plan, statement: Statement) -> None:
    entity_of(statement.model, plan.entity)
    if plan.rows is not None and (plan.measures or plan.dimensions):
        raise InvalidInput("Rows are listed or aggregated, not both.", stage="compiling")
    if plan.rows is None and not plan.measures and not plan.dimensions:
        raise InvalidInput("Nothing is asked for.", stage="compiling")
    limits = [part.count for part in (plan.limit, plan.top_per_group) if part is not None]
    if any(count < 1 for count in limits):
        raise InvalidInput("At least one row must be asked for.", stage="compiling")
    parts = (*plan.measures, *plan.dimensions, *plan.comparisons, *(plan.rows.fields if plan.rows else ()))
    refuse_repeated_names([part.name for part in parts])
