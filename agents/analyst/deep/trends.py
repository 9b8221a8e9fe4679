"""“Is there a trend?”, “is there seasonality?”: a series tested against chance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import CHANCE, Conclusion, Facts, at, column, rounded
from agents.analyst.deep.series import SEASONS, Series, Settings, gaps, season_of, series_in, series_query, settings_of
from agents.analyst.deep.subject import bounds, subject_of
from agents.analyst.derivations import TREND
from agents.analyst.numbers import number_text
from agents.analyst.periods import MONTHS
from agents.analyst.wording import as_subject, in_lower
from agents.sql_expert import Understanding
from analysis import Season, Trend, seasonality, trend
from core.analysis import Analysis
from core.plan import Grain
from core.query import OutputColumn
from core.result import Result
from core.ways import Declined
from semantic_layer import describe_plan

TREND_NAME, SEASON_NAME = "trend test", "seasonality test"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_SHOWN = 180
_SHORT = 12


def plan_trend(asked: Asked, task: Understanding) -> Analysis:
    subject = subject_of(asked.subject, task)
    query, grain = series_query(subject, task, None)
    return Analysis(
        computation=TREND_NAME,
        queries=(query,),
        titles=(f"{subject.measure.label} by {grain}",),
        read_as=f"whether {describe_plan(subject.plan, task.model)} has a trend by {grain}",
        settings=settings_of(subject, task, grain),
    )


def plan_season(asked: Asked, task: Understanding) -> Analysis:
    """By month where there are two years of data, else by day of the week."""
    subject = subject_of(asked.subject, task)
    grain: Grain = "month"
    if subject.time is not None:
        first, last = bounds(subject.time, task.model)
        days = (last - first).days if first and last else 0
        grain = "month" if days >= 2 * 365 - 31 else "day"
    query, grain = series_query(subject, task, grain)
    pattern = "over the year" if grain == "month" else "over the week"
    return Analysis(
        computation=SEASON_NAME,
        queries=(query,),
        titles=(f"{subject.measure.label} by {grain}",),
        read_as=f"whether {describe_plan(subject.plan, task.model)} has a pattern {pattern}",
        settings=settings_of(subject, task, grain),
    )


def conclude_trend(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    settings: Settings = dict(analysis.settings)
    grain, label, unit = str(settings["grain"]), str(settings["measure"]), str(settings["unit"]) or None
    series = series_in(results[0], settings)
    length = season_of(grain, series.values)
    season = seasonality(series.values, length) if length else None
    repeats = season is not None and season.p < CHANCE
    found = trend(_without(series.values, season) if season is not None and repeats else series.values)
    if found is None:
        raise Declined(
            f"There are {len(series.values)} whole {grain}s with different values; a trend needs at least 6.",
            hint="Ask by a shorter period.",
        )
    facts = Facts()
    _trend_facts(facts, found, label, unit)
    drafts = _trend_told(facts, found, label, unit, grain)
    return Conclusion(
        method="Mann-Kendall test with Theil-Sen slope" + (" after taking out the season" if repeats else ""),
        columns=_series_columns(grain, label, unit),
        rows=_series_rows(series),
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(*_short(series, grain), *gaps(series, grain)),
        mark="line",
        names=(label,),
        details=(("periods", found.n), ("tau", round(found.tau, 4)), ("p", found.p)),
    )


def _without(values: Sequence[float], season: Season) -> list[float]:
    return [value - season.indexes[place % season.length] for place, value in enumerate(values)]


def _trend_facts(facts: Facts, found: Trend, label: str, unit: str | None) -> None:
    slope = rounded(found.slope, ())
    facts.add("trend", "trend:slope", f"Slope of {label} per period", slope, TREND, unit)
    facts.add("trend", "trend:low", "Lower end of the slope", rounded(found.low), TREND, unit)
    facts.add("trend", "trend:high", "Upper end of the slope", rounded(found.high), TREND, unit)
    facts.add("count", "periods", "periods", found.n, "count of rows")


def _trend_told(facts: Facts, found: Trend, label: str, unit: str | None, grain: str) -> list[str]:
    amount = number_text(abs(rounded(found.slope) or 0.0), unit)
    said = facts.p_value("trend", found.p, "the Mann-Kendall test")
    if found.p >= CHANCE or not found.slope:
        return [f"There is no trend in {in_lower(label)} that could be told from chance ({said})."]
    verb = "rises" if found.slope > 0 else "falls"
    return [f"{as_subject(label)} {verb} by {amount} a {grain} ({said})."]


def _series_columns(grain: str, label: str, unit: str | None) -> tuple[OutputColumn, ...]:
    return (
        column("period", grain.capitalize(), "date", "dimension", grain=grain),
        column("value", label, "float", "measure", unit),
    )


def _series_rows(series: Series) -> tuple[tuple[date, float | None], ...]:
    pairs = zip(series.starts, series.values, strict=True)
    return tuple((start.date(), rounded(value, series.values)) for start, value in pairs)[-_MOST_SHOWN:]


def _short(series: Series, grain: str) -> tuple[str, ...]:
    return (f"The series has few {grain}s, so little can be told from chance.",) if len(series.values) < _SHORT else ()


def conclude_season(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    settings: Settings = dict(analysis.settings)
    grain, label, unit = str(settings["grain"]), str(settings["measure"]), str(settings["unit"]) or None
    series = series_in(results[0], settings)
    length = SEASONS.get(grain, 12)
    found = seasonality(series.values, length)
    if found is None:
        raise Declined(
            f"There are {len(series.values)} whole {grain}s with different values; a pattern of {length} {grain}s needs "
            f"at least {2 * length}.",
            hint="Load more data, or ask for a trend.",
        )
    facts = Facts()
    rows = _seasons(found, series.starts, grain)
    drafts = _season_told(facts, found, rows, label, unit, grain)
    columns = (
        column("season", "Month" if grain == "month" else "Day of the week", "text", "dimension"),
        column("deviation", "Off the level around it", "float", "measure", unit),
    )
    return Conclusion(
        method="Kruskal-Wallis test on deviations from a moving level",
        columns=columns,
        rows=tuple(rows),
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(
            *(
                ("Few whole seasons are known, so the pattern may be chance.",)
                if len(series.values) < 3 * length
                else ()
            ),
            *gaps(series, grain),
        ),
        mark="bar",
        names=(label,),
        details=(("seasons known", round(len(series.values) / length, 1)), ("strength", round(found.strength, 4))),
    )


def _seasons(found: Season, starts: Sequence[datetime], grain: str) -> list[tuple[str, float | None]]:
    named = []
    for place, index in enumerate(found.indexes):
        start = starts[place]
        number = start.month - 1 if grain == "month" else start.weekday()
        names = MONTHS if grain == "month" else _WEEKDAYS
        named.append((number, (names[number], rounded(index, found.indexes))))
    return [row for _, row in sorted(named)]


def _season_told(
    facts: Facts, found: Season, rows: Sequence[tuple[str, float | None]], label: str, unit: str | None, grain: str
) -> list[str]:
    p = facts.p_value("season", found.p, "the Kruskal-Wallis test")
    pattern = "over the year" if grain == "month" else "over the week"
    if found.p >= CHANCE:
        return [f"There is no pattern of {in_lower(label)} {pattern} that could be told from chance ({p})."]
    strength = facts.add(
        "value", "strength", "Strength of the season", round(found.strength, 2), "1 − variance of the rest"
    )
    sentences = [f"There is a pattern of {in_lower(label)} {pattern}, of a strength of {strength} ({p})."]
    ordered = sorted(range(len(rows)), key=lambda place: rows[place][1] or 0.0)
    for place, word in ((ordered[-1], "above"), (ordered[0], "below")):
        name, value = rows[place]
        sign = 1 if word == "above" else -1
        if not value or value * sign <= 0:
            continue
        facts.add("difference", f"deviation:{place}", f"Deviation in {name}", value, "difference", unit,
                  [at(place, "deviation")])  # fmt: skip
        sentences.append(f"{name} is usually {number_text(abs(value), unit)} {word} the level around it.")
    return sentences
