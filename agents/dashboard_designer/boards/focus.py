"""What a dashboard is about: one entity, what of it is measured, what it is told apart by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agents.advisor.subjects import (
    Subject,
    average_of,
    categories,
    counting,
    entities_by_promise,
    rows_of,
    subjects,
    time_of,
)
from agents.analyst.wording import in_lower
from agents.dashboard_designer.boards.coordinates import measures_place
from charts.formats import is_currency
from core.model import Dimension, Entity, Field, Measure, SemanticModel
from core.plan import Condition, FieldRef, Plan, PlanDimension
from core.ways import Declined
from semantic_layer.words import stems

_OFFERED = 4
_WORDS_OF_A_SENTENCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """`subjects` and `categories` in the order of interest; `name` is what the board is called."""

    name: str
    entity: Entity
    subjects: tuple[Subject, ...]
    categories: tuple[PlanDimension, ...]
    time: PlanDimension | None
    where: Condition | None = None


def focus_on(model: SemanticModel, topic: str = "") -> Focus:
    """The table or the words named; without any, what the data is mostly about. Raises Declined for words without a match."""
    entities = entities_by_promise(model)
    if not entities:
        raise Declined("There is no table with rows to show.", hint="Add a file first.")
    said = frozenset(stems(topic))
    if not said:
        return _focus(entities[0], model, said, "")
    named = next((one for one in entities if one.name.casefold() == topic.strip().casefold()), None)
    if named is not None:
        return _focus(named, model, frozenset(), "")
    scored = [(_match(said, one, model), -place, one) for place, one in enumerate(entities)]
    score, _, entity = max(scored, key=lambda one: one[:2])
    if score <= 0:
        names = ", ".join(f"“{in_lower(one.label)}”" for one in entities[:_OFFERED])
        raise Declined(
            f"Nothing in the data matches “{topic.strip()}”.",
            unmatched=(topic.strip(),),
            hint=f"Name a table or a column, like {names}.",
        )
    return _focus(entity, model, said, topic)


def focus_of_plan(model: SemanticModel, plan: Plan, name: str) -> Focus:
    """What an answered question was about, with its filters."""
    entity = model.entity(plan.entity)
    known = [*subjects(entity, model), counting(entity)]
    asked = [
        next(
            (one for one in known if one.measure.value == measure.value),
            Subject(words=in_lower(measure.label), measure=measure, additive=False),
        )
        for measure in plan.measures
        if measure.shown
    ]
    grouped = [one for one in plan.dimensions if one.grain is None and one.shown]
    time = next((one for one in plan.dimensions if one.grain is not None), None) or time_of(entity)
    return Focus(
        name=name,
        entity=entity,
        subjects=_first(asked, known),
        categories=_first_fields(grouped, groups_of(entity, model)),
        time=time,
        where=plan.where,
    )


def dimension_meant(words: str, entity: Entity, model: SemanticModel) -> PlanDimension | None:
    """The category of the entity, or of what it refers to, that the words name best; None where none or two are."""
    said = frozenset(stems(words))
    found = [(_likeness(said, frozenset(stems(one.label))), one) for one in categories(entity, model)]
    found = sorted((pair for pair in found if pair[0] > 0), key=lambda pair: -pair[0])
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def is_written(field: Field) -> bool:
    """Whether the column holds what people wrote, sentences and not names."""
    if not isinstance(field, Dimension) or field.type != "text":
        return False
    seen = [value for value, _ in field.profile.top] or [field.profile.minimum, field.profile.maximum]
    words = [len(value.split()) for value in seen if isinstance(value, str)]
    return field.role == "text" or (bool(words) and sum(words) / len(words) >= _WORDS_OF_A_SENTENCE)


def groups_of(entity: Entity, model: SemanticModel) -> list[PlanDimension]:
    """Categories that rows are told apart by: not what was written about each."""
    return [one for one in categories(entity, model) if not _of_written(one, model)]


def _of_written(dimension: PlanDimension, model: SemanticModel) -> bool:
    of = dimension.of
    return isinstance(of, FieldRef) and is_written(model.entity(of.entity).field(of.name))


def _focus(entity: Entity, model: SemanticModel, said: frozenset[str], topic: str) -> Focus:
    average = average_of(entity)
    subjects_known = [*subjects(entity, model), *([average] if average is not None else [])]
    known = [one for one in subjects_known if not measures_place(one.measure, entity)]
    measured = sorted(_by_weight(known, entity), key=lambda one: -_likeness(said, frozenset(stems(one.words))))
    grouped = sorted(groups_of(entity, model), key=lambda one: -_likeness(said, frozenset(stems(one.label))))
    name = topic.strip() or rows_of(entity)
    return Focus(
        name=name[:1].upper() + name[1:],
        entity=entity,
        subjects=tuple(measured),
        categories=tuple(grouped),
        time=time_of(entity),
    )


def _by_weight(known: Sequence[Subject], entity: Entity) -> list[Subject]:
    """Of measures that add up, money first and the whole before its parts: what has the largest values."""

    def weight(subject: Subject) -> tuple[bool, float]:
        of = getattr(subject.measure.value, "of", None)
        if not subject.additive or not isinstance(of, FieldRef):
            return False, 0.0
        field = entity.field(of.name)
        most = field.profile.maximum
        return is_currency(field.unit), float(most) if isinstance(most, int | float | Decimal) else 0.0

    summed = sorted((one for one in known if one.additive and weight(one) != (False, 0.0)), key=weight, reverse=True)
    places = [place for place, one in enumerate(known) if one in summed]
    arranged = list(known)
    for place, one in zip(places, summed, strict=True):
        arranged[place] = one
    return arranged


def _match(said: frozenset[str], entity: Entity, model: SemanticModel) -> float:
    """How much of what was said names the entity, its fields or its metrics; the entity's own name counts most."""
    names = (entity.name.replace("_", " "), entity.label, *entity.synonyms)
    own = max(_share(said, frozenset(stems(name))) for name in names)
    fields = max((_share(said, _words(field)) for field in entity.fields if not field.hidden), default=0.0)
    metrics = [frozenset(stems(one.label)) for one in model.metrics if one.entity == entity.name]
    metric = max((_share(said, words) for words in metrics), default=0.0)
    return max(1.5 * own, metric * 1.2, fields)


def _words(field: Field) -> frozenset[str]:
    measured = 1 if isinstance(field, Measure) or (isinstance(field, Dimension) and field.role != "identifier") else 0
    return frozenset(word for name in (field.label, *field.synonyms)[: 99 * measured] for word in stems(name))


def _share(said: frozenset[str], words: frozenset[str]) -> float:
    """Of what was said, how much is among the words."""
    return len(said & words) / len(said) if said else 0.0


def _likeness(said: frozenset[str], words: frozenset[str]) -> float:
    return len(said & words) / len(said | words) if said & words else 0.0


def _first(asked: Sequence[Subject], known: Sequence[Subject]) -> tuple[Subject, ...]:
    values = {one.measure.value for one in asked}
    return (*asked, *(one for one in known if one.measure.value not in values))


def _first_fields(asked: Sequence[PlanDimension], known: Sequence[PlanDimension]) -> tuple[PlanDimension, ...]:
    fields = {one.of for one in asked}
    return (*asked, *(one for one in known if one.of not in fields))
