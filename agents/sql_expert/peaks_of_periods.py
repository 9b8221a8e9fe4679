"""“The windiest day of each year”, “the best month of every quarter”: the first of the shorter periods in each longer one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

from core.plan import Grain, OutputRef, Plan, PlanDimension, TopPerGroup

Read = Callable[[str], Plan | None]
_SHORT, _LONG = r"(?P<short>hour|day|week|month|quarter)", r"(?P<long>day|week|month|quarter|year)"
_END = r"(?P<end>\w+est|best|worst|top|most \w+|least \w+)"
_PATTERNS = (
    re.compile(
        rf"^(?:(?:what|which) (?:is|was|were|are) )?(?:the )?{_END} {_SHORT}(?P<by> by [^?]+?)? "
        rf"(?:of|in|for|during|within) (?:each|every) {_LONG}(?P<rest>[^?]*?)\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:which|what) {_SHORT} (?:of|in|during|within) (?:each|every) {_LONG} (?P<asked>(?:had|has|was|is|saw) the [^?]+?)\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:which|what) {_SHORT} (?P<asked>(?:had|has|was|is|saw) the [^?]+?) (?:of|in|for) (?:each|every) {_LONG}(?P<rest>[^?]*?)\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:for|in) (?:each|every) {_LONG},? (?:(?:what|which) (?:is|was) )?(?:the )?{_END} {_SHORT}(?P<rest>[^?]*?)\W*$",
        re.IGNORECASE,
    ),
)
_LENGTHS = ("hour", "day", "week", "month", "quarter", "year")


def peaks_of_periods(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands which of the shorter periods is the first of all."""
    found = next((one for pattern in _PATTERNS if (one := pattern.match(text.strip()))), None)
    if found is None:
        return
    short, long = found["short"].lower(), found["long"].lower()
    if _LENGTHS.index(short) >= _LENGTHS.index(long):
        return
    said = found.groupdict()
    asked = (
        f"which {short} {said['asked']}{said.get('rest', '')}"
        if said.get("asked")
        else f"{said['end']} {short}{said.get('by') or ''}{said['rest']}"
    )
    plan = read(asked)
    if plan is None or plan.limit is None or len(plan.order) != 1 or plan.top_per_group is not None:
        return
    times = [one for one in plan.dimensions if one.grain == short]
    if len(times) == 1 == len(plan.dimensions) and isinstance(plan.order[0].by, OutputRef):
        within = PlanDimension(name=long, label=long, of=times[0].of, grain=cast(Grain, long))
        top = TopPerGroup(count=plan.limit.count, within=(long,))
        yield replace(plan, dimensions=(within, *plan.dimensions), limit=None, top_per_group=top)
