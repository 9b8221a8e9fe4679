"""Conditions between two columns of one row: "ship date before order date", "price above cost"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.reach import Reach, reach_of
from core.model import Entity, Field, SemanticModel
from core.plan import And, Arithmetic, Comparison, ComparisonOperator, Expression, FieldRef, Plan, Value
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES
from semantic_layer.words import full_words, singular, stem

Read = Callable[[str], Plan | None]
_OPERATORS: tuple[tuple[str, ComparisonOperator], ...] = (
    ("before|earlier than|prior to|less than|lower than|smaller than|cheaper than|below|under|fewer than", "<"),
    ("after|later than|more than|greater than|higher than|larger than|above|over|exceeds|exceeding|exceeded", ">"),
    ("at least|no less than|not less than", ">="),
    ("at most|no more than|not more than|up to", "<="),
    ("the same as|equal to|equals", "="),
    ("different from|not equal to", "!="),
)
_COMPARED = tuple(
    (re.compile(rf"\s(?:is |are |was |were |of )?(?:{words})\s+(?:the |their |its )?", re.IGNORECASE), operator)
    for words, operator in _OPERATORS
)
_OPENED = re.compile(
    r"\s*\b(?:where|whose|with|when|that|which|have|having|were|was|are|is|if|the|a|their|its)\s*$", re.IGNORECASE
)
_MULTIPLE = re.compile(
    r"^(?:(?P<percent>\d+(?:\.\d+)?) ?(?:%|percent|per cent) of|(?P<times>\d+(?:\.\d+)?) times|(?P<word>half|twice|double|triple|"
    r"two times|three times|four times|(?:a|one) (?:third|quarter|fifth|tenth)) ?(?:of)?) (?:the |their |its )?",
    re.IGNORECASE,
)
_MULTIPLES = {
    "half": 0.5, "twice": 2.0, "double": 2.0, "triple": 3.0, "two times": 2.0, "three times": 3.0, "four times": 4.0,
    "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1,
}  # fmt: skip
_PAID = frozenset({"sold", "bought", "priced", "purchased", "ordered", "charged", "billed", "rented"})
_PRICES = frozenset({"price", "cost", "rate", "fee"})
_DIFFER = re.compile(
    r"\b(?P<one>[\w-]+) and (?:the )?(?P<other>[\w-]+) (?P<noun>\w+)(?: (?:that|which))? "
    r"(?P<how>differ|are different|are not the same|do not match|don['’]t match|match|are the same|are equal|are identical|agree)\b",
    re.IGNORECASE,
)
_OVER_ANOTHER = re.compile(r"\b(?P<unit>year|quarter|month|week|day) over (?P=unit)\b", re.IGNORECASE)
_LONGEST = 3


def compared_fields(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question without the condition."""
    if _OVER_ANOTHER.search(text):
        return
    text = _DIFFER.sub(_differing, text)
    for pattern, operator in _COMPARED:
        for matched in pattern.finditer(text):
            yield from _compared(text[: matched.start()], text[matched.end() :], operator, model, read)


def _differing(found: re.Match[str]) -> str:
    """“Billing and shipping address differ”: the billing address is different from the shipping address."""
    alike = found["how"].casefold() in ("match", "are the same", "are equal", "are identical", "agree")
    noun = singular(found["noun"])
    return f"{found['one']} {noun} is {'the same as' if alike else 'different from'} the {found['other']} {noun}"


def _compared(
    before: str, behind: str, operator: ComparisonOperator, model: SemanticModel, read: Read
) -> Iterator[Plan]:
    multiple = _MULTIPLE.match(behind)
    left_words, right_words = before.split(), behind[multiple.end() if multiple else 0 :].rstrip("?!. ").split()
    reach = reach_of(model)
    for entity, other in _beside_each_other(model, reach):
        second = _first_named(right_words, other)
        first = _last_named(left_words, entity) or (_paid(left_words, second, entity) if second is not None else None)
        if first is None or second is None or first[0] is second[0] or not _comparable(first[0], second[0], operator):
            continue
        opening = " ".join(left_words[: len(left_words) - first[1]])
        while (shorter := _OPENED.sub("", opening)) != opening:
            opening = shorter
        plan = read(" ".join([opening, *right_words[second[1] :]]).strip())
        if plan is not None and plan.entity == entity.name and plan.combine is None:
            left, right = (
                FieldRef(entity=owner.name, name=one[0].name) for owner, one in ((entity, first), (other, second))
            )
            condition = Comparison(left=left, operator=operator, right=_times(multiple, right))
            kept = plan.where.conditions if isinstance(plan.where, And) else (plan.where,) if plan.where else ()
            yield replace(plan, where=And(conditions=(*kept, condition)) if kept else condition)


def _beside_each_other(model: SemanticModel, reach: Reach) -> Iterator[tuple[Entity, Entity]]:
    """Each table with itself, then with those that its rows look up."""
    yield from ((one, one) for one in model.entities)
    for one in model.entities:
        yield from ((one, other) for other in model.entities if one is not other and reach.to_one(one.name, other.name))


def _paid(words: list[str], set_against: tuple[Field, int], entity: Entity) -> tuple[Field, int] | None:
    """“Sold below the list price”: the one other price there is."""
    kind = full_words(set_against[0].name)[-1]
    prices = [one for one in entity.fields if full_words(one.name)[-1] == kind and one is not set_against[0]]
    said = words and words[-1].casefold() in _PAID
    return (prices[0], 1) if said and kind in _PRICES and len(prices) == 1 else None


def _times(found: re.Match[str] | None, of: FieldRef) -> Expression:
    """“Half of the price”, “twice the fee”, “10% of the total”."""
    if found is None:
        return of
    if found["word"]:
        factor = _MULTIPLES[found["word"].casefold().removeprefix("a ").removeprefix("one ")]
    else:
        factor = float(found["times"]) if found["times"] else float(found["percent"]) / 100
    return Arithmetic(operator="*", left=Value(value=factor, type="float"), right=of)


def _last_named(words: list[str], entity: Entity) -> tuple[Field, int] | None:
    options = ((words[-count:], count) for count in range(min(_LONGEST, len(words)), 0, -1))
    return next(((field, count) for part, count in options if (field := called(part, entity))), None)


def _first_named(words: list[str], entity: Entity) -> tuple[Field, int] | None:
    options = ((words[:count], count) for count in range(min(_LONGEST, len(words)), 0, -1))
    return next(((field, count) for part, count in options if (field := called(part, entity))), None)


def called(words: list[str], entity: Entity) -> Field | None:
    """The one column that is called just so, or so with a unit or the table's name."""
    said = {stem(word) for part in words for word in full_words(part)}
    own = {stem(word) for word in full_words(entity.name)}
    exact = [one for one in entity.fields if _stems(one) == said]
    found = exact or [
        one for one in entity.fields if said and said <= _stems(one) and len(_stems(one) - own - said) <= 1
    ]
    return found[0] if len(found) == 1 else None


def _stems(field: Field) -> set[str]:
    return {stem(word) for word in full_words(field.name)}


def _comparable(one: Field, other: Field, operator: ComparisonOperator) -> bool:
    if one.type in NUMERIC_TYPES:
        return other.type in NUMERIC_TYPES and one.kind == other.kind
    return (one.type in TEMPORAL_TYPES and other.type in TEMPORAL_TYPES) or (
        one.type == other.type == "text" and operator in ("=", "!=")
    )
