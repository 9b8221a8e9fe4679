"""Rows that are told by their keys among the first of a ranking, in words that leave the key out."""

from __future__ import annotations

from dataclasses import replace

from core.model import Entity, SemanticModel
from core.plan import FieldRef, In, OutputRef, Plan, Rows
from semantic_layer.entities import entity_words


def told_of_rows(condition: In, model: SemanticModel) -> tuple[str, Plan] | None:
    """The noun for such a row and the ranking with what it goes by; None where no keys of rows are compared."""
    of, plan = condition.of, condition.plan
    if plan is None or not isinstance(of, FieldRef) or model.entity(of.entity).key != (of.name,):
        return None
    entity = model.entity(of.entity)
    noun = " ".join(entity_words(entity.label)) or entity.label
    if plan.rows is not None and plan.order:
        return noun, replace(plan, rows=Rows())
    if len(plan.dimensions) != 1 or plan.dimensions[0].of != of or not plan.measures:
        return None
    shown = tuple(replace(one, shown=True) for one in plan.measures)
    named = replace(plan.dimensions[0], of=_named(entity, of), label=noun, shown=True)
    return noun, replace(plan, measures=shown, dimensions=(named,))


def _named(entity: Entity, key: FieldRef) -> FieldRef:
    return replace(key, name=entity.display) if entity.display is not None else key


def end_of_groups(plan: Plan) -> str:
    """“highest” or “lowest” where a Plan is the figure of the first of its groups; nothing for any other."""
    alone = len(plan.measures) == 1 and len(plan.order) == 1 and plan.having is None
    if (
        not alone
        or not plan.dimensions
        or plan.limit is None
        or plan.limit.count != 1
        or plan.top_per_group is not None
    ):
        return ""
    by = plan.order[0]
    return ("highest" if by.descending else "lowest") if by.by == OutputRef(name=plan.measures[0].name) else ""
