"""Those that have so many of one thing and none of another: "members with more than 3 loans and no fine".

Each part is read as a question of its own, so that the second never thins out what the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import name_fields
from agents.sql_expert.sets.both_and_not import COUNT
from core.model import SemanticModel
from core.plan import Aggregate, Condition, Exists, FieldRef, Plan, PlanField, Rows

Read = Callable[[str], Plan | None]
_MANY = r"(?:more than|at least|over|fewer than|less than|at most|exactly|no more than|\d+ or (?:more|fewer))"
_AND_NO = re.compile(
    rf"^(?P<head>.+?) (?P<many>(?:with|having|(?:who|that|which) (?:have|has|had|made|placed)) {_MANY} [^,;]+?),? "
    r"(?:and|but)(?: who)? (?:(?:have |has |had |with )?(?:no|without(?: any| an?)?)|never had an?|not a single|no single) "
    r"(?P<other>[^,;]+?)[?.!\s]*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^(?:which|what|list|show(?: me)?|find|give me|all|the|our) ", re.IGNORECASE)


def so_many_and_none(text: str, model: SemanticModel, read: Read, keep: Callable[..., None]) -> Iterator[Plan]:
    """`keep` is told which readings a plan is made of."""
    found = _AND_NO.match(text.strip())
    if found is None:
        return
    head = COUNT.sub("", found["head"])
    while (shorter := _ASKED.sub("", head)) != head:
        head = shorter
    many, other = read(f"how many {head} {found['many']}"), read(f"{head} with {found['other']}")
    lacking = _lacking(many, other)
    if many is None or other is None or lacking is None:
        return
    keep(many, other)
    plan = replace(many, where=all_of((*parts_of(many.where), lacking)))
    yield plan if COUNT.match(text.strip()) else _listed(plan, model)


def _lacking(many: Plan | None, other: Plan | None) -> Condition | None:
    """None where the parts are not about the same rows, or the second says more than that there are some."""
    value = many.measures[0].value if many is not None and len(many.measures) == 1 and not many.dimensions else None
    counts = isinstance(value, Aggregate) and value.function == "count" and value.of is None
    if not counts or many is None or other is None or other.rows is None or other.entity != many.entity:
        return None
    own = [one for one in parts_of(other.where) if one not in parts_of(many.where)]
    linked = own[0] if len(own) == 1 else None
    return replace(linked, negated=True) if isinstance(linked, Exists) and not linked.negated else None


def _listed(plan: Plan, model: SemanticModel) -> Plan:
    entity = model.entity(plan.entity)
    shown = name_fields(entity) or [entity.field(name) for name in entity.key]
    fields = tuple(
        PlanField(name=one.name, label=one.label, of=FieldRef(entity=entity.name, name=one.name)) for one in shown
    )
    return replace(plan, measures=(), rows=Rows(fields=fields, distinct=False), order=())
