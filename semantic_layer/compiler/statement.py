"""A Plan as one statement, from its first level to its last."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from core.errors import InvalidInput
from core.model import SemanticModel
from core.plan import MeasureExpression, Plan
from core.query import OutputColumn
from semantic_layer.compiler.base import Base, grouped_base, refuse_repeated_names, rows_base
from semantic_layer.compiler.finish import finished, shown_names
from semantic_layer.compiler.identifiers import FreeNames
from semantic_layer.compiler.measures import check_entities, written_out
from semantic_layer.compiler.scope import Scope, Statement, entity_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    query: exp.Query
    columns: tuple[OutputColumn, ...]
    scopes: tuple[Scope, ...]


def new_statement(model: SemanticModel) -> Statement:
    def subquery(plan: Plan) -> exp.Query:
        return compiled(plan, statement).query

    statement = Statement(model=model, names=FreeNames(entity.name for entity in model.entities), subquery=subquery)
    return statement


def compiled(plan: Plan, statement: Statement) -> Compiled:
    _check(plan, statement)
    measures = {measure.name: written_out(measure.value, statement.model) for measure in plan.measures}
    for written in measures.values():
        check_entities(written, statement.model)
    base = _base(plan, measures, statement)
    query = finished(plan, base, base.level, base.columns, statement)
    shown = shown_names(plan, base.columns)
    columns = tuple(column for column in base.columns if column.name in shown)
    return Compiled(query=query, columns=columns, scopes=base.scopes)


def _base(plan: Plan, measures: dict[str, MeasureExpression], statement: Statement) -> Base:
    if plan.rows is not None:
        return rows_base(plan, plan.rows, statement)
    return grouped_base(plan, measures, statement)


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
