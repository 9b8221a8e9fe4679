"""What part the first groups have in the whole: “what share of revenue comes from the top 10 customers”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import is_figure
from agents.sql_expert.conjunction import all_of, parts_of
from core.plan import Aggregate, FieldRef, In, MeasureArithmetic, Plan, PlanMeasure

Read = Callable[[str], Plan | None]
_OPEN = r"^(?:what(?: is|['’]s| was)? |show (?:me )?|give me |calculate |which )?(?:the )?"
_SHARE = r"(?:share|percentage|percent|per cent|proportion|fraction|part|%) of (?:the |our |all |total )*"
_TOP = (
    r"(?:the |our )?(?P<end>top|best|largest|biggest|first|highest|bottom|worst|smallest|lowest)(?: selling)? "
    r"(?:(?P<count>\d+|two|three|four|five|six|seven|eight|nine|ten|twenty) )?(?P<group>[a-z]+(?: [a-z]+)?)"
)
_TAIL = r"(?P<tail>(?: (?:in|during|since|for|over|last|this)\b[^?]*)?)[?.!\s]*$"
_COMES = r"(?:comes?|came|is|was|are|were|generated|made|earned|brought in|contributed|held|accounted for|made up|coming|stems?)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OPEN}{_SHARE}(?P<what>[a-z]+(?: [a-z]+)?) (?:(?:that )?{_COMES} )?(?:from|by|in|with|to|of|due to) {_TOP}{_TAIL}",
        rf"^how much of (?:the |our |all |total )*(?P<what>[a-z]+(?: [a-z]+)?) (?:{_COMES} )?(?:from|by|in|due to) {_TOP}{_TAIL}",
        rf"{_OPEN}{_SHARE}(?P<what>[a-z]+(?: [a-z]+)?) (?:do|does|did) {_TOP}"
        rf" (?:make up|account for|bring in|generate|represent|contribute|have|make|earn){_TAIL}",
    )
)
_LOW = frozenset({"bottom", "worst", "smallest", "lowest"})


def top_share(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the figure of all, and that of the first groups."""
    found = next((one for pattern in _PATTERNS if (one := pattern.match(text.strip())) is not None), None)
    if found is None:
        return
    what, tail, count = found["what"], found["tail"], found["count"] or "1"
    end = "bottom" if found["end"].casefold() in _LOW else "top"
    for opening in ("total ", "number of "):
        whole = read(f"{opening}{what}{tail}")
        first = read(f"{end} {count} {found['group']} by {opening}{what}{tail}") if whole is not None else None
        plan = _part(whole, first) if whole is not None and first is not None else None
        if plan is not None:
            yield plan
            return


def _part(whole: Plan, first: Plan) -> Plan | None:
    if not is_figure(whole) or whole.dimensions or first.limit is None or len(first.measures) != 1 or first.having:
        return None
    value, ranked = whole.measures[0].value, first.measures[0].value
    if not isinstance(value, Aggregate) or value != ranked or whole.entity != first.entity:
        return None
    if not set(parts_of(whole.where)) <= set(parts_of(first.where)) or value.function not in ("sum", "count"):
        return None
    told = next((one for one in reversed(first.dimensions)), None)
    if told is None or not isinstance(told.of, FieldRef) or told.grain or told.part or told.bins:
        return None
    listed = replace(
        first,
        dimensions=tuple(replace(one, shown=one is told) for one in first.dimensions),
        measures=tuple(replace(one, shown=False) for one in first.measures),
        assumptions=(),
        reading=(),
    )
    theirs = replace(value, where=all_of((*parts_of(value.where), In(of=told.of, plan=listed))))
    share = MeasureArithmetic(operator="/", left=theirs, right=value)
    label = f"share of {whole.measures[0].label}"
    return replace(whole, measures=(PlanMeasure(name="share", label=label, value=share, unit="ratio"),), reading=())
