"""“How are we doing?”: key figures of the last whole month, against the month before and against their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.advisor.key_figures import KeyFigure, key_figures
from agents.advisor.subjects import looked_up_from
from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import Conclusion, Facts, at, column, number, query_of, rounded
from agents.analyst.deep.series import Settings
from agents.analyst.deep.subject import before, last_whole, with_where, within
from agents.analyst.derivations import PERCENT_CHANGE, VALUE
from agents.analyst.numbers import number_text
from agents.sql_expert import Understanding
from core.analysis import Analysis
from core.errors import UserError
from core.model import SemanticModel
from core.plan import FieldRef, PlanMeasure
from core.query import Query
from core.result import Result
from core.ways import Declined

NAME = "key figures"
_TOLD = 4
_NOTABLE = 0.05


def plan_standing(_: Asked, task: Understanding) -> Analysis:
    """Raises Declined where the model has no key figure with a date."""
    queries: list[Query] = []
    titles: list[str] = []
    settings: list[tuple[str, str | int | float | bool]] = []
    for figure in key_figures(task.model):
        made = _query(figure, task)
        if made is None:
            continue
        query, spans = made
        place = len(queries)
        queries.append(query)
        titles.append(f"{figure.label}, {spans}")
        settings += _settings(figure, place, spans)
    if not queries:
        raise Declined("No key figure with a date is known.", hint="Accept or make a metric in the model.")
    return Analysis(
        computation=NAME,
        queries=tuple(queries),
        titles=tuple(titles),
        read_as="key figures of the last whole month, against the month before and their targets",
        settings=tuple(settings),
    )


def _query(figure: KeyFigure, task: Understanding) -> tuple[Query, str] | None:
    """The figure in the last whole month and in the one before; None where it cannot be told by month."""
    time = _time(figure.entity, task.model)
    span = last_whole(time, "month", task.model) if time is not None else None
    if time is None or span is None:
        return None
    earlier = before(span)
    measures = [
        PlanMeasure(name=name, label=one.label, value=with_where(figure.value, within(time, one)))
        for name, one in (("before", earlier), ("now", span))
    ]
    # A suggested metric may be made of others that are only suggested.
    model = replace(task.model, metrics=(*task.model.metrics, *task.model.suggested_metrics))
    try:
        return query_of(figure.entity, model, (), measures), f"{span.label} against {earlier.label}"
    except UserError:
        return None


def _time(name: str, model: SemanticModel) -> FieldRef | None:
    """The entity's own usual time, else that of what its rows refer to (of an order's lines, the order's)."""
    entity = model.entity(name)
    if entity.default_time is not None:
        return FieldRef(entity=entity.name, name=entity.default_time)
    for link, other in looked_up_from(entity, model):
        if other.default_time is not None:
            return FieldRef(entity=other.name, name=other.default_time, via=(link.name,))
    return None


def _settings(figure: KeyFigure, place: int, spans: str) -> list[tuple[str, str | int | float | bool]]:
    found: list[tuple[str, str | int | float | bool]] = [
        (f"{place}: figure", figure.label),
        (f"{place}: periods", spans),
        (f"{place}: unit", figure.unit or ""),
        (f"{place}: less is better", figure.less_is_better),
    ]
    if figure.target is not None:
        found.append((f"{place}: target", figure.target.value))
    return found


def conclude_standing(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    facts, rows, drafts = Facts(), [], list[tuple[bool, str]]()
    labels: list[str] = []
    for place, result in enumerate(results):
        settings: Settings = {
            name.split(": ", 1)[1]: value for name, value in analysis.settings if name.startswith(f"{place}: ")
        }
        was, now = (number(cell) for cell in result.rows[0])
        if now is None:
            continue
        label, target = str(settings["figure"]), settings.get("target")
        goal = float(target) if isinstance(target, int | float) else None
        unit = str(settings["unit"]) or None
        change = round((now - was) / abs(was), 4) if was else None
        labels.append(label)
        rows.append((label, rounded(now, ()), rounded(was), change, goal))
        drafts += _advice(facts, len(rows) - 1, settings, (now, was, change, goal), unit)
    if not rows:
        raise Declined("There are no rows in the last month to tell key figures of.")
    ordered = [text for _, text in sorted(drafts, key=lambda one: not one[0])]
    return Conclusion(
        method="each figure by month, against the month before and its target",
        columns=(
            column("figure", "Key figure", "text", "dimension"),
            column("now", "Last month", "float", "measure"),
            column("before", "Month before", "float", "measure"),
            column("change", "Growth", "float", "comparison", "ratio", of="now"),
            column("target", "Target set", "float", "measure"),
        ),
        rows=tuple(rows),
        facts=tuple(facts.found),
        drafts=tuple(ordered[:_TOLD]) or ("All key figures are much as they were.",),
        limits=("One month against another tells little of a lasting change.",),
        names=tuple(labels),
    )


def _advice(
    facts: Facts,
    place: int,
    settings: Settings,
    values: tuple[float, float | None, float | None, float | None],
    unit: str | None,
) -> list[tuple[bool, str]]:
    """A recommendation where a target is missed or the figure went the wrong way; each cites its facts. True: urgent."""
    now, _, change, goal = values
    label, less = str(settings["figure"]), bool(settings["less is better"])
    said = facts.add("value", f"now:{place}", label, rounded(now), VALUE, unit, [at(place, "now")])
    name = f"{label[:1].upper()}{label[1:]}"
    if goal is not None:
        aim = facts.add(
            "value", f"target:{place}", f"Target of {label}", goal, "set by people", unit, [at(place, "target")]
        )
        missed = now > goal if less else now < goal
        verdict = "misses its target" if missed else "meets its target"
        look = f" Ask “what drives {label}?” next." if missed else ""
        return [(missed, f"{name} was {said} and {verdict} of {aim}.{look}")]
    if change is None or abs(change) < _NOTABLE:
        return []
    facts.add(
        "change",
        f"change:{place}:percent",
        f"Growth of {label}",
        change,
        PERCENT_CHANGE,
        "ratio",
        [at(place, "change")],
    )
    worse = (change > 0) == less
    verb = "rose" if change > 0 else "fell"
    look = f" Ask “why did {label} {'rise' if change > 0 else 'drop'}?” next." if worse else ""
    return [(worse, f"{name} {verb} by {number_text(abs(change), 'ratio')}: it was {said}.{look}")]
