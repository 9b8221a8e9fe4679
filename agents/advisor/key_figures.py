"""Key figures of a model: metrics that people agreed on or that were suggested, repeat and return rates, lead times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from agents.advisor.subjects import counting, entities_by_promise, subjects
from agents.analyst.wording import in_lower, plural
from core.model import Dimension, Entity, Field, Metric, SemanticModel, Target
from core.plan import Aggregate, DateDifference, Exists, FieldRef, MeasureArithmetic, MeasureExpression, PlanMeasure
from core.table import TEMPORAL_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

MOST = 8
_FORWARD = ("many_to_one", "one_to_one")
_BACK = word_set("return refund cancellation complaint claim chargeback")
_DONE = word_set("ship shipped deliver delivered arrive arrived close closed resolve resolved complete completed finish "
                 "finished end ended paid settled delivery shipping shipment")  # fmt: skip
_BUYERS = word_set("customer client buyer shopper member patient guest subscriber user")
_BAD = word_set(
    "return refund cancellation churn complaint cost expense time delay error defect lost no-show overdue late lead"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """`less_is_better` is told by its words, where no target says so. `adds_up`: told of a period."""

    name: str
    label: str
    entity: str
    value: MeasureExpression
    unit: str | None = None
    target: Target | None = None
    less_is_better: bool = False

    @property
    def measure(self) -> PlanMeasure:
        return PlanMeasure(name="figure", label=self.label, value=self.value, unit=self.unit)


def key_figures(model: SemanticModel) -> tuple[KeyFigure, ...]:
    """Those with a target first, then agreed ones, then what is recognised; at most eight."""
    agreed = [_of_metric(metric) for metric in model.metrics]
    found = [
        *agreed,
        *map(_of_metric, model.suggested_metrics),
        *_repeat_rates(model),
        *_return_rates(model),
        *_lead_times(model),
    ]
    found += _totals(model)
    by_label: dict[str, KeyFigure] = {}
    for one in found:
        by_label.setdefault(one.label.casefold(), one)
    return tuple(sorted(by_label.values(), key=lambda one: one.target is None)[:MOST])


def _totals(model: SemanticModel) -> Iterator[KeyFigure]:
    """What the table that happens over time adds up to, and how many rows it has."""
    main = next((one for one in entities_by_promise(model) if one.default_time is not None), None)
    if main is None:
        return
    summed = (one for one in subjects(main, model) if one.additive)
    for subject in dict.fromkeys((*islice(summed, 1), counting(main))):
        unit = next((one.unit for one in main.fields if subject.measure.name == f"sum_{one.name}"), None)
        words = subject.words
        yield KeyFigure(
            name=subject.measure.name, label=words, entity=main.name, value=subject.measure.value, unit=unit,
            less_is_better=bool({singular(word) for word in full_words(words)} & _BAD),
        )  # fmt: skip


def _of_metric(metric: Metric) -> KeyFigure:
    words = {singular(word) for word in full_words(metric.name)}
    value = metric.expression
    if metric.where is not None and isinstance(value, Aggregate):
        value = replace(value, where=metric.where)
    return KeyFigure(
        name=metric.name,
        label=metric.label,
        entity=metric.entity,
        value=value,
        unit=metric.unit,
        target=metric.target,
        less_is_better=metric.target.at_most if metric.target is not None else bool(words & _BAD),
    )


def _repeat_rates(model: SemanticModel) -> Iterator[KeyFigure]:
    """Of the orders of a period, those beyond the first of each customer."""
    for entity in model.entities:
        customer = next((field for field in entity.fields if _is_customer(field)), None)
        if customer is None or (customer.name,) == entity.key or entity.default_time is None or len(entity.key) != 1:
            continue
        every = Aggregate(function="count", entity=entity.name)
        buyers = Aggregate(
            function="count_distinct", entity=entity.name, of=FieldRef(entity=entity.name, name=customer.name)
        )
        repeated = MeasureArithmetic(operator="-", left=every, right=buyers)
        yield KeyFigure(
            name=f"{entity.name}_repeated",
            label=f"share of {plural(in_lower(entity.label))} by customers who came back in the same period",
            entity=entity.name,
            value=MeasureArithmetic(operator="/", left=repeated, right=every),
            unit="ratio",
        )


def _is_customer(field: Field) -> bool:
    words = {singular(word) for word in full_words(field.name)}
    return isinstance(field, Dimension) and field.role == "identifier" and not field.hidden and bool(words & _BUYERS)


def _return_rates(model: SemanticModel) -> Iterator[KeyFigure]:
    """The share of orders that a table of returns refers to."""
    for name in dict.fromkeys(link.from_entity for link in model.relationships):
        links = [link for link in model.relationships if link.from_entity == name and link.cardinality in _FORWARD]
        dated = [link for link in links if model.entity(link.to_entity).default_time is not None]
        if not {singular(word) for word in full_words(name)} & _BACK or not dated:
            continue
        link = max(dated, key=lambda one: model.entity(one.to_entity).rows)
        home = model.entity(link.to_entity)
        one = Aggregate(function="count", entity=home.name)
        back = replace(one, where=Exists(entity=link.from_entity, via=(link.name,)))
        label = f"{singular(full_words(link.from_entity)[-1])} rate of {plural(in_lower(home.label))}"
        yield KeyFigure(
            name=f"{link.from_entity}_rate",
            label=label,
            entity=home.name,
            value=MeasureArithmetic(operator="/", left=back, right=one),
            unit="ratio",
            less_is_better=True,
        )


def _lead_times(model: SemanticModel) -> Iterator[KeyFigure]:
    """Average days from the usual date of a row to the date it was done."""
    for entity in model.entities:
        start = _time(entity, entity.default_time)
        if start is None:
            continue
        for field in entity.fields:
            words = set(full_words(field.name))
            if field.name == start.name or field.type not in TEMPORAL_TYPES or field.hidden or not words & _DONE:
                continue
            if set(full_words(start.name)) & _DONE:
                continue
            ends = FieldRef(entity=entity.name, name=field.name)
            span = DateDifference(unit="day", start=FieldRef(entity=entity.name, name=start.name), end=ends)
            yield KeyFigure(
                name=f"days_to_{field.name}",
                label=f"average days from {in_lower(start.label)} to {in_lower(field.label)}",
                entity=entity.name,
                value=Aggregate(function="avg", entity=entity.name, of=span),
                less_is_better=True,
            )
            break


def _time(entity: Entity, name: str | None) -> Dimension | None:
    field = entity.field(name) if name is not None else None
    return field if isinstance(field, Dimension) and field.type in TEMPORAL_TYPES else None
