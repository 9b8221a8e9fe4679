"""Tests, correlations and regressions among named statistics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import cast

from agents.analyst.deep.building import CHANCE
from agents.analyst.deep.statistics_table import Group, Told, places_of
from agents.analyst.wording import in_lower
from analysis import NormalityTest, compare_groups, correlate, normality, regress


def tell_normal(told: Told, group: Group, labels: Sequence[str]) -> None:
    for place in places_of(told.settings, "normality"):
        asked = str(told.settings["normality test"])
        found = normality(group.values(place), cast("NormalityTest", asked) if asked else None)
        if found is None or found.p is None:
            continue
        told.method(found.method)
        label, where = in_lower(labels[place]), f" for {group.name}" if group.name else ""
        like = "may well be normal" if found.normal else "departs from a normal one"
        sentence = f"The distribution of {label}{where} {like} ({found.method}, {{}})."
        told.p_value(found.method, labels[place], group.name, found.p, sentence)
        told.say(f"statistic of the {found.method}", labels[place], group.name, found.statistic)
        told.verdict(f"normal {label} {group.name}", f"{label} is normally distributed{where}", holds=found.normal)


def tell_correlated(told: Told, group: Group, labels: Sequence[str]) -> None:
    places = places_of(told.settings, "correlation")
    found: list[tuple[float, str]] = []
    for at, first in enumerate(places):
        for second in places[at + 1 :]:
            if (r := _pair(told, group, (first, second), labels, single=len(places) == 2)) is not None:
                found.append((r, f"{labels[first]} and {labels[second]}"))
    if len(found) > 1:
        r, pair = max(found)
        told.say("strongest positive correlation", pair, group.name, r)


def _pair(told: Told, group: Group, places: tuple[int, int], labels: Sequence[str], *, single: bool) -> float | None:
    rows = group.whole(places)
    found = correlate([row[0] for row in rows], [row[1] for row in rows])
    if found is None:
        return None
    method = str(told.settings["correlation"])
    of = f"{labels[places[0]]} and {labels[places[1]]}"
    r, p = (found.rho, found.rho_p) if method == "Spearman" else (found.r, found.p)
    if method == "Kendall":
        r, p = found.tau, found.tau_p
    told.method(f"{method} correlation")
    told.say(f"{method} correlation", of, group.name, r)
    if single:
        told.p_value(f"{method} correlation", of, group.name, p)
        where = f" for {group.name}" if group.name else ""
        told.verdict(
            f"significant {of} {group.name}", f"correlation of {in_lower(of)}{where} is significant", holds=p < CHANCE
        )
    return r


def tell_regressed(told: Told, group: Group, labels: Sequence[str]) -> None:
    places = places_of(told.settings, "regression")
    rows = group.whole(places) if places else []
    found = (
        regress([row[0] for row in rows], [[row[at] for row in rows] for at in range(1, len(places))]) if rows else None
    )
    if found is None:
        return
    outcome = labels[places[0]]
    told.method("linear regression (ordinary least squares)")
    told.say("R-squared of the linear regression", outcome, group.name, found.r_squared)
    told.say("mean squared error of the linear regression", outcome, group.name, found.mean_squared_error)
    told.say("intercept of the linear regression", outcome, group.name, found.intercept)
    for place, one in zip(places[1:], found.coefficients, strict=True):
        told.say("coefficient of the linear regression", f"{outcome} by {labels[place]}", group.name, one.value)
        told.p_value("linear regression", f"{outcome} by {labels[place]}", group.name, one.p)
        told.verdict(f"significant {labels[place]} {group.name}", f"{in_lower(labels[place])} is a significant predictor",
                     holds=one.p < CHANCE)  # fmt: skip


def tell_compared(told: Told, groups: Sequence[Group], labels: Sequence[str]) -> None:
    for place in places_of(told.settings, "groups"):
        for name, value in _means(groups, place):
            told.say("mean", labels[place], name, value, unit=str(told.settings.get(f"unit {place}", "")) or None)
        found = compare_groups([group.values(place) for group in groups])
        if found is None:
            continue
        told.method(f"{found.method}; {found.rank_method}")
        told.p_value(found.method, labels[place], "", found.p)
        told.p_value(found.rank_method, labels[place], "", found.rank_p)
        for method, p in ((found.method, found.p), (found.rank_method, found.rank_p)):
            told.verdict(f"different {labels[place]} {method}",
                         f"difference of {in_lower(labels[place])} is significant ({method})", holds=p < CHANCE)  # fmt: skip


def _means(groups: Sequence[Group], place: int) -> Iterator[tuple[str, float]]:
    return ((group.name, fmean(group.values(place))) for group in groups if group.values(place))
