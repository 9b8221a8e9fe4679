"""“Forecast the next three months of sales”: exponential smoothing, with intervals and a test on the last periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import Conclusion, Facts, at, column, rounded
from agents.analyst.deep.series import Series, Settings, gaps, season_of, series_in, series_query, settings_of
from agents.analyst.deep.subject import subject_of
from agents.analyst.numbers import number_text
from agents.analyst.periods import period_text
from agents.analyst.wording import as_subject, is_plural
from agents.sql_expert import Understanding
from analysis import Forecast, forecast
from core.analysis import Analysis
from core.plan import Grain
from core.result import Result
from core.table import Cell
from core.ways import Declined
from semantic_layer import describe_plan
from semantic_layer.periods import moved

NAME = "forecast"
_AHEAD: dict[str, int] = {"hour": 24, "day": 14, "week": 8, "month": 3, "quarter": 4, "year": 3}
_MOST_AHEAD = 60
_MOST_SHOWN = 120
_TOLD = 3
_FEW = 24


def plan_forecast(asked: Asked, task: Understanding) -> Analysis:
    subject = subject_of(asked.subject, task)
    query, grain = series_query(subject, task, asked.grain)
    ahead = min(asked.ahead or _AHEAD[grain], _MOST_AHEAD)
    named = f"{ahead} {grain}s" if ahead > 1 else grain
    return Analysis(
        computation=NAME,
        queries=(query,),
        titles=(f"{subject.measure.label} by {grain}",),
        read_as=f"forecast of {describe_plan(subject.plan, task.model)} for the next {named}",
        settings=(*settings_of(subject, task, grain), ("periods ahead", ahead)),
    )


def conclude_forecast(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined for a series that is too short."""
    settings: Settings = dict(analysis.settings)
    grain, label = str(settings["grain"]), str(settings["measure"])
    series = series_in(results[0], settings)
    found = forecast(series.values, int(settings["periods ahead"]), season_of(grain, series.values))
    if found is None:
        raise Declined(
            f"There are {len(series.values)} whole {grain}s of data; a forecast needs at least 6.",
            hint="Ask by a shorter period, such as weeks or days.",
        )
    starts = [moved(series.starts[-1], ahead + 1, grain) for ahead in range(len(found.values))]  # type: ignore[arg-type]
    rows, first = _rows(series, found, starts)
    facts = Facts()
    unit = str(settings["unit"]) or None
    drafts = _told(facts, found, starts, first, label, unit, grain)  # type: ignore[arg-type]
    drafts += _test(facts, found, grain)
    columns = (
        column("period", grain.capitalize(), "date", "dimension", grain=grain),
        column("value", label, "float", "measure", unit),
        column("forecast", "Forecast", "float", "measure", unit, of="value"),
        column("low", "Lower end", "float", "measure", unit, of="value"),
        column("high", "Upper end", "float", "measure", unit, of="value"),
    )
    return Conclusion(
        method=found.method,
        columns=columns,
        rows=rows,
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(*_limits(series, grain), *gaps(series, grain)),
        mark="line",
        names=(label, "forecast"),
        details=(("periods known", len(series.values)), ("interval", "95%")),
    )


def _rows(series: Series, found: Forecast, starts: Sequence[datetime]) -> tuple[tuple[tuple[Cell, ...], ...], int]:
    """What was, then what is to come; with the place of the first row to come."""
    known = list(zip(series.starts, series.values, strict=True))[-_MOST_SHOWN:]
    like = series.values
    past: list[tuple[Cell, ...]] = [(start.date(), rounded(value, like), None, None, None) for start, value in known]
    ahead: list[tuple[Cell, ...]] = [
        (start.date(), None, rounded(value, like), rounded(low, like), rounded(high, like))
        for start, value, low, high in zip(starts, found.values, found.low, found.high, strict=True)
    ]
    return (*past, *ahead), len(past)


def _told(
    facts: Facts,
    found: Forecast,
    starts: Sequence[datetime],
    first: int,
    label: str,
    unit: str | None,
    grain: Grain,
) -> list[str]:
    sentences = []
    like = found.values
    for place, (start, value, low, high) in enumerate(zip(starts, found.values, found.low, found.high, strict=True)):
        if place == _TOLD:
            break
        names = {"forecast": value, "low": low, "high": high}
        said = {
            name: facts.add("value", f"{name}:{place}", f"{name} of {label}, {period_text(start, grain)}",
                            rounded(one, like), found.method, unit, [at(first + place, name)])
            for name, one in names.items()
        }  # fmt: skip
        when = period_text(start, grain)
        verb = "are" if is_plural(label) else "is"
        if place == 0:
            text = f"{as_subject(label)} {verb} expected to be {said['forecast']} in {when}, with a {facts.level()} interval"
            sentences.append(f"{text} of {said['low']} to {said['high']}.")
        else:
            sentences.append(f"For {when}, {said['forecast']} is expected ({said['low']} to {said['high']}).")
    return sentences


def _test(facts: Facts, found: Forecast, grain: str) -> list[str]:
    if found.off_by is None or found.plain_off_by is None:
        return []
    held = facts.add("count", "held_out", f"{grain}s", found.held_out, "count of rows")
    off = facts.add("value", "off_by", "Mean error of the method in the test", round(found.off_by, 4), "mean absolute error",
                    "ratio")  # fmt: skip
    plain = number_text(round(found.plain_off_by, 4), "ratio")
    facts.add("value", "plain_off_by", "Mean error of the last value", round(found.plain_off_by, 4), "mean absolute error",
              "ratio")  # fmt: skip
    periods = f"{held} {grain}s" if found.held_out > 1 else grain
    return [f"In a test on the last {periods}, the method was off by {off}, and repeating the last value by {plain}."]


def _limits(series: Series, grain: str) -> tuple[str, ...]:
    short, same = len(series.values) < _FEW, len(set(series.values)) == 1
    few = (
        f"The series is short, so no {'yearly ' if grain in ('month', 'quarter', 'week') else ''}pattern is certain.",
    )
    return (
        *(few if short else ()),
        *((f"Every {grain} was the same, so the data cannot tell how far it may be off.",) if same else ()),
        "A forecast takes for granted that things go on as they did.",
    )
