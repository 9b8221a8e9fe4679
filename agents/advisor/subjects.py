"""What of a model is worth asking about: measures, categories, times, in order of promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from agents.analyst.wording import in_lower, plural
from core.model import Dimension, Entity, Measure, Relationship, SemanticModel
from core.plan import Aggregate, FieldRef, Grain, MetricRef, PlanDimension, PlanMeasure
from semantic_layer.labels import label_in_groups
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_FEW = 30
_MANY = 5_000
_FUNCTION_WORD = {
    "sum": "total",
    "avg": "average",
    "median": "median",
    "min": "lowest",
    "max": "highest",
    "count_distinct": "number of different",
}
_SHORTEST_SPAN: tuple[tuple[Grain, int], ...] = (("year", 365 * 6), ("quarter", 365 * 3), ("month", 80), ("week", 21))


_MAIN = word_set("revenue sale turnover amount total value gmv income spend spending profit earning price")
_MINOR = word_set("fee tax vat gst shipping freight postage discount tip surcharge handling rounding deposit")
"""What comes on top of the figure that a table is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A measure in words ("total amount"). `additive`: shares of it make sense."""

    words: str
    measure: PlanMeasure
    additive: bool


def entities_by_promise(model: SemanticModel) -> list[Entity]:
    """Facts first: measures and a time, then what refers to others, then size."""

    def promise(entity: Entity) -> tuple[int, int, int, int]:
        has_measures = any(_measures(entity))
        refers = sum(relationship.from_entity == entity.name for relationship in model.relationships)
        return (has_measures + (entity.default_time is not None), has_measures, refers, entity.rows)

    return sorted((entity for entity in model.entities if entity.rows), key=promise, reverse=True)


def _measures(entity: Entity) -> Iterator[Measure]:
    return (field for field in entity.fields if isinstance(field, Measure) and not field.hidden)


def rows_of(entity: Entity) -> str:
    """The plural of what a row is ("orders")."""
    return plural(in_lower(entity.label))


def counting(entity: Entity) -> Subject:
    words = f"number of {rows_of(entity)}"
    return Subject(
        words=words, measure=_named("row_count", words, Aggregate(function="count", entity=entity.name)), additive=True
    )


def subjects(entity: Entity, model: SemanticModel) -> list[Subject]:
    """Agreed metrics, then measures that add up, then the number of rows, then the other measures."""
    metrics = [
        Subject(
            words=in_lower(metric.label),
            measure=PlanMeasure(name=metric.name, label=metric.label, value=MetricRef(name=metric.name)),
            additive=False,
        )
        for metric in model.metrics
        if metric.entity == entity.name
    ]
    measures = [field for field in _measures(entity) if field.profile.nulls < entity.rows]
    measures.sort(key=_promise_of)
    found = [_of_field(entity, field) for field in measures]
    summed = [subject for subject in found if subject.additive]
    return [*metrics, *summed, counting(entity), *(subject for subject in found if not subject.additive)]


def _promise_of(field: Measure) -> tuple[bool, int, int]:
    words = {singular(word) for word in full_words(field.name)}
    rank = 2 if words & _MINOR else 0 if words & _MAIN else 1
    return field.additivity != "additive", rank, field.profile.nulls


def average_of(entity: Entity) -> Subject | None:
    field = min(_measures(entity), key=_promise_of, default=None)
    if field is None:
        return None
    words = f"average {in_lower(field.label)}"
    of = FieldRef(entity=entity.name, name=field.name)
    value = Aggregate(function="avg", entity=entity.name, of=of)
    return Subject(words=words, measure=_named(f"average_{field.name}", words, value), additive=False)


def categories(entity: Entity, model: SemanticModel) -> list[PlanDimension]:
    """Own ones with few values, those of entities that each row refers to, the fuller ones; else what is yes or no."""
    own = [_dimension(entity, field, ()) for field in _categories(entity, _FEW) if field.role == "category"]
    looked_up = [
        _dimension(other, field, (relationship.name,))
        for relationship, other in looked_up_from(entity, model)
        for field in _categories(other, _FEW)
        if field.role == "category"
    ]
    fuller = [_dimension(entity, field, ()) for field in _categories(entity, _MANY) if field.profile.distinct > _FEW]
    flags = [_dimension(entity, field, ()) for field in _categories(entity, _FEW) if field.role == "flag"]
    return _told_apart([*own, *looked_up, *_names(entity, model), *fuller] or flags)


def leading(entity: Entity, model: SemanticModel) -> list[PlanDimension]:
    """What one may be the first of: things with a name that each row refers to, then categories; never yes and no."""
    own = [_dimension(entity, field, ()) for field in _categories(entity, _MANY) if field.role == "category"]
    return _told_apart([*_names(entity, model), *own])


def _names(entity: Entity, model: SemanticModel) -> list[PlanDimension]:
    return [
        _dimension(other, other.field(other.display), (relationship.name,))  # type: ignore[arg-type]
        for relationship, other in looked_up_from(entity, model)
        if other.display and isinstance(named := other.field(other.display), Dimension) and not named.hidden
    ]


def looked_up_from(entity: Entity, model: SemanticModel) -> Iterator[tuple[Relationship, Entity]]:
    """Entities of which each row has at most one."""
    for relationship in model.relationships:
        if relationship.from_entity == entity.name and relationship.cardinality in {"many_to_one", "one_to_one"}:
            yield relationship, model.entity(relationship.to_entity)


def time_of(entity: Entity) -> PlanDimension | None:
    """The default time by a grain that gives a readable number of periods."""
    if entity.default_time is None:
        return None
    field = entity.field(entity.default_time)
    if field.hidden or field.type not in {"date", "timestamp", "timestamptz"}:
        return None
    grain = grain_for(field.profile.minimum, field.profile.maximum)
    of = FieldRef(entity=entity.name, name=field.name)
    return PlanDimension(name=grain, label=grain.capitalize(), of=of, grain=grain)


def grain_for(first: object, last: object) -> Grain:
    start, end = _day(first), _day(last)
    if start is None or end is None:
        return "month"
    days = (end - start).days
    return next((grain for grain, least in _SHORTEST_SPAN if days > least), "day")


def _day(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            return None
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _of_field(entity: Entity, field: Measure) -> Subject:
    function = field.aggregation
    if function not in _FUNCTION_WORD:
        function = "avg"
    label = in_lower(field.label)
    word = _FUNCTION_WORD[function]
    words = label if word in label.split() else f"{word} {label}"
    value = Aggregate(function=function, entity=entity.name, of=FieldRef(entity=entity.name, name=field.name))
    additive = function == "sum" and field.additivity == "additive"
    return Subject(words=words, measure=_named(f"{function}_{field.name}", words, value), additive=additive)


def _named(name: str, words: str, value: Aggregate) -> PlanMeasure:
    return PlanMeasure(name=name, label=words[:1].upper() + words[1:], value=value)


def _categories(entity: Entity, most: int) -> list[Dimension]:
    found = [
        field
        for field in entity.fields
        if isinstance(field, Dimension)
        and not field.hidden
        and field.role in {"category", "flag"}
        and 2 <= field.profile.distinct <= most
        and field.profile.nulls * 2 < max(entity.rows, 1)
    ]
    return sorted(
        found, key=lambda field: (field.role != "category", field.profile.distinct < 3, field.profile.nulls > 0)
    )


def _dimension(entity: Entity, field: Dimension, via: tuple[str, ...]) -> PlanDimension:
    return PlanDimension(
        name=field.name,
        label=label_in_groups(entity, field.name),
        of=FieldRef(entity=entity.name, name=field.name, via=via),
    )


def _told_apart(dimensions: list[PlanDimension]) -> list[PlanDimension]:
    """Each field once, and of one label the first, so that a question is never open between two."""
    by_label: dict[str, PlanDimension] = {}
    for dimension in dimensions:
        by_label.setdefault(dimension.label.casefold(), dimension)
    return list(by_label.values())
