"""States that no column is called: "open tickets" have no closing date, "unpaid invoices" are not paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.lexemes import FieldLink, Lexeme
from agents.sql_expert.schema import Schema
from core.model import Dimension, Entity, Field, Measure
from core.plan import Value
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

_STATES: tuple[tuple[str, str, bool], ...] = (
    (
        "open unresolved outstanding unfinished unsolved incomplete ongoing unclosed",
        "close resolve complete finish solve",
        False,
    ),
    (
        "active current running live existing",
        "end terminate leave left expire cancel churn exit quit depart out",
        False,
    ),
    ("alive living surviving", "die died death decease deceased", False),
    ("dead deceased", "die died death decease deceased", True),
    ("closed resolved finished completed solved done", "close resolve complete finish solve", True),
    (
        "ended terminated expired churned cancelled canceled resigned inactive former left departed quit",
        "end terminate leave left expire cancel churn exit quit depart out",
        True,
    ),
)
_UNASSIGNED = word_set("unassigned unallocated unstaffed")
_PEOPLE = word_set("agent assignee assigned owner technician representative handler responsible salesperson")
_BETWEEN = word_set("already still ever yet since now also all actually currently")
_TELLING = word_set("is are was were been not on in that which who did do have has had didn does")
_OPPOSITE: tuple[tuple[str, str], ...] = (
    (
        "died die dies dead death deaths perished killed drowned casualty casualties fatality fatalities victim victims",
        "survive alive",
    ),
    ("survived survive survives survivor survivors alive", "die died death decease deceased dead"),
)
_ROOT, _CLEAR, _NAMED = 5, 0.95, 0.7
_WHEN = frozenset(map(stem, ("on", "at", "date", "time", "day")))


def state_links(lexemes: Sequence[Lexeme], schema: Schema) -> list[Lexeme]:
    """Unknown words that say a state, as lexemes that name a flag or a date; `state` is whether it holds."""
    return [_stated(one, lexemes, schema) if _may_be(one) else _happened(one, lexemes) for one in lexemes]


def _happened(lexeme: Lexeme, lexemes: Sequence[Lexeme]) -> Lexeme:
    """“Members who cancelled”, where members have a date for it: not those of whom something else was cancelled."""
    named = {link.entity.name for one in lexemes for link in one.entities if link.score >= _NAMED}
    if not lexeme.values or any(link.entity.name in named for link in lexeme.values) or lexeme.last - lexeme.first != 1:
        return lexeme
    said = {stem(lexeme.text)}
    own = [
        link
        for link in lexeme.fields
        if link.entity.name in named
        and is_temporal(link.field)
        and {stem(word) for word in full_words(link.field.name)} - _WHEN == said
    ]
    if len(own) != 1:
        return lexeme
    return replace(lexeme, kind="mention", entities=(), fields=(replace(own[0], score=0.9),), values=(), state=True)


def _may_be(lexeme: Lexeme) -> bool:
    short = lexeme.last - lexeme.first == 1 or lexeme.kind == "mention"
    return short and (not lexeme.values or lexeme.only_value) and lexeme.kind in ("unknown", "filler", "mention")


def _stated(lexeme: Lexeme, lexemes: Sequence[Lexeme], schema: Schema) -> Lexeme:
    word = lexeme.text.casefold()
    if lexeme.kind == "mention" and not lexeme.only_value and not _is_still_so(lexeme, lexemes):
        return _flagged(lexeme, lexemes)
    negated = word.startswith("un") and len(word) > 5
    positive = word[2:] if negated else word
    named = {link.entity.name for one in lexemes for link in one.entities if link.score >= 0.7}
    if lexeme.only_value and (not named or any(link.entity.name in named for link in lexeme.values)):
        return lexeme
    entities = [one for one in schema.model.entities if one.name in named or not named]
    fitting = [(entity, found) for entity in entities if (found := _field_of(word, positive, negated, entity))]
    if not fitting and negated:
        others = [one for one in schema.model.entities if one not in entities]
        fitting = [(entity, found) for entity in others if (found := _field_of(word, positive, negated, entity))]
        fitting = fitting if len(fitting) == 1 else []
    if not fitting or (not named and len(fitting) > 1):
        return lexeme
    entity, (field, holds) = fitting[0]
    link = FieldLink(entity=entity, field=field, score=0.9, evidence="a state")
    return replace(lexeme, kind="mention", score=0.9, entities=(), fields=(link,), values=(), state=holds)


def _is_still_so(lexeme: Lexeme, lexemes: Sequence[Lexeme]) -> bool:
    """“Cases that are still open” have an opening date as all others have; it is the closing date that is missing."""
    if lexeme.text.casefold() != "open" or lexeme.entities or not all(is_temporal(one.field) for one in lexeme.fields):
        return False
    place = lexemes.index(lexeme)
    before = lexemes[place - 1].text.casefold().split(" ")[-1] if place else ""
    following = lexemes[place + 1] if place + 1 < len(lexemes) else None
    dated = following is not None and following.date is not None
    return not dated and (before in (_TELLING | _BETWEEN) or (following is not None and bool(following.entities)))


def _flagged(lexeme: Lexeme, lexemes: Sequence[Lexeme]) -> Lexeme:
    """“Trial users”, “paid invoices”: a flag beside the entity it is of says that it is set."""
    flags = [link for link in lexeme.fields if _tells_a_state(lexeme.text, link.field)]
    if not flags or lexeme.fields[0] is not flags[0] or lexeme.entities:
        return lexeme
    place = lexemes.index(lexeme)
    beside = lexemes[place + 1 : place + 2]
    before = (one.text.casefold() for one in reversed(lexemes[:place]) if one.text.casefold() not in _BETWEEN)
    behind = next(before, "").split(" ")[-1]
    adjective = any(_is_of(one, flags[0].entity) for one in beside)
    said = adjective or behind in _TELLING or _is_a_kind(lexeme, lexemes[:place]) or _is_done(lexeme, lexemes)
    return replace(lexeme, fields=tuple(flags), state=True) if said else lexeme


def _is_done(lexeme: Lexeme, lexemes: Sequence[Lexeme]) -> bool:
    """“How many women survived”: a verb behind those who did it."""
    word, place = lexeme.text.casefold(), lexemes.index(lexeme)
    before = next((one for one in reversed(lexemes[:place]) if one.text.casefold() not in _BETWEEN), None)
    following = lexemes[place + 1] if place + 1 < len(lexemes) else None
    if before is None or not (word.endswith("ed") or word in _PAST) or (following is not None and following.names):
        return False
    rows = (
        before.only_value
        or bool(before.entities)
        or (before.kind == "unknown" and singular(before.text) != before.text)
    )
    return rows and not before.cues


_PAST = word_set("won lost paid left sold died quit sent bought met ran fell broke")


def _is_a_kind(lexeme: Lexeme, before: Sequence[Lexeme]) -> bool:
    """“How many comedies”, “the length of a comedy”: rows of which a column of ones and noughts says that they are one."""
    doer = singular(lexeme.text.casefold()).endswith(("er", "or"))  # “smokers”, “the youngest survivor”
    if not doer and (lexeme.fields[0].evidence != "same words" or lexeme.fields[0].field.type == "boolean"):
        return False
    nearest = [one for one in reversed(before) if one.text.casefold() not in _ARTICLES]
    many = singular(lexeme.text.casefold()) != lexeme.text.casefold()
    if not nearest:
        return doer and many
    cues = {cue.kind for cue in nearest[0].cues}
    lone = len(nearest) < len(before) or (doer and "superlative" in cues)
    return (bool(cues & {"ask", "count"}) and many) or (bool(cues & _OF_ROWS) and (many or lone))


_ARTICLES = frozenset({"a", "an", "the", "all", "all the"})
_OF_ROWS = frozenset({"preposition", "superlative", "comparison", "share"})


def _is_of(lexeme: Lexeme, entity: Entity) -> bool:
    """“Billable hours”, “paid invoices”: rows of the table, or an amount that they have."""
    amounts = {one.entity.name for one in lexeme.fields if one.score >= _CLEAR and isinstance(one.field, Measure)}
    return entity.name in amounts | {one.entity.name for one in lexeme.entities}


def is_flag(field: Field) -> bool:
    """True and false, yes and no, 1 and 0."""
    return yes_value(field) is not None


def yes_value(field: Field) -> Value | None:
    """What says yes in a column of yes and no alone; None in any other column."""
    if field.type == "boolean":
        return Value(value=True, type="boolean")
    if field.type in ("integer", "decimal", "float"):
        numbered = isinstance(field, Dimension) and field.role == "flag" and field.profile.maximum == 1
        return Value(value=1, type="integer") if numbered else None
    yes = yes_of(field) if field.type == "text" else None
    return Value(value=yes, type="text") if yes is not None else None


def yes_of(field: Field) -> str | None:
    """How “yes” is written in a column of yes and no alone."""
    values = [str(value) for value, _ in field.profile.top]
    if (
        not values
        or field.profile.distinct > 2
        or not all(value.casefold() in ("yes", "no", "y", "n") for value in values)
    ):
        return None
    return next((value for value in values if value.casefold() in ("yes", "y")), None)


def _tells_a_state(word: str, field: Field) -> bool:
    """A flag, or a date that only some rows have ("churned accounts")."""
    return is_flag(field) or (word.casefold().endswith("ed") and is_temporal(field) and field.profile.nulls > 0)


def _field_of(word: str, positive: str, negated: bool, entity: Entity) -> tuple[Field, bool] | None:
    """The flag or the date that tells the state, and whether it is set."""
    if negated or word.endswith("ed"):
        for field in entity.fields:
            if (is_flag(field) or is_temporal(field)) and _is_about(positive, field):
                return field, not negated
    for words, roots in _OPPOSITE:
        flags = [one for one in entity.fields if is_flag(one) and any(_is_about(root, one) for root in roots.split())]
        if word in word_set(words) and len(flags) == 1 and not _is_about(word, flags[0]):
            return flags[0], False
    if word in _UNASSIGNED:
        found = [one for one in entity.fields if _PEOPLE & set(full_words(one.name)) and one.profile.nulls]
        return (found[0], False) if len(found) == 1 else None
    for words, roots, holds in _STATES:
        if word in word_set(words):
            dates = [
                one
                for one in entity.fields
                if is_temporal(one) and one.profile.nulls and any(_is_about(root, one) for root in roots.split())
            ]
            if len(dates) == 1:
                return dates[0], holds
    return None


def _is_about(word: str, field: Field) -> bool:
    own, said = [stem(one) for one in full_words(field.name)], stem(word)
    return said in own or any(min(len(one), len(said)) >= _ROOT and one[:_ROOT] == said[:_ROOT] for one in own)
