"""What named statistics come to: one row of the table, one fact and, of the first ones, one sentence for each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean, median, multimode
from typing import cast

from agents.analyst.deep.building import NOT_A_CAUSE, Conclusion, column, few, number
from agents.analyst.deep.series import Settings
from agents.analyst.deep.statistics_table import Group, Told, places_of
from agents.analyst.deep.statistics_tests import tell_compared, tell_correlated, tell_normal, tell_regressed
from agents.analyst.numbers import label_text
from agents.analyst.wording import in_lower
from analysis import (
    Description,
    OutlierRule,
    describe,
    fences,
)
from core.analysis import Analysis
from core.result import Result
from core.ways import Declined

_LEAST_P = 0.001
_MOST_TOLD = 12
_MOST_LISTED = 100
_MOST_GROUPS = 30
_ATTRIBUTES = {
    "mean": "mean", "median": "median", "mode": "mode", "minimum": "minimum", "maximum": "maximum",
    "lower quartile": "lower_quartile", "upper quartile": "upper_quartile", "kurtosis": "kurtosis", "skewness": "skewness",
    "standard deviation": "deviation", "variance": "variance", "values within one deviation": "within_one",
    "Pearson’s first skewness": "first_skewness", "Pearson’s second skewness": "second_skewness",
}  # fmt: skip


def conclude_statistics(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined where there are too few numbers."""
    settings: Settings = dict(analysis.settings)
    labels = [str(settings[f"number {place}"]) for place in range(_count(settings))]
    groups, lost = _groups(results[0], settings, len(labels))
    told = Told(settings)
    groups = _without(told, groups, labels)
    for group in groups:
        _describe(told, group, labels)
        tell_normal(told, group, labels)
        tell_correlated(told, group, labels)
        tell_regressed(told, group, labels)
    tell_compared(told, groups, labels)
    if not told.rows:
        raise Declined("There are too few numbers to compute this from.")
    return Conclusion(
        method="; ".join(told.methods) or "statistics of a sample",
        columns=(
            column("statistic", "Statistic", "text", "dimension"),
            column("of", "Of", "text", "dimension"),
            column("group", str(settings.get("group", "Group")), "text", "dimension"),
            column("value", "Value", "float"),
        ),
        rows=tuple(told.rows),
        facts=tuple(told.facts.found),
        drafts=tuple(told.drafts),
        limits=(
            *((NOT_A_CAUSE,) if "correlation of" in settings or "regression of" in settings else ()),
            *few(min(len(group.rows) for group in groups)),
            *((f"{lost:,} rows without one of the numbers were left out where it is needed.",) if lost else ()),
        ),
        names=tuple(labels),
        details=(("rows", sum(len(group.rows) for group in groups)),),
    )


def _count(settings: Settings) -> int:
    return sum(key.startswith("number ") for key in settings)


def _groups(result: Result, settings: Settings, count: int) -> tuple[list[Group], int]:
    """By the groups' names; missing numbers filled as it was asked."""
    rows = [[number(cell) for cell in row[:count]] for row in result.rows]
    lost = sum(None in row for row in rows)
    for place in range(count):
        if how := settings.get(f"filled {place}"):
            usual = _usual([row[place] for row in rows if row[place] is not None], str(how))  # type: ignore[misc]
            for row in rows:
                row[place] = usual if row[place] is None else row[place]
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, cells in enumerate(result.rows):
        cell = cells[count] if "group" in settings else None
        if "group" in settings and cell is None:
            continue
        found[label_text(cell) if "group" in settings else ""].append(at)
    keys = [label_text(row[-1]) if "row" in settings else "" for row in result.rows]
    listed = [
        Group(name=name, rows=tuple(tuple(rows[at]) for at in places), keys=tuple(keys[at] for at in places))
        for name, places in sorted(found.items())
    ]
    if not listed or len(listed) > _MOST_GROUPS:
        raise Declined("There are no rows, or too many groups, to compute this from.")
    return listed, lost


def _usual(values: list[float], how: str) -> float:
    if not values or how == "zero":
        return 0.0
    return fmean(values) if how == "mean" else median(values) if how == "median" else min(multimode(values))


def _without(told: Told, groups: list[Group], labels: Sequence[str]) -> list[Group]:
    """Outliers are counted in each group; the rest is told of the others where that was asked."""
    rule = str(told.settings["outliers by"])
    kept = groups
    for place in places_of(told.settings, "outliers") if rule else []:
        kept = [_counted(told, group, place, labels[place], rule) for group in kept]
    return kept


def _counted(told: Told, group: Group, place: int, label: str, rule: str) -> Group:
    times = float(told.settings["outliers beyond"])
    filled = [at for at, row in enumerate(group.rows) if row[place] is not None]
    found = fences(group.values(place), cast("OutlierRule", rule), times)
    if found is None:
        return group
    told.method(f"outliers by {found.method}")
    outside = {filled[at] for at in found.outside}
    told.say("number of outliers", label, group.name, len(outside))
    told.say("lower fence", label, group.name, found.low)
    told.say("upper fence", label, group.name, found.high)
    if told.settings["without outliers"]:
        told.say("rows without outliers", label, group.name, len(group.rows) - len(outside))
    for at in sorted(outside, key=lambda at: _key(group.keys[at]))[:_MOST_LISTED]:
        value = group.rows[at][place]
        told.rows.append((f"outlier {group.keys[at]}".strip(), label, group.name or None, value))
    if not told.settings["without outliers"]:
        return group
    kept = [at for at in range(len(group.rows)) if at not in outside]
    return Group(name=group.name, rows=tuple(group.rows[at] for at in kept), keys=tuple(group.keys[at] for at in kept))


def _key(name: str) -> tuple[float, str]:
    return (float(name), "") if name.isdigit() else (math.inf, name)


def _describe(told: Told, group: Group, labels: Sequence[str]) -> None:
    names = [name for name in str(told.settings["statistics"]).split(", ") if name]
    for place in places_of(told.settings, "described"):
        found = describe(group.values(place))
        if found is None:
            continue
        unit = str(told.settings.get(f"unit {place}", "")) or None
        for name in names:
            value = _statistic(name, found, told.settings)
            if value is not None:
                plain = name in ("skewness", "kurtosis", "variance") or "skewness" in name or "within" in name
                told.say(name, labels[place], group.name, value, unit=None if plain else unit)
        if skewed := next((name for name in names if "skewness" in name), None):
            value = _statistic(skewed, found, told.settings) or 0.0
            told.verdict(f"skewed right {labels[place]} {group.name}", f"{in_lower(labels[place])} is positively skewed",
                         holds=value > 0)  # fmt: skip


def _statistic(name: str, found: Description, settings: Settings) -> float | int | None:
    if name == "range":
        return found.maximum - found.minimum
    if name == "interquartile range":
        return found.upper_quartile - found.lower_quartile
    if settings["of a population"] and name in ("standard deviation", "variance"):
        return found.population_deviation ** (1 if name == "standard deviation" else 2)
    if settings["not adjusted"] and name in ("skewness", "kurtosis"):
        return found.population_skewness if name == "skewness" else found.population_kurtosis
    value: float | int | None = getattr(found, _ATTRIBUTES[name])
    return value
