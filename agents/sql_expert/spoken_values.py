"""Words that stand for a value which is written otherwise in the data: "German" for Germany, "Texas" for TX, "female" for F."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from agents.sql_expert.lexemes import ValueLink
from agents.sql_expert.values import Links, whole_values
from core.model import Field, SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.nations import is_nation, nation_said
from semantic_layer.provinces import is_province, province_forms
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_SURE, _MOST = 0.93, 0.7
_GENDERS = """
f,female,w,woman,women,girl: female,females,woman,women,lady,ladies,girl,girls,gal,gals
m,male,man,men,boy: male,males,man,men,guy,guys,gentleman,gentlemen,boy,boys,bloke,blokes,lad,lads
"""
_STATES = """
rejected,declined,refused,denied,turned down: rejected,declined,refused,denied,turned down,knocked back
cancelled,canceled,cancel,cancellation,void,voided: cancelled,canceled,called off,voided,aborted,withdrawn,scrapped,dropped
shipped,dispatched,sent: sent,shipped,dispatched,sent out,sent off,posted,mailed
on road,on way,in transit,in delivery,shipped,out for delivery: on road,on way,in transit,under way,on its way,en route
delivered,received,complete,completed,arrived: delivered,arrived,handed over
completed,complete,finished,finish,done,closed,success,fulfilled: finished,completed,done,concluded,fulfilled
closed,resolved,solved,done,completed,complete: closed,shut,dealt with
resolved,solved,fixed,closed,done: resolved,solved,fixed,sorted,sorted out,settled
approved,accepted,authorised,authorized,granted,passed: approved,accepted,authorised,authorized,granted,signed off,okayed,waved through
paid,settled,complete: paid,settled,paid off
unpaid,not paid,outstanding,open,due,overdue: unpaid,outstanding,not paid,unsettled
overdue,late,past due,delayed: overdue,past due,late,delayed,behind schedule
pending,waiting,awaiting,on hold,submitted: pending,waiting,awaiting,not decided,undecided
on hold,hold,paused,suspended,pending: on hold,paused,suspended,parked
in progress,work in progress,ongoing,processing: ongoing,in progress,under way,in the works,being worked on
open,unresolved: open,unresolved,unsolved,still open,not closed
closed lost,lost: lost
closed won,won: won
failed,failure,fail,unsuccessful,error: failed,failing,unsuccessful,flunked,gone wrong
passed,pass,success,successful: passed,successful
success,successful,passed,pass,succeeded: successful,succeeded
active,current,enabled,live,enrolled: active,live,enabled
inactive,former,disabled,dormant,terminated: inactive,former,disabled,dormant,idle,deactivated
out of stock,sold out: sold out,out of stock
damaged,defective,broken,faulty: broken,damaged,faulty,defective
packing,packed,packaging: packed,packing,being packed
expired,lapsed: expired,lapsed,run out
retired,decommissioned: retired,decommissioned
terminated,left,departed,resigned: terminated,departed,sacked,fired
lost,missing: lost,missing,gone missing
"""
_ADJECTIVES = """
violent violence | noisy noise | icy ice | healthy health | wooden wood | golden gold | medical medicine | musical music
financial finance | legal law | criminal crime | historical history | historic history | political politics
scientific science | mathematical mathematics | educational education | industrial industry | agricultural agriculture
economic economics | environmental environment | technological technology | electric electricity | electrical electricity
athletic athletics | artistic art | chemical chemistry | biological biology | physical physics | psychological psychology
religious religion | residential residence
comic comedy | comedic comedy | dramatic drama | romantic romance | fictional fiction | funny comedy | scary horror
sporty sport | metallic metal | woollen wool | woolen wool | silken silk | leathery leather | plastic plastics
solar sun | lunar moon | stellar star | poisonous poison | dangerous danger | disturbing disturbance
tropical tropics | coastal coast | mountainous mountain | northern north | southern south
eastern east | western west
"""
_STATUSES = frozenset({"status", "state", "stage", "outcome", "result", "condition", "phase", "progress", "resolution"})
_PLACES = word_set("""
country nation nationality citizenship origin continent region market state location destination birthplace homeland
""")
_SEXES = frozenset({"sex", "gender"})


def _clusters(text: str) -> dict[str, tuple[str, ...]]:
    """Said → how it may be written, likeliest first."""
    found: dict[str, dict[str, None]] = {}
    for line in text.strip().splitlines():
        written, said = line.split(":")
        for word in said.strip().split(","):
            found.setdefault(word, {}).update(dict.fromkeys(written.split(",")))
    return {word: tuple(forms) for word, forms in found.items()}


_TABLES: tuple[tuple[Mapping[str, tuple[str, ...]], frozenset[str]], ...] = (
    (_clusters(_GENDERS), _SEXES),
    (_clusters(_STATES), _STATUSES),
)
_NOUNS = dict(entry.split() for line in _ADJECTIVES.strip().splitlines() for entry in line.split("|"))


def spoken_values(index: ValueIndex, phrases: Iterable[str], model: SemanticModel) -> Links:
    """Only in columns of the kind that such words are about: a country, a gender, a status.

    Where a column holds several of the forms, none is sure.
    """
    found: Links = {}
    for phrase in phrases:
        columns: dict[tuple[str, str], list[ValueLink]] = {}
        for one in _spoken(index, phrase, model):
            columns.setdefault((one.entity.name, one.field.name), []).append(one)
        if columns:
            found[phrase] = tuple(
                replace(links[0], score=_SURE, exact=len({str(one.value.value) for one in links}) == 1)
                for links in columns.values()
            )
    return found


def is_spoken(phrase: str) -> bool:
    """Whether the words are of those that stand for a value in another form."""
    folded = phrase.casefold()
    said_of_place = nation_said(phrase) is not None or bool(province_forms(phrase))
    return said_of_place or any(folded in table for table, _ in _TABLES)


def adjective_values(index: ValueIndex, words: Iterable[str], model: SemanticModel) -> Links:
    """“Sunny days” are those of the value sun."""
    nouns = {word: noun for word in words if (noun := _NOUNS.get(word.casefold()) or _noun_of(word.casefold()))}
    values = whole_values(index, list(nouns.values()), model) if nouns else {}
    return {
        word: tuple(replace(one, score=_SURE) for one in values[noun])
        for word, noun in nouns.items()
        if values.get(noun)
    }


def _spoken(index: ValueIndex, phrase: str, model: SemanticModel) -> Iterator[ValueLink]:
    folded = phrase.casefold()
    for table, kinds in _TABLES:
        yield from _written(index, table.get(folded, ()), kinds, model)
    yield from _of_nation(index, phrase, model)
    yield from _of_province(index, phrase, model)


def _written(
    index: ValueIndex, forms: tuple[str, ...], kinds: frozenset[str], model: SemanticModel
) -> Iterator[ValueLink]:
    values = whole_values(index, forms, model) if forms else {}
    for form in forms:
        yield from (one for one in values.get(form, ()) if _is_of(one.field, kinds))


def _of_nation(index: ValueIndex, phrase: str, model: SemanticModel) -> Iterator[ValueLink]:
    nation = nation_said(phrase)
    if nation is None:
        return
    values = whole_values(index, nation.forms, model)
    for form in nation.forms:
        for one in values.get(form, ()):
            written = str(one.value.value)
            if (_is_of(one.field, _PLACES) or _holds_nations(one.field)) and (
                form not in nation.codes or written.isupper()
            ):
                yield one


def _of_province(index: ValueIndex, phrase: str, model: SemanticModel) -> Iterator[ValueLink]:
    """Only in columns of which most values are provinces: “CA” is a country's code, too."""
    forms = province_forms(phrase)
    values = whole_values(index, forms, model) if forms else {}
    for form in forms:
        yield from (
            one for one in values.get(form, ()) if str(one.value.value) == form and _holds(one.field, is_province)
        )


def _holds_nations(field: Field) -> bool:
    """“Location” may be one column of countries: most of what is in it are."""
    return _holds(field, is_nation)


def _holds(field: Field, is_one: Callable[[str], bool]) -> bool:
    values = [str(value) for value, _ in field.profile.top]
    return len(values) > 1 and sum(map(is_one, values)) > _MOST * len(values)


def _noun_of(word: str) -> str | None:
    """“Rainy” is rain, “sunny” is sun."""
    base = word[:-1]
    if len(word) < 5 or not word.endswith("y") or word.endswith(("ly", "ay", "ey", "oy")):
        return None
    return base[:-1] if base[-1] == base[-2] else base


def _is_of(field: Field, kinds: frozenset[str]) -> bool:
    return not kinds.isdisjoint((*full_words(field.name), *full_words(field.label)))
