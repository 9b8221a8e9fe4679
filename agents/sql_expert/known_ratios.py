"""Figures that businesses make of two columns of one table: clicks per impression, what a conversion costs."""

from __future__ import annotations

from collections.abc import Iterator

from core.model import Entity, Measure, Metric, SemanticModel
from core.plan import Aggregate, Arithmetic, ArithmeticOperator, FieldRef, MeasureArithmetic, MeasureConstant
from core.table import NUMERIC_TYPES
from semantic_layer.words import full_words, singular

_RATIOS: tuple[tuple[str, str, str, float], ...] = (
    ("click through rate|ctr|clickthrough rate|click rate", "click", "impression view", 1),
    ("conversion rate|cvr", "conversion converted", "click session visit visitor lead", 1),
    ("cost per click|cpc", "spend cost", "click", 1),
    ("cost per conversion|cpa|cost per acquisition|acquisition cost", "spend cost", "conversion acquisition", 1),
    ("cost per lead|cpl", "spend cost", "lead", 1),
    ("cost per thousand impressions|cpm|cost per mille", "spend cost", "impression", 1000),
    ("return on ad spend|roas|return on advertising spend", "revenue sale", "spend", 1),
    ("open rate", "open opened", "sent delivered email", 1),
    ("average selling price|asp", "revenue sale amount", "unit quantity", 1),
    ("profit margin|margin|gross margin", "profit", "revenue sale", 1),
)
TOTAL_COST = "cost of goods sold|cogs|cost of sales"
_REVENUE, _COST = frozenset({"revenue", "sale", "turnover"}), frozenset({"cost", "cogs", "expense"})


def known_ratios(model: SemanticModel) -> Iterator[Metric]:
    """Only where each part is one column that adds up."""
    for entity in model.entities:
        for names, above, below, times in _RATIOS:
            first, second = _only(entity, above), _only(entity, below)
            if first is not None and second is not None and first is not second:
                yield _metric(names, entity, "/", first, second, times)
    if all(metric.name != "profit" for metric in (*model.metrics, *model.suggested_metrics)):
        yield from _profits(model)


def _profits(model: SemanticModel) -> Iterator[Metric]:
    """What lines of sales come to, less their quantity times what one costs, in the same table or looked up."""
    revenue = next((one for one in model.suggested_metrics if one.name == "revenue"), None)
    if revenue is None or not isinstance(revenue.expression, Aggregate) or revenue.expression.of is None:
        return
    entity = model.entity(revenue.entity)
    quantity, cost = _only(entity, "quantity unit qty"), _unit_cost(entity, model)
    if quantity is None or cost is None:
        return
    spent = Arithmetic(operator="*", left=FieldRef(entity=entity.name, name=quantity.name), right=cost)
    gained = Arithmetic(operator="-", left=revenue.expression.of, right=spent)
    profit = Aggregate(function="sum", entity=entity.name, of=gained)
    total = Aggregate(function="sum", entity=entity.name, of=revenue.expression.of)
    told = f"What was sold less {quantity.label} times {cost.name.replace('_', ' ')}"
    yield _named("profit|gross profit", entity, profit, f"{told}.", revenue.unit)
    costs = Aggregate(function="sum", entity=entity.name, of=spent)
    yield _named(
        TOTAL_COST, entity, costs, f"{quantity.label.capitalize()} times {cost.name.replace('_', ' ')}.", revenue.unit
    )
    margin = MeasureArithmetic(operator="/", left=profit, right=total)
    yield _named("profit margin|margin|gross margin", entity, margin, f"{told}, by what was sold.", "ratio")
    markup = MeasureArithmetic(operator="/", left=profit, right=costs)
    yield _named("markup|mark-up", entity, markup, f"{told}, by what it cost.", "ratio")


def _unit_cost(entity: Entity, model: SemanticModel) -> FieldRef | None:
    looked_up = [model.entity(one.to_entity) for one in model.relationships
                 if one.from_entity == entity.name and one.cardinality in ("many_to_one", "one_to_one")]  # fmt: skip
    for place in (entity, *looked_up):
        found = [one for one in place.fields if one.type in NUMERIC_TYPES and _COST & _words(one.name)]
        if len(found) == 1 and {"unit", "price"} & _words(found[0].name) | ({"cost"} & _words(found[0].name)):
            return FieldRef(entity=place.name, name=found[0].name)
    return None


def _only(entity: Entity, words: str) -> Measure | None:
    """The one column that adds up and whose name is of the first word that any has."""
    adding = [one for one in entity.fields if isinstance(one, Measure) and one.additivity == "additive"]
    for word in words.split():
        found = [one for one in adding if word in _words(one.name) and "per" not in _words(one.name)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _metric(
    names: str, entity: Entity, operator: ArithmeticOperator, first: Measure, second: Measure, times: float
) -> Metric:
    left, right = (
        Aggregate(function="sum", entity=entity.name, of=FieldRef(entity=entity.name, name=one.name))
        for one in (first, second)
    )
    value = MeasureArithmetic(operator=operator, left=left, right=right)
    if times != 1:
        value = MeasureArithmetic(operator="*", left=value, right=MeasureConstant(value=times))
    evidence = f"Total {first.label} divided by total {second.label}."
    return _named(names, entity, value, evidence, first.unit)


def _named(names: str, entity: Entity, value: Aggregate | MeasureArithmetic, evidence: str, unit: str | None) -> Metric:
    label, *synonyms = names.split("|")
    return Metric(
        name=label.replace(" ", "_"), label=label, entity=entity.name, expression=value, unit=unit,
        synonyms=tuple(synonyms), status="suggested", evidence=evidence,
    )  # fmt: skip


def _words(name: str) -> set[str]:
    words = {singular(word) for word in full_words(name)}
    return words | {"sale"} if "sales" in words else words
