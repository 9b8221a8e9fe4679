"""Remarks on a finding, each citing the fact it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from agents.analyst.check import Checker
from agents.analyst.numbers import exact, number_text
from agents.analyst.wording import counted, in_lower
from core.answer import Fact, Sentence
from core.query import Query
from core.result import Result
from core.ways import Declined

_CONCENTRATED = 0.5
_MOST = 3


def remarks(facts: Sequence[Fact], result: Result, query: Query | None = None) -> tuple[Sentence, ...]:
    """At most three: what stands out, what everything hangs on, what is missing. The same check as for any sentence."""
    checker = Checker(facts, result, query=query)
    sound: list[Sentence] = []
    for text in _texts(facts):
        try:
            sentence = checker.check(text)
        except Declined:
            continue
        if sentence.figures:
            sound.append(sentence)
    return tuple(sound[:_MOST])


def _texts(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        number = exact(fact.value)
        if fact.kind == "outlier":
            measure, _, name = fact.label.removeprefix("Unusual ").partition(": ")
            yield f"The {in_lower(measure)} of {number_text(number, fact.unit)} {_at(name)} is unusual and worth a look."
        elif fact.kind == "share" and number is not None and _CONCENTRATED <= number < 1:
            name = fact.label.removeprefix("Share of ").rpartition(" in ")[0]
            yield f"{name} makes up {number_text(number, fact.unit)} of the total, so the result depends on it."
        elif fact.kind == "missing" and isinstance(fact.value, int) and fact.id.endswith(":nulls"):
            have = "has" if fact.value == 1 else "have"
            yield f"{counted(fact.value, 'row')} {have} no {in_lower(fact.label.removeprefix('Rows without '))}."
        elif fact.kind == "missing" and isinstance(fact.value, date):
            yield f"{fact.label}: wait for the rest before comparing it."


def _at(name: str) -> str:
    return f"for {name}"
