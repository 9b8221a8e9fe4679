"""Metrics as people write them: SQL over columns and other metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.model import Metric, SemanticModel


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricText:
    """`expression` is None where it cannot be said in the SQL that a metric may be written in."""

    name: str
    label: str
    entity: str
    status: Literal["suggested", "accepted"]
    expression: str | None
    where: str | None
    unit: str | None
    description: str | None
    synonyms: tuple[str, ...]
    evidence: str


def metric_texts(model: SemanticModel) -> tuple[MetricText, ...]:
    """The accepted ones first."""
    accepted = [_text(metric, model, "accepted") for metric in model.metrics]
    return (*accepted, *(_text(metric, model, "suggested") for metric in model.suggested_metrics))


def _text(metric: Metric, model: SemanticModel, status: Literal["suggested", "accepted"]) -> MetricText:
    from semantic_layer.measure_text import condition_text, measure_text

    return MetricText(
        name=metric.name,
        label=metric.label,
        entity=metric.entity,
        status=status,
        expression=measure_text(metric.expression, model, metric.entity),
        where=condition_text(metric.where, metric.entity, model) if metric.where else None,
        unit=metric.unit,
        description=metric.description,
        synonyms=metric.synonyms,
        evidence=metric.evidence,
    )
