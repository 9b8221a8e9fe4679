"""Ideas for the tiles of a dashboard, the most telling of each kind first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agents.advisor.keys import with_keys
from agents.advisor.subjects import Subject, counting, rows_of
from agents.analyst.wording import in_lower, plural
from agents.dashboard_designer.boards.coordinates import coordinates_of
from agents.dashboard_designer.boards.focus import Focus, is_written
from agents.dashboard_designer.boards.idea import Idea
from core.model import Dimension, Entity, Measure, SemanticModel
from core.plan import (
    And,
    Change,
    Condition,
    FieldRef,
    IsNull,
    Limit,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanField,
    Rows,
    Share,
)
from core.saved import ViewSettings

_FIGURES, _BREAKDOWNS = 3, 4
_FEW_SERIES, _MANY_GROUPS = 6, 12
_TOP, _LATEST, _PLACES = 10, 20, 2_000
_MOST_COLUMNS = 6


def ideas_for(focus: Focus, model: SemanticModel) -> tuple[Idea, ...]:
    """Key figures, the trend, breakdowns, a map, a table, and what is written where there is text; more than a board needs."""
    main = focus.subjects[0]
    figures = list(_figures(focus))
    trend = list(_trends(focus, main, model))
    breakdowns = list(_breakdowns(focus, main, model))
    tables = list(_tables(focus, main, model))
    first = [*figures[:_FIGURES], *trend[:1], *breakdowns[:2], *_map(focus), *tables[:1], *_text(focus)]
    rest = [*trend[1:], *breakdowns[2:], *tables[1:], *figures[_FIGURES:]]
    return tuple(replace(one, plan=with_keys(one.plan, model)) for one in (*first, *rest))


def _figures(focus: Focus) -> Iterator[Idea]:
    """Of each measure its last whole period with how it changed; without a time its value over all rows."""
    for subject in _distinct_subjects(focus):
        title = subject.measure.label
        plan = Plan(entity=focus.entity.name, measures=(subject.measure,), where=focus.where)
        if focus.time is not None:
            change = Change(
                name="change", label=f"change from the {focus.time.grain} before", measure=subject.measure.name
            )
            plan = replace(
                plan,
                dimensions=(focus.time,),
                order=(Order(by=OutputRef(name=focus.time.name)),),
                comparisons=(change,),
            )
        yield Idea(kind="figure", title=title, plan=plan, view=ViewSettings(show="number"))


def _distinct_subjects(focus: Focus) -> Iterator[Subject]:
    """The number of rows comes second at the latest."""
    count = counting(focus.entity)
    others = [one for one in focus.subjects if one.measure.value != count.measure.value]
    yield from [focus.subjects[0], *([] if focus.subjects[0].measure.value == count.measure.value else [count])]
    yield from [one for one in others if one is not focus.subjects[0]]


def _trends(focus: Focus, main: Subject, model: SemanticModel) -> Iterator[Idea]:
    if focus.time is None:
        return
    by_time = _plan(focus, main, focus.time, order=(Order(by=OutputRef(name=focus.time.name)),))
    yield Idea(kind="trend", title=f"{main.measure.label} by {focus.time.grain}", plan=by_time)
    for category in focus.categories:
        if 1 < _values_of(category, model) <= _FEW_SERIES:
            plan = replace(by_time, dimensions=(focus.time, category))
            title = f"{main.measure.label} by {focus.time.grain} and {in_lower(category.label)}"
            yield Idea(kind="trend", title=title, plan=plan)
            return


def _breakdowns(focus: Focus, main: Subject, model: SemanticModel) -> Iterator[Idea]:
    few = [one for one in focus.categories if _values_of(one, model) <= _MANY_GROUPS]
    for category in [*few, *(one for one in focus.categories if one not in few)][:_BREAKDOWNS]:
        many = _values_of(category, model) > _MANY_GROUPS
        order = (Order(by=OutputRef(name=main.measure.name), descending=True),)
        plan = _plan(focus, main, category, order=order)
        title = f"{main.measure.label} by {in_lower(category.label)}"
        if many:
            plan = replace(plan, limit=Limit(count=_TOP))
            title = f"Top {_TOP} {_things(category)} by {in_lower(main.measure.label)}"
        yield Idea(kind="breakdown", title=title, plan=plan, view=ViewSettings(show="chart"))


def _map(focus: Focus) -> Iterator[Idea]:
    """A point for each row, where there are coordinates."""
    entity = focus.entity
    places = coordinates_of(entity)
    if places is None:
        return
    named = [entity.field(entity.display)] if entity.display is not None else []
    known = [IsNull(of=FieldRef(entity=entity.name, name=one.name), negated=True) for one in places]
    conditions: tuple[Condition, ...] = (*([focus.where] if focus.where is not None else []), *known)
    plan = Plan(
        entity=entity.name,
        rows=Rows(fields=tuple(_field(entity, one) for one in (*named, *places))),
        where=And(conditions=conditions),
        limit=Limit(count=_PLACES),
    )
    title = f"{rows_of(entity)[:1].upper()}{rows_of(entity)[1:]} on a map"
    yield Idea(kind="map", title=title, plan=plan, view=ViewSettings(show="chart", mark="map"))


def _tables(focus: Focus, main: Subject, model: SemanticModel) -> Iterator[Idea]:
    """A ranking of what has many names, by two measures; then the latest rows."""
    named = max(focus.categories, key=lambda one: _values_of(one, model), default=None)
    if named is not None:
        count = counting(focus.entity).measure
        measures = (main.measure, *((count,) if count.value != main.measure.value else ()))
        shares = (Share(name="share", label="Share of total", measure=main.measure.name),) if main.additive else ()
        plan = Plan(
            entity=focus.entity.name,
            measures=measures,
            dimensions=(named,),
            where=focus.where,
            order=(Order(by=OutputRef(name=main.measure.name), descending=True),),
            limit=Limit(count=_TOP),
            comparisons=shares,
        )
        title = f"Top {_TOP} {_things(named)} by {in_lower(main.measure.label)}, in figures"
        yield Idea(kind="ranking", title=title, plan=plan, view=ViewSettings(show="table"))
    yield _rows(focus.entity, focus.where)


def _rows(entity: Entity, where: Condition | None) -> Idea:
    shown = [field for field in entity.fields if not field.hidden and _tells(field)][:_MOST_COLUMNS]
    fields = tuple(_field(entity, field) for field in shown or entity.fields[:_MOST_COLUMNS])
    plan = Plan(
        entity=entity.name,
        rows=Rows(fields=fields),
        where=where,
        order=_latest_first(entity),
        limit=Limit(count=_LATEST),
    )
    title = f"Latest {rows_of(entity)}" if plan.order else f"{rows_of(entity)[:1].upper()}{rows_of(entity)[1:]}"
    return Idea(kind="rows", title=title, plan=plan, view=ViewSettings(show="table"))


def _text(focus: Focus) -> Iterator[Idea]:
    """What people wrote, the latest first, where a column holds text."""
    entity = focus.entity
    for field in entity.fields:
        if not is_written(field) or field.hidden or not field.profile.distinct:
            continue
        beside = [one for one in (entity.default_time, entity.display) if one is not None and one != field.name]
        of = FieldRef(entity=entity.name, name=field.name)
        written: Condition = IsNull(of=of, negated=True)
        plan = Plan(
            entity=entity.name,
            rows=Rows(fields=tuple(_field(entity, entity.field(name)) for name in (*beside, field.name))),
            where=written if focus.where is None else And(conditions=(focus.where, written)),
            order=_latest_first(entity),
            limit=Limit(count=_LATEST),
        )
        title = f"{field.label[:1].upper()}{field.label[1:]}, as written"
        yield Idea(kind="rows", title=title, plan=plan, view=ViewSettings(show="table"))
        return


def _things(dimension: PlanDimension) -> str:
    """Customers, of a customer name."""
    label = in_lower(dimension.label)
    return plural(label.removesuffix(" name") or label)


def _plan(focus: Focus, subject: Subject, dimension: PlanDimension, *, order: tuple[Order, ...]) -> Plan:
    return Plan(
        entity=focus.entity.name,
        measures=(subject.measure,),
        dimensions=(dimension,),
        where=focus.where,
        order=order,
    )


def _values_of(dimension: PlanDimension, model: SemanticModel) -> int:
    if not isinstance(dimension.of, FieldRef):
        return 0
    return model.entity(dimension.of.entity).field(dimension.of.name).profile.distinct


def _tells(field: Dimension | Measure) -> bool:
    return isinstance(field, Measure) or not is_written(field)


def _field(entity: Entity, field: Dimension | Measure) -> PlanField:
    return PlanField(name=field.name, label=field.label, of=FieldRef(entity=entity.name, name=field.name))


def _latest_first(entity: Entity) -> tuple[Order, ...]:
    if entity.default_time is None:
        return ()
    return (Order(by=FieldRef(entity=entity.name, name=entity.default_time), descending=True),)
