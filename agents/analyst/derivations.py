"""Facts made of cells, each with the name of how it was derived."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext

from agents.analyst.grid import Grid
from agents.analyst.numbers import exact
from core.answer import CellRef, Fact, FactKind
from core.query import OutputColumn

VALUE = "value"
SUM = "sum"
COUNT_ROWS = "count of rows"
COUNT_GROUPS = "count of groups"
COUNT_NULLS = "count of nulls"
COUNT_GAPS = "count of missing periods"
HIGHEST = "highest"
SECOND = "second highest"
LOWEST = "lowest"
SHARE = "share of total"
DIFFERENCE = "difference"
RATIO = "ratio"
CHANGE = "change"
PERCENT_CHANGE = "change in percent"
TREND = "Theil-Sen slope per period (Sen 1968), Mann-Kendall test"
OUTLIER = "robust z of at least 3.5 (Iglewicz and Hoaglin 1993)"
LAST_DATE = "last date in the data"


def fact(
    kind: FactKind,
    name: str,
    label: str,
    value: object,
    derivation: str,
    *,
    unit: str | None = None,
    cells: Sequence[CellRef] = (),
) -> Fact:
    """The id is kind and name ("share:revenue")."""
    return Fact(
        id=f"{kind}:{name}",
        kind=kind,
        label=label,
        value=value,  # type: ignore[arg-type]
        unit=unit,
        cells=tuple(cells),
        derivation=derivation,
    )


def exact_sum(numbers: Sequence[int | Decimal]) -> int | Decimal:
    """Of the digits that cells show, so that 0.1 + 0.2 is 0.3."""
    with localcontext() as context:
        context.prec = 80
        return sum(numbers, start=0)


def ratio_of(part: int | Decimal, whole: int | Decimal) -> float | None:
    """None where `whole` is 0 or the ratio is beyond a float."""
    if whole == 0:
        return None
    with localcontext() as context:
        context.prec = 40
        ratio = float(Decimal(part) / Decimal(whole))
    return ratio if math.isfinite(ratio) else None


def difference_of(left: int | Decimal, right: int | Decimal) -> int | Decimal:
    with localcontext() as context:
        context.prec = 80
        return left - right


def change_facts(grid: Grid, measure: OutputColumn, name: str, earlier: int, later: int) -> tuple[Fact, ...]:
    """Later minus earlier, and that over the size of the earlier; a percentage changes in points ("pp")."""
    cells = (grid.ref(earlier, measure), grid.ref(later, measure))
    numbers = grid.numbers(measure)
    before, after = numbers[earlier], numbers[later]
    if before is None or after is None:
        return ()
    span = f"{grid.label(earlier)} to {grid.label(later)}"
    change = difference_of(after, before)
    label = f"Change of {measure.label}, {span}"
    facts = [fact("change", f"{measure.name}:{name}", label, change, CHANGE, unit=measure.unit, cells=cells)]
    percent = ratio_of(change, before if before >= 0 else -before)
    if percent is not None and measure.unit not in {"ratio", "%"}:
        facts.append(
            fact("change", f"{measure.name}:{name}:percent", label, percent, PERCENT_CHANGE, unit="ratio", cells=cells)
        )
    return tuple(facts)


def floats(grid: Grid, measure: OutputColumn, rows: Sequence[int]) -> list[float]:
    cells = grid.cells(measure)
    return [float(number) for number in (exact(cells[row]) for row in rows) if number is not None]
