"""Next questions by rules: one step away from the plan that was just answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.advisor import shapes
from agents.advisor.candidate import Candidate, distinct
from agents.advisor.first import first_questions
from agents.advisor.keys import all_with_keys
from agents.advisor.subjects import Subject, categories, counting, subjects, time_of
from agents.analyst.grid import grid_of
from agents.analyst.numbers import label_text
from agents.analyst.wording import in_lower
from core.model import Entity, SemanticModel
from core.plan import And, Comparison, Condition, FieldRef, Plan, PlanDimension, Value
from core.query import Query
from core.result import Result
from core.ways import Declined
from semantic_layer.compiler.walking import field_refs

_MOST = 8
_MANY_GROUPS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What was just answered; `plan` is None where SQL said more than a plan can."""

    model: SemanticModel
    plan: Plan | None
    query: Query
    result: Result


class ByRules:
    """At most eight candidates, of different kinds, the closest first. Declines where the model has nothing to ask about."""

    name = "rules"

    async def __call__(self, task: Advice, /) -> tuple[Candidate, ...]:
        candidates = next_questions(task)
        if not candidates:
            raise Declined("There is nothing close to this that could be asked.")
        return candidates


def next_questions(task: Advice) -> tuple[Candidate, ...]:
    plan = task.plan
    if plan is None or plan.combine is not None or plan.entity not in {entity.name for entity in task.model.entities}:
        return distinct(_about_tables(task), _MOST)
    entity = task.model.entity(plan.entity)
    alone = (candidate for candidate in shapes.without_partner(task.model) if candidate.plan.entity == entity.name)
    steps = all_with_keys(_steps(task, entity, plan), task.model)
    nearby = [*steps, *shapes.nulls(entity), *alone, *first_questions(task.model)]
    asked = _essence(plan)
    return distinct((candidate for candidate in nearby if _essence(candidate.plan) != asked), _MOST)


def _about_tables(task: Advice) -> Iterator[Candidate]:
    for candidate in first_questions(task.model):
        if not task.query.tables or candidate.plan.entity in task.query.tables:
            yield candidate


def _steps(task: Advice, entity: Entity, plan: Plan) -> Iterator[Candidate]:
    subject = _subject(entity, plan, task.model)
    group, time = _group_of(plan), _time_of(entity, plan)
    if group is not None and time is not None and plan.limit is None:
        yield from _only_leader(task, entity, subject, group, time)
    if group is not None and subject.additive and not plan.comparisons:
        yield shapes.share(entity, subject, group, plan.where)
    if time is not None and _is_over_time(plan) and not plan.comparisons:
        yield shapes.change(entity, subject, time, plan.where)
    elif time is not None and not _is_over_time(plan):
        yield shapes.over_time(entity, subject, time, plan.where)
    others = [found for found in categories(entity, task.model) if not _is_told(found, plan)]
    for other in others[:2]:
        yield shapes.by_category(entity, subject, other, plan.where)
    if group is not None and len(task.result.rows) > _MANY_GROUPS and plan.limit is None:
        yield shapes.ranking(entity, subject, group, plan.where)
    yield from _with_another(task.model, entity, subject, plan, group or (time if _is_over_time(plan) else None))
    if plan.where is not None:
        yield replace(shapes.total(entity, subject), text=shapes.total(entity, subject).text.replace("?", " overall?"))
    elif plan.rows is not None or plan.dimensions:
        yield shapes.total(entity, subject)
    for other in others[2:4]:
        yield shapes.by_category(entity, subject, other, plan.where)


def _is_told(dimension: PlanDimension, plan: Plan) -> bool:
    """Whether the plan groups by it already, or keeps to some of its values."""
    conditions = (plan.where, *(measure.value for measure in plan.measures))
    told = {(ref.entity, ref.name) for ref in field_refs(conditions)}
    grouped = {(d.of.entity, d.of.name) for d in plan.dimensions if isinstance(d.of, FieldRef)}
    of = dimension.of
    return isinstance(of, FieldRef) and (of.entity, of.name) in told | grouped


def _with_another(
    model: SemanticModel, entity: Entity, subject: Subject, plan: Plan, dimension: PlanDimension | None
) -> Iterator[Candidate]:
    asked = {measure.value for measure in plan.measures}
    other = next((found for found in subjects(entity, model) if found.measure.value not in asked), None)
    if other is not None and dimension is not None and other.measure.name != subject.measure.name:
        yield shapes.side_by_side(entity, subject, other, dimension, plan.where)


def _only_leader(
    task: Advice, entity: Entity, subject: Subject, group: PlanDimension, time: PlanDimension
) -> Iterator[Candidate]:
    """The row with the highest value, over time."""
    grid = grid_of(task.result, task.query)
    measure = next((found for found in grid.measures if found.name == subject.measure.name), None)
    column = next((found for found in grid.dimensions if found.name == group.name), None)
    if measure is None or column is None or not isinstance(group.of, FieldRef):
        return
    numbers = grid.numbers(measure)
    named = [row for row, number in enumerate(numbers) if number is not None and grid.is_named(row)]
    row = max(named, key=lambda row: numbers[row] or 0, default=None)
    cell = grid.rows[row][grid.index(column.name)] if row is not None else None
    if not isinstance(cell, str | int) or isinstance(cell, bool):
        return
    of_type = task.model.entity(group.of.entity).field(group.of.name).type
    only = Comparison(left=group.of, operator="=", right=Value(value=cell, type=of_type))
    where: Condition = only if task.plan is None or task.plan.where is None else And(conditions=(task.plan.where, only))
    found = shapes.over_time(entity, subject, time, where)
    filters = shapes.SAME_FILTERS if isinstance(where, And) else ""
    shown = label_text(cell, column)
    only_words = shown if isinstance(cell, str) else f"{in_lower(column.label)} {shown}"
    text = f"How did the {subject.words} develop by {time.grain} for {only_words} only{filters}?"
    yield replace(found, text=text)


def _subject(entity: Entity, plan: Plan, model: SemanticModel) -> Subject:
    """The plan's first measure in the words of its label, else the number of rows."""
    if not plan.measures:
        return counting(entity)
    measure = plan.measures[0]
    known = next(
        (found for found in [*subjects(entity, model), counting(entity)] if found.measure.value == measure.value), None
    )
    words = in_lower(measure.label).removeprefix("the ")
    return Subject(words=words, measure=measure, additive=known is not None and known.additive)


def _group_of(plan: Plan) -> PlanDimension | None:
    """The one dimension that is a plain field."""
    shown = [one for one in plan.dimensions if one.shown]
    if len(shown) != 1:
        return None
    (only,) = shown
    return only if only.grain is None and only.part is None and only.bins is None else None


def _is_over_time(plan: Plan) -> bool:
    return any(dimension.grain for dimension in plan.dimensions)


def _time_of(entity: Entity, plan: Plan) -> PlanDimension | None:
    return next((dimension for dimension in plan.dimensions if dimension.grain), None) or time_of(entity)


def _essence(plan: Plan) -> tuple[object, ...]:
    measures = tuple(measure.value for measure in plan.measures)
    dimensions = tuple((dimension.of, dimension.grain, dimension.part) for dimension in plan.dimensions)
    return plan.entity, measures, dimensions, plan.where, plan.limit, bool(plan.comparisons), plan.rows
