"""Who came first by something that has a date of its own: “which member joined first”, “the last trainer to be hired”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.number_words import ONES
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import is_temporal, name_fields
from agents.sql_expert.mainstays import people
from agents.sql_expert.time_words import time_said
from core.model import Entity, Field, SemanticModel
from core.plan import FieldRef, IsNull, Limit, Order, Plan, PlanField, Rows
from semantic_layer.words import full_words, singular, stem

Read = Callable[[str], Plan | None]
_END = r"(?P<end>first|last|earliest|latest|most recently|most recent)"
_VERB = r"(?P<verb>[a-z]+(?: (?:up|in|off|out))?)"
_TAIL = r"(?P<tail>(?: (?:in|of|from|for|among|with)\b.*)?)[?.!\s]*$"
_COUNT = rf"(?P<count>\d+|{'|'.join(ONES)})"
_FORMS = tuple(
    re.compile(pattern + _TAIL, re.IGNORECASE)
    for pattern in (
        rf"^(?:which|what) (?P<rows>[\w-]+(?: [\w-]+)??) (?:was |were |has |is )?{_VERB} {_END}",
        rf"^(?:the |show (?:me )?the )?(?P<rows>[\w-]+) (?:who|that) (?:was |were )?{_VERB} {_END}",
        rf"^(?:(?:show|list|give|find|name|get|which|what)(?: me)?(?: are| were)? )?(?:the )?{_COUNT} (?P<rows>[\w-]+) "
        rf"(?:(?:who|that|which) )?(?:was |were |have |had )?{_VERB} {_END}",
        rf"^who (?:was |has |is )?{_VERB} {_END}",
        rf"^(?:(?:who|what|which) (?:is|was) )?(?:the |our )?{_END} (?P<rows>[\w-]+) (?:to |who |that )(?:be |was |have |has )?{_VERB}",
    )
)


def first_to(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the rows as a list."""
    for pattern in _FORMS:
        found = pattern.match(text.strip())
        entity = _entity(found, model) if found is not None else None
        when = _when(found["verb"], entity) if found is not None and entity is not None else None
        if found is None or entity is None or when is None:
            continue
        plan = read(f"list all {entity.label}{found['tail']}")
        if plan is None or plan.rows is None or plan.entity != entity.name or plan.combine is not None:
            continue
        shown = list(dict.fromkeys((*name_fields(entity), when)))
        fields = tuple(PlanField(name=one.name, label=one.label, of=_ref(entity, one)) for one in shown)
        last = found["end"].lower() in ("last", "latest", "most recently", "most recent")
        known = (IsNull(of=_ref(entity, when), negated=True),) if when.profile.nulls else ()
        yield replace(
            plan,
            rows=Rows(fields=fields),
            where=all_of((*parts_of(plan.where), *known)),
            order=(Order(by=_ref(entity, when), descending=last),),
            limit=Limit(count=_count(found)),
        )


def _count(found: re.Match[str]) -> int:
    said = str(found.groupdict().get("count") or 1).lower()
    return ONES.get(said) or int(said)


def _entity(found: re.Match[str], model: SemanticModel) -> Entity | None:
    """The table that is named; of “who”, the one whose rows are people that something happened to on a date."""
    words = found.groupdict().get("rows")
    if words is None:
        told = [link.entity for link in people(model) if _when(found["verb"], link.entity) is not None]
        return told[0] if len(told) == 1 else None
    said = [singular(word) for word in full_words(words)]
    return next((one for one in model.entities if [singular(word) for word in full_words(one.name)] == said), None)


def _when(verb: str, entity: Entity) -> Field | None:
    times = [one for one in entity.fields if is_temporal(one)]
    return time_said(verb, times, frozenset(stem(word) for word in full_words(entity.name)))


def _ref(entity: Entity, field: Field) -> FieldRef:
    return FieldRef(entity=entity.name, name=field.name)
