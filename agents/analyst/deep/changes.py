"""“Why did revenue drop in March?”: the change taken apart by group, by how many and how much, by mix and rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.advisor.keys import key_of
from agents.advisor.subjects import categories, time_of
from agents.analyst.deep.asked import YEAR_AGO, Asked
from agents.analyst.deep.building import Conclusion, Facts, at, column, number, query_of, rounded
from agents.analyst.deep.series import Settings
from agents.analyst.deep.subject import (
    Span,
    Subject,
    adds_up,
    aggregate_of,
    before,
    last_whole,
    subject_of,
    unit_of,
    with_where,
    within,
)
from agents.analyst.deep.targets import refs_in
from agents.analyst.derivations import CHANGE, PERCENT_CHANGE, SHARE, VALUE
from agents.analyst.numbers import label_text, number_text
from agents.analyst.wording import as_subject, in_lower
from agents.sql_expert import Understanding
from analysis import Part, mix_and_rate, unevenness, volume_and_rate
from core.analysis import Analysis
from core.model import SemanticModel
from core.plan import Aggregate, FieldRef, PlanDimension, PlanMeasure
from core.query import OutputColumn
from core.result import Result
from core.ways import Declined
from semantic_layer import describe_plan

NAME = "change by group"
_MOST_DIMENSIONS = 6
_MOST_GROUPS = 50
_SHOWN = 12
_MOST_MOVED = 20.0
_TOLD = 3


def plan_change(asked: Asked, task: Understanding) -> Analysis:
    """Raises Declined where there is no time, or nothing before."""
    subject = subject_of(asked.subject, task)
    after, earlier = _spans(asked, subject, task)
    measures = _measures(subject, after, earlier, task.model)
    dimensions = _dimensions(subject, task.model)
    queries = [query_of(subject.entity, task.model, (), measures, where=subject.where)]
    titles = [f"{subject.measure.label} in both periods"]
    for dimension in dimensions:
        key = key_of(dimension, subject.entity, task.model)
        grouped = (dimension,) if key is None else (dimension, key)
        queries.append(query_of(subject.entity, task.model, grouped, measures, where=subject.where))
        titles.append(f"{subject.measure.label} in both periods by {in_lower(dimension.label)}")
    about = replace(subject.plan, where=subject.where)
    read_as = (
        f"what made the difference in {describe_plan(about, task.model)} between {earlier.label} and {after.label}"
    )
    return Analysis(
        computation=NAME,
        queries=tuple(queries),
        titles=tuple(titles),
        read_as=read_as,
        settings=(
            ("measure", subject.measure.label),
            ("before", earlier.label),
            ("after", after.label),
            ("adds up", adds_up(subject.measure.value, task.model)),
            ("unit", unit_of(subject.measure, task.model) or ""),
            ("asked direction", asked.direction),
        ),
    )


def _spans(asked: Asked, subject: Subject, task: Understanding) -> tuple[Span, Span]:
    if subject.time is None:
        raise Declined("There is no date to tell a change by.", hint="Name a date column of the data.")
    span = subject.span
    if span is None:
        usual = time_of(task.model.entity(subject.time.entity))
        grain = usual.grain if usual is not None and usual.grain is not None else "month"
        span = last_whole(subject.time, grain if grain in ("month", "week", "day") else "month", task.model)
    if span is None:
        raise Declined("The dates of the data do not tell two periods apart.")
    if asked.others and asked.others[0] == YEAR_AGO:
        return span, before(span, year=True)
    other = subject_of(asked.others[0], task).span if asked.others else None
    return span, other if other is not None and other != span else before(span)


def _measures(subject: Subject, after: Span, earlier: Span, model: SemanticModel) -> list[PlanMeasure]:
    assert subject.time is not None
    rows = Aggregate(function="count", entity=subject.entity)
    found = aggregate_of(subject.measure.value, model)
    if found is not None:
        rows = replace(rows, entity=found.entity, where=found.where)
    measures = []
    for name, span in (("before", earlier), ("after", after)):
        period = within(subject.time, span)
        value = with_where(subject.measure.value, period)
        measures.append(PlanMeasure(name=name, label=span.label, value=value, unit=subject.measure.unit))
        counted = with_where(rows, period)
        measures.append(PlanMeasure(name=f"rows_{name}", label=f"Rows, {span.label}", value=counted))
    return measures


def _dimensions(subject: Subject, model: SemanticModel) -> list[PlanDimension]:
    """Those that no filter holds at one value."""
    fixed = {(ref.entity, ref.name) for ref in refs_in(subject.where)}
    found = []
    for dimension in categories(model.entity(subject.entity), model):
        of = dimension.of
        if not isinstance(of, FieldRef) or (of.entity, of.name) in fixed:
            continue
        if model.entity(of.entity).field(of.name).profile.distinct <= _MOST_GROUPS:
            found.append(dimension)
    return found[:_MOST_DIMENSIONS]


def conclude_change(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined where one of the periods has no rows."""
    settings = dict(analysis.settings)
    was, rows_was, became, rows_became = (number(cell) for cell in results[0].rows[0])
    if was is None or became is None or not rows_was or not rows_became:
        empty = settings["before"] if was is None or not rows_was else settings["after"]
        raise Declined(f"There are no rows in {empty} to compare with.", hint="Ask for a period that the data covers.")
    adds = bool(settings["adds up"])
    shown, parts = _most_telling(results, adds=adds)
    facts = Facts()
    drafts = [_whole(facts, settings, was, became)]
    shares = adds and _tells(parts, was, became)
    table = _table(parts, was, became, adds=adds, shares=shares)
    dimension = analysis.queries[shown].columns[0] if shown else None
    if dimension is not None:
        drafts += _groups(facts, settings, dimension.label, table, shares=shares)
    drafts += _effects(facts, settings, (was, became), (rows_was, rows_became), parts, adds=adds)
    first = []
    if (became - was) * int(settings["asked direction"]) < 0:
        first.append("What the question takes for granted is the opposite of what happened.")
    return Conclusion(
        method="change taken apart by group" + (" with mix and rate" if not adds else ""),
        columns=_columns(settings, dimension.label if dimension is not None else "Group", shares=shares),
        rows=tuple(table) if dimension is not None else _alone(settings, was, became, shares=shares),
        facts=tuple(facts.found),
        drafts=(*first, *drafts),
        limits=_limits(rows_was, rows_became, changed=became != was),
        title=analysis.read_as,
        mark="bar" if dimension is not None else None,
        shown=shown,
        names=(str(settings["measure"]),),
    )


def _most_telling(results: Sequence[Result], *, adds: bool) -> tuple[int, list[Part]]:
    """The dimension whose groups' shares, or averages, moved most unlike each other."""
    best, score, chosen = 0, -1.0, []
    for place, result in enumerate(results[1:], start=1):
        parts = _parts(result)
        if len(parts) < 2:
            continue
        found = unevenness(parts) if adds else unevenness([_weighed(part) for part in parts])
        if found > score:
            best, score, chosen = place, found, parts
    return best, chosen


def _weighed(part: Part) -> Part:
    return replace(
        part,
        before=(part.before or 0.0) * part.weight_before,
        after=(part.after or 0.0) * part.weight_after,
    )


def _parts(result: Result) -> list[Part]:
    return [
        Part(
            name=label_text(cell),
            before=number(was),
            after=number(became),
            weight_before=number(rows_was) or 0.0,
            weight_after=number(rows_became) or 0.0,
        )
        for cell, was, rows_was, became, rows_became in result.rows
        if number(rows_was) or number(rows_became)
    ]


Row = tuple[str | float | None, ...]


def _tells(parts: Sequence[Part], was: float, became: float) -> bool:
    """Where groups moved by far more than they came to together, their shares of the change say nothing."""
    moved = sum(abs((part.after or 0.0) - (part.before or 0.0)) for part in parts)
    return moved <= _MOST_MOVED * abs(became - was)


def _table(parts: Sequence[Part], was: float, became: float, *, adds: bool, shares: bool) -> list[Row]:
    rows: list[Row] = []
    for part in parts:
        before_, after_ = (part.before or 0.0, part.after or 0.0) if adds else (part.before, part.after)
        change = None if before_ is None or after_ is None else round(after_ - before_, 6)
        cells: list[str | float | None] = [part.name, rounded(before_), rounded(after_), rounded(change)]
        if shares:
            cells.append(round(100 * change / (became - was), 4) if change is not None and became != was else None)
        rows.append(tuple(cells))
    return sorted(rows, key=lambda row: -abs(float(row[3] or 0.0)))[:_SHOWN]


def _columns(settings: Settings, group: str, *, shares: bool) -> tuple[OutputColumn, ...]:
    unit = str(settings["unit"]) or None
    columns = [
        column("group", group, "text", "dimension"),
        column("before", str(settings["before"]), "float", "measure", unit),
        column("after", str(settings["after"]), "float", "measure", unit),
        column("change", f"Change of {settings['measure']}", "float", "comparison", unit),
    ]
    share = column("percent_of_change", "Percent of the change", "float", "comparison", "%")
    return tuple([*columns, share] if shares else columns)


def _alone(settings: Settings, was: float, became: float, *, shares: bool) -> tuple[Row, ...]:
    row: Row = (str(settings["measure"]), rounded(was), rounded(became), rounded(became - was))
    return ((*row, 100.0) if shares else row,)


def _whole(facts: Facts, settings: Settings, was: float, became: float) -> str:
    unit, label = str(settings["unit"]) or None, str(settings["measure"])
    first = facts.add("value", "total_before", f"{label}, {settings['before']}", rounded(was), VALUE, unit)
    last = facts.add("value", "total_after", f"{label}, {settings['after']}", rounded(became), VALUE, unit)
    if became == was:
        return f"{as_subject(label)} was {first} in {settings['before']}, and {last} in {settings['after']}."
    change = rounded(became - was) or 0.0
    facts.add("change", "total:overall", f"Change of {label}", change, CHANGE, unit)
    amount = number_text(abs(change), unit, points=True)
    if was and unit not in ("ratio", "%"):
        percent = (became - was) / abs(was)
        facts.add("change", "total:overall:percent", f"Change of {label}", percent, PERCENT_CHANGE, "ratio")
        amount = number_text(abs(percent), "ratio")
    verb = "rose" if change > 0 else "fell"
    ends = f"it was {first} in {settings['before']}, and {last} in {settings['after']}"
    return f"{as_subject(label)} {verb} by {amount}: {ends}."


def _groups(facts: Facts, settings: Settings, dimension: str, table: Sequence[Row], *, shares: bool) -> list[str]:
    unit = str(settings["unit"]) or None
    sentences = []
    for place, row in enumerate(table[:_TOLD]):
        name, _, _, change, *share = row
        if not change:
            continue
        value = float(change)
        facts.add("change", f"change:{place}", f"Change of {name}", value, CHANGE, unit, [at(place, "change")])
        amount = number_text(abs(value), unit, points=True)
        verb = "rose" if value > 0 else "fell"
        text = f"{name} {verb} by {amount}"
        if shares and share and share[0] is not None:
            part = float(share[0]) / 100
            facts.add("share", f"contribution:{place}", f"Share of the change, {name}", part, SHARE, "ratio",
                      [at(place, "percent_of_change")])  # fmt: skip
            sentences.append(f"{text}, {number_text(part, 'ratio')} of the change.")
        else:
            sentences.append(f"{text}.")
    if sentences:
        sentences[0] = f"By {in_lower(dimension)}, {sentences[0]}"
    return sentences


def _effects(
    facts: Facts,
    settings: Settings,
    totals: tuple[float, float],
    rows: tuple[float, float],
    parts: Sequence[Part],
    *,
    adds: bool,
) -> list[str]:
    unit, label = str(settings["unit"]) or None, in_lower(str(settings["measure"]))
    if adds:
        effects = volume_and_rate(*totals, *rows)
        if abs(effects.first) + abs(effects.second) == 0 or abs(effects.second) < 1e-9:
            return []
        names = "a different number of rows", "a different value of each row"
    elif len(parts) > 1:
        effects = mix_and_rate(parts)
        names = "a different mix of the groups", "other values within the groups"
    else:
        return []
    first = facts.add("change", "effect:first", f"Change of {label} by {names[0]}", rounded(effects.first), CHANGE, unit,
                      points=True)  # fmt: skip
    second = facts.add("change", "effect:second", f"Change of {label} by {names[1]}", rounded(effects.second), CHANGE, unit,
                       points=True)  # fmt: skip
    return [f"Of the change, {first} comes with {names[0]} and a change of {second} with {names[1]}."]


def _limits(*rows: float, changed: bool) -> tuple[str, ...]:
    where = "This tells where the change happened; what caused it may lie outside of the data."
    found = [where if changed else "Nothing changed between the periods."]
    if min(rows) < 30:
        found.append("One of the periods has few rows, so chance plays a large part.")
    return tuple(found)
