"""Questions made of two: the ratio or the difference of two figures, or both beside each other.

Each part is read as a question of its own, over the same groups and periods.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import free_name
from agents.sql_expert.own_times import by_own_times, same_groups
from core.model import Measure, SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    ArithmeticOperator,
    Condition,
    FieldRef,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    Plan,
    PlanMeasure,
    RelativePeriod,
)
from semantic_layer.compiler.walking import field_refs

Read = Callable[[str], Plan | None]
_TAIL = r"(?P<tail>(?:\s+(?:by|per|for each|in|for|during|since|over|last|this|between|from|on|of the|where|each)\b.*)?)[?.!]*$"
_OPEN = r"^(?:what (?:is|was|are|were) |show (?:me )?|give me |calculate |compute |tell me )?(?:the )?"
_ITEM = r"(?:(?! by | per | in | for | since | during | over | last | this | from )[^?.,])+?"
_LEFT, _RIGHT = rf"(?P<left>{_ITEM})", rf"(?:the )?(?P<right>{_ITEM})"
_FIGURE = "(?:number|total|average|count)"
_PARTED = "divided by|relative to|as (?:an? )?(?:share|percentage|percent|proportion|fraction|%) of"
_PATTERNS: tuple[tuple[ArithmeticOperator | None, re.Pattern[str]], ...] = tuple(
    (cast(ArithmeticOperator | None, operator), re.compile(_OPEN + pattern + _TAIL, re.IGNORECASE))
    for operator, pattern in (
        ("/", rf"(?:ratio|proportion) (?:of|between) (?:the )?{_LEFT} (?:to|and|over|vs\.?|versus) {_RIGHT}"),
        ("/", rf"{_LEFT} (?:{_PARTED}) {_RIGHT}"),
        ("-", rf"difference (?:between|of) (?:the )?{_LEFT} and {_RIGHT}"),
        ("-", rf"{_LEFT} (?:minus|less(?! than)|net of|without counting) {_RIGHT}"),
        (None, rf"(?P<left>how many {_ITEM}) and (?P<right>how many {_ITEM})"),
        (None, rf"(?P<left>{_FIGURE} {_ITEM}) and (?P<right>{_FIGURE} {_ITEM})"),
        (None, rf"{_LEFT} (?:vs\.?|versus|compared to|compared with) {_RIGHT}"),
    )
)
_AS_SHARE = re.compile(r"\bas (?:an? )?(?:share|percentage|percent|proportion|fraction|%) of\b", re.IGNORECASE)
_NAMES: dict[ArithmeticOperator, str] = {"/": "ratio", "-": "difference", "+": "sum", "*": "product"}
_OF_ONE_FIGURE: dict[ArithmeticOperator, str] = {"-": "difference in", "/": "ratio of"}
_WORDS: dict[ArithmeticOperator, str] = {"/": "per", "-": "minus", "+": "plus", "*": "times"}


_BEHIND = re.compile(
    r"\b(?:that|which|who|whose|where|with|without|in|from|for|at|on|by|made|during|over|under|above|below)\b", re.I
)


def composed(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands one part; plans whose parts cannot be put together are left out."""
    for operator, pattern in _PATTERNS:
        matched = pattern.match(text.strip())
        if matched is None:
            continue
        left = _figure(matched["left"], matched["tail"], operator, read)
        right = _figure(matched["right"], matched["tail"], operator, read) if left is not None else None
        if right is None and left is not None and operator == "-":
            head = re.match(r".*\b(?:of|for|in|from|by)\s+", matched["left"], re.IGNORECASE)
            right = _figure(f"{head[0]}{matched['right']}", matched["tail"], operator, read) if head else None
        if left is None or right is None or ends_for_all(left, right, matched["right"]):
            continue
        if operator == "/":
            left = summed_alike(left, right, f"{matched['left']}{matched['tail']}", read)
            right = averaged_alike(left, right, matched["right"])
        plan = _joined(left, right, operator)
        if plan is not None:
            yield as_share_if_said(plan, text)


def summed_alike(left: Plan, right: Plan, said: str, read: Read) -> Plan:
    """“Refunds as a percentage of revenue”: what they come to, where rows of that name have one figure of the same money."""
    if not _counts(left) or _counts(right) or _COUNTED.search(said):
        return left
    total = read(f"total {said}")
    if total is None or not is_figure(total) or _counts(total):
        return left
    units = {plan.measures[0].unit for plan in (total, right)} - {None}
    return total if len(units) < 2 else left


_COUNTED = re.compile(r"\b(?:number|count|how many)\b", re.IGNORECASE)


def as_usual(plan: Plan, text: str, model: SemanticModel) -> Plan:
    """“Difference in horsepower”: of what has no meaning when added up, the averages, unless a total is said."""
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    if not isinstance(value, Aggregate) or value.function != "sum" or not isinstance(value.of, FieldRef):
        return plan
    field = model.entity(value.of.entity).field(value.of.name)
    if not isinstance(field, Measure) or field.aggregation != "avg" or _TOTAL.search(text):
        return plan
    averaged = replace(plan.measures[0], label=f"average {field.label}", value=replace(value, function="avg"))
    return replace(plan, measures=(averaged,))


def averaged_alike(left: Plan, right: Plan, said: str) -> Plan:
    """An average is set against another average, unless a total is said: “average fee as a percentage of the price”."""
    one, other = (plan.measures[0].value if len(plan.measures) == 1 else None for plan in (left, right))
    averaged = isinstance(one, Aggregate) and one.function == "avg"
    summed = isinstance(other, Aggregate) and other.function == "sum" and left.entity == right.entity
    if not averaged or not isinstance(other, Aggregate) or not summed or _TOTAL.search(said):
        return right
    return replace(right, measures=(replace(right.measures[0], value=replace(other, function="avg")),))


_TOTAL = re.compile(r"\b(?:total|sum|overall|all|combined)\b", re.IGNORECASE)


def as_share_if_said(plan: Plan, text: str) -> Plan:
    """One part “as a share of” another is told in percent, whatever the parts are measured in."""
    if not _AS_SHARE.search(text) or len(plan.measures) != 1 or not _is_quotient(plan.measures[0].value):
        return plan
    return replace(plan, measures=(replace(plan.measures[0], unit="ratio"),))


def _is_quotient(value: MeasureExpression) -> bool:
    return isinstance(value, MeasureArithmetic) and value.operator == "/"


def _figure(part: str, tail: str, operator: ArithmeticOperator | None, read: Read) -> Plan | None:
    """A noun alone stands for how many there are; where it is taken from an amount, for what it comes to."""
    part = re.sub(r"^all (?:of )?(?:the |our )?", "", part, flags=re.IGNORECASE)
    openings = {"/": ("", "number of "), "-": ("", "total ", "number of ")}.get(operator or "", ("",))
    for opening in openings:
        plan = read(f"{opening}{part}{tail}")
        if plan is not None and is_figure(plan):
            return plan
    return None


def _joined(left: Plan, right: Plan, operator: ArithmeticOperator | None) -> Plan | None:
    if not is_figure(left) or not is_figure(right):
        return None
    if not same_groups(left, right):
        timed = by_own_times((left, right))
        if timed is None:
            return None
        left, right = timed
    if operator == "-" and _counts(left) != _counts(right):
        return None
    if operator is None and left.entity == right.entity and left.where == right.where:
        return None
    shared = tuple(one for one in parts_of(left.where) if one in parts_of(right.where))
    one, other = (_within(plan, shared) for plan in (left, right))
    if one is None or other is None:
        return None
    if operator is None:
        names = [*(measure.name for measure in one), *(dimension.name for dimension in left.dimensions)]
        apart = tuple(replace(measure, name=free_name(measure.name, names)) for measure in other)
        return replace(left, measures=(*one, *apart), where=all_of(shared), order=(), reading=(), assumptions=())
    value = MeasureArithmetic(operator=operator, left=one[0].value, right=other[0].value)
    label = f"{one[0].label} {_WORDS[operator]} {other[0].label}"
    if one[0].label == other[0].label and operator in _OF_ONE_FIGURE:
        label = f"{_OF_ONE_FIGURE[operator]} {one[0].label}"
    unit = one[0].unit if one[0].unit == other[0].unit and operator in "+-" else None
    measure = PlanMeasure(name=_NAMES[operator], label=label, value=value, unit=unit)
    whole = right if operator == "/" and right.entity != left.entity else left
    return replace(whole, measures=(measure,), where=all_of(shared), order=(), reading=(), assumptions=())


def quotient(left: Plan, right: Plan) -> Plan | None:
    """The first figure divided by the second, over the same groups."""
    return _joined(left, right, "/")


def joined_by(operator: ArithmeticOperator, left: Plan, right: Plan) -> Plan | None:
    return _joined(left, right, operator)


def difference(left: Plan, right: Plan) -> Plan | None:
    """The first figure less the second, where both are of one kind."""
    return _joined(left, right, "-")


def both_figures(left: Plan, right: Plan) -> Plan | None:
    """The two figures beside each other, over the same groups."""
    return _joined(left, right, None)


def all_figures(plans: Sequence[Plan]) -> Plan | None:
    """All figures beside each other, over the same groups; None where they are no figures of the same."""
    if not all(map(is_figure, plans)):
        return None
    if not all(same_groups(plans[0], one) for one in plans):
        timed = by_own_times(plans)
        if timed is None:
            return None
        plans = timed
    first = plans[0]
    shared = tuple(one for one in parts_of(first.where) if all(one in parts_of(other.where) for other in plans))
    names = [dimension.name for dimension in first.dimensions]
    measures: list[PlanMeasure] = []
    for plan in plans:
        own = _within(plan, shared)
        if own is None or any(own[0].value == known.value for known in measures):
            return None
        measures.append(replace(own[0], name=free_name(own[0].name, [*names, *(one.name for one in measures)])))
    return replace(first, measures=tuple(measures), where=all_of(shared), order=(), reading=(), assumptions=())


def ends_for_all(first: Plan, last: Plan, words: str) -> bool:
    """Whether what the last figure ends with may be said of all: “the average age and the number of guests from Rome”.

    Each with a condition on one column has its own (“in 2023 to those in 2024”).
    """
    if _tells_as_much(first, last):
        return False
    own = [one for one in parts_of(last.where) if one not in parts_of(first.where)]
    theirs = {of for one in parts_of(first.where) for of in field_refs(one)}
    said_once = (
        re.search(r"\bof\b", words) is not None and not theirs and first.entity == last.entity and not _counts(first)
    )
    said_once = said_once or _is_of_third(first, last, own, words)
    behind = said_once or _BEHIND.search(words) is not None
    return behind and any(not theirs.intersection(field_refs(one)) for one in own)


def _tells_as_much(first: Plan, last: Plan) -> bool:
    """Each figure has a period of its own: “orders in March and returns in March”."""
    periods = [
        [replace(one, of=_ANY) for one in parts_of(plan.where) if isinstance(one, AbsolutePeriod | RelativePeriod)]
        for plan in (first, last)
    ]
    same = len(parts_of(first.where)) == len(parts_of(last.where)) == 1
    return same and bool(periods[0]) and periods[0] == periods[1]


_ANY = FieldRef(entity="", name="")


def _is_of_third(first: Plan, last: Plan, own: Sequence[Condition], words: str) -> bool:
    """“The number of orders and the number of reviews of Ada”, who is a row of neither."""
    homes = {of.entity for one in own for of in field_refs(one)}
    third = bool(homes) and not homes & {first.entity, last.entity}
    return re.search(r"\bof\b.*\bof\b", words) is not None and first.where is None and _counts(first) and third


def is_figure(plan: Plan) -> bool:
    plain = plan.rows is None and plan.having is None and plan.limit is None and plan.top_per_group is None
    return plain and not plan.comparisons and plan.combine is None and len(plan.measures) == 1


def _counts(plan: Plan) -> bool:
    value = plan.measures[0].value
    return isinstance(value, Aggregate) and value.function in ("count", "count_distinct")


def _within(plan: Plan, shared: tuple[Condition, ...]) -> tuple[PlanMeasure, ...] | None:
    """The measure with the conditions that are its own."""
    own = tuple(one for one in parts_of(plan.where) if one not in shared)
    value = _narrowed(plan.measures[0].value, own)
    return None if value is None else (replace(plan.measures[0], value=value, shown=True),)


def _narrowed(value: MeasureExpression, own: tuple[Condition, ...]) -> MeasureExpression | None:
    if not own:
        return value
    if isinstance(value, MeasureArithmetic):
        left, right = _narrowed(value.left, own), _narrowed(value.right, own)
        return None if left is None or right is None else replace(value, left=left, right=right)
    if isinstance(value, MeasureConstant):
        return value
    return replace(value, where=all_of((*parts_of(value.where), *own)))
