"""What is counted or aggregated: links → measures of a Plan with their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from agents.sql_expert.fields import (
    CannotPlan,
    MetricField,
    free_name,
    is_identifier,
    is_measure,
    is_temporal,
    ref,
)
from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from agents.sql_expert.metric_links import metric_measure
from core.model import Entity, Field, Measure
from core.plan import Aggregate, AggregateFunction, FieldRef, PlanMeasure
from semantic_layer.inflection import plural_of_last
from semantic_layer.words import full_words, singular

Link = EntityLink | FieldLink | ValueLink
_WORDS: dict[str, str] = {
    "sum": "total",
    "avg": "average",
    "min": "lowest",
    "max": "highest",
    "median": "median",
    "stddev": "standard deviation of",
    "variance": "variance of",
    "count_distinct": "different",
}


def count_rows(entity: Entity, *, shown: bool = True) -> PlanMeasure:
    value = Aggregate(function="count", entity=entity.name)
    return PlanMeasure(name="count", label=f"number of {entity.label}", value=value, shown=shown)


def count_different(entity: Entity, field: FieldRef, label: str, *, shown: bool = True) -> PlanMeasure:
    value = Aggregate(function="count_distinct", entity=entity.name, of=field)
    return PlanMeasure(name="count", label=f"number of different {label}", value=value, shown=shown)


def counted(link: Link, root: Entity, *, distinct: bool, shown: bool = True) -> PlanMeasure:
    """Rows of the root; keys of another entity, told apart; values of a field, told apart."""
    if isinstance(link, EntityLink):
        if link.entity.name == root.name:
            return count_rows(root, shown=shown)
        if len(link.entity.key) != 1:
            raise CannotPlan(f"Rows of {link.entity.label} cannot be told apart from {root.label}.")
        key = FieldRef(entity=link.entity.name, name=link.entity.key[0])
        return count_different(root, key, link.entity.label, shown=shown)
    field = link.field
    if not distinct and is_temporal(field):
        value = Aggregate(function="count", entity=link.entity.name, of=ref(link))
        return PlanMeasure(name="count", label=f"number of {plural_of_last(field.label)}", value=value, shown=shown)
    if not distinct and _counts_already(field):
        return aggregated("sum", link, shown=shown)
    if field.name in link.entity.key and len(link.entity.key) == 1 and link.entity.name == root.name:
        return count_rows(root, shown=shown)
    return count_different(root, ref(link), field.label, shown=shown)


def _counts_already(field: Field) -> bool:
    """Numbers of something, by the name ("followers", "number of seats"): they are added up, not counted."""
    if is_measure(field) and cast(Measure, field).aggregation == "sum":
        return True
    words = full_words(field.name)
    several = singular(words[-1]) != words[-1] if words else False
    return (
        is_measure(field) and cast(Measure, field).additivity == "additive" and (several or bool(_COUNTS & set(words)))
    )


_COUNTS = frozenset({"number", "count", "quantity", "total"})


def aggregated(function: AggregateFunction, link: Link, *, shown: bool = True) -> PlanMeasure:
    if isinstance(link, EntityLink):
        raise CannotPlan(f"{link.entity.label} is no number.")
    if isinstance(link.field, MetricField):
        return metric_measure(function, link.field, shown=shown)
    if is_identifier(link.field) and function in ("sum", "avg", "median"):
        raise CannotPlan(f"{link.field.label} tells rows apart; it is no number to add up.")
    value = Aggregate(function=function, entity=link.entity.name, of=ref(link))
    word = _WORDS.get(function, function)
    label = link.field.label if word in link.field.label.casefold().split() else f"{word} {link.field.label}"
    name = f"{_NAMES.get(function, function)}_{link.field.name}"
    return PlanMeasure(name=name, label=label, value=value, unit=link.field.unit, shown=shown)


_NAMES: dict[str, str] = {"sum": "total", "avg": "average"}


def default_aggregation(link: FieldLink) -> AggregateFunction:
    return cast(Measure, link.field).aggregation if is_measure(link.field) else "sum"


def named_apart(measures: Sequence[PlanMeasure], taken: Sequence[str]) -> tuple[PlanMeasure, ...]:
    names = list(taken)
    apart: list[PlanMeasure] = []
    for measure in measures:
        name = free_name(measure.name, names)
        names.append(name)
        apart.append(
            PlanMeasure(name=name, label=measure.label, value=measure.value, unit=measure.unit, shown=measure.shown)
        )
    return tuple(apart)
