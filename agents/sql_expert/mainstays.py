"""What a model turns on: the table of what happens, the money it comes to, and the people in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from agents.sql_expert.fields import is_identifier
from agents.sql_expert.lexemes import EntityLink, FieldLink
from core.model import Dimension, Entity, Measure, SemanticModel
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

ANYBODY = "people"
_COINS = ("USD", "EUR", "GBP", "$", "€", "£")
_TAKEN = ("revenue", "total", "amount", "sales", "fee", "fare", "charge", "payment", "paid", "price", "value", "spend")
_NOT_TAKEN = word_set("""
budget target forecast tax vat discount tip refund refunded salary pay wage bonus cost balance limit debt fine penalty
unit list quantity units count number credit goal quota outstanding due open previous shipping freight
""")
_PAID_TOWARDS = word_set("payment receipt instalment installment remittance")
_HOW_MANY = word_set("quantity qty units")
_PERSONS = word_set("""
person people customer client employee user member staff student patient player driver passenger seller buyer worker
salesperson agent rep representative teacher author guest subscriber candidate donor contact lead applicant visitor
doctor physician surgeon nurse clerk mechanic technician pilot coach trainer instructor professor lecturer intern
volunteer resident tenant renter reviewer voter politician artist singer musician actor director journalist editor
photographer borrower investor shareholder attendee participant respondent therapist dentist vet waiter chef cook
courier rider consultant developer engineer lawyer athlete swimmer cyclist wrestler captain officer owner pupil
learner trainee faculty personnel crew supporter sponsor backer caller landlord parent guardian carer lawyer attorney
solicitor barrister adviser advisor operator beneficiary
""")
_PARTS_OF_A_NAME = frozenset({("first", "name"), ("full", "name"), ("last", "name"), ("surname",)})


def main_event(model: SemanticModel) -> Entity | None:
    """The dated table that refers to most others, or that has most rows: what “the busiest month” is about."""
    refers = Counter(one.from_entity for one in model.relationships if one.cardinality == "many_to_one")
    dated = [one for one in model.entities if one.default_time is not None]
    events = [one for one in dated if refers[one.name]] or (dated if len(dated) == 1 else [])
    ranked = sorted(events, key=lambda one: (-min(refers[one.name], 2), -one.rows))
    return ranked[0] if ranked else None


def takings(model: SemanticModel) -> list[FieldLink]:
    """Columns of what is taken in, likeliest first: amounts of a table that refers to others, by what they are called."""
    refers = Counter(one.from_entity for one in model.relationships if one.cardinality == "many_to_one")
    taken = {entity.name: _taken_in(entity) for entity in model.entities}
    towards = {
        one.from_entity for one in model.relationships if taken.get(one.to_entity) and one.from_entity != one.to_entity
    }
    found = [
        (_rank(one, entity, refers[entity.name], pays=entity.name in towards), entity, one)
        for entity in model.entities
        for one in taken[entity.name]
    ]
    found.sort(key=lambda each: each[0])
    if not found:
        return []
    best = found[0][0][0]
    return [
        FieldLink(
            entity=entity,
            field=one,
            score=0.8 if at == 0 else 0.66 if rank[0] == best else 0.5,
            evidence="what is taken in",
        )
        for at, (rank, entity, one) in enumerate(found[:3])
    ]


def _taken_in(entity: Entity) -> list[Measure]:
    """A price is for one of a quantity where the rows have one."""
    measures = [one for one in entity.fields if isinstance(one, Measure)]
    by_piece = any(not _HOW_MANY.isdisjoint(full_words(one.name)) for one in measures)
    return [one for one in measures if _is_taken(one) and not (by_piece and full_words(one.name)[-1:] == ("price",))]


def _is_taken(measure: Measure) -> bool:
    words = {singular(word) for word in full_words(measure.name)} | set(full_words(measure.name))
    if words & _NOT_TAKEN and not words & {"revenue", "sales"}:
        return False
    return measure.additivity == "additive" and (measure.unit in _COINS or not words.isdisjoint(_TAKEN))


def _rank(measure: Measure, entity: Entity, refers: int, *, pays: bool) -> tuple[int, int, int]:
    """What is paid towards a sale comes after what the sale itself comes to."""
    later = pays and not _PAID_TOWARDS.isdisjoint(_words(entity))
    words = {*full_words(measure.name), *map(singular, full_words(measure.name))}
    place = min((at for at, word in enumerate(_TAKEN) if word in words), default=len(_TAKEN))
    return (0 if (refers or entity.default_time) and not later else 1, place, -entity.rows)


def people(model: SemanticModel) -> list[EntityLink]:
    """Tables whose rows are people: by their names, else by columns of first and last names."""
    named = [one for one in model.entities if not _PERSONS.isdisjoint(_words(one))]
    told = [one for one in model.entities if one not in named and _is_named_like_people(one)]
    return [
        *(EntityLink(entity=one, score=0.9, evidence=ANYBODY) for one in named),
        *(EntityLink(entity=one, score=0.85, evidence=ANYBODY) for one in told),
    ]


def _words(entity: Entity) -> set[str]:
    return {singular(word) for word in (*full_words(entity.name), *full_words(entity.label))}


def _is_named_like_people(entity: Entity) -> bool:
    if len(entity.key) != 1 or not is_identifier(entity.field(entity.key[0])):
        return False
    headers: Sequence[tuple[str, ...]] = [full_words(one.name) for one in entity.fields if isinstance(one, Dimension)]
    return any(words in _PARTS_OF_A_NAME for words in headers)


def paid_rates(model: SemanticModel) -> list[FieldLink]:
    """What people earn an hour or a day, where it is called a rate."""
    return [
        FieldLink(entity=link.entity, field=one, score=_WAGE, evidence="what they are paid")
        for link in people(model)
        for one in link.entity.fields
        if isinstance(one, Measure) and _RATES & {*full_words(one.name)} and _PAID_BY & {*full_words(one.name)}
    ]


_RATES, _PAID_BY, _WAGE = word_set("rate rates"), word_set("hourly daily weekly hour day pay wage"), 0.9
