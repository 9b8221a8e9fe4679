"""What is overdue: due before today, or before the day that is said, and not yet paid, returned or done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.dates import date_phrases
from agents.sql_expert.fields import is_temporal, main_measure
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from agents.sql_expert.states import is_flag, yes_of
from agents.sql_expert.tokens import tokenise
from core.model import Entity, Field, SemanticModel
from core.plan import Comparison, Condition, FieldRef, IsNull, Order, OutputRef, Plan, Value
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

Read = Callable[[str], Plan | None]
_OVERDUE = re.compile(
    r"(?:\b(?:that|which|who) )?(?:\b(?:is|are|was|were|being) )?(?:\b(?:still|currently|already) )?\b(?:overdue|past due|"
    r"past (?:its|their|the) due date|in arrears)\b"
    r"(?: (?:as of|as at|on|at|by) (?P<day>[^,;?.()]+?)(?=[,;?.()]|$| by | per | for each ))?"
    r"(?P<told>,? ?\(?(?:i\.?e\.?|that is|meaning|so)\b[^()?]*\)?)?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^(?:and |so )?(?:how much(?: money)?|what(?: amount| sum)?|the amount|what is the total|total|amount)(?: (?:is|are|"
    r"was|were|do we have))?\s*$",
    re.IGNORECASE,
)
_DUE = frozenset(map(stem, word_set("due deadline promised expected payable")))
_DONE = frozenset(
    map(
        stem,
        word_set(
            "paid payment settled returned return completed finished delivered closed resolved done cleared received"
        ),
    )
)


def _is_a_value(model: SemanticModel) -> bool:
    """Where a status says which rows are overdue, it is not worked out."""
    columns = (one for entity in model.entities for one in entity.fields if one.type == "text")
    return any(str(value).casefold() in _SAID for one in columns for value, _ in one.profile.top)


_SAID = frozenset({"overdue", "past due", "in arrears"})


def overdue(text: str, model: SemanticModel, read: Read, today: date) -> Iterator[Plan]:
    """`read` understands the question without the word."""
    found = _OVERDUE.search(text)
    if found is None or re.search(r"\brate\b", text, re.IGNORECASE) or (not found["day"] and _is_a_value(model)):
        return
    for entity in model.entities:
        due, done = _ends(entity)
        if due is None or done is None:
            continue
        day = _day(found["day"], today)
        rest = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
        plan = _read(rest, entity, read) if day is not None else None
        if plan is None or day is None or plan.entity != entity.name or plan.combine is not None:
            continue
        late = Comparison(left=_ref(entity, due), operator="<", right=Value(value=day.isoformat(), type="date"))
        yield replace(plan, where=all_of((*parts_of(plan.where), late, _open(entity, done))))


def _read(rest: str, entity: Entity, read: Read) -> Plan | None:
    """“How much is overdue” is the amount of what is due."""
    head, by, tail = rest.partition(" by ")
    amount = main_measure(entity)
    if not _AMOUNT.match(head.rstrip("?!.,; ")) or amount is None:
        return read(rest)
    counted = read(f"number of {entity.label}{by}{tail}")
    if counted is None or counted.entity != entity.name or len(counted.measures) != 1 or counted.rows is not None:
        return None
    measure = aggregated("sum", FieldLink(entity=entity, field=amount, score=1.0))
    order = (Order(by=OutputRef(name=measure.name), descending=True),) if counted.dimensions else ()
    return replace(counted, measures=(measure,), order=order)


def _ends(entity: Entity) -> tuple[Field | None, Field | None]:
    """The one date it is due by, and what tells that it is done: a date that some rows lack, or a flag."""
    due = [one for one in entity.fields if is_temporal(one) and _stems(one) & _DUE]
    dates = [
        one
        for one in entity.fields
        if is_temporal(one) and one not in due and _stems(one) & _DONE and one.profile.nulls
    ]
    flags = [one for one in entity.fields if is_flag(one) and _stems(one) & _DONE]
    done = dates or flags
    return (due[0] if len(due) == 1 else None), (done[0] if len(done) == 1 else None)


def _day(said: str | None, today: date) -> date | None:
    """None where what is said is no day."""
    tokens = tokenise(said or "")
    if said is None or said.strip().casefold() in ("today", "now", "the moment"):
        return today
    phrases = date_phrases(tokens)
    period = phrases[0].period if len(phrases) == 1 else None
    return period.low if period is not None and period.low is not None else None


def _open(entity: Entity, done: Field) -> Condition:
    of = _ref(entity, done)
    if is_temporal(done):
        return IsNull(of=of)
    yes = yes_of(done) if done.type == "text" else None
    if yes is not None:
        return Comparison(left=of, operator="!=", right=Value(value=yes, type="text"))
    return Comparison(left=of, operator="=", right=Value(value=False, type="boolean"))


def _ref(entity: Entity, field: Field) -> FieldRef:
    return FieldRef(entity=entity.name, name=field.name)


def _stems(field: Field) -> frozenset[str]:
    return frozenset(stem(word) for word in full_words(field.name))
