"""Metrics that nobody accepted yet: meant by their names too, where no column or table is called so."""

from __future__ import annotations

from collections.abc import Iterator

from agents.sql_expert.known_ratios import known_ratios
from agents.sql_expert.metric_links import metric_field
from agents.sql_expert.schema_names import Name, name_of
from core.model import Entity, Field, Measure, Metric, SemanticModel
from core.plan import Aggregate, FieldRef
from semantic_layer.words import full_words, stem


def suggested_names(model: SemanticModel) -> Iterator[Name]:
    """A plain sum names its column."""
    columns = {_stems(text) for entity in model.entities for one in entity.fields for text in (one.name, one.label)}
    tables = {_stems(text) for entity in model.entities for text in (entity.name, entity.label)}
    accepted = {_stems(text) for metric in model.metrics for text in (metric.name, metric.label, *metric.synonyms)}
    taken = columns | tables | accepted
    for metric in (*model.suggested_metrics, *known_ratios(model)):
        entity = model.entity(metric.entity)
        if _is_average_of_column(metric, entity):
            continue
        field = _column(metric, entity) or metric_field(metric, entity, model)
        for label in dict.fromkeys((metric.label, *_abbreviated(metric.label), metric.name, *metric.synonyms)):
            if _stems(label) not in taken:
                yield name_of(entity, field, label, frozenset(), given=True)
                taken.add(_stems(label))


def _is_average_of_column(metric: Metric, entity: Entity) -> bool:
    """The weighted average of a column is what its average means already."""
    return any(metric.label == f"average {one.label}" for one in entity.fields)


def _abbreviated(label: str) -> tuple[str, ...]:
    rest = label.removeprefix("average ")
    return () if rest == label else (f"avg {rest}", f"mean {rest}")


def _column(metric: Metric, entity: Entity) -> Field | None:
    value = metric.expression
    of = value.of if isinstance(value, Aggregate) and value.function == "sum" else None
    if not isinstance(of, FieldRef) or of.entity != entity.name:
        return None
    field = entity.field(of.name)
    return field if isinstance(field, Measure) and field.aggregation == "sum" else None


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in full_words(text))
