"""A Plan in short English: what is read back to people, and the title of a chart."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from core.model import SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    And,
    Arithmetic,
    Call,
    Case,
    Change,
    Comparing,
    Comparison,
    Condition,
    Exists,
    Expression,
    FieldRef,
    Grain,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    MetricRef,
    MovingAverage,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    Rank,
    RelativePeriod,
    Rows,
    RunningTotal,
    ScalarPlan,
    Share,
    Value,
)
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES
from semantic_layer.describe_change import change_words, changed_figure, of_either_side
from semantic_layer.describe_conditions import PART_WORDS, Words, listed, softened
from semantic_layer.inflection import plural_of_last

_FUNCTIONS = {
    "sum": "sum of",
    "avg": "average of",
    "min": "lowest",
    "max": "highest",
    "median": "median of",
    "stddev": "standard deviation of",
    "variance": "variance of",
    "mode": "most frequent",
    "first": "first",
    "last": "last",
    "count_distinct": "number of different",
}
_OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "per"}
_COMBINED = {"union": "together with", "intersection": "that are also among", "difference": "except"}
_PERIODS_A_YEAR: dict[Grain, int] = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365}
_SHOWN_FIELDS = 5


def describe_plan(plan: Plan, model: SemanticModel) -> str:
    """As in "sum of amount by region, last 12 months, top 10"."""
    words = plan_words(plan, model)
    periods, conditions = _split(plan.where)
    changed = changed_figure(plan)
    conditions = [one for one in conditions if changed is None or not of_either_side(one, changed)]
    by = _by(plan, words)
    kept = _kept(conditions, words)
    head = _head(plan, words)
    parts = [f"{head} {kept}", by] if kept else [f"{head} {by}".strip()]
    parts += [_period(period, periods, words) for period in periods]
    parts += _after(plan, words)
    text = ", ".join(part for part in parts if part)
    if plan.combine is not None:
        text += f", {_COMBINED[plan.combine.operator]} the {describe_plan(plan.combine.plan, model)}"
    return text


def describe_condition(condition: Condition, model: SemanticModel) -> str:
    """As in "status is paid" or "order date: last month"."""
    return Words(model).condition(condition)


def plan_words(plan: Plan, model: SemanticModel) -> Words:
    outputs = {part.name: softened(part.label) for part in (*plan.dimensions, *plan.comparisons)}
    outputs |= {field.name: softened(field.label) for field in (plan.rows.fields if plan.rows else ())}
    words = Words(model, plan.entity, outputs)
    measured = {measure.name: measure_words(measure.value, words) for measure in plan.measures}
    changed = changed_figure(plan)
    measured |= {name: f"the {name}" for name in changed.changes} if changed is not None else {}
    return Words(model, plan.entity, outputs | measured)


def _kept(conditions: list[Condition], words: Words) -> str:
    """As in "without orders where status is paid"."""
    linked = " and ".join(words.condition(part) for part in conditions if isinstance(part, Exists))
    others = tuple(part for part in conditions if not isinstance(part, Exists))
    where = f"where {words.condition(And(conditions=others))}" if others else ""
    return " ".join(part for part in (linked, where) if part)


def _head(plan: Plan, words: Words) -> str:
    if plan.rows is not None:
        return _rows(plan, plan.rows, words)
    shown = [measure for measure in plan.measures if measure.shown]
    changed = changed_figure(plan)
    if changed is not None:
        return change_words(changed, words, lambda value: measure_words(value, words))
    if shown:
        return listed([words.outputs[measure.name] for measure in shown], "and")
    return listed([dimension_words(dimension, words) for dimension in plan.dimensions if dimension.shown], "and")


def _by(plan: Plan, words: Words) -> str:
    if not any(measure.shown for measure in plan.measures):
        return ""
    shown = [dimension_words(dimension, words) for dimension in plan.dimensions if dimension.shown]
    return f"by {listed(shown, 'and')}" if shown else ""


def _rows(plan: Plan, rows: Rows, words: Words) -> str:
    entity = words.entity(plan.entity)
    if not rows.fields:
        return f"list of {entity}"
    fields = [softened(field.label) for field in rows.fields]
    if len(fields) > _SHOWN_FIELDS:
        fields = [*fields[: _SHOWN_FIELDS - 1], f"{len(fields) - _SHOWN_FIELDS + 1} more"]
    return f"{'different ' if rows.distinct else ''}{listed(fields, 'and')} of {entity}"


def dimension_words(dimension: PlanDimension, words: Words) -> str:
    of = words.group(dimension.of) if isinstance(dimension.of, FieldRef) else softened(dimension.label)
    unit = dimension.grain or dimension.part
    if unit is not None:
        usual = of == PART_WORDS[unit] or words.is_usual_time(dimension.of)
        told = PART_WORDS[unit] if usual else f"{PART_WORDS[unit]} of {of}"
        return f"{told} (those without rows too)" if dimension.filled else told
    if dimension.bins is not None:
        return f"{of} in steps of {dimension.bins.width:g}"
    return of


def measure_words(value: MeasureExpression, words: Words) -> str:
    match value:
        case Aggregate():
            return _aggregate(value, words)
        case MetricRef():
            label = next((softened(m.label) for m in words.model.metrics if m.name == value.name), value.name)
            return f"{label} where {words.condition(value.where)}" if value.where is not None else label
        case MeasureArithmetic(operator="/", left=Aggregate() as part, right=Aggregate() as whole) if _is_part(
            part, whole
        ):
            return f"share of {_shared(whole, words)} where {words.condition(part.where)}"  # type: ignore[arg-type]
        case MeasureArithmetic():
            left, right = _operand(value.left, words), _operand(value.right, words)
            return f"{left} {_OPERATORS[value.operator]} {right}"
        case MeasureConstant():
            return f"{value.value:g}"
        case _:
            assert_never(value)


def _is_part(part: Aggregate, whole: Aggregate) -> bool:
    return part.where is not None and whole.where is None and replace(part, where=None) == whole


def _shared(whole: Aggregate, words: Words) -> str:
    return words.entity(whole.entity) if whole.of is None else words.expression(whole.of)


def _operand(side: MeasureExpression, words: Words) -> str:
    is_whole = not isinstance(side, MeasureArithmetic) and getattr(side, "where", None) is None
    return measure_words(side, words) if is_whole else f"({measure_words(side, words)})"


def _asked(of: Expression) -> Condition | None:
    """What yes is said to."""
    told = isinstance(of, Case) and len(of.branches) == 1 and isinstance(of.otherwise, Value)
    yes = of.branches[0].then if told and isinstance(of, Case) else None
    is_yes = isinstance(yes, Value) and yes.type == "boolean" and yes.value is True
    return of.branches[0].when if is_yes and isinstance(of, Case) else None


def _aggregate(aggregate: Aggregate, words: Words) -> str:
    where = f" where {words.condition(aggregate.where)}" if aggregate.where is not None else ""
    if aggregate.of is None:
        return f"number of {words.entity(aggregate.entity)}{where}"
    if aggregate.function == "count_distinct" and (keyed := _keyed(aggregate, words)) is not None:
        return f"number of {keyed} in {words.entity(aggregate.entity)}{where}"
    if aggregate.function == "max" and (asked := _asked(aggregate.of)) is not None:
        figures = isinstance(asked, Comparison) and isinstance(asked.left, ScalarPlan)
        any_such = (
            words.condition(asked)
            if figures
            else f"there are {words.entity(aggregate.entity)} {_where(words.condition(asked))}"
        )
        return f"whether {any_such}{where}"
    if aggregate.function == "min" and (asked := _asked(aggregate.of)) is not None:
        return f"whether all {words.entity(aggregate.entity)} are {_where(words.condition(asked))}{where}"
    of = words.expression(aggregate.of)
    by = words.expression(aggregate.by) if aggregate.by is not None else ""
    if aggregate.function == "corr":
        return f"correlation of {of} with {by}{where}"
    if aggregate.function == "quantile":
        share = 0.5 if aggregate.quantile is None else aggregate.quantile
        return f"{share:.0%} quantile of {of}{where}"
    if aggregate.function == "count":
        known = "" if isinstance(aggregate.of, FieldRef) and words.is_always_known(aggregate.of) else "known "
        return f"number of {known}{plural_of_last(of)}{where}"
    if (
        aggregate.function == "count_distinct"
        and isinstance(aggregate.of, Call)
        and aggregate.of.function == "concat_ws"
    ):
        of = f"pairs of {listed([words.expression(one) for one in aggregate.of.arguments[1:]], 'and')}"
    elif aggregate.function == "count_distinct":
        of = plural_of_last(of)
    told_by = f" by {by}" if by else ""
    return f"{_FUNCTIONS[aggregate.function]} {of}{told_by}{where}"


def _where(condition: str) -> str:
    return condition if condition.startswith(("with ", "without ")) else f"where {condition}"


def _keyed(aggregate: Aggregate, words: Words) -> str | None:
    """The entity whose rows are told apart by what is counted, where that is another than the aggregate's own."""
    of = aggregate.of
    if not isinstance(of, FieldRef) or of.entity == aggregate.entity:
        return None
    return words.entity(of.entity) if words.model.entity(of.entity).key == (of.name,) else None


def _split(where: Condition | None) -> tuple[list[AbsolutePeriod | RelativePeriod], list[Condition]]:
    """Periods stand at the end of the sentence, by the phrase they were asked with."""
    parts = where.conditions if isinstance(where, And) else (where,) if where is not None else ()
    periods = [part for part in parts if isinstance(part, AbsolutePeriod | RelativePeriod)]
    return periods, [part for part in parts if not isinstance(part, AbsolutePeriod | RelativePeriod)]


def _period(
    period: AbsolutePeriod | RelativePeriod, periods: list[AbsolutePeriod | RelativePeriod], words: Words
) -> str:
    plain = len(periods) == 1 and words.is_usual_time(period.of)
    return period.phrase if plain else words.condition(period)


def _after(plan: Plan, words: Words) -> list[str]:
    parts = [comparing_words(comparing, plan, words) for comparing in plan.comparisons]
    if plan.having is not None:
        parts.append(f"only where {words.condition(plan.having)}")
    if plan.top_per_group is not None:
        within = listed([words.outputs.get(name, name) for name in plan.top_per_group.within], "and")
        parts.append(f"{_top(plan, plan.top_per_group.count, words)} in each {within}")
    if plan.limit is not None:
        parts.append(_top(plan, plan.limit.count, words))
    elif plan.top_per_group is None and plan.order and plan.rows is not None:
        parts.append(f"ordered by {listed([order_words(order, words) for order in plan.order], 'and')}")
    return parts


def _top(plan: Plan, count: int, words: Words) -> str:
    """“top” and “bottom” are told by a measure; anything else comes “first”, rows by the figure or the date that ranks them."""
    names = {measure.name for measure in plan.measures} | {comparing.name for comparing in plan.comparisons}
    first = plan.order[0] if plan.order else None
    if first is not None and isinstance(first.by, OutputRef) and first.by.name in names:
        return f"{'top' if first.descending else 'bottom'} {count}"
    return f"first {count}{_ranked(plan, first, words)}"


def _ranked(plan: Plan, first: Order | None, words: Words) -> str:
    """As in “ by highest fee”, “ by earliest order date”."""
    by = first.by if first is not None and plan.rows is not None else None
    if first is not None and isinstance(by, Arithmetic):
        return f" by {'highest' if first.descending else 'lowest'} {words.expression(by)}"
    if first is None or not isinstance(by, FieldRef):
        return ""
    kind = next((one.type for one in words.model.entity(by.entity).fields if one.name == by.name), None)
    ends = (
        ("latest", "earliest")
        if kind in TEMPORAL_TYPES
        else ("highest", "lowest")
        if kind in NUMERIC_TYPES
        else ("", "")
    )
    told = ends[0] if first.descending else ends[1]
    return f" by {told} {words.expression(by)}" if told else ""


def order_words(order: Order, words: Words) -> str:
    return f"{words.expression(order.by)}{', highest first' if order.descending else ''}"


def comparing_words(comparing: Comparing, plan: Plan, words: Words) -> str:
    measure = words.outputs.get(comparing.measure, comparing.measure)
    match comparing:
        case Share():
            within = listed([words.outputs.get(name, name) for name in comparing.within], "and")
            return f"with share of {f'each {within}' if within else 'total'}"
        case Change():
            return f"with change against {_earlier(comparing, plan)}"
        case Rank():
            return f"ranked by {measure}"
        case RunningTotal():
            return f"with running total of {measure}"
        case MovingAverage():
            unit = _grain(plan)
            return f"with moving average of {measure} over {comparing.window} {PART_WORDS[unit] if unit else 'row'}s"
        case _:
            assert_never(comparing)


def _earlier(change: Change, plan: Plan) -> str:
    grain = _grain(plan)
    if grain is not None and change.periods == _PERIODS_A_YEAR.get(grain):
        return "a year before"
    unit = PART_WORDS[grain] if grain is not None else "period"
    return f"the {unit} before" if change.periods == 1 else f"{change.periods} {unit}s before"


def _grain(plan: Plan) -> Grain | None:
    return next((dimension.grain for dimension in plan.dimensions if dimension.grain is not None), None)
