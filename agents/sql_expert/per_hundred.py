"""So many for every hundred: "claims per 100 shipments by carrier" divides all claims by all shipments of a carrier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import quotient
from core.plan import MeasureArithmetic, MeasureConstant, Order, OutputRef, Plan

Read = Callable[[str], Plan | None]
_NUMBERS = {
    "hundred": 100,
    "a hundred": 100,
    "thousand": 1000,
    "a thousand": 1000,
    "million": 1_000_000,
    "a million": 1_000_000,
}
_PER = re.compile(
    r"^(?:what (?:is|was|are|were) |show (?:me )?|give me |list )?(?:the |our )?(?:how many |number of |rate of |how much )?"
    r"(?P<left>[a-z][\w' -]*?)(?: (?:are|were|is|was) there| do we have| did we have)? (?:per|for every|for each|in every|out of every) "
    r"(?P<number>\d[\d,.]*|(?:a )?(?:hundred|thousand|million)) (?P<right>[a-z]+(?: [a-z]+)?)"
    r"(?P<tail>(?:,? (?:by|in|for|per|during|since|across|for each|does|do|did|has|have|at|from|on)\b.*)?)[?.!\s]*$",
    re.IGNORECASE,
)
_EACH = re.compile(
    r",? (?:does|do|did|has|have) (?:each|every) (?P<group>[a-z ]+?)(?: (?:have|had|get|got|make|made|see|saw))?$",
    re.IGNORECASE,
)


def per_hundred(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands both figures, over the same groups."""
    found = _PER.match(text.strip())
    number = _number(found["number"]) if found is not None else None
    if found is None or not number:
        return
    tail = _EACH.sub(r" by \g<group>", found["tail"])
    for opening in ("number of ", "total "):
        above, below = (read(f"{opening}{found[side]}{tail}") for side in ("left", "right"))
        above = above or read(f"number of {found['left']}{tail}")
        ratio = quotient(above, below) if above is not None and below is not None else None
        if ratio is not None and below is not None:
            measure = ratio.measures[0]
            value = MeasureArithmetic(operator="*", left=MeasureConstant(value=number), right=measure.value)
            label = f"{found['left']} per {found['number']} {found['right']}"
            ordered = any(one.grain or one.part for one in ratio.dimensions) or not ratio.dimensions
            order = ratio.order if ordered else (Order(by=OutputRef(name=measure.name), descending=True),)
            yield replace(
                ratio,
                entity=below.entity,
                measures=(replace(measure, value=value, label=label, unit=None),),
                order=order,
            )


def _number(words: str) -> float | None:
    written = words.lower().replace(",", "")
    return float(_NUMBERS[written]) if written in _NUMBERS else float(written) if written.isdigit() else None
