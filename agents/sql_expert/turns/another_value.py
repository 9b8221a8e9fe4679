"""Other values of a column that was asked about or grouped by: “and Retail?”, “only dogs and cats”, “without Sales”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.lexemes import Lexeme, ValueLink
from agents.sql_expert.turns.of_the_set.columns import shown_columns
from agents.sql_expert.turns.said import Said, bare, is_joining, lexemes_of
from agents.sql_expert.turns.told import also, exchanged, field_of, grouped_fields, valued_fields
from core.plan import Comparison, Condition, FieldRef, In, Plan, Value

_AGAIN = re.compile(r"^how (?:many|much) (?:of )?(?:the )?", re.IGNORECASE)
"""“How many desks did we sell?” “And how many chairs?” asks for the same figure."""


def with_other_value(last: Plan, said: Said, task: Understanding) -> Plan | None:
    words = _AGAIN.sub("", bare(said.words)) if last.measures else bare(said.words)
    lexemes = [one for one in lexemes_of(words, task) if not is_joining(one)]
    if not said.opened and not said.without and any(one.names and not one.values for one in lexemes):
        return None
    if not lexemes or last.combine is not None or not any(one.values for one in lexemes):
        return None
    told = [field for field in valued_fields(last) if (_values(lexemes, field, last)) is not None]
    grouped = [field for field in grouped_fields(last) if field not in told and _values(lexemes, field, last)]
    shown = _values_shown(last, lexemes) if said.without and not (told or grouped) else []
    places = told or grouped or shown
    if len(places) != 1:
        return _without_each(last, lexemes) if said.without and not places else None
    values = _values(lexemes, places[0], last) or ()
    asked = _condition(places[0], values, without=said.without)
    if places[0] in told and not said.without:
        return replace(last, where=_instead(last, places[0], asked))
    return replace(last, where=also(last.where, asked))


def _values_shown(last: Plan, lexemes: Sequence[Lexeme]) -> list[FieldRef]:
    """Columns of the list that hold the values; they name none of its rows in another way."""
    return [field for field in shown_columns(last) if _values(lexemes, field, last)]


def _without_each(last: Plan, lexemes: Sequence[Lexeme]) -> Plan | None:
    """“Without Paris and cancelled ones”: values of several columns, each of which goes."""
    links = [_only_link(one) for one in lexemes if not any(link.entity.name == last.entity for link in one.entities)]
    if len(links) < 2 or any(one is None for one in links):
        return None
    where = last.where
    for link in links:
        if link is not None:
            of = FieldRef(entity=link.entity.name, name=link.field.name)
            where = also(where, Comparison(left=of, operator="!=", right=link.value))
    return replace(last, where=where)


def _only_link(lexeme: Lexeme) -> ValueLink | None:
    exact = [one for one in lexeme.values if one.exact] or list(lexeme.values)
    return exact[0] if len({(one.entity.name, one.field.name) for one in exact}) == 1 else None


def _values(lexemes: Sequence[Lexeme], field: FieldRef, last: Plan) -> tuple[Value, ...] | None:
    """Every word is a value of the column, or names the column or the rows; None where one is neither."""
    found: list[Value] = []
    for lexeme in lexemes:
        link = _best(lexeme, field)
        if link is not None:
            found.append(link.value)
        elif not _names(lexeme, field, last):
            return None
    return tuple(found) or None


def _best(lexeme: Lexeme, field: FieldRef) -> ValueLink | None:
    links = [one for one in lexeme.values if (one.entity.name, one.field.name) == (field.entity, field.name)]
    exact = [one for one in links if one.exact]
    return exact[0] if len(exact) == 1 else (links[0] if len(links) == 1 else None)


def _names(lexeme: Lexeme, field: FieldRef, last: Plan) -> bool:
    return any(one.entity.name == last.entity for one in lexeme.entities) or any(
        (one.entity.name, one.field.name) == (field.entity, field.name) for one in lexeme.fields
    )


def _condition(field: FieldRef, values: tuple[Value, ...], *, without: bool) -> Condition:
    if len(values) == 1:
        return Comparison(left=field, operator="!=" if without else "=", right=values[0])
    return In(of=field, values=values, negated=without)


def _instead(last: Plan, field: FieldRef, asked: Condition) -> Condition | None:
    """In the place of the first condition on the column; others on it go."""
    taken = False

    def other(condition: Condition) -> Condition | None:
        nonlocal taken
        if field_of(condition) != field:
            return condition
        first, taken = not taken, True
        return asked if first else None

    return exchanged(last.where, other)
