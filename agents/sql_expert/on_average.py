"""Which group is most so on average: "which colour is the most expensive on average", "which breed is heaviest on average"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.fields import is_measure, names_rows
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from core.model import SemanticModel
from core.plan import FieldRef, Order, OutputRef, Plan, PlanDimension

Read = Callable[[str], Plan | None]
_ON_AVERAGE = re.compile(
    r",?\s*\b(?:on average|on the average|in the mean|typically|by average(?=\W*$))\b,?", re.IGNORECASE
)


def ranked_on_average(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question of single rows, of which the ranked value is then averaged."""
    said = _ON_AVERAGE.search(text)
    if said is None or re.match(r"\W*(?:how|what is|what's)\b", text, re.IGNORECASE):
        return
    plan = read(" ".join(_ON_AVERAGE.sub(" ", text).split()).replace(" ?", "?"))
    if plan is None or plan.rows is None or plan.measures or plan.limit is None or len(plan.order) < 1:
        return
    ranked, group = plan.order[0], plan.rows.fields[0].of
    of = ranked.by
    if not isinstance(of, FieldRef) or not isinstance(group, FieldRef) or of == group:
        return
    entity = model.entity(of.entity)
    field, named = entity.field(of.name), model.entity(group.entity).field(group.name)
    if not is_measure(field) or (names_rows(model.entity(group.entity), named) and group.entity == of.entity):
        return
    measure = aggregated("avg", FieldLink(entity=entity, field=field, score=1.0))
    shown = PlanDimension(name=named.name, label=named.label, of=group)
    yield replace(
        plan,
        entity=of.entity,
        rows=None,
        measures=(measure,),
        dimensions=(shown,),
        order=(Order(by=OutputRef(name=measure.name), descending=ranked.descending),),
    )
