"""Rows against the figure of rows like them: "employees earning more than their department's average".

The comparison with the whole average is read as usual; the words behind it tell which rows are alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from core.model import Entity, SemanticModel
from core.plan import Comparison, Condition, FieldRef, Plan, ScalarPlan
from semantic_layer.words import word_stems

Read = Callable[[str], Plan | None]
_FIGURE = r"(?P<figure>average|avg|mean|median)"
_THE = r"(?:the|their|its|his|her|each|that|this|every|a|an)"
_OWN = r"(?:the|their own|their|its own|its|his|her|each|that|this|the same|same|every)"
_WORDS = r"(?P<group>[a-z]+(?: [a-z]+)?)"
_END = r"(?P<rest>\s*(?:[,;:(–—-].*)?[?.!]*)$"
_HEAD = (
    r"^(?P<head>.+?)\s+(?P<way>(?:above|below|over|under|beyond|exceed(?:s|ing)?|(?:more|less|higher|lower|greater|larger|bigger|"
    r"smaller|longer|shorter|older|younger|heavier|lighter|cheaper|dearer|faster|slower|better|worse|(?:more|less) expensive|"
    r"(?:more|less) \w+) than))"
)
_PATTERNS = tuple(
    re.compile(_HEAD + pattern + _END, re.IGNORECASE)
    for pattern in (
        rf"\s+{_THE}?\s*{_FIGURE}(?P<what>(?: (?!for\b|of\b|in\b|from\b|within\b|among\b|by\b|at\b|across\b|on\b)[a-z]+){{0,3}}?)"
        rf"\s+(?:for|of|in|from|within|among|at|on|by|across)\s+(?:all )?(?:\w+ )?(?:(?:from|in|of|with) )?{_OWN}\s+{_WORDS}",
        rf"\s+{_OWN}\s+{_WORDS}['’]s?\s+(?:own\s+)?{_FIGURE}(?P<what>(?: [a-z]+){{0,3}}?)",
        rf"\s+(?:their|its|his|her|that)\s+{_WORDS}\s+{_FIGURE}(?P<what>)",
    )
)


def above_their_own(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the comparison with the average of all, and the average for each of what the rows share."""
    for pattern in _PATTERNS:
        found = pattern.match(text.strip())
        if found is None:
            continue
        figure = f"the {found['figure']}{found['what']}"
        plan = read(f"{found['head']} {found['way']} {figure}{found['rest']}")
        compared = _compared(plan) if plan is not None else None
        if plan is None or compared is None:
            continue
        alike = _alike(compared, found["group"], model, read)
        if alike:
            yield _changed(plan, compared, replace(compared, alike=alike))


def _compared(plan: Plan) -> ScalarPlan | None:
    """What rows of the Plan's own table are compared with, where that is one figure of all such rows."""
    found = [
        one.right
        for one in parts_of(plan.where)
        if isinstance(one, Comparison) and isinstance(one.right, ScalarPlan) and isinstance(one.left, FieldRef)
    ]
    if len(found) != 1 or found[0].plan.entity != plan.entity or found[0].plan.where is not None:
        return None
    return found[0]


def _alike(compared: ScalarPlan, group: str, model: SemanticModel, read: Read) -> tuple[FieldRef, ...]:
    """Fields of the compared rows by which those of one group are told."""
    entity = model.entity(compared.plan.entity)
    named = _named(group, entity, model)
    if named:
        return named
    grouped = read(f"number of {entity.label} by {group}")
    if grouped is None or grouped.entity != entity.name or grouped.where is not None or grouped.having is not None:
        return ()
    if any(one.grain or one.part or one.bins for one in grouped.dimensions):
        return ()
    refs = [one.of for one in grouped.dimensions if isinstance(one.of, FieldRef)]
    homes = {one.entity for one in refs}
    if len(homes) != 1 or len([one for one in grouped.dimensions if one.shown]) != 1:
        return ()
    home = homes.pop()
    if home == entity.name:
        return tuple(refs)
    links = [one for one in model.relationships if (one.from_entity, one.to_entity) == (entity.name, home)]
    if len(links) != 1 or not _tells_rows_apart(refs, model.entity(home).key):
        return tuple(refs)
    return tuple(FieldRef(entity=entity.name, name=name) for name in links[0].from_columns)


def _named(group: str, entity: Entity, model: SemanticModel) -> tuple[FieldRef, ...]:
    """The columns that refer to the one table that is called so, or the column that is."""
    said = word_stems(group)
    links = [
        one
        for one in model.relationships
        if one.from_entity == entity.name
        and said in (word_stems(one.to_entity), word_stems(model.entity(one.to_entity).label))
    ]
    if len(links) == 1:
        return tuple(FieldRef(entity=entity.name, name=name) for name in links[0].from_columns)
    fields = [one for one in entity.fields if said in (word_stems(one.name), word_stems(one.label))]
    return (FieldRef(entity=entity.name, name=fields[0].name),) if len(fields) == 1 and not links else ()


def _tells_rows_apart(refs: list[FieldRef], key: tuple[str, ...]) -> bool:
    return bool(key) and set(key) <= {one.name for one in refs}


def _changed(plan: Plan, old: ScalarPlan, new: ScalarPlan) -> Plan:
    return replace(plan, where=all_of(tuple(_with(one, old, new) for one in parts_of(plan.where))))


def _with(condition: Condition, old: ScalarPlan, new: ScalarPlan) -> Condition:
    if isinstance(condition, Comparison) and condition.right == old:
        return replace(condition, right=new)
    return condition
