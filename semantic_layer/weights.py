"""What an average is weighted by: a price by the quantity sold at it, a rate by the amount it applies to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.model import Field, Measure
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_WEIGHTS = tuple(
    (word_set(measured), word_set(weighing))
    for measured, weighing in (
        ("price tariff fare", "quantity unit piece sold volume count"),
        ("interest apr apy coupon yield", "balance principal loan amount outstanding notional"),
        ("ctr clickthrough", "impression view"),
        ("conversion", "visit session click lead visitor"),
        ("rating score star satisfaction", "review rating response respondent count"),
        ("discount margin tax vat commission markup", "amount revenue sale turnover total gross price"),
        ("occupancy utilisation utilization", "capacity room seat bed"),
        ("growth unemployment literacy mortality birth density income", "population inhabitant people"),
        ("grade gpa mark", "credit"),
        ("return defect refund cancellation churn error", "order unit quantity sold delivered customer count"),
    )
)


_TIMES = word_set("time second minute hour day week month year duration ms latency")
"""“Response minutes” are how long one took, not how many there were."""


def with_weights(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Only where one additive column can be told; else an average stays one over rows."""
    adding = [field for field in fields if isinstance(field, Measure) and field.additivity != "non_additive"]
    return tuple(_weighted(field, adding) if isinstance(field, Measure) else field for field in fields)


def _weighted(measure: Measure, adding: Sequence[Measure]) -> Measure:
    if measure.additivity != "non_additive":
        return measure
    own = _words(measure.name)
    for measured, weighing in _WEIGHTS:
        if not own & measured:
            continue
        found = [
            one
            for one in adding
            if _counts_such(_words(one.name), weighing)
            and not _words(one.name) & _TIMES
            and (one.profile.minimum is None or _low(one) >= 0)
        ]
        if len(found) == 1:
            return _by(measure, found[0])
    return measure


def _counts_such(words: set[str], weighing: frozenset[str] | set[str]) -> bool:
    """“review_count” counts reviews, and “count” the rows themselves; “reopened_count” counts something else."""
    said = words & weighing
    return bool(said - {"count"}) or (bool(said) and words <= _COUNTING)


_COUNTING = word_set("count number total num no overall of row")


def _by(measure: Measure, weight: Measure) -> Measure:
    evidence = f"{measure.evidence.rstrip('.')}; averaged with {weight.label} as the weight."
    return replace(measure, weight=weight.name, evidence=evidence)


def _words(name: str) -> set[str]:
    return {singular(word) for word in full_words(name)}


def _low(measure: Measure) -> float:
    return float(str(measure.profile.minimum))
