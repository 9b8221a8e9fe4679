"""What a Plan has made of the rows after each of its parts, as Plans of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from core.errors import UserError
from core.model import Entity, SemanticModel
from core.plan import Aggregate, FieldRef, Plan, PlanField, PlanMeasure, Rows
from core.ways import Unclear
from semantic_layer.compiler import compile_plan
from semantic_layer.compiler.identifiers import FreeNames
from semantic_layer.compiler.walking import field_refs

StepName = Literal["from", "join", "filter", "group", "measure", "sort", "limit"]
_MOST_COLUMNS = 24
_ROWS = "rows_in_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """`left_out` counts the columns of the table that the Plan does not read and that are not shown."""

    name: StepName
    plan: Plan
    left_out: int = 0


def plan_steps(plan: Plan, model: SemanticModel) -> tuple[PlanStep, ...]:
    """In the order in which they follow each other; parts that the Plan does not have are left out. Raises KeyError."""
    return tuple(_steps(plan, model))


def _steps(plan: Plan, model: SemanticModel) -> Iterator[PlanStep]:
    entity = model.entity(plan.entity)
    whole = replace(plan, combine=None)
    own, looked_up = _read(whole, entity, model)
    left_out = len(entity.fields) - len(own)
    first = Plan(entity=plan.entity, rows=_rows(own, [], model))
    yield PlanStep(name="from", plan=first, left_out=left_out)
    joined = replace(first, rows=_rows(own, looked_up, model), unmatched=plan.unmatched)
    if looked_up:
        yield PlanStep(name="join", plan=joined, left_out=left_out)
    if plan.where is not None:
        yield PlanStep(name="filter", plan=replace(joined, where=plan.where), left_out=left_out)
    yield from _results(whole)
    if plan.combine is not None:
        yield PlanStep(name="limit", plan=plan)


def _results(plan: Plan) -> Iterator[PlanStep]:
    unordered = replace(plan, order=(), limit=None, top_per_group=None)
    if plan.rows is None and plan.dimensions:
        yield PlanStep(name="group", plan=_groups(unordered))
    if plan.rows is not None or plan.measures:
        name: StepName = "group" if plan.rows is not None else "measure"
        # A running value needs an order, which is then the Plan's own.
        made = replace(unordered, order=plan.order) if plan.comparisons else unordered
        yield PlanStep(name=name, plan=made)
    if plan.order:
        yield PlanStep(name="sort", plan=replace(plan, limit=None, top_per_group=None))
    if plan.limit is not None or plan.top_per_group is not None:
        yield PlanStep(name="limit", plan=plan)


def _groups(plan: Plan) -> Plan:
    taken = {dimension.name.casefold() for dimension in plan.dimensions}
    name = _ROWS
    while name in taken:
        name += "_"
    counted = PlanMeasure(name=name, label="Rows", value=Aggregate(function="count", entity=plan.entity))
    return replace(plan, measures=(counted,), having=None, comparisons=())


def _read(plan: Plan, entity: Entity, model: SemanticModel) -> tuple[list[FieldRef], list[FieldRef]]:
    """Columns of the Plan's own table, those it reads first; then what it looks up in others."""
    refs = list(dict.fromkeys(field_refs((plan.measures, plan.dimensions, plan.rows, plan.where, plan.order))))
    known = {one.name for one in entity.fields}
    own = [ref for ref in refs if ref.entity == entity.name and not ref.via and ref.name in known]
    looked_up = [ref for ref in refs if (ref.entity != entity.name or ref.via) and _is_looked_up(ref, plan, model)]
    rest = [FieldRef(entity=entity.name, name=one.name) for one in entity.fields if not one.hidden]
    return list(dict.fromkeys([*own, *rest]))[: max(_MOST_COLUMNS, len(own))], looked_up[:_MOST_COLUMNS]


def _is_looked_up(ref: FieldRef, plan: Plan, model: SemanticModel) -> bool:
    alone = Plan(entity=plan.entity, rows=Rows(fields=(PlanField(name="one", label="one", of=ref),)))
    try:
        compile_plan(alone, model)
    except (UserError, Unclear):
        return False
    return True


def _rows(own: list[FieldRef], looked_up: list[FieldRef], model: SemanticModel) -> Rows:
    names = FreeNames(())
    shown = [PlanField(name=names.take(ref.name), label=_label(ref, model), of=ref) for ref in (*own, *looked_up)]
    return Rows(fields=tuple(shown))


def _label(ref: FieldRef, model: SemanticModel) -> str:
    return model.entity(ref.entity).field(ref.name).label
