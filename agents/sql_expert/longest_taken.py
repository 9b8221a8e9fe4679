"""Rows and groups ranked by a length of time that no column holds: “which orders took longest to ship”, “slowest carriers to deliver”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.fields import name_fields
from agents.sql_expert.time_spans import DUE, JOINED, LEFT, Span, linked_spans, outer_spans, spans_between, stems_of
from core.model import Entity, SemanticModel
from core.plan import Aggregate, DateDifference, FieldRef, Limit, Order, OutputRef, Plan, PlanField, PlanMeasure, Rows
from semantic_layer.words import full_words, plural, singular

Read = Callable[[str], Plan | None]
_OPEN = (
    r"^(?:so |and )?(?:(?:which|what|who|list|show|show me|give me|find)\s+(?:are |is |were |was )?(?:the |our )?"
    r"|(?:the )?(?=\d|top \d))"
)
_COUNT = r"(?:(?:top )?(?P<most>\d+)\s+)?"
_ROWS = r"(?P<rows>[\w-]+(?: [\w-]+)??)"
_HOW = r"(?:the )?(?P<how>longest|most time|most days|shortest|least time|fewest days|least long)(?: time)?"
_LENGTH = (
    r"(?:\s+(?:to (?:be |get )?(?P<end>[\w-]+)"
    r"|(?:from|between) (?:the )?(?P<start2>[\w -]+?) (?:to|and|until) (?:the )?(?P<end2>[\w-]+)))?"
)
_TAIL = r"(?P<tail>(?:,?\s+(?:in|of|during|since|over|last|this|from|for|among)\b.*)?)[?.!\s]*$"
_TOOK = re.compile(
    _OPEN + _COUNT + _ROWS + r"\s+(?:that |which )?(?:have |has |had )?(?:took|take|takes|taken|taking|needed|needs?) (?:us )?"
    + _HOW + _LENGTH + _TAIL, re.IGNORECASE,
)  # fmt: skip
_SLOW = re.compile(
    rf"(?:{_OPEN[1:]}|(?:the )?)" + _COUNT + r"(?P<how>slowest|fastest|quickest)\s+" + _ROWS
    + r"\s+to (?:be |get )?(?P<end>[\w-]+)" + _TAIL, re.IGNORECASE,
)  # fmt: skip
_PAST = re.compile(
    _OPEN + _COUNT + _ROWS + r"\s+(?:was |were |have been |has been |are |is )?(?P<end>[\w-]+(?: back)?)\s+(?:the )?"
    r"(?P<how>latest|longest|furthest|most late)\s+(?:after|past|behind)\s+(?:they were|it was|being|the|their|its|when)?\s*"
    r"(?:they were |it was )?due(?: date| back)?" + _TAIL, re.IGNORECASE,
)  # fmt: skip
_HAD = re.compile(
    rf"(?:{_OPEN[1:]}|^(?:the )?)" + _COUNT + _ROWS + r"\s+(?:(?:that |which |who )?(?:have |has |had )|with )(?:the )?"
    r"(?P<how>longest|shortest|most|fewest|greatest|smallest) (?:time|gap|wait|delay|interval|duration|number of days|days)\s+"
    r"(?:from|between) (?:the |being )?(?P<start2>[\w -]+?) (?:to|and|until) (?:the |being |getting )?(?P<end2>[\w-]+(?: date)?)" + _TAIL,
    re.IGNORECASE,
)  # fmt: skip
_STAYED = re.compile(
    rf"(?:{_OPEN[1:]}|^(?:the )?)" + _COUNT + _ROWS + r"\s+(?:that |which |who )?(?:stayed|lasted|remained|worked|was employed)"
    r"(?: here| with us| employed)? (?:for )?(?:the )?(?P<how>longest|shortest)(?: time)?" + _TAIL,
    re.IGNORECASE,
)  # fmt: skip
_SHORT = frozenset({"shortest", "least time", "fewest days", "least long", "fastest", "quickest", "fewest", "smallest"})
_BACK = {"came back": "returned", "come back": "returned", "brought back": "returned", "given back": "returned"}


def longest_taken(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the rows as a list, or the groups as counts."""
    for pattern in (_TOOK, _SLOW, _PAST, _HAD, _STAYED):
        found = pattern.match(text.strip())
        if found is None:
            continue
        spans = outer_spans(model, JOINED, LEFT) if pattern is _STAYED else _spans(found, model, past=pattern is _PAST)
        for span in spans:
            plan = _ranked(found, span, model, read)
            if plan is not None:
                yield plan


def _spans(found: re.Match[str], model: SemanticModel, *, past: bool) -> Iterator[Span]:
    said = found.groupdict()
    end = said.get("end") or said.get("end2")
    if end is None:
        yield from outer_spans(model, None, None)
    elif past:
        for entity in model.entities:
            due = [one for one in entity.fields if stems_of(one) & DUE]
            if len(due) == 1:
                told = spans_between(due[0].label, _BACK.get(end.lower(), end), model)
                yield from (one for one in told if one.entity is entity)
    else:
        own = list(spans_between(said.get("start2"), end, model))
        start = said.get("start2")
        yield from own or (linked_spans(start, end, model) if start else ())


def _ranked(found: re.Match[str], span: Span, model: SemanticModel, read: Read) -> Plan | None:
    length = DateDifference(unit="hour" if span.timed else "day", start=span.start, end=span.end)
    rows, tail = found["rows"], found["tail"]
    label = f"{length.unit}s {span.label}"
    order = (Order(by=OutputRef(name="length"), descending=found["how"].lower() not in _SHORT),)
    limit = Limit(count=int(found["most"] or 1))
    if _is_called(span.entity, rows):
        plan = read(f"list all {span.entity.label}{tail}")
        if plan is None or plan.rows is None or plan.entity != span.entity.name or plan.combine is not None:
            return None
        fields = (*_shown(span), PlanField(name="length", label=label, of=length))
        return replace(plan, rows=Rows(fields=fields), order=order, limit=limit)
    plan = read(f"number of {span.entity.label} by {singular(rows)}{tail}")
    if plan is None or plan.entity != span.entity.name or not plan.dimensions or len(plan.measures) != 1:
        return None
    value = Aggregate(function="avg", entity=span.entity.name, of=length)
    return replace(
        plan, measures=(PlanMeasure(name="length", label=f"average {label}", value=value),), order=order, limit=limit
    )


def _is_called(entity: Entity, rows: str) -> bool:
    said = {singular(word) for word in full_words(rows)}
    named = [
        {singular(word) for word in full_words(name)} for name in (entity.name, entity.label, plural(entity.label))
    ]
    return any(said == one for one in named)


def _shown(span: Span) -> tuple[PlanField, ...]:
    """What tells the row, and the two dates."""
    entity = span.entity
    names = list(dict.fromkeys((*entity.key, *(one.name for one in name_fields(entity)))))
    told = tuple(PlanField(name=one, label=entity.field(one).label, of=_ref(entity, one)) for one in names)
    dates = tuple(
        PlanField(name=one.name, label=entity.field(one.name).label, of=one)
        for one in (span.start, span.end)
        if isinstance(one, FieldRef) and one.name not in names
    )
    return (*told, *dates)


def _ref(entity: Entity, name: str) -> FieldRef:
    return FieldRef(entity=entity.name, name=name)
