"""Lengths of time that no column holds: from one date of a row to another, or to today.

The words about time are taken out, what is left is read as a question that counts rows, and the length of time is
put in its place. "Late" compares what happened with what was promised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.time_spans import (
    DONE,
    DUE,
    JOINED,
    LEFT,
    Span,
    ages,
    has_column,
    linked_spans,
    outer_spans,
    spans_between,
    stems_of,
)
from core.model import Entity, SemanticModel
from core.plan import (
    Aggregate,
    AggregateFunction,
    And,
    Assumption,
    Comparison,
    ComparisonOperator,
    Condition,
    DateDifference,
    FieldRef,
    Grain,
    Order,
    Plan,
    PlanMeasure,
    Value,
)
from semantic_layer import ValueIndex
from semantic_layer.words import full_words, stem

Read = Callable[[str], Plan | None]
_FUNCTIONS: dict[str, AggregateFunction] = {
    "average": "avg", "avg": "avg", "mean": "avg", "typical": "avg", "median": "median", "longest": "max", "maximum": "max",
    "max": "max", "shortest": "min", "minimum": "min", "min": "min", "total": "sum",
}  # fmt: skip
_UNITS: dict[str, Grain] = {
    name: unit for unit in ("day", "hour", "week", "month", "year") for name in (unit, f"{unit}s")
}
_FUNCTION = rf"(?P<function>{'|'.join(_FUNCTIONS)})"
_UNIT = rf"(?P<unit>time|duration|{'|'.join(_UNITS)})"
_IN_UNIT = rf"(?:\s+in\s+(?P<inunit>{'|'.join(_UNITS)}))?"
_TAIL = r"(?P<tail>(?:,?\s+(?:by|per|for|in|of|during|since|over|last|this|each|from|across)\b.*)?)[?.!]*$"
_OPEN = r"^(?:what (?:is|was|are|were) |show (?:me )?|give me |calculate |compute |tell me )?(?:the )?"
_START, _END = r"(?:the )?(?P<start>[\w -]+?)", r"(?:the )?(?P<end>[\w -]+?)"
_LENGTHS = tuple(
    re.compile(_OPEN + pattern + _IN_UNIT + _TAIL, re.IGNORECASE)
    for pattern in (
        rf"(?:{_FUNCTION} )?(?:number of )?{_UNIT} (?:there (?:is|are) |passes |it takes |taken )?(?:between|"
        rf"from) {_START} (?:and|to|until|till) {_END}",
        rf"(?:on average,? )?how (?:long|many (?P<unit>{'|'.join(_UNITS)}))(?: on average| usually| typically)?(?: is it| are there|"
        rf" does it take| did it take| does it usually take| passes| pass| go by)?(?: on average| usually|"
        rf" typically)?(?: (?:us|them|we) )? ?"
        rf"(?:between|from) {_START} (?:and|to|until|till) {_END}",
        rf"{_FUNCTION} (?:number of )?{_UNIT} (?:(?:it|that it) (?:takes|took) (?:us )?|needed |taken |"
        rf"required )?(?:to|until|till|before) {_END}",
        rf"(?:{_FUNCTION} )?{_END} (?<! on )(?<! in )(?:time|duration)",
        rf"(?:on average,? )?how (?:long|many (?P<unit>{'|'.join(_UNITS)})) (?:does|did|do) (?:it|we) (?:usually |"
        rf"typically |normally |generally )?take "
        rf"(?:us |them |(?:the |our |an? )?\w+ )?(?:on average )?to {_END}(?: on average)?",
    )
)
_AGES = re.compile(_OPEN + rf"{_FUNCTION} (?P<what>age|tenure|length of service|seniority)" + _TAIL, re.IGNORECASE)
_WHOLE = re.compile(
    _OPEN + rf"{_FUNCTION} (?P<what>[\w ]+?) (?P<length>duration|length|run time)" + _IN_UNIT + _TAIL, re.IGNORECASE
)
_STAYED = re.compile(
    rf"(?:on average,? )?(?:{_OPEN[1:]})?(?:{_FUNCTION} (?:number of |length of )?{_UNIT} (?:that |which )?|how (?:long|"
    rf"many (?P<unit2>{'|'.join(_UNITS)})) (?:do |did |does )?)"
    r"(?:(?P<who>[\w ]+?) )?(?:stay|stayed|remain|remained|lasted|last|stick around|stuck around|are with us|were with us|"
    r"have been with us)"
    r"(?: with us| around)?(?: on average| usually| typically)?(?: before (?:they )?(?:leave|leaving|left|quit|quitting|"
    r"cancel|cancelling|ending|"
    r"moving out|resigning|churning))?" + _TAIL,
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"(?:on average,? )?how (?:long|many (?P<unit2>days|hours|weeks|months)) (?:does|do|did) (?:an? |the |"
    r"our )?(?P<rows>\w+(?: \w+)?)(?: (?:usually|typically|normally|on average))? "
    r"take(?: us)?(?: on average| to (?:finish|complete|do))?" + _TAIL,
    re.IGNORECASE,
)
_TURN = re.compile(
    _OPEN
    + rf"(?:{_FUNCTION} )?(?:turn-?around|turn around|lead|cycle|processing|throughput|handling|completion)(?: time)?s?"
    + _IN_UNIT
    + _TAIL,
    re.IGNORECASE,
)
_UNIT_SAID = re.compile(r"^\s+in (?:years|months|days|weeks)\b", re.IGNORECASE)
_TOOK = r"(?:that |which )?(?:took|take|taking) (?P<more>longer|more|less|fewer|shorter) than"
_WITHIN = re.compile(
    rf"(?P<verb>\w+ed) (?:within|in (?P<under>under|less than)) (?P<count>\d+) {_UNIT}\b"
    rf"|{_TOOK} (?P<count2>\d+) {_UNIT.replace('unit', 'unit2')}\b(?: to (?P<verb2>be \w+|\w+)| (?:from|between) (?:the )?"
    r"(?P<start3>[\w -]+?) (?:to|and|until) (?:the )?(?P<end3>[\w -]+?)(?=$|[?.,]| by | per | in | for ))?",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"(?:(?:were|was|are|is|that|which) )*(?:\b(?P<verb>delivered|shipped|returned|paid|completed|finished|closed|arrived) )?"
    r"\b(?P<late>late|overdue|delayed|behind schedule|on[ -]time|early)\b", re.IGNORECASE)  # fmt: skip


def measured_lengths(text: str, model: SemanticModel, read: Read, today: date) -> Iterator[Plan]:
    """Plans that measure a length of time, or that compare one. `read` understands what is left of the words."""
    for pattern in _LENGTHS:
        matched = pattern.match(text.strip())
        if matched is None:
            continue
        parts = matched.groupdict()
        spans = list(spans_between(parts.get("start"), parts["end"], model))
        if not spans and parts.get("start"):
            spans = list(linked_spans(parts["start"], parts["end"], model))
        for span in spans:
            unit = _UNITS.get((parts.get("inunit") or parts.get("unit") or "").lower(), "hour" if span.timed else "day")
            yield from _measured(span, unit, parts.get("function") or "average", parts["tail"], read)
    yield from _whole(text, model, read)
    yield from _from_first_to_last(text, model, read)
    aged = _AGES.match(text.strip())
    if aged is not None and not has_column(model, aged["what"]):
        for span in ages(aged["what"].lower(), model, today):
            yield from _measured(span, "year", aged["function"], _UNIT_SAID.sub("", aged["tail"]), read)


def _whole(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“The average campaign duration”: from the start of a row to its end."""
    matched = _WHOLE.match(text.strip())
    if matched is None or has_column(model, matched["length"]):
        return
    said = {stem(word) for word in full_words(matched["what"])}
    for entity in model.entities:
        times = [one for one in entity.fields if is_temporal(one)]
        starts, ends = ([one for one in times if stems_of(one) & roots] for roots in (JOINED, LEFT))
        if said == {stem(word) for word in full_words(entity.name)} and len(starts) == len(ends) == 1:
            start, end = (FieldRef(entity=entity.name, name=one[0].name) for one in (starts, ends))
            label = f"from {starts[0].label} to {ends[0].label}"
            span = Span(entity=entity, start=start, end=end, label=label, timed=False)
            tail = _UNIT_SAID.sub("", matched["tail"])
            unit = _UNITS.get((matched["inunit"] or "").lower(), "day")
            yield from _measured(span, unit, matched["function"], tail, read)


def _from_first_to_last(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“How long do members stay”, “turnaround by team”: from the first date of a row to its last."""
    for pattern, starts, ends in ((_STAYED, JOINED, LEFT), (_TURN, None, None), (_TAKES, None, None)):
        matched = pattern.match(text.strip())
        if matched is None:
            continue
        parts = matched.groupdict()
        rows = {stem(word) for word in full_words(parts.get("rows") or "")}
        for span in outer_spans(model, starts, ends):
            if rows and not rows & {stem(word) for word in full_words(span.entity.name)}:
                continue
            unit = _UNITS.get((parts.get("inunit") or parts.get("unit") or parts.get("unit2") or "").lower(), "day")
            yield from _measured(span, unit, parts.get("function") or "average", parts["tail"], read)


def compared_lengths(text: str, model: SemanticModel, read: Read, values: ValueIndex) -> Iterator[Plan]:
    within, late = _WITHIN.search(text), _LATE.search(text)
    if late is not None and any(one.how != "part" for one in values.lookup(late["late"], fuzzy=False)):
        late = None
    if within is not None:
        verb = (within["verb"] or within["verb2"] or within["end3"] or "").removeprefix("be ")
        unit = _UNITS.get((within["unit"] or within["unit2"]).lower(), "day")
        operator: ComparisonOperator = (
            "<"
            if within["under"]
            else "<="
            if within["verb"]
            else ">"
            if within["more"].lower() in ("longer", "more")
            else "<"
        )
        count = int(within["count"] or within["count2"])
        for span in spans_between(within["start3"], verb, model) if verb else outer_spans(model, None, None):
            yield from _kept(_lasting(span, unit, operator, count), span.entity, text, within, read)
    if late is not None:
        for entity, condition in lateness(late["late"].lower(), model):
            yield from _kept(condition, entity, text, late, read)


def _lasting(span: Span, unit: Grain, operator: ComparisonOperator, count: int) -> Condition:
    """Days between times of the clock are compared by the hour: two days and a half are longer than two."""
    hours = {"day": 24, "week": 168}.get(unit) if span.timed else None
    if hours is not None:
        unit, count = "hour", count * hours
        operator = ">=" if operator == ">" else "<"
    if unit == "week":
        unit, count = "day", count * 7
    length = DateDifference(unit=unit, start=span.start, end=span.end)
    return Comparison(left=length, operator=operator, right=Value(value=count, type="integer"))


def _kept(condition: Condition, entity: Entity, text: str, matched: re.Match[str], read: Read) -> Iterator[Plan]:
    rest = " ".join((text[: matched.start()] + " " + text[matched.end() :]).split())
    plan = read(rest)
    if plan is not None and plan.entity == entity.name and plan.combine is None:
        yield replace(plan, where=_both(plan.where, condition))


def _measured(span: Span, unit: Grain, function: str, tail: str, read: Read) -> Iterator[Plan]:
    named = re.match(r"\s+of\s+(?:all\s+(?:of\s+)?)?(?:the\s+|our\s+)?(?=\w)", tail, re.IGNORECASE)
    plan = read(f"number of {tail[named.end() :]}") if named else read(f"number of {span.entity.label}{tail}")
    counted = plan is not None and plan.rows is None and len(plan.measures) == 1 and plan.entity == span.entity.name
    if plan is None or not counted or plan.having is not None:
        return
    length = DateDifference(unit=unit, start=span.start, end=span.end)
    used = _FUNCTIONS.get(function.lower(), "avg")
    value = Aggregate(function=used, entity=span.entity.name, of=length)
    spoken = {"avg": "average", "sum": "total", "max": "longest", "min": "shortest"}.get(used, used)
    measure = PlanMeasure(name=f"{spoken}_{unit}s", label=f"{spoken} {unit}s {span.label}", value=value)
    chosen = (Assumption(topic="time", chosen=span.label, why="No start was named; this is the date before."),)
    assumptions = (*plan.assumptions, *(chosen if span.open_start else ()))
    yield replace(plan, measures=(measure,), order=_by_time(plan), assumptions=assumptions)


def _by_time(plan: Plan) -> tuple[Order, ...]:
    names = {one.name for one in plan.measures}
    return tuple(one for one in plan.order if getattr(one.by, "name", None) not in names)


def lateness(word: str, model: SemanticModel) -> Iterator[tuple[Entity, Comparison]]:
    """What happened against what was promised, for each table that has both."""
    for entity in model.entities:
        times = [one for one in entity.fields if is_temporal(one)]
        due = [one for one in times if stems_of(one) & DUE]
        done = [one for one in times if one not in due and stems_of(one) & DONE]
        if len(due) != 1 or not done:
            continue
        actual, promised = (FieldRef(entity=entity.name, name=one.name) for one in (done[-1], due[0]))
        operator: ComparisonOperator = "<=" if word.startswith("on") else "<" if word == "early" else ">"
        yield entity, Comparison(left=actual, operator=operator, right=promised)


def _both(where: Condition | None, condition: Condition) -> Condition:
    if where is None:
        return condition
    return And(conditions=(*(where.conditions if isinstance(where, And) else (where,)), condition))
