"""Other drafts of a question, where a word may say a state or an event: "orders shipped in March"."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.dates_of_events import is_date_of
from agents.sql_expert.draft import Draft, Filter, Noun
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.lexemes import FieldLink, Lexeme
from semantic_layer.words import full_words, stem

_ROOT = 5


def variants(draft: Draft) -> list[Draft]:
    """A state with a date behind it is the date of the event, where a column is called so ("ship_date")."""
    found: list[Draft] = []
    for place, condition in enumerate(draft.filters):
        state = condition.operands[0].lexeme if condition.operator == "=" and len(condition.operands) == 1 else None
        dated = next((at for at, other in enumerate(draft.filters) if at > place and other.operator == "period"), None)
        if state is None or dated is None or condition.negated or not _adjacent(draft, state, draft.filters[dated]):
            continue
        events = _events(state)
        if events:
            noun = Noun(lexeme=replace(state, values=(), entities=(), fields=events))
            filters = [one for at, one in enumerate(draft.filters) if at not in (place, dated)]
            found.append(replace(draft, filters=[*filters, replace(draft.filters[dated], noun=noun)]))
    return found


def is_sure(other: Draft) -> bool:
    """“Delivered in March” where a column is called “delivered on” and nothing else."""
    dated = [one.noun.lexeme for one in other.filters if one.operator == "period" and one.noun.lexeme is not None]
    return any(is_date_of((one.text,), link.field) for one in dated for link in one.fields[:1])


def _adjacent(draft: Draft, state: Lexeme, period: Filter) -> bool:
    behind = next((one for one, role in draft.used if role == "date" and one.text == period.phrase), None)
    return period.noun.lexeme is None and behind is not None and behind.first == state.last


def _alike(said: str, own: str) -> bool:
    """“Delivered” and “delivery” have one root, though not one stem."""
    return said == own or (min(len(said), len(own)) >= _ROOT and said[:_ROOT] == own[:_ROOT])


def _events(state: Lexeme) -> tuple[FieldLink, ...]:
    """Columns of dates beside the state that share its stem."""
    said = stem(state.text)
    links: dict[tuple[str, str], FieldLink] = {}
    for value in state.values:
        for one in value.entity.fields:
            stems = {stem(word) for word in (*full_words(one.name), *one.name.casefold().split("_"))}
            if is_temporal(one) and any(_alike(said, own) for own in stems):
                links[value.entity.name, one.name] = FieldLink(entity=value.entity, field=one, score=0.95)
    return tuple(links.values())
