"""“How many go from visit to cart to purchase?”: who reached each step after the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import Conclusion, Facts, at, column, few, number, query_of
from agents.analyst.deep.cohorts import actors_in
from agents.analyst.deep.series import Settings
from agents.analyst.deep.subject import moment
from agents.analyst.numbers import label_text, number_text
from agents.analyst.wording import in_lower, plural
from agents.sql_expert import Understanding, understand
from agents.sql_expert.rules import lexemes_of
from agents.sql_expert.schema import schema_of
from core.analysis import Analysis
from core.model import Entity
from core.plan import Aggregate, Comparison, FieldRef, PlanDimension, PlanMeasure, Value
from core.result import Result
from core.table import TEMPORAL_TYPES
from core.ways import Declined, NotApplicable, Unclear

NAME = "funnel"
_SURE = 0.6
_MOST_STEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What a step is told by: a value of a column, or a date that is filled once it is reached."""

    label: str
    entity: str
    field: str
    value: Value | None = None


def plan_funnel(asked: Asked, task: Understanding) -> Analysis:
    """Raises Declined where the steps are no values of one column and no dates of one table."""
    if _is_usual(task):
        raise NotApplicable("This is a usual question.")
    steps = _steps(asked.others, task)
    entity = task.model.entity(steps[0].entity)
    actor = actors_in(entity, task.model)
    if steps[0].value is None:
        key = FieldRef(entity=entity.name, name=entity.key[0]) if len(entity.key) == 1 else None
        noun = plural(in_lower(entity.label))
    else:
        key, noun = (actor.key, actor.noun) if actor is not None else (None, plural(in_lower(entity.label)))
    if key is None:
        raise Declined(
            "It cannot be told who went from one step to the next.", hint="A funnel needs a column such as a user."
        )
    measures = [_measure(place, step, entity) for place, step in enumerate(steps)]
    query = query_of(entity.name, task.model, (PlanDimension(name="actor", label=noun, of=key),), measures)
    labels = [step.label for step in steps]
    return Analysis(
        computation=NAME,
        queries=(query,),
        titles=(f"When each of the {noun} first reached each step",),
        read_as=f"how many {noun} go from {' to '.join(labels)}",
        settings=(("who", noun), *((f"step {place}", label) for place, label in enumerate(labels, 1))),
    )


def _is_usual(task: Understanding) -> bool:
    """“How many routes go from Austria to Canada” is about rows that hold both."""
    try:
        return understand(task).where is not None
    except (Declined, Unclear):
        return False


def _steps(said: Sequence[str], task: Understanding) -> list[_Step]:
    """“Add to cart” is one step, though “to” also stands between steps: as many words are taken apart as can be."""
    known = cache(lambda text: _options(text, task))
    pieces = said[:_MOST_STEPS]
    for joined in sorted(product((False, True), repeat=len(pieces) - 1), key=sum):
        texts = [pieces[0]]
        for piece, join in zip(pieces[1:], joined, strict=True):
            texts[-1:] = [f"{texts[-1]} to {piece}"] if join else [texts[-1], piece]
        options = [known(text) for text in texts]
        found = _together(options) if len(texts) > 1 and all(options) else None
        if found is not None:
            return found
    unknown = next((piece for piece in pieces if not known(piece)), None)
    if unknown is not None:
        raise Declined(f"Nothing in the data matches the step “{unknown}”.", unmatched=(unknown,))
    raise Declined(
        "The steps are not values of one column, nor dates of one table.", hint="Name them as the data does."
    )


def _options(text: str, task: Understanding) -> list[_Step]:
    """Everything that the words may mean as a step, the surest first."""
    found: list[tuple[float, _Step]] = []
    for lexeme in lexemes_of(_asking(text, task), schema_of(task.model)):
        found += [
            (
                link.score,
                _Step(
                    label=label_text(link.value.value), entity=link.entity.name, field=link.field.name, value=link.value
                ),
            )
            for link in lexeme.values
        ]
        found += [
            (link.score, _Step(label=link.field.label, entity=link.entity.name, field=link.field.name))
            for link in lexeme.fields
            if link.field.type in TEMPORAL_TYPES
        ]
    return [step for score, step in sorted(found, key=lambda one: -one[0]) if score >= _SURE]


def _asking(text: str, task: Understanding) -> Understanding:
    return replace(task, question=replace(task.question, text=text, history=()))


def _together(options: Sequence[Sequence[_Step]]) -> list[_Step] | None:
    for first in options[0]:
        same = [first]
        for others in options[1:]:
            fit = next((one for one in others if _fits(first, one) and one not in same), None)
            if fit is None:
                break
            same.append(fit)
        if len(same) == len(options):
            return same
    return None


def _fits(first: _Step, other: _Step) -> bool:
    if first.value is None:
        return other.value is None and other.entity == first.entity
    return other.value is not None and (other.entity, other.field) == (first.entity, first.field)


def _measure(place: int, step: _Step, entity: Entity) -> PlanMeasure:
    """The first time of the step; without a time, how often it was reached."""
    of = FieldRef(entity=step.entity, name=step.field)
    name, label = f"step_{place + 1}", step.label
    if step.value is None:
        return PlanMeasure(name=name, label=label, value=Aggregate(function="min", entity=entity.name, of=of))
    where = Comparison(left=of, operator="=", right=step.value)
    if entity.default_time is None:
        return PlanMeasure(name=name, label=label, value=Aggregate(function="count", entity=entity.name, where=where))
    time = FieldRef(entity=entity.name, name=entity.default_time)
    return PlanMeasure(
        name=name, label=label, value=Aggregate(function="min", entity=entity.name, of=time, where=where)
    )


def conclude_funnel(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined where nobody reached the first step."""
    settings: Settings = dict(analysis.settings)
    labels = [str(value) for name, value in analysis.settings if name.startswith("step ")]
    who = str(settings["who"])
    counts = _reached(results[0], len(labels))
    if not counts[0]:
        raise Declined(f"None of the {who} reached the first step.")
    rows = tuple(
        (label, count, round(count / counts[0], 4), round(count / before, 4) if before else None)
        for label, count, before in zip(labels, counts, [counts[0], *counts], strict=False)
    )
    facts = Facts()
    drafts = _told(facts, rows, who)
    return Conclusion(
        method="first time of each step, counted where it came after the step before",
        columns=(
            column("step", "Step", "text", "dimension"),
            column("reached", who.capitalize(), "integer", "measure"),
            column("of_first", "Share of the first step", "float", "comparison", "ratio", of="reached"),
            column("of_before", "Share of the step before", "float", "comparison", "ratio", of="reached"),
        ),
        rows=rows,
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=few(counts[0]),
        mark="bar",
        names=(who,),
    )


def _reached(result: Result, steps: int) -> list[int]:
    """How many came through each step; without times, how many reached it and all before it."""
    counts = [0] * steps
    for _, *cells in result.rows:
        before = None
        for place, cell in enumerate(cells):
            when = moment(cell)
            early = before is not None and when is not None and when < before
            if early or (when is None and not number(cell)):
                break
            counts[place] += 1
            before = when
    return counts


Row = tuple[str, int, float, float | None]


def _told(facts: Facts, rows: Sequence[Row], who: str) -> list[str]:
    first, last = rows[0], rows[-1]
    share = facts.add("share", "whole", "Share that reached the last step", last[2], "share of total", "ratio",
                      [at(len(rows) - 1, "of_first")])  # fmt: skip
    sentences = [
        f"Of {number_text(first[1])} {who} at {first[0]}, {number_text(last[1])} reached {last[0]}, a share of {share}."
    ]
    facts.add("count", "first", who, first[1], "count of groups")
    facts.add("count", "last", who, last[1], "count of groups")
    steps = [(row[3], place) for place, row in enumerate(rows) if place and row[3] is not None]
    if len(steps) > 1:
        kept, place = min(steps)
        kept_text = facts.add(
            "share", "step", "Smallest share kept", kept, "share of total", "ratio", [at(place, "of_before")]
        )
        sentences.append(f"The step with the lowest share is {rows[place][0]}: {kept_text} of those before it.")
    return sentences
