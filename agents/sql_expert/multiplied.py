"""Amounts that two columns come to: "quantity times the price charged", "nights × rate", "freight charge plus fuel surcharge"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import joined_by
from core.plan import Aggregate, Arithmetic, FieldRef, Plan

Read = Callable[[str], Plan | None]
_ITEM = r"(?:(?! by | per | in | for | since | during | over | last | this | from | plus | times |[,;:()?]).)+?"
_TAIL = (
    r"(?P<tail>(?:,?\s+(?:by|per|for each|in|for|during|since|over|last|this|between|from|on|where|each|excluding|"
    r"of each)\b[^()]*)?)[?.!]*$"
)
_OPEN = r"^(?:what (?:is|was|are|were) |show (?:me )?|give me |calculate |compute |tell me )?(?:the |our )?"
_TIMES = r"(?:times|multiplied by|x|×|\*)"
_PLUS = r"(?:plus|added to|\+)"
_TOTAL = r"(?:total |sum of |overall )?(?:of )?(?:the )?"
_PRODUCT = re.compile(
    _OPEN + rf"{_TOTAL}(?P<left>{_ITEM}) {_TIMES} (?:the |its |their )?(?P<right>{_ITEM}){_TAIL}", re.IGNORECASE
)
_SUM = re.compile(
    _OPEN + rf"{_TOTAL}(?P<left>{_ITEM}) {_PLUS} (?:the |its |their )?(?:total )?(?P<right>{_ITEM}){_TAIL}",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    rf"\s*\((?:i\.?e\.?,? |that is,? |= ?)?(?:the )?(?P<left>{_ITEM}) {_TIMES} (?:the |its |their )?(?P<right>{_ITEM})\)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?P<open>(?:(?:and )?(?:what (?:is|was|are|were)|how much (?:is|was|are|were|did|do|have)|how many|show(?: me)?|give me) )?)"
    r"(?P<what>.+?)(?P<tail>(?:,?\s+(?:by|per|for each|in|for|during|since|over|last|this|between|from|on|each)\b.*)?)[?.!]*$",
    re.IGNORECASE,
)


def multiplied(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands each column as a question for its total."""
    plain = text.strip()
    formula = _FORMULA.search(plain)
    if formula is not None:
        rest = _NAMED.match((plain[: formula.start()] + plain[formula.end() :]).strip())
        if rest is not None:
            yield from _product(formula["left"], formula["right"], rest["tail"], read)
    if (found := _PRODUCT.match(plain)) is not None:
        yield from _product(found["left"], found["right"], found["tail"], read)
    if (found := _SUM.match(plain)) is not None:
        left, right = (read(f"total {found[side]}{found['tail']}") for side in ("left", "right"))
        plan = joined_by("+", left, right) if left is not None and right is not None else None
        if plan is not None and _is_sum(left) and _is_sum(right):
            yield plan


def _product(one: str, other: str, tail: str, read: Read) -> Iterator[Plan]:
    """Row by row, where both columns are of one row."""
    left, right = read(f"average {one}{tail}"), read(f"average {other}")
    first, second = _column(left), _column(right)
    if left is None or first is None or second is None or first.entity != second.entity or first == second:
        return
    measure = left.measures[0]
    if isinstance(measure.value, Aggregate):
        value = replace(measure.value, function="sum", of=Arithmetic(operator="*", left=first, right=second))
        label = f"total of {first.name} times {second.name}".replace("_", " ")
        named = replace(measure, name="total", label=label, value=value, unit=None)
        order = tuple(one for one in left.order if getattr(one.by, "name", "") != measure.name)
        yield replace(left, measures=(named,), order=order)


def _column(plan: Plan | None) -> FieldRef | None:
    value = plan.measures[0].value if plan is not None and len(plan.measures) == 1 and plan.rows is None else None
    return value.of if isinstance(value, Aggregate) and isinstance(value.of, FieldRef) and value.where is None else None


def _is_sum(plan: Plan | None) -> bool:
    value = plan.measures[0].value if plan is not None else None
    return isinstance(value, Aggregate) and value.function == "sum"
