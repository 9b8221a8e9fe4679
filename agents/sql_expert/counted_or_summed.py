"""“Sales by region”: how many sales there are, or what they come to; a table of payments is spoken of both ways."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Draft
from agents.sql_expert.fields import main_measure
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from core.model import Entity, Measure, SemanticModel
from core.plan import Aggregate, Order, OutputRef, Plan, PlanMeasure
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

SUMMED = frozenset(
    map(
        stem,
        word_set(
            "sale expense payment refund purchase donation cost deposit withdrawal expenditure spending revenue earning "
            "income loss contribution tip fee fine tax bill grant loan investment salary wage bonus budget turnover"
        ),
    )
)

_LEVELS = frozenset(map(stem, word_set("stock inventory balance")))


def summed_twin(plan: Plan, draft: Draft, model: SemanticModel) -> Plan | None:
    """The same with the sum of what the counted rows come to; None where counting was asked for, or nothing is summed."""
    counted = next((one for one in plan.measures if _counts_rows(one, plan)), None)
    asked_to_count = any(one.function in ("count", "count_distinct") for one in draft.targets) or any(
        lexeme.cue("count") is not None for lexeme, role in draft.used if role == "function"
    )
    if counted is None or len(plan.measures) != 1 or asked_to_count or plan.having is not None:
        return None
    link = what_it_comes_to(model.entity(plan.entity))
    if link is None:
        return None
    summed = aggregated("sum", link)
    return replace(
        plan,
        measures=(replace(summed, shown=counted.shown),),
        order=tuple(_renamed(order, counted.name, summed.name) for order in plan.order),
        comparisons=tuple(replace(one, measure=summed.name) for one in plan.comparisons),
    )


def what_it_comes_to(entity: Entity) -> FieldLink | None:
    """The number that rows of a table of sales, payments and the like add up to."""
    measure = main_measure(entity)
    named = {stem(word) for word in full_words(entity.name)}
    standing = entity.default_time is None and not _LEVELS.isdisjoint(named)
    adds = isinstance(measure, Measure) and measure.additivity != "non_additive"
    if measure is None or not adds or (SUMMED.isdisjoint(named) and not standing):
        return None
    return FieldLink(entity=entity, field=measure, score=0.9, evidence="main measure")


def _counts_rows(measure: PlanMeasure, plan: Plan) -> bool:
    value = measure.value
    return (
        isinstance(value, Aggregate) and value.function == "count" and value.of is None and value.entity == plan.entity
    )


def _renamed(order: Order, old: str, new: str) -> Order:
    return replace(order, by=OutputRef(name=new)) if order.by == OutputRef(name=old) else order
