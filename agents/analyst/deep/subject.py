"""What a deep question is about: its measure, time and filters, read by the SQL expert's rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from agents.analyst.facts import last_date
from agents.analyst.periods import period_text
from agents.analyst.wording import in_lower, plural
from agents.sql_expert import Understanding, understand
from core.answer import Clarification, Option
from core.model import Dimension, Entity, Field, Measure, SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    And,
    Comparison,
    Condition,
    DatePart,
    FieldRef,
    Grain,
    MeasureArithmetic,
    MeasureExpression,
    MetricRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    RelativePeriod,
    Value,
)
from core.table import NUMERIC_TYPES
from core.ways import Declined, Unclear
from semantic_layer import resolve_period
from semantic_layer.periods import moved

_LEAST_DAYS: tuple[tuple[Grain, int], ...] = (("month", 330), ("week", 60))
_SPAN_NAMES: dict[Grain, str] = {"year": "year", "quarter": "quarter", "month": "month", "week": "week", "day": "day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `start` until `end`, which is not included."""

    start: datetime
    end: datetime
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`where` are the filters without the period; `time` is the field that the measure is told by over time."""

    plan: Plan
    measure: PlanMeasure
    where: Condition | None
    time: FieldRef | None
    span: Span | None

    @property
    def entity(self) -> str:
        return self.plan.entity

    @property
    def period(self) -> AbsolutePeriod | None:
        """The span as a filter on the time."""
        return within(self.time, self.span) if self.time is not None and self.span is not None else None


def understood(text: str, task: Understanding) -> Plan:
    """Raises Declined and Unclear; where one reading is offered, it is taken."""
    asked = replace(task, question=replace(task.question, text=text, history=()))
    try:
        return understand(asked)
    except Unclear as unclear:
        options = unclear.clarification.options
        if len(options) == 1 and options[0].plan is not None:
            return options[0].plan
        raise _asked_again(text, unclear.clarification, task) from None


def _asked_again(text: str, clarification: Clarification, task: Understanding) -> Unclear:
    """The readings as whole questions, so that the one that is chosen is asked instead."""
    whole = task.question.text
    found = [
        Option(label=whole.replace(text, one.label)) if text and text in whole else Option(label=one.label)
        for one in clarification.options
    ]
    return Unclear(replace(clarification, options=tuple(found)))


def subject_of(text: str, task: Understanding) -> Subject:
    """Raises Declined, with the words without a match, and Unclear."""
    plan = _measured(text, task)
    _check_held(plan.measures[0].value, task.model)
    of_time = _time_of(text, plan, task)
    period, where = apart(plan.where)
    span = span_of(period, task.model) if period is not None else None
    time = period_field(period) if period is not None else of_time
    return Subject(plan=plan, measure=plan.measures[0], where=where, time=time, span=span)


def _measured(text: str, task: Understanding) -> Plan:
    """“Revenue” measures something as it is; of a listed number its usual aggregate is taken, of listed rows their number."""
    refused: Declined | Unclear | None = None
    for said in (text, f"total {text}", f"average {text}", f"number of {text}"):
        try:
            plan = understood(said, task)
        except (Declined, Unclear) as declined:
            refused = refused or declined
            continue
        measures = plan.measures if plan.rows is None else _of_rows(plan, task.model)
        if measures and plan.combine is None and measures[0].shown:
            return replace(plan, measures=measures, rows=None, dimensions=(), order=(), limit=None, comparisons=(),
                           top_per_group=None)  # fmt: skip
    raise refused or Declined(f"It is not clear what number “{text}” is.", hint="Name a number of the data.")


def _check_held(value: MeasureExpression, model: SemanticModel) -> None:
    """Raises Declined for a column in which no row has anything."""
    found = aggregate_of(value, model)
    if found is None or not isinstance(found.of, FieldRef):
        return
    field = field_of(found.of, model)
    if field.profile.rows and field.profile.nulls == field.profile.rows:
        raise Declined(f"{field.label} has no values: it is empty in every row.", hint="Name another column.")


def _of_rows(plan: Plan, model: SemanticModel) -> tuple[PlanMeasure, ...]:
    listed = [one.of for one in plan.rows.fields] if plan.rows is not None else []
    if not listed:
        label = f"number of {plural(in_lower(model.entity(plan.entity).label))}"
        return (PlanMeasure(name="row_count", label=label, value=Aggregate(function="count", entity=plan.entity)),)
    of = listed[0]
    if len(listed) == 1 and isinstance(of, FieldRef) and _is_flag(field_of(of, model)):
        return (_those(of, model),)
    if len(listed) > 1 or not isinstance(of, FieldRef) or (field := field_of(of, model)).type not in NUMERIC_TYPES:
        return ()
    function = field.aggregation if isinstance(field, Measure) and field.aggregation in ("sum", "avg") else "avg"
    label = f"{'total' if function == 'sum' else 'average'} {in_lower(field.label)}"
    value = Aggregate(function=function, entity=plan.entity, of=of)
    return (PlanMeasure(name=f"{function}_{field.name}", label=label, value=value),)


def _is_flag(field: Field) -> bool:
    return isinstance(field, Dimension) and field.type == "boolean"


def _those(flag: FieldRef, model: SemanticModel) -> PlanMeasure:
    """Of a column of yes and no, how many rows say yes."""
    label = in_lower(field_of(flag, model).label)
    condition = Comparison(left=flag, operator="=", right=Value(value=True, type="boolean"))
    value = Aggregate(function="count", entity=flag.entity, where=condition)
    return PlanMeasure(name=f"{flag.name}_count", label=f"number of {label}", value=value)


def _time_of(text: str, plan: Plan, task: Understanding) -> FieldRef | None:
    """As the rules would tell it by month; else the entity's usual time."""
    for said in (f"{text} by month", f"total {text} by month", f"number of {text} by month"):
        try:
            found = understood(said, task)
        except (Declined, Unclear):
            continue
        of = next((one.of for one in found.dimensions if one.grain is not None), None)
        if isinstance(of, FieldRef) and found.entity == plan.entity:
            return of
    entity = task.model.entity(plan.entity)
    return FieldRef(entity=entity.name, name=entity.default_time) if entity.default_time else None


def field_of(ref: FieldRef, model: SemanticModel) -> Field:
    return model.entity(ref.entity).field(ref.name)


def conditions_of(where: Condition | None) -> tuple[Condition, ...]:
    return where.conditions if isinstance(where, And) else () if where is None else (where,)


def all_of(*conditions: Condition | None) -> Condition | None:
    found = tuple(part for condition in conditions for part in conditions_of(condition))
    return None if not found else found[0] if len(found) == 1 else And(conditions=found)


def apart(where: Condition | None) -> tuple[Condition | None, Condition | None]:
    """The period, and the other filters."""
    parts = conditions_of(where)
    periods = [part for part in parts if period_field(part) is not None]
    others = [part for part in parts if part not in periods]
    return (periods[0] if len(periods) == 1 else None), all_of(*others, *(periods if len(periods) > 1 else ()))


def period_field(part: Condition | None) -> FieldRef | None:
    """The time that a period is of; of a calendar month or quarter too."""
    of: object = None
    if isinstance(part, AbsolutePeriod | RelativePeriod):
        of = part.of
    elif isinstance(part, Comparison) and part.operator == "=" and isinstance(part.left, DatePart):
        of = part.left.of if part.left.part in ("month", "quarter", "year") else None
    return of if isinstance(of, FieldRef) else None


def span_of(period: Condition, model: SemanticModel) -> Span | None:
    of = period_field(period)
    if of is None:
        return None
    if isinstance(period, RelativePeriod):
        return span_between(*map(datetime.fromisoformat, resolve_period(period, model.calendar)))
    if isinstance(period, AbsolutePeriod):
        first, last = bounds(of, model)
        start = datetime.fromisoformat(period.start) if period.start else first
        end = datetime.fromisoformat(period.end) if period.end else last and last + timedelta(days=1)
        return span_between(start, end) if start and end else None
    return _latest(period, of, model) if isinstance(period, Comparison) else None


def _latest(part: Comparison, of: FieldRef, model: SemanticModel) -> Span | None:
    """“In March”: the last March that there is data of."""
    _, last = bounds(of, model)
    if last is None or not isinstance(part.left, DatePart) or not isinstance(part.right, Value):
        return None
    number = int(part.right.value)  # type: ignore[arg-type]
    grain: Grain = "year" if part.left.part == "year" else "quarter" if part.left.part == "quarter" else "month"
    if grain == "year":
        start = datetime(number, 1, 1)  # noqa: DTZ001
    else:
        month = number if grain == "month" else number * 3 - 2
        start = datetime(last.year if month <= last.month else last.year - 1, month, 1)  # noqa: DTZ001
    return span_between(start, moved(start, 1, grain))


def bounds(of: FieldRef, model: SemanticModel) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment in the data."""
    profile = field_of(of, model).profile
    return moment(profile.minimum), moment(profile.maximum)


def moment(cell: object) -> datetime | None:
    if isinstance(cell, str):
        try:
            return datetime.fromisoformat(cell).replace(tzinfo=None)
        except ValueError:
            return None
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    return datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else None  # noqa: DTZ001


def span_between(start: datetime, end: datetime) -> Span:
    for grain in _SPAN_NAMES:
        if moved(start, 1, grain) == end:
            return Span(start=start, end=end, label=period_text(start, grain))
    last = end - timedelta(days=1)
    return Span(start=start, end=end, label=f"{period_text(start, 'day')} to {period_text(last, 'day')}")


def months_in(span: Span) -> int | None:
    """None where it is not made of whole months."""
    if span.start.day != 1 or span.end.day != 1:
        return None
    return (span.end.year - span.start.year) * 12 + span.end.month - span.start.month


def before(span: Span, *, year: bool = False) -> Span:
    """As long a span, right before or a year before."""
    months = 12 if year else months_in(span)
    if months:
        return span_between(moved(span.start, -months, "month"), moved(span.end, -months, "month"))
    length = span.end - span.start
    return span_between(span.start - length, span.start)


def last_whole(of: FieldRef, grain: Grain, model: SemanticModel) -> Span | None:
    """The last period of the grain that the data covers to its end."""
    from semantic_layer.periods import start_of

    _, last = bounds(of, model)
    if last is None:
        return None
    by_grain = PlanDimension(name="period", label="Period", of=of, grain=grain)
    until = last_date(model, Plan(entity=of.entity, dimensions=(by_grain,)))
    start = start_of(last, grain, model.calendar)
    end = moved(start, 1, grain)
    known = datetime(until.year, until.month, until.day) if until else last  # noqa: DTZ001
    if known + timedelta(days=1) < end:
        start, end = moved(start, -1, grain), start
    return span_between(start, end)


def usual_grain(of: FieldRef, model: SemanticModel) -> Grain:
    """So that there are enough periods to tell a season or a trend from chance."""
    first, last = bounds(of, model)
    days = (last - first).days if first and last else 0
    return next((grain for grain, least in _LEAST_DAYS if days > least), "day")


def within(of: FieldRef, span: Span) -> AbsolutePeriod:
    iso = [moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat()
           for moment in (span.start, span.end)]  # fmt: skip
    return AbsolutePeriod(of=of, start=iso[0], end=iso[1], phrase=f"in {span.label}")


def with_where(value: MeasureExpression, where: Condition | None) -> MeasureExpression:
    """The same measure over fewer rows."""
    if where is None:
        return value
    if isinstance(value, Aggregate | MetricRef):
        return replace(value, where=all_of(value.where, where))
    if isinstance(value, MeasureArithmetic):
        return replace(value, left=with_where(value.left, where), right=with_where(value.right, where))
    return value


def adds_up(value: MeasureExpression, model: SemanticModel) -> bool:
    if isinstance(value, MetricRef):
        metric = next((metric for metric in model.metrics if metric.name == value.name), None)
        return metric is not None and adds_up(metric.expression, model)
    if isinstance(value, Aggregate):
        return value.function in ("sum", "count")
    if isinstance(value, MeasureArithmetic):
        return value.operator in ("+", "-") and adds_up(value.left, model) and adds_up(value.right, model)
    return False


def aggregate_of(value: MeasureExpression, model: SemanticModel) -> Aggregate | None:
    """The one aggregate that the measure is, of a metric too; None for arithmetic."""
    if isinstance(value, MetricRef):
        metric = next((metric for metric in model.metrics if metric.name == value.name), None)
        found = aggregate_of(metric.expression, model) if metric is not None else None
        return replace(found, where=all_of(found.where, metric.where, value.where)) if found and metric else None
    return value if isinstance(value, Aggregate) else None


def unit_of(measure: PlanMeasure, model: SemanticModel) -> str | None:
    if measure.unit:
        return measure.unit
    found = aggregate_of(measure.value, model)
    if found is None or not isinstance(found.of, FieldRef) or found.function in ("count", "count_distinct"):
        return None
    return field_of(found.of, model).unit


def numbers_of(entity: Entity) -> Iterator[Measure]:
    return (field for field in entity.fields if isinstance(field, Measure) and not field.hidden)


def is_group(field: Field) -> bool:
    return isinstance(field, Dimension) and field.role in ("category", "flag")
