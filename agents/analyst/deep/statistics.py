"""“What is the skewness of price?”, “outliers of fare by z-score for each class”: statistics by the names that people give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agents.analyst.deep.building import MOST_ROWS
from agents.analyst.deep.statistics_asked import STATISTICS, Asked, Goal, sentences, statistics_asked
from agents.analyst.deep.statistics_columns import (
    Named,
    NamedValues,
    Number,
    fillings_in,
    fills,
    group_named,
    made_in,
    named_in,
    number_of,
    numbers_named,
    pair_named,
    values_named,
)
from agents.analyst.deep.subject import all_of, understood
from agents.analyst.wording import in_lower, plural
from agents.sql_expert import Understanding
from agents.sql_expert.fields import free_name
from core.analysis import Analysis
from core.plan import Condition, Expression, FieldRef, In, Limit, Plan, PlanField, Rows, Value
from core.ways import Declined, NotApplicable, Unclear
from semantic_layer import compile_plan

NAME = "statistics"
_ABOUT: dict[Goal, str] = {
    "described": "|".join(STATISTICS.values()),
    "normality": r"normal|shapiro|gaussian|distribut",
    "outliers": r"outlier|anomal",
    "correlation": r"correlat|relationship|pearson|spearman",
    "groups": r"differen|test|compar",
    "regression": r"regression|predict|depend",
}
_METHOD_TALK = re.compile(r"z-?score|p-?value|\bIQR\b|alpha|threshold|significan|missing|null|nan\b|hypothesis|round|report|\bif\b|"
    r"formula|=|σ|sqrt|"
    r"python|pandas|scipy|numpy|"
    r"function|dataframe|recorded|available|valid\b",
                          re.IGNORECASE)  # fmt: skip
_CONDITION = re.compile(
    r"\b(?:who|whose|where|only|in (?:the )?year|for the years? (?:\d{4}|beyond|from|since|after)|years? (?:beyond|from|since|after)|"
    r"since|before|prior to|greater than|less than|"
    r"more than|at least|at most|older|younger)\b.*", re.IGNORECASE
)  # fmt: skip
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_PREDICTED = re.compile(
    r"(?:predict\w*|dependent variable (?:is|=)|outcome (?:is|=)|explain\w*)\s+(?P<named>[^.?]+?)"
    r"(?= based on| from| with | using |[.?,]|$)",
    re.IGNORECASE,
)
_MOST_NUMBERS = 12


@dataclass(slots=True)
class _Reading:
    """`numbers` are the columns of the query in their order; each goal names places in it."""

    asked: Asked
    numbers: list[Number] = field(default_factory=list)
    places: dict[Goal, list[int]] = field(default_factory=dict)

    def add(self, goal: Goal, numbers: Sequence[Number]) -> None:
        for number in numbers:
            if number not in self.numbers:
                self.numbers.append(number)
            place = self.numbers.index(number)
            if place not in self.places.setdefault(goal, []):
                self.places[goal].append(place)


def plan_statistics(task: Understanding, *, named_only: bool) -> Analysis:
    """Raises NotApplicable where no statistic is named, or what is named is not all understood."""
    asked = statistics_asked(task.question.text, named_only=named_only)
    parts = sentences(task.question.text)
    made = made_in(parts, task) if asked is not None else None
    if asked is None or made is None:
        raise NotApplicable("This is a usual question.")
    reading = _Reading(asked)
    named = group_named(parts, task)
    group, kept = _group(named, parts, task, tested="groups" in asked.goals)
    for goal in asked.goals:
        reading.add(goal, _numbers_of(goal, parts, made, group, task))
    _complete(reading)
    entities = {number.entity for number in reading.numbers}
    if len(entities) != 1 or len(reading.numbers) > _MOST_NUMBERS:
        raise NotApplicable("This is a usual question.")
    entity = entities.pop()
    where = all_of(kept, _where(parts, entity, task))
    return _analysis(reading, entity, group, where, parts, task)


def _group(
    named: Named | None, parts: Sequence[str], task: Understanding, *, tested: bool
) -> tuple[FieldRef | None, Condition | None]:
    """The column of groups, with the filter that values of the question put."""
    values = [found for part in parts for found in values_named(part, task)]
    told: dict[tuple[str, str], NamedValues] = {}
    for one in values:
        key = one.entity.name, one.field.name
        known = told.get(key)
        merged = tuple(dict.fromkeys((*(known.values if known else ()), *one.values)))
        told[key] = replace(one, values=merged)
    group = named.ref if named is not None and (not named.numeric or named.field.profile.distinct <= 10) else None
    several = [one for one in told.values() if len(one.values) > 1]
    if group is None and several:
        group = FieldRef(entity=several[0].entity.name, name=several[0].field.name)
    conditions: list[Condition] = [
        In(of=FieldRef(entity=one.entity.name, name=one.field.name), values=one.values) for one in told.values()
    ]
    ordinals = [int(found) for part in parts for found in _ORDINAL.findall(part)]
    if tested and named is not None and named.numeric and group is not None and len(set(ordinals)) > 1:
        listed = tuple(Value(value=one, type="integer") for one in dict.fromkeys(ordinals))
        conditions.append(In(of=group, values=listed))
    return group, all_of(*conditions)


def _numbers_of(
    goal: Goal, parts: Sequence[str], made: dict[str, Number], group: FieldRef | None, task: Understanding
) -> list[Number]:
    about = [part for part in parts if re.search(_ABOUT[goal], part, re.IGNORECASE)]
    if goal == "regression":
        return _regressed(parts, task)
    if goal == "correlation":
        for part in about:
            if pair := pair_named(part, made, task):
                return pair
    found: list[Number] = []
    about = sorted(about, key=fills) if goal == "described" else about
    for part in [*about, *parts]:
        numbers = [one for one in numbers_named(part, made, task) if one.of != group]
        enough = 2 if goal == "correlation" else 1
        if len(numbers) >= enough:
            found = numbers
            break
    if made and goal == "described" and not any(one.label in made for one in found) and not found:
        found = list(made.values())
    return found


def _regressed(parts: Sequence[str], task: Understanding) -> list[Number]:
    """The outcome first, then what it is told from."""
    numbers: list[Number] = []
    for part in parts:
        predicted = _PREDICTED.search(part)
        outcome = numbers_named(predicted["named"], {}, task) if predicted is not None else []
        if outcome:
            whole = [number_of(one) for text in parts for one in named_in(text, task) if one.numeric]
            numbers = list(dict.fromkeys([outcome[0], *whole]))
            break
    return numbers


def _complete(reading: _Reading) -> None:
    """Every goal has the numbers that it needs. Raises NotApplicable."""
    least: dict[Goal, int] = {"correlation": 2, "regression": 2}
    for goal in reading.asked.goals:
        if len(reading.places.get(goal, [])) < least.get(goal, 1):
            raise NotApplicable("This is a usual question.")


def _condition(words: str, entity: str, task: Understanding) -> Condition | None:
    noun = plural(in_lower(task.model.entity(entity).label))
    for said in (f"how many rows {words}", f"number of {noun} {words}", f"{noun} {words}"):
        try:
            plan = understood(said, task)
        except (Declined, Unclear):
            continue
        if plan.where is not None and plan.entity == entity:
            return plan.where
    return None


def _where(parts: Sequence[str], entity: str, task: Understanding) -> Condition | None:
    """Raises NotApplicable for words of a condition that are not understood: a figure of other rows would be wrong."""
    found: list[Condition] = []
    for part in parts:
        words = _CONDITION.search(part)
        if words is None or _METHOD_TALK.search(part):
            continue
        condition = _condition(words[0].rstrip(".?! "), entity, task)
        if condition is None:
            raise NotApplicable("This is a usual question.")
        found.append(condition)
    return all_of(*dict.fromkeys(found))


def _analysis(
    reading: _Reading,
    entity: str,
    group: FieldRef | None,
    where: Condition | None,
    parts: Sequence[str],
    task: Understanding,
) -> Analysis:
    model = task.model
    if group is not None and group.entity != entity:
        raise NotApplicable("This is a usual question.")
    key = [FieldRef(entity=entity, name=name) for name in model.entity(entity).key]
    others = [*([group] if group is not None else []), *(key if len(key) == 1 else [])]
    labels = [model.entity(entity).field(ref.name).label for ref in others]
    columns = [(number.label, number.of) for number in reading.numbers] + list(zip(labels, others, strict=True))
    plan = Plan(
        entity=entity,
        rows=Rows(fields=_fields(columns)),
        where=where,
        limit=Limit(count=MOST_ROWS + 1, ties="cut"),
    )
    about = ", ".join(number.label for number in reading.numbers)
    return Analysis(
        computation=NAME,
        queries=(compile_plan(plan, model),),
        titles=(f"{about} of each row",),
        read_as=_read_as(reading.asked, about, labels[0] if group is not None else None),
        settings=(
            *_settings(reading, fillings_in(parts, task)),
            *((("group", labels[0]),) if group is not None else ()),
            *((("row", labels[-1]),) if len(key) == 1 else ()),
        ),
    )


def _fields(columns: Sequence[tuple[str, Expression]]) -> tuple[PlanField, ...]:
    names: list[str] = []
    for label, _ in columns:
        names.append(free_name(re.sub(r"\W+", "_", label.strip()) or "value", names))
    return tuple(PlanField(name=name, label=label, of=of) for name, (label, of) in zip(names, columns, strict=True))


def _settings(reading: _Reading, filled: dict[FieldRef, str]) -> Iterator[tuple[str, str | int | float | bool]]:
    asked = reading.asked
    for place, number in enumerate(reading.numbers):
        yield f"number {place}", number.label
        if number.unit:
            yield f"unit {place}", number.unit
        if isinstance(number.of, FieldRef) and number.of in filled:
            yield f"filled {place}", filled[number.of]
    for goal, places in reading.places.items():
        yield f"{goal} of", " ".join(map(str, places))
    yield "statistics", ", ".join(asked.statistics)
    yield "correlation", asked.correlation
    yield "normality test", asked.normality or ""
    yield "outliers by", asked.outliers or ""
    yield "outliers beyond", asked.times
    yield "without outliers", asked.without
    yield "of a population", asked.population
    yield "not adjusted", asked.not_adjusted


def _read_as(asked: Asked, about: str, group: str | None) -> str:
    told = {"described": ", ".join(asked.statistics), "normality": "whether it is normally distributed", "outliers": "outliers",
            "correlation": f"{asked.correlation} correlation", "groups": "difference between groups",
            "regression": "linear regression"}  # fmt: skip
    listed = " and ".join(told[goal] for goal in asked.goals)
    return f"{listed} of {about}" + (f", for each {group}" if group else "")
