"""Averages over periods: "the average number of orders per day", "average monthly revenue" are all of it by the periods that have any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import is_figure
from agents.sql_expert.periods import start_of
from core.model import Measure, SemanticModel
from core.plan import Aggregate, Grain, MeasureArithmetic, Plan, PlanDimension
from semantic_layer.words import full_words, singular, stem, word_stems

Read = Callable[[str], Plan | None]
_UNITS: dict[str, Grain] = {
    "day": "day", "daily": "day", "week": "week", "weekly": "week", "month": "month", "monthly": "month",
    "quarter": "quarter", "quarterly": "quarter", "year": "year", "yearly": "year", "annual": "year", "hour": "hour", "hourly": "hour",
}  # fmt: skip
_OPEN = (
    r"^(?:(?:what(?:'s|’s| is| was| are| were)|show(?: me)?|give me|calculate|compute|find|tell me)\s+)?(?:the |our )?"
)
_TAIL = (
    r"(?P<tail>(?:,?\s+(?:by|for|in|during|since|over|last|this|from|across|on|at|between|where|with)\b.*)?)[?.!\s]*$"
)
_PER = re.compile(
    _OPEN + r"(?:average|avg|mean)\s+(?P<what>(?:number|count|total|amount) (?:of )?[^?.,]+?|[\w-]+ count|[^?.,]+?)\s+"
    r"(?P<joint>per|each|every|a|for each|in each)\s+(?P<unit>day|week|month|quarter|year|hour)\b" + _TAIL,
    re.IGNORECASE,
)
_LY = re.compile(
    _OPEN + r"(?:average|avg|mean)\s+(?P<unit>daily|weekly|monthly|quarterly|yearly|annual)\s+"
    r"(?P<what>(?:(?! by | for | in | during | since | over | last | this | from | across | between )[^?.,])+)" + _TAIL,
    re.IGNORECASE,
)
_DAY = r"(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekday|weekend day)s?\b"
_ON_DAYS = tuple(
    re.compile(pattern + _TAIL, re.IGNORECASE)
    for pattern in (
        _OPEN + r"(?:average|avg|mean|typical|usual)\s+(?P<what>[^?.,]+?)\s+(?:on|per|each|every|for|in)\s+"
        rf"(?:an? |each |every |the )?(?:average |typical |usual |normal )?{_DAY}",
        r"^how (?:many|much) (?P<what>[^?.,]+?)\s+(?:(?:do|does|did|are|is|were|was|have|has) (?:we |there |you )?"
        rf"(?:get|have|make|made|sell|see|take)? ?)?(?:on|per) (?:an? |the )?(?:average|typical|usual|normal) {_DAY}",
    )
)
_COUNTED = re.compile(r"^(?:number|count|how many)\b|\bcount$", re.IGNORECASE)


def average_per(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the figure of each period; a column that is called monthly is one itself."""
    found = _PER.match(text.strip())
    if found is not None and (counted := _counted(found["what"], model)) is not None:
        yield from _averaged(counted, found["unit"], found["tail"], read)
    yield from _on_days(text, model, read)
    found = _LY.match(text.strip())
    if found is not None and not _is_column(found["unit"], found["what"], model):
        what = found["what"].strip()
        for figure in (_counts(what),) if _COUNTED.search(what) else (f"total {what}", f"number of {what}"):
            yield from _averaged(figure, found["unit"], found["tail"], read)


def _on_days(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“Orders on an average Monday”: those of all Mondays, by how many there were."""
    for pattern in _ON_DAYS:
        found = pattern.match(text.strip())
        if found is None:
            continue
        what, days = found["what"].strip(), f" on {found['day']}s"
        figure = _counted(what, model) or (f"total {what}" if _IS_TAKEN_IN.search(what) else None)
        if figure is not None:
            yield from _averaged(figure, "day", f"{days}{found['tail']}", read)


_IS_TAKEN_IN = re.compile(r"\b(?:revenue|sales|turnover|takings|income|profit)$", re.IGNORECASE)


def _counted(what: str, model: SemanticModel) -> str | None:
    """How many there are, in words; None where something else is averaged."""
    if _COUNTED.search(what):
        return _counts(what)
    return f"number of {what}" if _names_rows(what, model) else None


def _names_rows(what: str, model: SemanticModel) -> bool:
    """“Average flights per day”: how many there were."""
    said = [singular(word) for word in full_words(what)]
    several = singular(what.split()[-1].casefold()) != what.split()[-1].casefold()
    return several and any(said == [singular(word) for word in full_words(one.name)] for one in model.entities)


def _is_column(unit: str, what: str, model: SemanticModel) -> bool:
    """Whether a column is told in such periods ("monthly rental")."""
    periods, said = {unit.casefold(), _UNITS[unit.casefold()]}, word_stems(what)
    columns = [one.name for entity in model.entities for one in entity.fields if isinstance(one, Measure)]
    return any(periods & set(full_words(name)) and said & set(map(stem, full_words(name))) for name in columns)


def _counts(what: str) -> str:
    """“Order count” is the number of orders."""
    counted = re.match(r"^(?P<noun>.+?)s? count$", what.strip(), re.IGNORECASE)
    return f"number of {counted['noun']}s" if counted else what


def _averaged(figure: str, unit: str, tail: str, read: Read) -> Iterator[Plan]:
    grain = _UNITS[unit.casefold()]
    plan = read(f"{figure} by {grain}{tail}")
    if plan is None or not is_figure(plan):
        return
    periods = [one for one in plan.dimensions if one.grain == grain]
    value = plan.measures[0].value
    if len(periods) != 1 or not isinstance(value, Aggregate) or value.function not in ("sum", "count"):
        return
    others = tuple(one for one in plan.dimensions if one is not periods[0])
    measure = replace(
        plan.measures[0],
        name="average",
        label=f"average {plan.measures[0].label} per {grain}",
        value=MeasureArithmetic(operator="/", left=value, right=_periods(periods[0], value)),
    )
    yield replace(plan, measures=(measure,), dimensions=others, order=())


def _periods(period: PlanDimension, value: Aggregate) -> Aggregate:
    """How many of them have any rows."""
    return Aggregate(function="count_distinct", entity=value.entity, of=start_of(period), where=value.where)
