"""Facts about categories: who leads, by how much, and what part of the whole."""

from __future__ import annotations

from decimal import Decimal

from agents.analyst.derivations import (
    DIFFERENCE,
    HIGHEST,
    LOWEST,
    OUTLIER,
    RATIO,
    SECOND,
    SHARE,
    SUM,
    difference_of,
    exact_sum,
    fact,
    ratio_of,
)
from agents.analyst.grid import Grid
from agents.analyst.robust import OUTLIER_FROM, robust_z
from core.answer import Fact
from core.query import OutputColumn

_MOST_OUTLIERS = 3


def group_facts(grid: Grid, measure: OutputColumn) -> tuple[Fact, ...]:
    """Rows without a category take part in totals, but lead nothing."""
    numbers = grid.numbers(measure)
    named = [row for row, number in enumerate(numbers) if number is not None and grid.is_named(row)]
    ranked = sorted(named, key=lambda row: -Decimal(numbers[row] or 0))
    facts = list(total_fact(grid, measure))
    if len(ranked) >= 2:
        facts.extend(_extremes(grid, measure, ranked))
        facts.extend(_distances(grid, measure, ranked))
        facts.extend(_outliers(grid, measure, named))
    facts.extend(_shares(grid, measure, ranked[:1]))
    return tuple(facts)


def total_fact(grid: Grid, measure: OutputColumn) -> tuple[Fact, ...]:
    numbers = [number for number in grid.numbers(measure) if number is not None]
    if not (grid.complete and measure.additive and numbers):
        return ()
    total = exact_sum(numbers)
    return (fact("total", measure.name, f"Total {measure.label}", total, SUM, unit=measure.unit),)


def extreme_fact(grid: Grid, measure: OutputColumn, row: int, derivation: str) -> Fact:
    name = {HIGHEST: "highest", SECOND: "second", LOWEST: "lowest"}[derivation]
    kind = "range" if derivation == LOWEST else "leader"
    label = f"{name.capitalize()} {measure.label}: {grid.label(row)}"
    value = grid.numbers(measure)[row]
    cells = (grid.ref(row, measure),)
    return fact(kind, f"{measure.name}:{name}", label, value, derivation, unit=measure.unit, cells=cells)  # type: ignore[arg-type]


def _extremes(grid: Grid, measure: OutputColumn, ranked: list[int]) -> list[Fact]:
    facts = []
    if grid.knows(HIGHEST, measure):
        facts.append(extreme_fact(grid, measure, ranked[0], HIGHEST))
        facts.append(extreme_fact(grid, measure, ranked[1], SECOND))
    if grid.knows(LOWEST, measure):
        facts.append(extreme_fact(grid, measure, ranked[-1], LOWEST))
    return facts


def _distances(grid: Grid, measure: OutputColumn, ranked: list[int]) -> list[Fact]:
    """Leader against runner-up and last, as difference and as ratio."""
    facts = []
    for name, other in (("leader-second", ranked[1]), ("leader-last", ranked[-1])):
        numbers = grid.numbers(measure)
        high, low = numbers[ranked[0]], numbers[other]
        if high is None or low is None:
            continue
        cells = (grid.ref(ranked[0], measure), grid.ref(other, measure))
        label = f"{measure.label}: {grid.label(ranked[0])} against {grid.label(other)}"
        name = f"{measure.name}:{name}"
        facts.append(
            fact("difference", name, label, difference_of(high, low), DIFFERENCE, unit=measure.unit, cells=cells)
        )
        ratio = ratio_of(high, low) if low > 0 else None
        if ratio is not None:
            facts.append(fact("difference", f"{name}:ratio", label, ratio, RATIO, unit="times", cells=cells))
    return facts


def _shares(grid: Grid, measure: OutputColumn, leaders: list[int]) -> list[Fact]:
    numbers = [number for number in grid.numbers(measure) if number is not None]
    if not (grid.complete and measure.additive and len(numbers) > 1 and min(numbers) >= 0):
        return []
    facts = []
    for row in leaders:
        share = ratio_of(grid.numbers(measure)[row] or 0, exact_sum(numbers))
        if share is not None:
            label = f"Share of {grid.label(row)} in {measure.label}"
            cells = (grid.ref(row, measure),)
            facts.append(fact("share", measure.name, label, share, SHARE, unit="ratio", cells=cells))
    return facts


def _outliers(grid: Grid, measure: OutputColumn, rows: list[int]) -> list[Fact]:
    numbers = grid.numbers(measure)
    scores = robust_z([float(numbers[row] or 0) for row in rows])
    odd = sorted(((abs(score), row) for score, row in zip(scores, rows, strict=True)), reverse=True)
    return [
        fact(
            "outlier",
            f"{measure.name}:{row}",
            f"Unusual {measure.label}: {grid.label(row)}",
            numbers[row],
            OUTLIER,
            unit=measure.unit,
            cells=(grid.ref(row, measure),),
        )
        for score, row in odd[:_MOST_OUTLIERS]
        if score >= OUTLIER_FROM
    ]
