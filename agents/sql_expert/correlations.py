"""How two columns go together: “correlation between age and income by region” (Pearson's coefficient, −1 to 1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.reach import Reach, reach_of
from core.model import SemanticModel
from core.plan import Aggregate, Plan, PlanMeasure

Read = Callable[[str], Plan | None]
_FORM = re.compile(
    r"^(?:(?:what(?: is|['’]s| are)|show|give|calculate|compute|tell)(?: me)? )?(?:the |any )?(?:linear |pearson(?:['’]s)? )?"
    r"correlation(?: coefficient)? (?:between|of) (?:the )?(?P<one>.+?) (?:and|with|to) (?:the )?(?P<other>.+?)"
    r"(?P<tail>(?: (?:by|per|for|for each|in each|in|among|of|where|during|since)\b.*)?)[?.!\s]*$",
    re.IGNORECASE,
)


def correlated(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the average of each of the two."""
    found = _FORM.match(text.strip())
    if found is None:
        return
    one, other = (read(f"average {found[side]}{found['tail']}") for side in ("one", "other"))
    if one is None or other is None or len(one.measures) != 1 or len(other.measures) != 1:
        return
    first, second = one.measures[0].value, other.measures[0].value
    rows = _looks_up_other(one, other, reach_of(model))
    alike = one.where == other.where and one.dimensions == other.dimensions
    if (
        rows is None
        or not alike
        or not isinstance(first, Aggregate)
        or not isinstance(second, Aggregate)
        or first.of == second.of
    ):
        return
    value = Aggregate(function="corr", entity=rows.entity, of=first.of, by=second.of)
    names = [measure.label.removeprefix("average ") for measure in (*one.measures, *other.measures)]
    measure = PlanMeasure(name="correlation", label=f"correlation of {names[0]} and {names[1]}", value=value)
    yield replace(rows, measures=(measure,), order=(), reading=(), assumptions=())


def _looks_up_other(one: Plan, other: Plan, reach: Reach) -> Plan | None:
    """“Wind speed and departure delay”: of each flight, and the weather that it left in."""
    for rows, looked_up in ((one, other), (other, one)):
        if reach.to_one(rows.entity, looked_up.entity) is not None:
            return rows
    return None
