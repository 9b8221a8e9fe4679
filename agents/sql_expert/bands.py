"""Groups of numbers: "employees by age group", "salary bands of 20k", "histogram of prices in steps of 100"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from agents.sql_expert.distributions import bins_of, called_in
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.tokens import tokenise
from core.model import Entity, SemanticModel
from core.plan import (
    Aggregate,
    Bins,
    DateDifference,
    Expression,
    FieldRef,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    Value,
)
from core.table import NUMERIC_TYPES
from semantic_layer.words import full_words, stem

Read = Callable[[str], Plan | None]
_BANDS = r"(?:groups?|bands?|brackets?|buckets?|bins?|ranges?|intervals?|tiers?|cohorts?)"
_STEPS = (
    r"(?:,? (?:of|in (?:steps|bins|bands|buckets|intervals|groups) of|with (?:a )?(?:bin )?width(?: of)?) "
    r"(?P<width>[$€£]?[\d.,]+ ?(?:k|m|thousand|million)?)(?: (?:years?|dollars?|euros?|usd|eur|minutes?|days?))?)?"
)
_END = r"[?.!\s]*$"
_BY = re.compile(
    rf"^(?P<before>.+?) (?:by|per|in each|for each|across|in) (?P<what>[\w]+(?: [\w]+)?) {_BANDS}{_STEPS}(?P<tail>.*?){_END}",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"^(?:show (?:me )?|what are the |give me |plot )?(?:the |a )?(?P<what>[\w]+(?: [\w]+)?) {_BANDS}{_STEPS}(?P<tail>){_END}",
    re.IGNORECASE,
)
_HISTOGRAM = re.compile(
    rf"^(?:show (?:me )?|plot |draw )?(?:the |a )?(?:histogram|distribution|spread) of (?:the )?(?P<what>[\w ]+?){_STEPS}"
    rf"(?P<tail>){_END}",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"^(?:group|split|divide|bin|bucket|sort|cut)(?: up)? (?:all )?(?:the )?(?P<before>\w+(?: \w+)?) by (?:their |its |the )?"
    r"(?P<what>\w+(?: \w+)?),? (?:in|into|using|with) (?:steps|bins|bands|buckets|intervals|groups|ranges|classes) "
    r"of (?P<width>[\d.,]+ ?(?:k|m)?)",
    re.IGNORECASE,
)
_IN_STEPS = re.compile(
    r"^(?:show (?:me )?|plot |draw |give me )?(?:the |our |all )*(?P<what>\w+(?: \w+)?),? (?:grouped |split |cut )?"
    r"(?:in|into|by|using|with) (?:steps|bins|bands|buckets|brackets|intervals|groups|ranges|classes) of "
    rf"(?P<width>[$€£]?[\d.,]+ ?(?:k|m|thousand|million)?)(?P<tail>){_END}",
    re.IGNORECASE,
)
_BORN = frozenset(map(stem, ["birth", "dob", "birthday", "born", "birthdate"]))
_DECADE = 10.0


def banded(text: str, model: SemanticModel, read: Read, today: date) -> Iterator[Plan]:
    """`read` understands what is shown of each band."""
    for pattern in (_HISTOGRAM, _IN_STEPS, _BY, _ALONE):
        matched = pattern.match(_GROUPED.sub(r"number of \g<before> by \g<what> groups of \g<width>", text.strip()))
        if matched is None or (pattern is _HISTOGRAM and not matched["width"]):
            continue
        before = matched.groupdict().get("before")
        for entity, of, usual in _numbers(matched["what"], model, today) or _meant(matched["what"], model, read):
            plan = read(f"{before or 'number of ' + entity.label}{matched['tail']}")
            plan = plan if plan is not None and plan.measures else read(f"number of {before}{matched['tail']}")
            plan = _of_rows(plan) if plan is not None and not before else plan
            width = _width(matched["width"]) or usual
            if plan is None or not plan.measures or plan.entity != entity.name or width is None:
                continue
            name = "_".join(full_words(matched["what"])) + "_band"
            band = PlanDimension(name=name, label=f"{matched['what']} band", of=of, bins=Bins(width=width))
            yield replace(plan, dimensions=(*plan.dimensions, band), order=(Order(by=OutputRef(name=name)),))


def _of_rows(plan: Plan) -> Plan:
    """“Number of stations”, where each row is a reading of one: how numbers are spread is told of the rows."""
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    if not isinstance(value, Aggregate) or value.function != "count_distinct":
        return plan
    counted = replace(value, function="count", of=None)
    return replace(plan, measures=(replace(plan.measures[0], name="count", label="number of rows", value=counted),))


_Banded = tuple[Entity, Expression, float | None]


def _meant(what: str, model: SemanticModel, read: Read) -> list[_Banded]:
    """A column that is called in other words: “asking price” of `ask_eur`."""
    plan = read(f"average {what}")
    value = plan.measures[0].value if plan is not None and len(plan.measures) == 1 else None
    if plan is None or plan.where is not None or plan.dimensions or not isinstance(value, Aggregate):
        return []
    if not isinstance(value.of, FieldRef) or value.of.entity != plan.entity:
        return []
    entity = model.entity(plan.entity)
    bins = bins_of(entity.field(value.of.name))
    return [(entity, value.of, bins.width if bins is not None else None)]


def _numbers(what: str, model: SemanticModel, today: date) -> list[_Banded]:
    return list(_called(what, model, today))


def _called(what: str, model: SemanticModel, today: date) -> Iterator[_Banded]:
    found = called_in(what.split(), model)
    numeric = [(entity, field) for entity, field in found if field.type in NUMERIC_TYPES]
    for entity, field in numeric[:1] if len(numeric) == 1 else ():
        bins = bins_of(field)
        age = stem("age") in {stem(word) for word in full_words(field.name)}
        usual = _DECADE if age else bins.width if bins is not None else None
        yield entity, FieldRef(entity=entity.name, name=field.name), usual
    if numeric or what.lower() != "age":
        return
    for entity in model.entities:
        born = [one for one in entity.fields if is_temporal(one) and {stem(w) for w in full_words(one.name)} & _BORN]
        if len(born) == 1:
            start = FieldRef(entity=entity.name, name=born[0].name)
            now = Value(value=today.isoformat(), type="date")
            yield entity, DateDifference(unit="year", start=start, end=now), _DECADE


def _width(text: str | None) -> float | None:
    tokens = tokenise(text) if text else ()
    return float(tokens[0].number) if tokens and tokens[0].number else None
