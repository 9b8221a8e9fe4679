"""Questions of one shape each: total, trend, ranking, share, change, quality."""

from __future__ import annotations

from collections.abc import Iterator

from agents.advisor.candidate import Candidate
from agents.advisor.subjects import Subject, counting, rows_of
from agents.analyst.wording import in_lower, plural
from core.model import Dimension, Entity, SemanticModel
from core.plan import (
    Change,
    Condition,
    Exists,
    FieldRef,
    IsNull,
    Limit,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    Share,
)

SAME_FILTERS = ", with the same filters"


def total(entity: Entity, subject: Subject, where: Condition | None = None) -> Candidate:
    counted = _counted(subject)
    asked = f"How many {counted} are there" if counted else f"What is the {subject.words}"
    return _asked(asked, Plan(entity=entity.name, measures=(subject.measure,), where=where))


def by_category(
    entity: Entity, subject: Subject, dimension: PlanDimension, where: Condition | None = None
) -> Candidate:
    plan = Plan(
        entity=entity.name,
        measures=(subject.measure,),
        dimensions=(dimension,),
        where=where,
        order=_largest_first(subject),
    )
    counted, label = _counted(subject), in_lower(dimension.label)
    asked = f"How many {counted} are there for each {label}" if counted else f"What is the {subject.words} by {label}"
    return _asked(asked, plan)


def over_time(entity: Entity, subject: Subject, time: PlanDimension, where: Condition | None = None) -> Candidate:
    plan = Plan(
        entity=entity.name, measures=(subject.measure,), dimensions=(time,), where=where, order=_in_time_order(time)
    )
    return _asked(f"How did the {subject.words} develop by {time.grain}", plan)


def ranking(entity: Entity, subject: Subject, dimension: PlanDimension, where: Condition | None = None) -> Candidate:
    plan = Plan(
        entity=entity.name,
        measures=(subject.measure,),
        dimensions=(dimension,),
        where=where,
        order=_largest_first(subject),
        limit=Limit(count=10),
    )
    return _asked(f"What are the top 10 {plural(in_lower(dimension.label))} by {subject.words}", plan)


def leader(entity: Entity, subject: Subject, dimension: PlanDimension) -> Candidate:
    plan = Plan(
        entity=entity.name,
        measures=(subject.measure,),
        dimensions=(dimension,),
        order=_largest_first(subject),
        limit=Limit(count=1),
    )
    return _asked(f"Which {in_lower(dimension.label)} has the highest {subject.words}", plan)


def share(entity: Entity, subject: Subject, dimension: PlanDimension, where: Condition | None = None) -> Candidate:
    comparing = Share(name="share", label="Share of total", measure=subject.measure.name)
    plan = Plan(
        entity=entity.name,
        measures=(subject.measure,),
        dimensions=(dimension,),
        where=where,
        order=_largest_first(subject),
        comparisons=(comparing,),
    )
    return _asked(f"What share of the {subject.words} does each {in_lower(dimension.label)} have", plan)


def change(entity: Entity, subject: Subject, time: PlanDimension, where: Condition | None = None) -> Candidate:
    comparing = Change(name="change", label=f"Change from the {time.grain} before", measure=subject.measure.name)
    plan = Plan(
        entity=entity.name,
        measures=(subject.measure,),
        dimensions=(time,),
        where=where,
        order=_in_time_order(time),
        comparisons=(comparing,),
    )
    return _asked(f"How did the {subject.words} change from {time.grain} to {time.grain}", plan)


def side_by_side(
    entity: Entity, one: Subject, other: Subject, dimension: PlanDimension, where: Condition | None = None
) -> Candidate:
    plan = Plan(
        entity=entity.name,
        measures=(one.measure, other.measure),
        dimensions=(dimension,),
        where=where,
        order=_in_time_order(dimension) if dimension.grain else _largest_first(one),
    )
    asked = f"How does the {one.words} compare with the {other.words} by {in_lower(dimension.grain or dimension.label)}"
    return _asked(asked, plan)


def weekday(entity: Entity, subject: Subject, time: PlanDimension) -> Candidate:
    day = PlanDimension(name="day_of_week", label="Day of week", of=time.of, part="day_of_week")
    plan = Plan(entity=entity.name, measures=(subject.measure,), dimensions=(day,), order=_largest_first(subject))
    return _asked(f"On which day of the week is the {subject.words} highest", plan)


def nulls(entity: Entity) -> Iterator[Candidate]:
    """Fields that some, but not all, rows leave empty: its name, then the emptiest, numbers last."""
    partly = [
        field
        for field in entity.fields
        if 0 < field.profile.nulls < entity.rows
        and not field.hidden
        and not (isinstance(field, Dimension) and field.role == "flag")
    ]
    for field in sorted(
        partly,
        key=lambda field: (field.name == entity.display, isinstance(field, Dimension), field.profile.nulls),
        reverse=True,
    ):
        where = IsNull(of=FieldRef(entity=entity.name, name=field.name))
        plan = Plan(entity=entity.name, measures=(counting(entity).measure,), where=where)
        yield _asked(f"How many {rows_of(entity)} have no {in_lower(field.label)}", plan, same_filters=False)


def without_partner(model: SemanticModel) -> Iterator[Candidate]:
    """Rows that a relationship leaves alone, from either side."""
    for relationship in model.relationships:
        sides = (
            (relationship.to_entity, relationship.from_entity, relationship.to_unmatched),
            (relationship.from_entity, relationship.to_entity, relationship.from_unmatched + relationship.from_null),
        )
        for name, other_name, alone in sides:
            if not alone or name == other_name:
                continue
            entity, other = model.entity(name), model.entity(other_name)
            where = Exists(entity=other.name, via=(relationship.name,), negated=True)
            plan = Plan(entity=entity.name, measures=(counting(entity).measure,), where=where)
            asked = f"How many {rows_of(entity)} have no matching {rows_of(other)}"
            yield _asked(asked, plan, same_filters=False)


def counts(entity: Entity) -> Iterator[Candidate]:
    """How the rows spread over each category; uneven spelling shows."""
    for field in entity.fields:
        if (
            isinstance(field, Dimension)
            and field.role == "category"
            and field.profile.distinct > 1
            and not field.hidden
        ):
            of = FieldRef(entity=entity.name, name=field.name)
            yield by_category(entity, counting(entity), PlanDimension(name=field.name, label=field.label, of=of))


def _counted(subject: Subject) -> str | None:
    """What is counted, where the subject is a number of rows."""
    return subject.words.removeprefix("number of ") if subject.words.startswith("number of ") else None


def _asked(words: str, plan: Plan, *, same_filters: bool = True) -> Candidate:
    suffix = SAME_FILTERS if plan.where is not None and same_filters else ""
    return Candidate(text=f"{words}{suffix}?", plan=plan)


def _largest_first(subject: Subject) -> tuple[Order, ...]:
    return (Order(by=OutputRef(name=subject.measure.name), descending=True),)


def _in_time_order(time: PlanDimension) -> tuple[Order, ...]:
    return (Order(by=OutputRef(name=time.name)),)
