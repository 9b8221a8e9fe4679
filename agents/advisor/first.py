"""Questions for a workspace that was never asked anything."""

from __future__ import annotations

from collections.abc import Iterator

from agents.advisor import shapes
from agents.advisor.candidate import Candidate, distinct
from agents.advisor.keys import all_with_keys
from agents.advisor.subjects import (
    Subject,
    average_of,
    categories,
    counting,
    entities_by_promise,
    leading,
    subjects,
    time_of,
)
from core.model import Entity, SemanticModel
from core.plan import PlanDimension

_MOST = 16
_MOST_ENTITIES = 6
_BEFORE_QUALITY = 5


def first_questions(model: SemanticModel) -> tuple[Candidate, ...]:
    """Total, trend, ranking, share, comparison and data quality over the most promising entity, then over others."""
    entities = entities_by_promise(model)[:_MOST_ENTITIES]
    if not entities:
        return ()
    main, *others = entities
    quality = [*shapes.nulls(main), *shapes.without_partner(model)]
    asked = list(_about(main, model))
    asked.extend(candidate for entity in others for candidate in _about(entity, model))
    asked.extend(quality[1:])
    asked.extend(candidate for entity in entities for candidate in shapes.counts(entity))
    found = [*asked[:_BEFORE_QUALITY], *quality[:1], *asked[_BEFORE_QUALITY:]]
    return distinct(all_with_keys(found, model), _MOST)


def questions_about(table: str, model: SemanticModel) -> tuple[Candidate, ...]:
    """Total, trend, ranking, share and data quality of one entity. Raises KeyError."""
    entity = model.entity(table)
    asked = (*_about(entity, model), *shapes.nulls(entity), *shapes.counts(entity))
    return distinct(all_with_keys(asked, model), _MOST)


def _about(entity: Entity, model: SemanticModel) -> Iterator[Candidate]:
    subject = subjects(entity, model)[0]
    groups, time = categories(entity, model), time_of(entity)
    yield shapes.total(entity, subject)
    if time is not None:
        yield shapes.over_time(entity, subject, time)
    average = average_of(entity)
    if groups:
        yield from _by_groups(entity, subject, average, groups, leading(entity, model))
    if time is not None:
        yield shapes.change(entity, subject, time)
    yield shapes.total(entity, counting(entity))
    if time is not None:
        yield shapes.weekday(entity, subject, time)


def _by_groups(
    entity: Entity, subject: Subject, average: Subject | None, groups: list[PlanDimension], things: list[PlanDimension]
) -> Iterator[Candidate]:
    """Ranking, share, comparison, then the other groups."""
    if things:
        yield shapes.leader(entity, subject, things[0])
    if subject.additive:
        yield shapes.share(entity, subject, groups[0])
    if average is not None and average.words != subject.words:
        yield shapes.by_category(entity, average, groups[1 % len(groups)])
    for group in groups[2:4]:
        yield shapes.by_category(entity, subject, group)
