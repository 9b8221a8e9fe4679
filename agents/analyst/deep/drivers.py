"""“What drives returns?”: which columns go along with a number of each row, or with rows being among those asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import CHANCE, NOT_A_CAUSE, Conclusion, Facts, at, column, few, number, rounded
from agents.analyst.deep.series import Settings
from agents.analyst.deep.subject import subject_of
from agents.analyst.deep.targets import Feature, Target, features_of, happened, rows_query, target_of
from agents.analyst.numbers import label_text, number_text
from agents.analyst.wording import in_lower
from agents.sql_expert import Understanding
from analysis import Association, Column, associations, explained_together
from core.analysis import Analysis
from core.result import Result
from core.ways import Declined
from semantic_layer import describe_condition

NAME = "association with other columns"
_MOST_FEATURES = 14
_TOLD = 3
_WEAK = 0.01


def plan_drivers(asked: Asked, task: Understanding) -> Analysis:
    return _planned(target_of(subject_of(asked.subject, task), task.model), task)


def plan_why(asked: Asked, task: Understanding) -> Analysis:
    """“Why do guests cancel?”: what goes along with it is all that rows can tell."""
    return _planned(happened(subject_of(asked.subject, task), task.model), task)


def _planned(target: Target, task: Understanding) -> Analysis:
    features = features_of(target, task.model, _MOST_FEATURES)
    if not features:
        raise Declined(f"There are no other columns that {target.label} could depend on.")
    query = rows_query(target, features, task.model)
    entity = task.model.entity(target.entity).label
    labels = [feature.label for feature in features]
    only = f", only where {describe_condition(target.where, task.model)}" if target.where is not None else ""
    return Analysis(
        computation=NAME,
        queries=(query,),
        titles=(f"{target.label} of each row of {entity}, with {len(features)} other columns",),
        read_as=f"which columns of {in_lower(entity)} go along with {in_lower(target.label)}{only}",
        settings=(
            ("measure", target.label),
            ("unit", target.unit or ""),
            ("yes or no", target.yes),
            *((f"column {place}", label) for place, label in enumerate(_told_apart(labels, features), 1)),
            *((f"column {place} is a number", one.numeric) for place, one in enumerate(features, 1)),
        ),
    )


def _told_apart(labels: Sequence[str], features: Sequence[Feature]) -> list[str]:
    """A label that several columns have comes with its table."""
    return [
        f"{label} of {features[place].of.entity}" if labels.count(label) > 1 else label
        for place, label in enumerate(labels)
    ]


def conclude_drivers(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    settings: Settings = dict(analysis.settings)
    target, columns = _columns(results[0], settings)
    found = associations(target, columns)
    if len(target) > 1 and len(set(target)) == 1:
        raise Declined(f"{settings['measure']} is the same in every row, so nothing can go along with it.")
    if not found:
        raise Declined("There are too few rows to tell what goes along with it.")
    label, yes = str(settings["measure"]), bool(settings["yes or no"])
    facts = Facts()
    telling = [one for one in found if one.p < CHANCE and one.strength >= _WEAK]
    drafts = _told(facts, found, telling, label)
    drafts += _best_groups(facts, target, columns, telling, settings)
    drafts += _together(facts, target, columns, telling, label)
    rows = tuple((one.name, round(one.strength, 4), float(f"{one.p:.3g}"), one.method, one.rows) for one in found)
    return Conclusion(
        method="Kruskal-Wallis tests and Spearman’s rank correlations, p-values corrected by Holm",
        columns=(
            column("column", "Column", "text", "dimension"),
            column("strength", "Share of variance", "float", "measure", "ratio"),
            column("p", "p-value", "float", "comparison"),
            column("test", "Test", "text", "row"),
            column("rows_used", "Rows used", "integer", "row"),
        ),
        rows=rows,
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(NOT_A_CAUSE, *few(len(target)), *_empty(target, columns)),
        mark="bar",
        names=(label, *(one.name for one in columns)),
        details=(("rows", len(target)), ("yes or no", yes)),
    )


def _columns(result: Result, settings: Settings) -> tuple[list[float | None], list[Column]]:
    target = [number(row[0]) for row in result.rows]
    columns = []
    for place in range(1, len(result.columns)):
        numeric = bool(settings[f"column {place} is a number"])
        cells = [row[place] for row in result.rows]
        read = [number(cell) if numeric else None if cell is None else label_text(cell) for cell in cells]
        columns.append(Column(name=str(settings[f"column {place}"]), cells=tuple(read), numeric=numeric))
    return target, columns


def _told(facts: Facts, found: Sequence[Association], telling: Sequence[Association], label: str) -> list[str]:
    if not telling:
        count = facts.add("count", "columns", "columns", len(found), "count of groups")
        return [f"Of {count} columns, none goes along with {in_lower(label)} by more than chance."]
    sentences: list[str] = []
    for place, one in enumerate(found):
        if one not in telling or len(sentences) == _TOLD:
            continue
        strength = round(one.strength, 4)
        facts.add("value", f"strength:{place}", f"Share of variance, {one.name}", strength, one.method, "ratio",
                  [at(place, "strength")])  # fmt: skip
        p = facts.p_value(f"p{place}", float(f"{one.p:.3g}"), f"the {one.method}")
        how = (
            ""
            if one.direction == 0
            else ", in the same direction"
            if one.direction > 0
            else ", in the opposite direction"
        )
        said = number_text(strength, "ratio")
        sentences.append(f"{one.name} goes along with {said} of the variance of {in_lower(label)} ({p}){how}.")
    return sentences


def _best_groups(
    facts: Facts,
    target: Sequence[float | None],
    columns: Sequence[Column],
    telling: Sequence[Association],
    settings: Settings,
) -> list[str]:
    """Of the strongest column of groups, where the mean is highest and where it is lowest."""
    best = next((c for one in telling for c in columns if c.name == one.name and not c.numeric), None)
    if best is None:
        return []
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for value, cell in zip(target, best.cells, strict=True):
        if value is not None and cell is not None:
            groups[str(cell)].append(value)
    means = sorted((fmean(values), name) for name, values in groups.items() if len(values) >= 5)
    if len(means) < 2:
        return []
    yes, unit = bool(settings["yes or no"]), str(settings["unit"]) or None
    said = []
    for mean, name in (means[-1], means[0]):
        shown = round(mean, 4) if yes else rounded(mean)
        said.append(facts.add("value", f"mean:{name}", f"Mean, {name}", shown, "mean", "ratio" if yes else unit))
    what = "share" if yes else "average"
    return [f"By {in_lower(best.name)}, the {what} goes from {said[1]} ({means[0][1]}) to {said[0]} ({means[-1][1]})."]


def _together(
    facts: Facts,
    target: Sequence[float | None],
    columns: Sequence[Column],
    telling: Sequence[Association],
    label: str,
) -> list[str]:
    names = [one.name for one in telling[:5]]
    share = explained_together(target, [one for one in columns if one.name in names]) if len(names) > 1 else None
    if share is None:
        return []
    value = facts.add("value", "together", "Share of variance, together", round(share, 4), "adjusted R² of a linear regression",
                      "ratio")  # fmt: skip
    return [f"A regression on these columns explains {value} of the variance of {in_lower(label)}."]


def _empty(target: Sequence[float | None], columns: Sequence[Column]) -> tuple[str, ...]:
    emptiest = max(columns, key=lambda one: sum(cell is None for cell in one.cells))
    missing = sum(cell is None for cell in emptiest.cells)
    return (f"Rows without {in_lower(emptiest.name)} were left out of its test.",) if missing > len(target) / 10 else ()
