"""A result for each shape that gets a chart, with the chart it gets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from charts import Sort, Wish, choose_chart, choose_number
from core.chart import Chart, Mark
from core.query import OutputColumn
from core.result import Result
from tests.charts.results import category, column, count, month, months, result, revenue

Shown = tuple[Chart, Result]
_LABELS = [f"name {number}" for number in range(30)]


def drawn(
    columns: Sequence[OutputColumn], rows: Sequence[Sequence[Any]], wanted: Mark | Wish | None = None, **more: Any
) -> Shown:
    rows_of = result(columns, rows)
    chart = choose_chart(rows_of, columns, "A finding", "Revenue, EUR", wanted=wanted, **more)
    assert chart is not None
    return chart, rows_of


def _numbers() -> dict[str, Shown]:
    change = column("change", "float", "comparison", unit="ratio", of="revenue", label="Change from the month before")
    over_time = [months(), revenue(), change]
    rows = [[month(n), Decimal(100 + n), None if n == 0 else 0.01 * n] for n in range(6)]
    columns = [revenue()]
    shown: dict[str, Shown] = {}
    for name, described, values, until in (
        ("number", columns, [[Decimal("1234.5")]], None),
        ("number with change", over_time, rows, None),
        ("number of the last whole month", over_time, rows, date(2024, 6, 3)),
    ):
        rows_of = result(described, values)
        chart = choose_number(rows_of, described, "Revenue", until=until)
        assert chart is not None
        shown[name] = chart, rows_of
    return shown


def _over_time() -> dict[str, Shown]:
    line = [[month(n), Decimal(50 + n * n)] for n in range(12)]
    gaps = [row for index, row in enumerate(line) if index != 5]
    many = [[month(n), f"r{size}", Decimal(size + n)] for n in range(6) for size in range(1, 11)]
    few = [row for row in many if row[1] in ("r1", "r9")]
    three = [[*row[:2], channel, row[2]] for row in few for channel in ("web", "shop")]
    return {
        "line": drawn([months(), revenue()], line),
        "line with a gap": drawn([months(), revenue()], gaps),
        "line with a partial month": drawn([months(), revenue()], line, until=date(2024, 12, 9)),
        "bars with a partial month": drawn([months(), revenue()], line, "bar", until=date(2024, 12, 9)),
        "area": drawn([months(), revenue()], line, "area"),
        "lines": drawn([months(), category(), revenue()], few),
        "lines with a partial month": drawn([months(), category(), revenue()], few, until=date(2024, 6, 9)),
        "lines and others": drawn([months(), category(), revenue()], many),
        "stacked area": drawn([months(), category(), revenue()], few, "area"),
        "stacked bars over time": drawn([months(), category(), revenue()], few, "bar"),
        "two measures": drawn(
            [months(), revenue(), revenue("cost")], [[*row, Decimal(n)] for n, row in enumerate(line)]
        ),
        "years": drawn(
            [column("year", "integer", "dimension", part="year"), count()], [[2000 + n, n] for n in range(9)]
        ),
        "hours": drawn(
            [column("at", "timestamp", "dimension", grain="hour"), count()],
            [[datetime(2024, 3, 1, n), n] for n in range(20)],  # noqa: DTZ001
        ),
        "small multiples": drawn([months(), category(), category("channel"), revenue()], three),
        "small multiples that were asked for": drawn(
            [months(), category(), revenue()], few, Wish(mark="line", series="region", multiples=True)
        ),
    }


def _by_category() -> dict[str, Shown]:
    five = [[name, Decimal(9 - n)] for n, name in enumerate(_LABELS[:5])]
    two = [[name, kind, Decimal(n + 1)] for n, name in enumerate(_LABELS[:5]) for kind in ("a", "b")]
    wide = [[name, kind, Decimal(n + 1)] for n, name in enumerate(_LABELS[:9]) for kind in "abcdefgh"]
    return {
        "bars": drawn([category(), revenue()], five),
        "bars with a null": drawn([category(), revenue()], [*five, [None, Decimal(2)]]),
        "lying bars": drawn([category(), revenue()], [[name, Decimal(n)] for n, name in enumerate(_LABELS)]),
        "bars in the order of names": drawn(
            [category(), revenue()], five, Wish(mark="bar", sort=Sort(by="x", descending=True))
        ),
        "changes": drawn([category(), revenue(unit=None)], [["up", Decimal(3)], ["down", Decimal(-3)]]),
        "bars beside each other": drawn([category(), category("kind"), revenue()], two),
        "stacked bars": drawn([category(), category("kind"), revenue()], two, Wish(mark="bar", layout="stacked")),
        "stacked bars with others": drawn([category(), category("kind"), revenue()], wide, "bar"),
        "heat map": drawn([category(), category("kind"), revenue()], wide, "rect"),
        "pie": drawn([category(), revenue()], five, "arc"),
        "pie with others": drawn([category(), revenue()], [[n, Decimal(i + 1)] for i, n in enumerate(_LABELS)], "arc"),
        "dots": drawn([category(), revenue()], [["a", Decimal(1)], ["a", Decimal(2)], ["b", Decimal(4)]]),
        "odd names": drawn(
            [column('a.b["c"]', "text", "dimension"), revenue("x'y\\z")],
            [['"; alert(1)', Decimal(1)], ["b", Decimal(2)]],
        ),
    }


def _spread() -> dict[str, Shown]:
    pairs = [[n % 7, Decimal(n * n % 31), "abcdefghij"[n % 10]] for n in range(40)]
    described = [column("weight", "integer", "measure"), revenue(unit=None), category("kind")]
    crowd = [[n % 97, Decimal(n % 89)] for n in range(5100)]
    raw = [column("price", "decimal", "row"), column("kind", "text", "row")]
    prices = [[Decimal(n * n % 53), "ab"[n % 2]] for n in range(60)]
    places = [column("lat", "float", "row"), column("lon", "float", "row"), column("people", "integer", "row")]
    return {
        "scatter": drawn(described[:2], [row[:2] for row in pairs], "point"),
        "coloured scatter": drawn(described, pairs, Wish(mark="point", series="kind")),
        "too many points": drawn(described[:2], crowd),
        "histogram": drawn(raw, prices, "histogram"),
        "box plots": drawn(raw, prices, "box"),
        "box plot": drawn(raw[:1], [row[:1] for row in prices], "box"),
        "map": drawn(places, [[52.5, 13.4, 3_600_000], [48.1, 11.6, 1_500_000], [53.6, 10.0, 1_900_000]]),
        "map of points": drawn(places[:2], [[-33.9, 151.2], [-37.8, 145.0]]),
    }


def gallery() -> dict[str, Shown]:
    return {**_numbers(), **_over_time(), **_by_category(), **_spread()}
