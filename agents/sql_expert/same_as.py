"""Rows that have what a named row has: "which ships have the same class as the Nora?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.row_order import names_a_row
from agents.sql_expert.sets.among import counted
from agents.sql_expert.sets.both_and_not import COUNT
from core.model import SemanticModel
from core.plan import Aggregate, And, Comparison, FieldRef, In, Plan, PlanField, Rows

Read = Callable[[str], Plan | None]
_HAVING = r"(?:\s+(?:is|are|was|were|has|have|had|with|of|in|from|share|shares|shared|that|which|do|did|does))*"
_SAME = re.compile(
    rf"^(?P<asked>.+?){_HAVING}\s+(?:the |a )?(?:exact )?same (?:number of |amount of )?(?P<what>.+?) (?:as|with) (?:the )?(?P<named>.+?)"
    r"(?: (?:did|does|do|has|had|is|was))?[?.!\s]*$",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"^(?P<asked>.+?)(?: (?:who|that|which))? (?:share|shares|shared)(?: (?:the same|the|a|an|its|their))? (?P<what>(?!of\b).+?) with"
    r" (?:the )?(?P<named>.+?)[?.!\s]*$",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:other|else)\b\s*", re.IGNORECASE)


def same_as_named(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question as one about the named row, and what that row has."""
    matched = _SAME.match(text.strip()) or _SHARED.match(text.strip())
    if matched is None:
        return
    asked = COUNT.sub("which ", _OTHER.sub("", matched["asked"]))
    held = read(f"{matched['what']} of {matched['named']}")
    if held is not None and asked.lower() == "who":
        asked = f"which {model.entity(held.entity).label}"
    plan = read(f"{asked} is {matched['named']}") if held is not None else None
    if plan is None or held is None or plan.order or plan.limit or plan.rows is None:
        return
    entity = model.entity(plan.entity)
    if not names_a_row(plan.where, entity):
        return
    of = _held_field(held)
    if of is None or held.where != plan.where or not isinstance(plan.where, Comparison):
        return
    field = PlanField(name=of.name, label=model.entity(of.entity).field(of.name).label, of=of)
    held = Plan(entity=entity.name, rows=Rows(fields=(field,), distinct=True), where=held.where)
    others = replace(plan.where, operator="!=")
    found = replace(plan, where=And(conditions=(In(of=of, plan=held), others)))
    made = found if COUNT.match(text.strip()) is None else counted(found)
    if made is not None:
        yield made


def _held_field(held: Plan) -> FieldRef | None:
    """The one column that is asked of the named row."""
    if held.rows is not None and len(held.rows.fields) == 1 and isinstance(held.rows.fields[0].of, FieldRef):
        return held.rows.fields[0].of
    value = held.measures[0].value if len(held.measures) == 1 and not held.dimensions else None
    if isinstance(value, Aggregate) and value.function == "sum" and isinstance(value.of, FieldRef):
        return value.of
    return None
