"""Groups or rows of what was told whose figure is so high: “only those with at least 5”, “skip schools with fewer than 3 players”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.number_words import ONES
from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import is_measure
from agents.sql_expert.turns.of_the_set.columns import shown_columns
from agents.sql_expert.turns.told import also
from core.plan import Aggregate, Comparison, ComparisonOperator, FieldRef, Not, OutputRef, Plan, PlanMeasure, Value
from semantic_layer.words import word_stems

_OPERATORS: dict[str, ComparisonOperator] = {
    "more than": ">", "over": ">", "above": ">", "greater than": ">", "higher than": ">", "at least": ">=", "no fewer than": ">=",
    "no less than": ">=", "fewer than": "<", "less than": "<", "under": "<", "below": "<", "lower than": "<", "at most": "<=",
    "no more than": "<=", "up to": "<=", "exactly": "=",
}  # fmt: skip
_LEAVES = "leave out|leave off|skip|exclude|excluding|drop|remove|without|ignore|hide|take out"
_ENOUGH = re.compile(
    r"^(?:(?:and|now|then|ok|okay|please|can you|could you|but|so)\b[\s,]*)*"
    rf"(?:(?P<out>{_LEAVES})|(?:(?:keep|show|list|give|include|i want)(?: me)?(?: just| only)?|only|just|but only|those|the ones))\s+"
    r"(?:only )?(?:(?:the|those|any|all) )*(?:(?P<rows>\w+(?: \w+)?) )??(?:(?:ones? )?(?:with|having|that (?:have|has|had|are|were)|"
    r"which (?:have|has|had|are|were)|who (?:have|has|had)|whose (?:\w+ ){1,3}is|where there are) )?(?:ones? )?"
    rf"(?P<how>{'|'.join(_OPERATORS)}) (?P<number>[\d,.]+|{'|'.join(ONES)})(?: (?P<of>[\w' -]+?))?(?: each)?[\s.!?]*$",
    re.IGNORECASE,
)


def with_enough_of_each(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where no figure that was told is meant, or more than one may be."""
    found = _ENOUGH.match(text.strip())
    if found is None or last.combine is not None or last.limit is not None:
        return None
    said = found["number"].lower()
    number = float(ONES[said]) if said in ONES else float(said.replace(",", ""))
    value = Value(value=int(number), type="integer") if number.is_integer() else Value(value=number, type="float")
    operator = _OPERATORS[found["how"].lower()]
    if last.rows is not None:
        of = _figure_of_rows(last, found["of"], task)
        condition = Comparison(left=of, operator=operator, right=value) if of is not None else None
        kept = Not(condition=condition) if condition is not None and found["out"] else condition
        return replace(last, where=also(last.where, kept)) if kept is not None else None
    measure = _figure_of_groups(last, found["of"], task) if last.dimensions and last.having is None else None
    if measure is None:
        return None
    enough = Comparison(left=OutputRef(name=measure.name), operator=operator, right=value)
    return replace(last, having=Not(condition=enough) if found["out"] else enough)


def _figure_of_rows(last: Plan, words: str | None, task: Understanding) -> FieldRef | None:
    """The only number that is shown, or the one that is named."""
    numbers = [
        (of, field) for of in shown_columns(last) if is_measure(field := task.model.entity(of.entity).field(of.name))
    ]
    named = [of for of, field in numbers if not words or word_stems(words) <= word_stems(f"{field.label} {field.name}")]
    return named[0] if len(named) == 1 else None


def _figure_of_groups(last: Plan, words: str | None, task: Understanding) -> PlanMeasure | None:
    """What is counted by its noun, any other figure by its own name."""
    counts = [
        one
        for one in last.measures
        if isinstance(one.value, Aggregate) and one.value.function in ("count", "count_distinct")
    ]
    if not words:
        return counts[0] if len(counts) == 1 else last.measures[0] if len(last.measures) == 1 else None
    counted = [one for one in counts if word_stems(words) <= word_stems(f"{one.label} {_label(one, task)}")]
    if len(counted) == 1:
        return counted[0]
    called = [one for one in last.measures if word_stems(words) <= word_stems(f"{one.label} {one.name}")]
    return called[0] if len(called) == 1 else None


def _label(measure: PlanMeasure, task: Understanding) -> str:
    return task.model.entity(measure.value.entity).label if isinstance(measure.value, Aggregate) else ""
