"""Why something happens, where the data tells: “why do people return things” is returns by their reason."""

from __future__ import annotations

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Dimension, Entity
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

_OBJECT = (
    "[things|stuff|it|them|something|goods|items|products|orders|our items|our products|their items|their orders|us] "
    "[so much|so often|early|late]"
)
_WHY = saying(
    f"why (do|did|does|are|were|is|have|has) [the|our|my|so many] {{who}} [being|been|get|getting] {{does}} {_OBJECT}"
)
_REASONS = word_set("reason cause motive why")
_MOST_REASONS = 100


def by_reason(text: str, roles: Roles) -> str:
    found = _WHY.match(text)
    if found is None:
        return text
    said = {stem(word) for word in (*full_words(found["does"]), *full_words(found["who"]))}
    for entity in roles.schema.model.entities:
        reason = _reason(entity)
        if reason is not None and _tells_of(entity, reason, said):
            return f"number of {entity.label} by {reason.label}"
    return text


def _reason(entity: Entity) -> Dimension | None:
    found = [
        one
        for one in entity.fields
        if isinstance(one, Dimension)
        and one.profile.distinct <= _MOST_REASONS
        and any(singular(word) in _REASONS for word in full_words(one.name))
    ]
    return found[0] if len(found) == 1 else None


def _tells_of(entity: Entity, reason: Dimension, said: set[str]) -> bool:
    """“Return” is the table of returns, or the column “return reason”."""
    words = {*full_words(entity.name), *full_words(reason.name)} - _REASONS
    return bool({stem(word) for word in words} & said)
