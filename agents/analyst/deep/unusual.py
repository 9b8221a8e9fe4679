"""“Is there anything unusual?”: periods off their level, and rows far from the others, of the measures that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.advisor.subjects import entities_by_promise, subjects
from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import MOST_ROWS, Conclusion, Facts, at, column, few, number, rounded
from agents.analyst.deep.series import Settings, season_of, series_in, series_query, settings_of
from agents.analyst.deep.subject import (
    Subject,
    aggregate_of,
    all_of,
    apart,
    field_of,
    period_field,
    span_of,
    subject_of,
    understood,
)
from agents.analyst.numbers import label_text, number_text
from agents.analyst.periods import period_text
from agents.analyst.wording import in_lower, plural
from agents.sql_expert import Understanding
from analysis import Outlier, outliers, unexpected
from analysis.outlying import LEAST_VALUES, METHOD
from core.analysis import Analysis
from core.model import Entity, Measure, SemanticModel
from core.plan import Condition, FieldRef, IsNull, Limit, Plan, PlanField, Rows
from core.query import Query
from core.result import Result
from core.table import NUMERIC_TYPES
from core.ways import Declined, Unclear
from semantic_layer import compile_plan, describe_plan

NAME = "search for outliers"
_MOST_SERIES = 3
_MOST_FIELDS = 4
_SHOWN = 20
_TOLD = 3
Entries = tuple[tuple[str, str | int | float | bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    query: Query
    title: str
    settings: Entries


def plan_unusual(asked: Asked, task: Understanding) -> Analysis:
    subject, entity, where = _about(asked.subject, task)
    looks = _of_measure(subject, task) if subject is not None else _of_entity(entity, where, task)
    if not looks:
        raise Declined("There is no number to look for unusual values in.", hint="Name a table or a column.")
    told = in_lower(subject.measure.label) if subject is not None else _rows_told(entity, where, task.model)
    return Analysis(
        computation=NAME,
        queries=tuple(look.query for look in looks),
        titles=tuple(look.title for look in looks),
        read_as=f"what is unusual in {told}",
        settings=tuple(
            (f"{place}: {name}", value) for place, look in enumerate(looks) for name, value in look.settings
        ),
    )


def _about(text: str, task: Understanding) -> tuple[Subject | None, Entity, Condition | None]:
    """A measure; else rows of a table, the one that matters most where none is named (“in 2024”)."""
    entities = entities_by_promise(task.model)
    if not entities:
        raise Declined("There are no rows to look at.")
    if not text or text.casefold() in ("data", "it", "this", "dataset", "table", "numbers", "file", "data set"):
        return None, entities[0], None
    for said in (text, f"list of {plural(in_lower(entities[0].label))} in {text}"):
        try:
            plan = understood(said, task)
        except (Declined, Unclear):
            continue
        if plan.rows is not None and not plan.rows.fields:
            return None, task.model.entity(plan.entity), plan.where
        if plan.rows is None or said == text:
            break
    subject = subject_of(text, task)
    return subject, task.model.entity(subject.entity), subject.where


def _rows_told(entity: Entity, where: Condition | None, model: SemanticModel) -> str:
    return describe_plan(Plan(entity=entity.name, rows=Rows(fields=()), where=where), model).removeprefix("list of ")


def _of_measure(subject: Subject, task: Understanding) -> list[_Look]:
    looks = _series(subject, task)
    found = aggregate_of(subject.measure.value, task.model)
    if found is not None and isinstance(found.of, FieldRef) and field_of(found.of, task.model).type in NUMERIC_TYPES:
        looks.append(_rows(subject, found.of, task.model))
    return looks


def _of_entity(entity: Entity, where: Condition | None, task: Understanding) -> list[_Look]:
    looks: list[_Look] = []
    period, rest = apart(where)
    span = span_of(period, task.model) if period is not None else None
    own = period_field(period) if span is not None else None
    rest = rest if span is not None else where
    for one in subjects(entity, task.model)[:_MOST_SERIES]:
        plan = Plan(entity=entity.name, measures=(one.measure,))
        usual = FieldRef(entity=entity.name, name=entity.default_time) if entity.default_time else None
        looks += _series(Subject(plan=plan, measure=one.measure, where=rest, time=own or usual, span=span), task)
    numbers = [field for field in entity.fields if isinstance(field, Measure) and not field.hidden]
    for field in numbers[:_MOST_FIELDS]:
        of = FieldRef(entity=entity.name, name=field.name)
        none = Subject(plan=Plan(entity=entity.name), measure=None, where=rest, time=own, span=span)  # type: ignore[arg-type]
        looks.append(_rows(none, of, task.model))
    return looks


def _series(subject: Subject, task: Understanding) -> list[_Look]:
    if subject.time is None:
        return []
    query, grain = series_query(subject, task, None)
    settings = (("kind", "periods"), *settings_of(subject, task, grain))
    return [_Look(query=query, title=f"{subject.measure.label} by {grain}", settings=settings)]


def _rows(subject: Subject, of: FieldRef, model: SemanticModel) -> _Look:
    """The values of a column with the names of their rows."""
    entity, field = model.entity(of.entity), field_of(of, model)
    name = entity.display or (entity.key[0] if len(entity.key) == 1 else None)
    named = PlanField(name="row_name", label="Row", of=FieldRef(entity=entity.name, name=name)) if name else None
    value = PlanField(name="row_value", label=field.label, of=of)
    where = (
        all_of(subject.where, subject.period, IsNull(of=of, negated=True))
        if not of.via
        else IsNull(of=of, negated=True)
    )
    plan = Plan(
        entity=of.entity if not of.via and subject.where is None and subject.period is None else subject.entity,
        rows=Rows(fields=tuple(one for one in (value, named) if one is not None)),
        where=where,
        limit=Limit(count=MOST_ROWS + 1, ties="cut"),
    )
    noun = model.entity(of.entity).label
    settings = (("kind", "rows"), ("measure", field.label), ("unit", field.unit or ""), ("row", in_lower(noun)))
    return _Look(query=compile_plan(plan, model), title=f"{field.label} of each row of {noun}", settings=settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Find:
    measure: str
    where: str
    outlier: Outlier
    unit: str | None
    period: bool


def conclude_unusual(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined where no query gave enough values."""
    found: list[_Find] = []
    looked, counted = 0, 0
    for place, result in enumerate(results):
        settings = {name.split(": ", 1)[1]: value for name, value in analysis.settings if name.startswith(f"{place}: ")}
        held = _held(result, settings)
        counted = max(counted, held)
        if held < LEAST_VALUES:
            continue
        looked += 1
        found += _periods(result, settings) if settings["kind"] == "periods" else _single(result, settings)
    if not looked:
        raise Declined("There are too few values to tell what is unusual; at least 8 are needed.")
    # Periods tell more than single rows do: many rows of any column of amounts are far out.
    found.sort(key=lambda one: (not one.period, -abs(one.outlier.score)))
    facts = Facts()
    return _concluded(found, facts, counted)


def _held(result: Result, settings: Settings) -> int:
    """How many values there are to set against each other; none where most periods have nothing in them."""
    if settings["kind"] != "periods":
        return sum(number(row[0]) is not None for row in result.rows)
    values = series_in(result, settings).values
    held = sum(value != 0 for value in values)
    return held if 2 * held > len(values) else 0


def _concluded(found: Sequence[_Find], facts: Facts, counted: int) -> Conclusion:
    drafts = _told(facts, found)
    return Conclusion(
        method=METHOD,
        columns=(
            column("measure", "Measure", "text", "row"),
            column("place", "Where", "text", "dimension"),
            column("value", "Value", "float", "measure"),
            column("usual", "Level of the others", "float", "measure"),
            column("score", "Robust z", "float", "comparison"),
        ),
        rows=tuple(_row(one) for one in found[:_SHOWN]),
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(*few(counted), "What is unusual may well be right; it is worth a look."),
        names=tuple(dict.fromkeys(one.measure for one in found)),
        details=(("cut", 3.5),),
    )


def _periods(result: Result, settings: Settings) -> list[_Find]:
    series = series_in(result, settings)
    grain = str(settings["grain"])
    return [
        _Find(
            measure=str(settings["measure"]),
            where=period_text(series.starts[one.place], grain),
            outlier=one,
            unit=str(settings["unit"]) or None,
            period=True,
        )
        for one in unexpected(series.values, season_of(grain, series.values, 3))
    ]


def _single(result: Result, settings: Settings) -> list[_Find]:
    values = [(number(row[0]), row[1] if len(row) > 1 else None) for row in result.rows]
    whole = [(value, name) for value, name in values if value is not None]
    noun = str(settings["row"])
    return [
        _Find(
            measure=str(settings["measure"]),
            where=label_text(whole[one.place][1])
            if whole[one.place][1] is not None
            else f"row {one.place + 1} of {noun}",
            outlier=one,
            unit=str(settings["unit"]) or None,
            period=False,
        )
        for one in outliers([value for value, _ in whole])
    ]


def _row(one: _Find) -> tuple[str | float | None, ...]:
    return (
        one.measure,
        one.where,
        rounded(one.outlier.value),
        rounded(one.outlier.expected),
        round(one.outlier.score, 1),
    )


def _told(facts: Facts, found: Sequence[_Find]) -> list[str]:
    if not found:
        return ["Nothing stands out: all values are close enough to the others."]
    sentences = []
    for place, one in enumerate(one for one in found[:_SHOWN] if one.period):
        if place == _TOLD:
            break
        value = rounded(one.outlier.value)
        usual = rounded(one.outlier.expected)
        facts.add(
            "value", f"value:{place}", f"{one.measure}, {one.where}", value, METHOD, one.unit, [at(place, "value")]
        )
        facts.add("value", f"usual:{place}", f"Usual {one.measure}", usual, METHOD, one.unit, [at(place, "usual")])
        said = f"{number_text(value, one.unit)} in {one.where}, where {number_text(usual, one.unit)} would be usual"
        sentences.append(f"{one.measure[:1].upper()}{one.measure[1:]} came to {said}.")
    for measure in dict.fromkeys(one.measure for one in found if not one.period):
        own = [one for one in found if one.measure == measure and not one.period]
        rows = facts.add("count", f"rows {measure}", "rows", len(own), "count of rows")
        farthest = max(own, key=lambda one: abs(one.outlier.score))
        far = facts.add("value", f"farthest {measure}", f"Farthest {measure}", rounded(farthest.outlier.value), METHOD,
                          farthest.unit)  # fmt: skip
        noun = "row is" if len(own) == 1 else "rows are"
        sentences.append(
            f"Of {in_lower(measure)}, {rows} {noun} far from the others, such as {far} ({farthest.where})."
        )
    return sentences
