"""“Locations where no cinema has more than 800 seats”: values that stand in none of the rows that are so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from agents.sql_expert.asked import Asked
from agents.sql_expert.conditions import Conditions
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import names_rows, ref
from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from core.plan import Condition, In, Plan, PlanField, Rows


def none_such(asked: Asked, conditions: Conditions, fields: Sequence[FieldLink], root: str) -> Plan | None:
    """None where no column is listed of rows that there are none of; what is said behind them is said of them."""
    draft = asked.draft
    if len(fields) != 1 or fields[0].entity.name != root or draft.orders or draft.limit or draft.groups:
        return None
    if names_rows(fields[0].entity, fields[0].field):
        return None
    at = next((place for place in range(len(draft.filters)) if _is_without(asked, place, root)), None)
    such = _where(conditions, range(at + 1, len(draft.filters)), root) if at is not None else None
    if at is None:
        at = next((place for place in range(len(draft.filters)) if _is_none_of(asked, place, fields[0])), None)
        such = _where(_unnegated(conditions, at), range(at, len(draft.filters)), root) if at is not None else None
    if at is None or such is None:
        return None
    of = ref(fields[0])
    shown = Rows(fields=(PlanField(name=fields[0].field.name, label=fields[0].field.label, of=of),), distinct=True)
    members = In(of=of, plan=Plan(entity=root, rows=shown, where=such), negated=True)
    where = all_of((*parts_of(_where(conditions, range(at), root)), members))
    return Plan(entity=root, rows=shown, where=where)


def _is_without(asked: Asked, place: int, root: str) -> bool:
    found, link = asked.draft.filters[place], asked.settled.choices.get(("filter", place))
    return found.operator == "exists" and found.negated and isinstance(link, EntityLink) and link.entity.name == root


def listed_none(listed: str, text: str, read: Callable[[str], Plan | None]) -> Iterator[Plan]:
    """“How many areas had no burglaries”, from those that are listed; nothing where the question is no count."""
    plan = read(listed) if listed != text.strip() and _NONE.search(listed) else None
    if plan is not None and any(
        isinstance(one, In) and one.negated and one.plan is not None and one.plan.entity == plan.entity
        for one in parts_of(plan.where)
    ):
        yield plan


_NONE = re.compile(r"\b(?:no|without|never)\b", re.IGNORECASE)


def _is_none_of(asked: Asked, place: int, field: FieldLink) -> bool:
    """“Which areas had no burglaries”: none of an area's rows is one, whatever the others are."""
    found, link = asked.draft.filters[place], asked.settled.choices.get(("filter", place))
    said = [one for operand in found.operands if (one := operand.lexeme) is not None]
    if found.operator != "=" or not found.negated or len(said) != 1 or not isinstance(link, ValueLink):
        return False
    used = [lexeme for lexeme, _ in asked.draft.used]
    at = used.index(said[0]) if said[0] in used else 0
    before = used[at - 1].text.casefold() if at else ""
    return link.field is not field.field and before.startswith(("without", "no ", "never")) | (before == "no")


def _unnegated(conditions: Conditions, place: int) -> Conditions:
    filters = [replace(one, negated=False) if at == place else one for at, one in enumerate(conditions.draft.filters)]
    draft = replace(conditions.draft, filters=filters)
    return Conditions(conditions.model, conditions.reach, draft, conditions.settled, conditions.today)


def _where(conditions: Conditions, places: range, root: str) -> Condition | None:
    """The conditions of some filters alone."""
    kept = {("filter", place): ("filter", place - places.start) for place in places}
    others = {key: link for key, link in conditions.settled.choices.items() if key[0] != "filter"}
    own = {kept[key]: link for key, link in conditions.settled.choices.items() if key in kept}
    settled = replace(conditions.settled, choices={**others, **own})
    draft = replace(conditions.draft, filters=[conditions.draft.filters[place] for place in places])
    return Conditions(conditions.model, conditions.reach, draft, settled, conditions.today).where(root)
