"""Changes of a Plan, one part at a time; what a change does not touch stays as it was."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.fields import free_name
from agents.sql_expert.turns.told import each_condition, exchanged
from core.model import SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    AggregateFunction,
    And,
    Assumption,
    Between,
    Change,
    Comparison,
    Condition,
    DatePart,
    Exists,
    Expression,
    FieldRef,
    In,
    IsNull,
    Limit,
    MeasureArithmetic,
    Not,
    Or,
    Order,
    OutputRef,
    Plan,
    RelativePeriod,
    Share,
    TextMatch,
)

_SPOKEN: dict[AggregateFunction, str] = {
    "avg": "average", "median": "median", "sum": "total", "min": "minimum", "max": "maximum",
}  # fmt: skip


def conditions_of(plan: Plan) -> tuple[Condition, ...]:
    """Conditions that must all hold."""
    if plan.where is None:
        return ()
    return plan.where.conditions if isinstance(plan.where, And) else (plan.where,)


def with_conditions(last: Plan, read: Plan) -> Plan:
    """The new conditions take the place of earlier ones on the same field."""
    return replace(
        last, where=_merged(last, read), reading=read.reading, assumptions=(*last.assumptions, *_new(last, read))
    )


def with_enough(last: Plan, read: Plan) -> Plan:
    """The same groups, of which only those are kept that have so many rows, or such a total."""
    known = {measure.name for measure in last.measures}
    added = tuple(replace(measure, shown=False) for measure in read.measures if measure.name not in known)
    return replace(last, measures=(*last.measures, *added), having=read.having, reading=read.reading)


def with_groups(last: Plan, read: Plan) -> Plan:
    comparisons = tuple(one for one in last.comparisons if isinstance(one, Share))
    shares = tuple(replace(share, within=()) for share in comparisons)
    return replace(
        read,
        measures=last.measures or read.measures,
        where=_merged(last, read),
        comparisons=shares or read.comparisons,
        limit=last.limit if last.limit and not _grained(read) else read.limit,
        order=last.order if last.limit and not _grained(read) else _by_figures_of(last, read),
        assumptions=(*last.assumptions, *_new(last, read)),
    )


def _by_figures_of(last: Plan, read: Plan) -> tuple[Order, ...]:
    """Ordered by a figure that was read only for its groups, it is ordered by the first of those that are kept."""
    kept = {one.name for one in last.measures}
    lost = {OutputRef(name=one.name) for one in read.measures if last.measures and one.name not in kept}
    return tuple(
        replace(one, by=OutputRef(name=last.measures[0].name)) if one.by in lost else one for one in read.order
    )


def split_further(last: Plan, read: Plan) -> Plan:
    """By the groups there were and the new ones."""
    taken = [one.name for one in last.dimensions]
    added = tuple(replace(one, name=free_name(one.name, taken)) for one in read.dimensions)
    order = last.order if any(one.grain for one in last.dimensions) else read.order
    split = replace(last, dimensions=(*last.dimensions, *added), order=order, comparisons=(), reading=read.reading)
    return replace(split, where=_merged(last, read), assumptions=(*last.assumptions, *_new(last, read)))


def with_measures(last: Plan, read: Plan) -> Plan:
    return replace(read, where=_merged(last, read), limit=last.limit or read.limit, comparisons=read.comparisons)


def with_function(last: Plan, function: AggregateFunction) -> Plan | None:
    """The same field under another aggregate; None where rows were counted."""
    if len(last.measures) != 1 or not isinstance(last.measures[0].value, Aggregate):
        return None
    measure, value = last.measures[0], last.measures[0].value
    if value.of is None:
        return None
    words = measure.label.split(" ")
    label = " ".join([_SPOKEN[function], *words[1:]]) if len(words) > 1 else f"{_SPOKEN[function]} {measure.label}"
    named = {"sum": "total", "avg": "average"}.get(function, function)
    name = f"{named}_{value.of.name}" if isinstance(value.of, FieldRef) and last.having is None else measure.name
    changed = replace(measure, name=name, label=label, value=replace(value, function=function))
    order = tuple(
        replace(one, by=OutputRef(name=name)) if one.by == OutputRef(name=measure.name) else one for one in last.order
    )
    return replace(last, measures=(changed,), comparisons=(), order=order)


def on_other_time(last: Plan, read: Plan, model: SemanticModel) -> Plan | None:
    """As in "no, by order date": the same grain and periods on another time field; None where that is not what was said."""
    grained = [dimension for dimension in last.dimensions if dimension.grain is not None]
    named = [dimension.of for dimension in read.dimensions if _is_time(dimension.of, model)]
    if not grained or len(named) != 1 or len(read.dimensions) != 1:
        return None
    if not isinstance(named[0], FieldRef) or named[0] == grained[0].of:
        return None
    if read.dimensions[0].grain not in (None, grained[0].grain):
        other = replace(grained[0], grain=read.dimensions[0].grain, label=read.dimensions[0].label)
        return replace(last, dimensions=tuple(other if one is grained[0] else one for one in last.dimensions))
    dimensions = tuple(
        replace(dimension, of=named[0]) if dimension.grain is not None else dimension for dimension in last.dimensions
    )
    conditions = tuple(
        replace(condition, of=named[0])
        if isinstance(condition, RelativePeriod | AbsolutePeriod) and condition.of == grained[0].of
        else condition
        for condition in conditions_of(last)
    )
    return replace(last, dimensions=dimensions, where=_joined(conditions), reading=read.reading)


def limited(last: Plan, count: int, *, descending: bool) -> Plan:
    shown = next((measure for measure in last.measures if measure.shown), last.measures[0])
    order = Order(by=OutputRef(name=shown.name), descending=descending)
    return replace(last, order=(order,), limit=Limit(count=count))


def as_share(last: Plan) -> Plan:
    measure = last.measures[0]
    share = Share(name=f"share_of_{measure.name}", label=f"share of {measure.label}", measure=measure.name)
    return replace(last, comparisons=(*(one for one in last.comparisons if not isinstance(one, Share)), share))


def as_part(last: Plan) -> Plan | None:
    """What was counted or added up, as a share of all in the same period; None where nothing told which rows were."""
    return None if last.dimensions else as_part_of_groups(last)


def as_part_of_groups(last: Plan) -> Plan | None:
    """Of each group, what was counted or added up as a share of all its rows in the same period."""
    value = last.measures[0].value if len(last.measures) == 1 else None
    if not isinstance(value, Aggregate) or value.function not in ("count", "sum") or value.where is not None:
        return None
    kept = tuple(one for one in conditions_of(last) if isinstance(one, AbsolutePeriod | RelativePeriod))
    own = tuple(one for one in conditions_of(last) if one not in kept)
    if not own or last.having is not None or last.limit is not None:
        return None
    ratio = MeasureArithmetic(operator="/", left=replace(value, where=_joined(own)), right=value)
    measure = replace(
        last.measures[0], name="share", label=f"share of {last.measures[0].label}", value=ratio, unit="ratio"
    )
    return replace(last, measures=(measure,), where=_joined(kept), order=())


def as_change(last: Plan) -> Plan | None:
    """None where no period is grouped by."""
    if not _grained(last):
        return None
    measure = last.measures[0]
    change = Change(name=f"change_of_{measure.name}", label=f"change of {measure.label}", measure=measure.name)
    return replace(last, comparisons=(*(one for one in last.comparisons if not isinstance(one, Change)), change))


def _grained(plan: Plan) -> bool:
    return any(dimension.grain is not None for dimension in plan.dimensions)


def _is_time(expression: Expression, model: SemanticModel) -> bool:
    if not isinstance(expression, FieldRef):
        return False
    return model.entity(expression.entity).field(expression.name).type in ("date", "timestamp", "timestamptz")


def _merged(last: Plan, read: Plan) -> Condition | None:
    added = tuple(in_that_year(one, last) for one in conditions_of(read))
    before = tuple(_with_periods_of(one, added) for one in conditions_of(last))
    added = tuple(one for one in added if not any(_holds_period_of(other, one) for other in before))
    told_again = {field for condition in added for field in (*_fields(condition), *_parts_told(condition))}
    kept = tuple(
        condition for condition in before if condition not in added and not _is_told_again(condition, told_again)
    )
    return _joined((*kept, *added))


def _with_periods_of(linked: Condition, added: tuple[Condition, ...]) -> Condition:
    """“And in March?” after customers with visits in February: of the same visits, in another month."""
    if not isinstance(linked, Exists) or linked.where is None:
        return linked
    periods = {period.of: period for one in added if (period := _only_period(one)) is not None}

    def other(condition: Condition) -> Condition:
        return (
            periods.get(condition.of, condition)
            if isinstance(condition, AbsolutePeriod | RelativePeriod)
            else condition
        )

    return replace(linked, where=exchanged(linked.where, other))


def _holds_period_of(linked: Condition, added: Condition) -> bool:
    return (
        isinstance(linked, Exists) and (period := _only_period(added)) is not None and period in each_condition(linked)
    )


def _only_period(condition: Condition) -> AbsolutePeriod | RelativePeriod | None:
    """A period, also one of linked rows of which nothing else is said."""
    if isinstance(condition, Exists) and not condition.negated:
        inner = condition.where
        return inner if isinstance(inner, AbsolutePeriod | RelativePeriod) else None
    return condition if isinstance(condition, AbsolutePeriod | RelativePeriod) else None


def in_that_year(condition: Condition, last: Plan) -> Condition:
    """“And 2023?” after March 2024 is about March 2023."""
    before = [one for one in conditions_of(last) if isinstance(one, AbsolutePeriod)]
    if not isinstance(condition, AbsolutePeriod) or len(before) != 1 or not (condition.start and condition.end):
        return condition
    start, end, year = before[0].start, before[0].end, int(condition.start[:4])
    whole = condition.start[4:] == "-01-01" and condition.end == f"{year + 1}-01-01"
    if not whole or not (start and end) or before[0].of != condition.of or "-02-29" in (start[4:], end[4:]):
        return condition
    later = int(end[:4]) - int(start[:4])
    if start[4:] == end[4:] or later > 1:
        return condition
    moved = replace(condition, start=f"{year}{start[4:]}", end=f"{year + later}{end[4:]}")
    return replace(moved, phrase=f"{before[0].phrase.rsplit(' ', 1)[0]} {year}")


def _is_told_again(condition: Condition, told: set[tuple[str, str]]) -> bool:
    """A column of one name in two linked tables is one notion where a value of it is named."""
    names = {name for _, name in told}
    same = isinstance(condition, Comparison | In) and any(name in names for _, name in _fields(condition))
    return same or bool(set(_fields(condition)) & told)


def _joined(conditions: tuple[Condition, ...]) -> Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(conditions=conditions)


def _fields(condition: Condition) -> tuple[tuple[str, str], ...]:
    match condition:
        case Comparison():
            return _told(condition.left)
        case Between() | In() | TextMatch() | IsNull() | AbsolutePeriod() | RelativePeriod():
            return _told(condition.of)
        case And(conditions=inner) | Or(conditions=inner):
            return tuple(field for one in inner for field in _fields(one))
        case Not(condition=one):
            return _fields(one)
        case _:
            return ()


def _told(of: Expression) -> tuple[tuple[str, str], ...]:
    """A column, or a part of its date: “on Mondays” and “on Tuesdays” are told of one weekday."""
    if isinstance(of, DatePart) and isinstance(of.of, FieldRef):
        return ((of.of.entity, f"{of.of.name}: {of.part}"),)
    return ((of.entity, of.name),) if isinstance(of, FieldRef) else ()


def _parts_told(condition: Condition) -> set[tuple[str, str]]:
    """“In July 2024” tells the month as well, which “in 2024” does not."""
    if not isinstance(condition, AbsolutePeriod) or not isinstance(condition.of, FieldRef):
        return set()
    start, end = condition.start, condition.end
    whole = start is None or end is None or (start[4:10] == end[4:10] and start[:4] != end[:4])
    of = condition.of
    return set() if whole else {(of.entity, f"{of.name}: {part}") for part in ("month", "quarter")}


def _new(last: Plan, read: Plan) -> tuple[Assumption, ...]:
    return tuple(one for one in read.assumptions if one not in last.assumptions)
