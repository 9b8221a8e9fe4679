"""The words of a question with all that they may mean in the names and the values of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.calendar_columns import with_calendar_days
from agents.sql_expert.called_as_values import as_values_where_told
from agents.sql_expert.capital_names import begun_places, capital_names
from agents.sql_expert.coded_values import coded_values
from agents.sql_expert.dates import GRAIN_WORDS, UNITS
from agents.sql_expert.explained_in_brackets import with_brackets_told
from agents.sql_expert.fiscal import fiscal_tokens
from agents.sql_expert.key_codes import CODE_WORDS, with_key_codes
from agents.sql_expert.kinds_told import with_kinds_told, with_rows_so
from agents.sql_expert.lexemes import Lexeme, ValueLink
from agents.sql_expert.lone_sheets import with_row_noun
from agents.sql_expert.numbers_of_rows import without_numbers_of_rows
from agents.sql_expert.panels import with_units_of_panels
from agents.sql_expert.respelling import respellings, respelt
from agents.sql_expert.roles_of_columns import ONLY_AMOUNT
from agents.sql_expert.schema import Schema
from agents.sql_expert.segmentation import phrases_to_look_up, segment
from agents.sql_expert.sized_parts import with_sized_parts
from agents.sql_expert.spoken_values import adjective_values, is_spoken, spoken_values
from agents.sql_expert.states import state_links
from agents.sql_expert.tokens import Token, tokenise
from agents.sql_expert.values import (
    Links,
    bracketed_values,
    close_values,
    kinds_of_rows,
    plural_values,
    whole_values,
    worded_values,
)
from agents.sql_expert.values_cut_short import values_cut_short
from agents.sql_expert.ways_between import with_ways_told
from core.model import SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.vocabulary import word_set


def read_words(text: str, model: SemanticModel, index: ValueIndex, schema: Schema) -> list[Lexeme]:
    linked = with_key_codes(as_values_where_told(_linked(text, model, index, schema), index, model), schema)
    for told in (
        without_numbers_of_rows,
        with_calendar_days,
        with_kinds_told,
        with_rows_so,
        with_sized_parts,
        with_brackets_told,
    ):
        linked = told(linked)
    linked = with_ways_told(linked, model)
    return with_row_noun(with_units_of_panels(linked, schema), schema)


def _linked(text: str, model: SemanticModel, index: ValueIndex, schema: Schema) -> list[Lexeme]:
    tokens = fiscal_tokens(tokenise(text), schema)
    if not tokens:
        return []
    values = whole_values(index, phrases_to_look_up(text, tokens), model)
    values = {**_in_other_words(index, text, tokens, values, model), **values}
    values = {**capital_names(index, text, tokens, values, model), **values}
    values = {**values_cut_short(index, _unfound(text, tokens, values), model), **values}
    tokens, values = _names_apart(
        tokens, {**plural_values(index, _unfound(text, tokens, values), model), **values}, index, model
    )
    lexemes = segment(text, tokens, schema, values)
    closer = {
        **kinds_of_rows(index, lexemes, model),
        **_closer(index, model, lexemes),
        **bracketed_values(index, _unknown_runs(text, lexemes), model),
    }
    lexemes = segment(text, tokens, schema, {**values, **closer}) if closer else lexemes
    lexemes = state_links(lexemes, schema)
    right = respellings(lexemes, schema)
    if not right:
        return lexemes
    return state_links(segment(text, respelt(tokens, right), schema, {**values, **closer}), schema)


def _closer(index: ValueIndex, model: SemanticModel, lexemes: Sequence[Lexeme]) -> dict[str, tuple[ValueLink, ...]]:
    """For what has no meaning yet: other words for it, other forms, misspellings, and of names also a part."""
    spoken = spoken_values(index, (one.text for one in lexemes if one.kind != "quoted" and not one.values), model)
    open_ones = [one for one in lexemes if _is_open(one) and not one.values and len(one.text) > 2]
    spoken = {**adjective_values(index, (one.text for one in open_ones if one.text not in spoken), model), **spoken}
    open_ones = [one for one in open_ones if one.text not in spoken]
    names = [one.text for one in open_ones if one.kind == "quoted" or one.text[:1].isupper()]
    words = [one.text for one in open_ones if one.text not in names and _may_be_value(one.text)]
    return {
        **coded_values(index, (one.text for one in open_ones if one.text.isalpha()), model),
        **close_values(index, words, model, parts=False),
        **close_values(index, names, model, parts=True),
        **begun_places(index, names, model),
        **worded_values(index, [*words, *(name for name in names if name.isalpha())], model),
        **spoken,
    }


def _in_other_words(
    index: ValueIndex, text: str, tokens: Sequence[Token], values: Links, model: SemanticModel
) -> Links:
    """Several words that stand for a value: “called off” for cancelled, “on the road” for “On Road”."""
    spoken: list[str] = []
    bare: dict[str, str] = {}
    for first in range(len(tokens)):
        for last in range(first + 2, min(first + _LONGEST_SPOKEN, len(tokens)) + 1):
            phrase = text[tokens[first].start : tokens[last - 1].end]
            if not all(token.kind == "word" for token in tokens[first:last]):
                break
            words = [token.folded for token in tokens[first:last]]
            if is_spoken(phrase) and not values.get(phrase):
                spoken.append(phrase)
            elif any(word in _BETWEEN for word in words[1:-1]) and not {words[0], words[-1]} & _BETWEEN:
                bare[phrase] = " ".join(word for word in words if word not in _BETWEEN)
    whole = whole_values(index, list(bare.values()), model) if bare else {}
    found = {phrase: whole[one] for phrase, one in bare.items() if whole.get(one) and " " in one}
    return {**found, **spoken_values(index, spoken, model)}


_BETWEEN = frozenset({"the", "a", "an", "for", "on", "of"})
"""“Waiting for parts” may stand as “waiting parts” in the data."""
_LONGEST_SPOKEN = 4


def _is_open(lexeme: Lexeme) -> bool:
    """Without a meaning, or with one that any value comes before."""
    return lexeme.kind in ("unknown", "quoted") or any(link.evidence == ONLY_AMOUNT for link in lexeme.fields)


def _unfound(text: str, tokens: Sequence[Token], values: Links) -> list[str]:
    return [phrase for phrase in phrases_to_look_up(text, tokens) if not values.get(phrase)]


def _unknown_runs(text: str, lexemes: Sequence[Lexeme]) -> list[str]:
    """Words without a meaning, and up to three of them in a row."""
    unknown = [one.kind == "unknown" and len(one.text) > 1 for one in lexemes]
    return [
        text[lexemes[first].start : lexemes[last].end]
        for first in range(len(lexemes))
        for last in range(first, min(first + 3, len(lexemes)))
        if all(unknown[first : last + 1])
    ]


def _may_be_value(word: str) -> bool:
    """“Undelivered” is near to “delivered” in its letters alone, and “new” is no part of “New York”."""
    contrary = word.startswith(("un", "non", "dis")) and len(word) > 5
    return not contrary and word not in _SAYING_HOW | CODE_WORDS and word not in UNITS and word not in GRAIN_WORDS


_SAYING_HOW = word_set("""
new old other more most less good better best bad worse worst high higher low lower big bigger small smaller great long
short early late first last next right left back out own several single whole half part kind way thing things person
people place time times here there how enough also even really quite very ones one
""")


def _names_apart(
    tokens: Sequence[Token], values: dict[str, tuple[ValueLink, ...]], index: ValueIndex, model: SemanticModel
) -> tuple[tuple[Token, ...], dict[str, tuple[ValueLink, ...]]]:
    """“Ada Byron” in quotes, where first and last names stand in columns of their own."""
    apart: list[Token] = []
    for token in tokens:
        words = token.folded.split()
        if token.kind != "quoted" or values.get(token.folded) or not 2 <= len(words) <= 3:
            apart.append(token)
            continue
        found = whole_values(index, words, model)
        places = [{(link.entity.name, link.field.name) for link in found.get(word, ())} for word in words]
        same = set.intersection(*({entity for entity, _ in place} for place in places)) if all(places) else set()
        if not same:
            apart.append(token)
            continue
        values = {**values, **found}
        at = token.start + 1
        for word in words:
            at = token.text.find(word, at - token.start) + token.start
            apart.append(replace(token, kind="quoted", text=word, folded=word, start=at, end=at + len(word)))
            at += len(word)
    return tuple(apart), values
