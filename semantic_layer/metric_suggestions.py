"""Metrics that businesses keep, suggested where the columns for them are there; people accept or leave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.model import Dimension, Entity, Field, Measure, Metric, SemanticModel
from core.plan import (
    Aggregate,
    Arithmetic,
    Comparison,
    Condition,
    Expression,
    FieldRef,
    In,
    IsNull,
    MeasureArithmetic,
    MeasureExpression,
    Or,
    Value,
)
from semantic_layer.looked_up import looked_up
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, normalise, singular, stem

_MONEY = word_set("revenue sale sales turnover amount total takings proceeds subtotal gmv")
_SURELY_REVENUE = word_set("revenue sale sales turnover takings proceeds gmv")
_NOT_SELLING = word_set("supplier vendor expense grant budget target forecast")
_NOT_REVENUE = word_set(
    "cost tax vat discount refund fee shipping freight unit budget target balance quantity count credit paid"
)
_COST = word_set("cost cogs expense")
_PRICE, _QUANTITY = word_set("price"), word_set("quantity unit piece")
_SELLING = word_set("order sale sales transaction invoice purchase line item booking payment receipt deal")
_PAYING = word_set("payment receipt instalment installment remittance")
_PAYEES = word_set("vendor supplier payee")
_TAKEN_BACK = ("return", "refund", "cancel", "void", "chargeback", "fail", "reject", "declin")
_RATED = {
    "return": ("return rate", ("return", "refund")),
    "cancellation": ("cancellation rate", ("cancel",)),
    "churn": ("churn rate", ("churn", "attrit", "exit")),
    "conversion": ("conversion rate", ("convert", "convers")),
    "default": ("default rate", ("default",)),
    "late": ("late share", ("late", "delay", "overdu")),
}
_STATES = word_set("status state type outcome result stage")
_CUSTOMER = word_set("customer client buyer shopper member patient guest")


@dataclass(frozen=True, slots=True)
class _Revenue:
    metric: Metric
    amount: Expression
    where: Condition | None


def suggest_metrics(model: SemanticModel) -> tuple[Metric, ...]:
    """At most one metric of a name: of the entity that speaks for it most. Those that people removed do not come again."""
    finest_first = sorted(model.entities, key=lambda entity: -len(looked_up(entity.name, model)))
    found = [metric for entity in finest_first for metric in _of_entity(_seen(entity))]
    taken = {metric.name for metric in model.metrics} | {
        name.removeprefix("metric ") for name in model.removed if name.startswith("metric ")
    }
    best: dict[str, Metric] = {}
    later = _paid_towards({metric.entity for metric in found if metric.name == "revenue"}, model)
    for metric in sorted(found, key=lambda metric: (metric.entity in later, -metric.confidence)):
        if metric.name not in taken:
            best.setdefault(metric.name, metric)
    return tuple(best.values())


def _paid_towards(sellings: set[str], model: SemanticModel) -> set[str]:
    """Tables of payments for sales that have amounts themselves: those say what was sold."""
    return {
        one.from_entity
        for one in model.relationships
        if one.to_entity in sellings and one.to_entity != one.from_entity and _PAYING & _words(one.from_entity)
    }


def accept_metric(model: SemanticModel, name: str) -> SemanticModel:
    """The suggestion as a metric that answers use. Raises KeyError for a name that is not suggested."""
    for metric in model.suggested_metrics:
        if metric.name == name:
            accepted = replace(metric, status="accepted", by_person=("status",))
            rest = tuple(one for one in model.suggested_metrics if one.name != name)
            return replace(model, metrics=(*model.metrics, accepted), suggested_metrics=rest)
    raise KeyError(name)


def _seen(entity: Entity) -> Entity:
    return replace(entity, fields=tuple(field for field in entity.fields if not field.hidden))


def _of_entity(entity: Entity) -> Iterator[Metric]:
    if entity.rows == 0:
        return
    revenue = _revenue(entity)
    if revenue is not None:
        yield revenue.metric
        yield from _from_revenue(entity, revenue)
    yield from _rates(entity)
    yield from _weighted_averages(entity)


def _revenue(entity: Entity) -> _Revenue | None:
    if (not _SELLING & _words(entity.name) and not entity.default_time) or _is_paid_out(entity):
        return None
    taken_back = _taken_back(entity)
    amounts = [
        field for field in _adding(entity) if _MONEY & _words(field.name) and not _NOT_REVENUE & _words(field.name)
    ]
    if amounts:
        ranked = sorted(amounts, key=lambda field: (field.unit is None, "revenue" not in _words(field.name)))
        amount: Expression = _ref(entity, ranked[0])
        told, unit = f"{ranked[0].label} added up", ranked[0].unit
    else:
        price, quantity = _only(entity, _PRICE, _QUANTITY - {"unit"}), _only(entity, _QUANTITY, _PRICE | _COST)
        if not _SELLING & _words(entity.name) or price is None or quantity is None:
            return None
        amount = Arithmetic(operator="*", left=_ref(entity, price), right=_ref(entity, quantity))
        told, unit = f"{price.label} times {quantity.label} added up", price.unit
    where, left_out = taken_back if taken_back else (None, "")
    sure = 0.6 + 0.2 * bool(_SELLING & _words(entity.name)) + 0.1 * (len(amounts) == 1)
    sure -= 0.1 * bool(_PAYING & _words(entity.name))
    metric = _metric(
        "revenue", entity, _sum(entity, amount, where), unit=unit, confidence=sure, evidence=f"{_capital(told)}{left_out}.",
        synonyms=("sales", "turnover"),
    )  # fmt: skip
    return _Revenue(metric, amount, where)


def _is_paid_out(entity: Entity) -> bool:
    """Payments to vendors."""
    if not _PAYING & _words(entity.name):
        return False
    return any(_PAYEES & _words(field.name) for field in entity.fields)


def _from_revenue(entity: Entity, revenue: _Revenue) -> Iterator[Metric]:
    unit, sure = revenue.metric.unit, revenue.metric.confidence
    total = _sum(entity, revenue.amount, revenue.where)
    orders = _orders(entity, revenue.where)
    if orders is not None:
        each = MeasureArithmetic(operator="/", left=total, right=orders[0])
        evidence = f"Revenue divided by {orders[1]}."
        yield _metric(
            "average_order_value", entity, each, unit=unit, confidence=sure - 0.05, evidence=evidence, synonyms=("aov",)
        )
    customer = next((f for f in entity.fields if _CUSTOMER & _words(f.name) and _identifies(f)), None)
    if customer is not None and (customer.name,) != entity.key:
        different = _aggregate("count_distinct", entity, _ref(entity, customer), revenue.where)
        each = MeasureArithmetic(operator="/", left=total, right=different)
        evidence = f"Revenue divided by the number of different values of {customer.label}."
        yield _metric("revenue_per_customer", entity, each, unit=unit, confidence=sure - 0.1, evidence=evidence)
    costs = [field for field in _adding(entity) if _COST & _words(field.name) and "unit" not in _words(field.name)]
    if len(costs) == 1:
        cost = _sum(entity, _ref(entity, costs[0]), revenue.where)
        profit = MeasureArithmetic(operator="-", left=total, right=cost)
        evidence = f"Revenue less {costs[0].label}."
        yield _metric(
            "profit", entity, profit, unit=unit, confidence=sure - 0.05, evidence=evidence, synonyms=("gross profit",)
        )
        share = MeasureArithmetic(operator="/", left=profit, right=total)
        yield _metric(
            "margin",
            entity,
            share,
            unit="ratio",
            confidence=sure - 0.05,
            evidence=f"{evidence[:-1]}, as a share of revenue.",
        )


def _orders(entity: Entity, where: Condition | None) -> tuple[MeasureExpression, str] | None:
    """Rows, where each is an order; else its different numbers of orders."""
    about = _words(entity.name)
    if not about & {"line", "item", "detail"} and about & _SELLING:
        return _aggregate("count", entity, None, where), f"the number of {entity.label}"
    for field in entity.fields:
        words = _words(field.name)
        if (
            words & {"order", "invoice", "transaction", "booking"}
            and _identifies(field)
            and not words & {"line", "item"}
        ):
            told = f"the number of different values of {field.label}"
            return _aggregate("count_distinct", entity, _ref(entity, field), where), told
    return None


def _rates(entity: Entity) -> Iterator[Metric]:
    for field in entity.fields:
        if not isinstance(field, Dimension) or field.role not in ("flag", "category") or field.profile.distinct > 40:
            continue
        for name, (label, starts) in _RATED.items():
            met = _means(entity, field, starts)
            if met is not None:
                share = MeasureArithmetic(
                    operator="/",
                    left=_aggregate("count", entity, None, met[0]),
                    right=_aggregate("count", entity, None, None),
                )
                evidence = f"The share of {entity.label} {met[1]}."
                yield _metric(
                    f"{name}_rate", entity, share, unit="ratio", confidence=0.7, evidence=evidence, label=label
                )


def _means(entity: Entity, field: Dimension, starts: tuple[str, ...]) -> tuple[Condition, str] | None:
    """The rows a rate counts: by a flag that is called so, or by values of a state."""
    if field.role == "flag":
        if not any(stem(word).startswith(starts) for word in full_words(field.name)):
            return None
        yes = _yes(field)
        return (
            None
            if yes is None
            else (Comparison(left=_ref(entity, field), operator="=", right=yes), f"where {field.label} is set")
        )
    values = _values_that_mean(field, starts) if _STATES & _words(field.name) else []
    if not values:
        return None
    listed = ", ".join(f"“{value}”" for value in values)
    return In(of=_ref(entity, field), values=_constants(values)), f"whose {field.label} is {listed}"


def _yes(field: Dimension) -> Value | None:
    if field.type == "boolean":
        return Value(value=True, type="boolean")
    for value, _ in field.profile.top:
        if normalise(str(value)) in ("1", "y", "yes", "true", "t"):
            return Value(value=int(str(value)) if field.type == "integer" else str(value), type=field.type)
    return None


def _taken_back(entity: Entity) -> tuple[Condition, str] | None:
    for field in entity.fields:
        if isinstance(field, Dimension) and field.role == "category" and _STATES & _words(field.name):
            values = _values_that_mean(field, _TAKEN_BACK)
            if values and len(values) < field.profile.distinct:
                of = _ref(entity, field)
                rest = Or(conditions=(IsNull(of=of), In(of=of, values=_constants(values), negated=True)))
                return rest, f" without rows whose {field.label} is {', '.join(f'“{value}”' for value in values)}"
    return None


def _values_that_mean(field: Dimension, starts: tuple[str, ...]) -> list[str]:
    texts = (value for value, _ in field.profile.top if isinstance(value, str))
    return sorted(
        value for value in texts if any(stem(word).startswith(starts) for word in normalise(value).split()[:2])
    )


def _weighted_averages(entity: Entity) -> Iterator[Metric]:
    for field in entity.fields:
        if isinstance(field, Measure) and any(one.name == field.weight for one in entity.fields):
            assert field.weight is not None
            weight = _ref(entity, entity.field(field.weight))
            product = Arithmetic(operator="*", left=_ref(entity, field), right=weight)
            known = IsNull(of=_ref(entity, field), negated=True)
            average = MeasureArithmetic(
                operator="/", left=_sum(entity, product, known), right=_sum(entity, weight, known)
            )
            evidence = f"{_capital(field.label)} weighted by {entity.field(field.weight).label}."
            yield _metric(
                f"average_{field.name}", entity, average, unit=field.unit, confidence=0.6, evidence=evidence,
                label=f"average {field.label}",
            )  # fmt: skip


def _metric(
    name: str, entity: Entity, expression: MeasureExpression, *, unit: str | None, confidence: float, evidence: str,
    label: str | None = None, synonyms: tuple[str, ...] = (),
) -> Metric:  # fmt: skip
    return Metric(
        name=name, label=label or name.replace("_", " "), entity=entity.name, expression=expression, unit=unit,
        synonyms=synonyms, status="suggested", evidence=evidence, confidence=round(confidence, 2),
    )  # fmt: skip


def _sum(entity: Entity, of: Expression, where: Condition | None) -> Aggregate:
    return Aggregate(function="sum", entity=entity.name, of=of, where=where)


def _aggregate(function: str, entity: Entity, of: Expression | None, where: Condition | None) -> Aggregate:
    return Aggregate(
        function="count" if function == "count" else "count_distinct", entity=entity.name, of=of, where=where
    )


def _adding(entity: Entity) -> list[Measure]:
    return [field for field in entity.fields if isinstance(field, Measure) and field.additivity == "additive"]


def _only(entity: Entity, words: frozenset[str], but: frozenset[str]) -> Measure | None:
    measures = (field for field in entity.fields if isinstance(field, Measure))
    found = [field for field in measures if words & _words(field.name) and not but & _words(field.name)]
    return found[0] if len(found) == 1 else None


def _identifies(field: Field) -> bool:
    return isinstance(field, Dimension) and field.role == "identifier"


def _constants(values: Iterable[str]) -> tuple[Value, ...]:
    return tuple(Value(value=value, type="text") for value in values)


def _ref(entity: Entity, field: Field) -> FieldRef:
    return FieldRef(entity=entity.name, name=field.name)


def _words(name: str) -> set[str]:
    return {singular(word) for word in full_words(name)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
