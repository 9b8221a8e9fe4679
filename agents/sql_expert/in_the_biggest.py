"""What is asked of the first group alone: “top customer in the largest segment”, “sales by product in our best region”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.dates import UNITS
from agents.sql_expert.schema import Schema
from agents.sql_expert.trade.roles import Roles
from core.plan import Assumption, FieldRef, In, Plan

Read = Callable[[str], Plan | None]
_IN = re.compile(
    r"^(?P<asked>.+?)\s+(?:in|of|from|within|for) (?:the|our) "
    r"(?P<how>largest|biggest|best|strongest|top|smallest|weakest|worst)(?: performing| selling)? (?P<group>[\w-]+(?: [\w-]+)?)[?.!\s]*$",
    re.IGNORECASE,
)
_LOW = frozenset({"smallest", "weakest", "worst"})


def in_the_biggest(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands what is asked without the group, and which group comes first."""
    found = _IN.match(text.strip())
    if found is None or found["group"].split()[-1].lower() in UNITS:
        return
    roles = Roles(schema)
    if not roles.has_takings or not roles.is_named(found["group"]) or roles.is_figure(found["group"]):
        return
    end = "lowest" if found["how"].lower() in _LOW else "highest"
    plan, first = read(found["asked"]), read(f"which {found['group']} has the {end} {roles.figure}")
    if plan is None or first is None or not _is_whole(plan) or not _is_whole(first):
        return
    groups = [one for one in first.dimensions if one.shown]
    if len(groups) != 1 or first.limit is None or first.limit.count != 1 or not isinstance(groups[0].of, FieldRef):
        return
    only = replace(
        first,
        measures=tuple(replace(one, shown=False) for one in first.measures),
        assumptions=(),
        reading=(),
    )
    told = f"the {found['group']} with the {end} {roles.figure}"
    assumed = Assumption(topic="figure", chosen=told, why=f"It was not said by what it is the {found['how'].lower()}.")
    where = all_of((*parts_of(plan.where), In(of=groups[0].of, plan=only)))
    yield replace(plan, where=where, assumptions=(*plan.assumptions, assumed))


def _is_whole(plan: Plan) -> bool:
    return plan.combine is None and not plan.comparisons
