"""Plans that hold a figure in two periods and its change, formed from one Plan of the figure in some year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from agents.sql_expert.composing import both_figures
from agents.sql_expert.fields import free_name, is_temporal, is_year, last_day
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.moments import months_later
from agents.sql_expert.over_time.frames import Frame
from agents.sql_expert.over_time.moving import all_conditions, is_over
from agents.sql_expert.over_time.pairs import Against
from agents.sql_expert.periods import anchor
from agents.sql_expert.turns.told import also, each_condition, exchanged
from core.model import SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    Assumption,
    Branch,
    Case,
    Change,
    Comparison,
    ComparisonOperator,
    Condition,
    FieldRef,
    Limit,
    MeasureArithmetic,
    MeasureConstant,
    Or,
    Order,
    OutputRef,
    Plan,
    PlanMeasure,
    RelativePeriod,
    ScalarPlan,
    Value,
)


def against_each_other(
    plan: Plan, probe: int, frame: Frame, pair: Against, model: SemanticModel, today: date
) -> Iterator[Plan]:
    """`plan` is the figure in the year `probe`; the usual pair of periods first."""
    told = _time_of(plan, probe, model)
    if told is None or any(one.grain is not None for one in plan.dimensions) or not plan.measures:
        return
    condition, link = told
    for sides in all_conditions(pair, link, today):
        after, before = (_instead(plan, condition, side) for side in sides)
        made = _made(before, after, sides, frame)
        if made is not None:
            yield made


def _time_of(plan: Plan, probe: int, model: SemanticModel) -> tuple[Condition, FieldLink] | None:
    """The condition on the year that was put in, and the column it is on."""
    for one in each_condition(plan.where):
        of = one.of if isinstance(one, AbsolutePeriod) else one.left if isinstance(one, Comparison) else None
        if not isinstance(of, FieldRef):
            continue
        entity = model.entity(of.entity)
        field = entity.field(of.name)
        year = (
            isinstance(one, Comparison) and is_year(field) and isinstance(one.right, Value) and one.right.value == probe
        )
        dated = isinstance(one, AbsolutePeriod) and is_temporal(field) and one.start == f"{probe}-01-01"
        if year or dated:
            return one, FieldLink(entity=entity, field=field, score=1.0, evidence="its time is compared")
    return None


def _instead(plan: Plan, condition: Condition, side: Condition) -> Plan:
    return replace(plan, where=exchanged(plan.where, lambda one: side if one == condition else one))


def _made(before: Plan, after: Plan, sides: tuple[Condition, Condition], frame: Frame) -> Plan | None:
    both = both_figures(before, after)
    if both is None or len(both.measures) != 2:
        return None
    first, second = both.measures
    names = [one.name for one in both.dimensions]
    named = [
        replace(one, name=free_name(one.name, names), label=f"{one.label}, {_phrase_of(side)}")
        for one, side in ((first, sides[1]), (replace(second, name=f"{first.name}_after"), sides[0]))
    ]
    less = MeasureArithmetic(operator="-", left=second.value, right=first.value)
    difference = PlanMeasure(name="difference", label="difference", value=less, unit=first.unit)
    times = MeasureArithmetic(operator="/", left=second.value, right=first.value)
    share = MeasureArithmetic(operator="-", left=times, right=MeasureConstant(value=1.0))
    change = PlanMeasure(name="change", label=f"change of {first.label}", value=share, unit="ratio")
    figures = (*named, change) if frame.share else (*named, difference, change)
    told = replace(both, measures=figures, reading=after.reading, assumptions=after.assumptions)
    if frame.kind == "most":
        return _ranked(told, sides, frame)
    if both.dimensions:
        order = Order(by=OutputRef(name="change" if frame.share else "difference"), descending=not frame.down)
        return replace(_of_groups(told, sides), order=(order,))
    return replace(told, measures=(_answer(before, after, frame), *figures)) if frame.kind == "whether" else told


def _of_groups(told: Plan, sides: tuple[Condition, Condition]) -> Plan:
    return replace(told, where=also(told.where, Or(conditions=sides)), order=())


def _ranked(told: Plan, sides: tuple[Condition, Condition], frame: Frame) -> Plan | None:
    """What rose most; nothing where nothing rose."""
    if not told.dimensions:
        return None
    by = OutputRef(name="change" if frame.share else "difference")
    nothing = Value(value=0, type="integer")
    moved = Comparison(left=by, operator="<" if frame.down else ">", right=nothing)
    order = Order(by=by, descending=not frame.down)
    grouped = _of_groups(told, sides)
    limit = Limit(count=frame.count, ties="kept") if frame.count is not None else None
    return replace(grouped, having=moved if frame.count in (1, None) else None, order=(order,), limit=limit)


def _answer(before: Plan, after: Plan, frame: Frame) -> PlanMeasure:
    now, then = (ScalarPlan(plan=replace(one, order=(), reading=(), assumptions=())) for one in (after, before))
    operator: ComparisonOperator = "<" if frame.down else ">"
    yes, no = (Value(value=value, type="boolean") for value in (True, False))
    other: ComparisonOperator = ">=" if frame.down else "<="
    moved = Branch(when=Comparison(left=now, operator=operator, right=then), then=yes)
    stayed = Branch(when=Comparison(left=now, operator=other, right=then), then=no)
    value = Aggregate(function="max", entity=after.entity, of=Case(branches=(moved, stayed)))
    return PlanMeasure(name="answer", label="answer", value=value)


def _phrase_of(condition: Condition) -> str:
    if isinstance(condition, AbsolutePeriod | RelativePeriod):
        return condition.phrase
    value = condition.right if isinstance(condition, Comparison) else None
    return str(value.value) if isinstance(value, Value) else "the period before"


def steps_of(plan: Plan, frame: Frame, model: SemanticModel, today: date) -> Plan | None:
    """The period that rose most against the one before it; `plan` tells the figure by period."""
    grains = [one for one in plan.dimensions if one.grain is not None]
    if (
        len(plan.dimensions) != 1
        or len(grains) != 1
        or not isinstance(grains[0].of, FieldRef)
        or plan.having is not None
    ):
        return None
    shown = [one for one in plan.measures if one.shown]
    if len(shown) != 1 or plan.rows is not None or plan.combine is not None:
        return None
    measure = shown[0]
    changes = tuple(
        Change(name=name, label=label, measure=measure.name, as_percent=share)
        for name, label, share in (
            ("difference", f"difference to the {grains[0].grain} before", False),
            ("change", f"change of {measure.label}", True),
        )
    )
    by = OutputRef(name="change" if frame.share else "difference")
    order = Order(by=by, descending=not frame.down)
    whole = _over_only(replace(plan, limit=None, order=()), grains[0].of, str(grains[0].grain), model, today)
    return replace(whole, measures=(measure,), comparisons=changes, order=(order,), limit=Limit(count=1, ties="kept"))


def _over_only(plan: Plan, of: FieldRef, unit: str, model: SemanticModel, today: date) -> Plan:
    """The last period is left out while it is not over: it would look like a drop."""
    field = model.entity(of.entity).field(of.name)
    if not is_temporal(field):
        return plan
    now = anchor(field, today)
    begun = _unfinished(now, unit, today)
    if begun is None or last_day(field) is None:
        return plan
    before = AbsolutePeriod(of=of, start=None, end=begun.isoformat(), phrase=f"before {begun.isoformat()}")
    why = f"The {unit} of {now.isoformat()} is not over in the data, so it is left out."
    assumed = Assumption(topic="period", chosen=before.phrase, why=why)
    return replace(plan, where=also(plan.where, before), assumptions=(*plan.assumptions, assumed))


def _unfinished(now: date, unit: str, today: date) -> date | None:
    """The first day of the unit that the data end in; None where it is over."""
    months = {"year": 12, "quarter": 3, "month": 1}.get(unit)
    if months is None:
        return None
    low = date(now.year, (now.month - 1) // months * months + 1, 1)
    return None if is_over(low, months_later(low, months), now, today) else low
