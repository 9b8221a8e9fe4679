"""Reports whose text is as hostile as a file can make it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.answer import CountedRows, Receipt, TableUsed
from core.chart import ChartSeries, ChartTable
from core.result import Result, ResultColumn
from exports.report import Part, Report

MADE = datetime(2026, 5, 9, 14, 2, tzinfo=UTC)
COLOURS = ("#0B63AE", "#E06C94")
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '#import "x": *\n#panic()',
    "a\u202egnp.exe",
    "tab\there\x07\x1b[31m",
    "{{ 7 * 7 }}{% raw %}",
    "\\u{1F600} $x^2$ `raw` @ref <label>",
    "Ελληνικά Кириллица",
)


def receipt(sql: str = "SELECT 1") -> Receipt:
    used = TableUsed(name="orders", version=3, file="orders.csv", rows=46_338, imported_at=MADE)
    return Receipt(
        decided_by="rules",
        read_as="revenue by region",
        sql=sql,
        tables=(used,),
        rows_in=46_338,
        rows_kept=46_218,
        filters=(CountedRows(label="status is “paid”", rows=111),),
        nulls_left_out=(CountedRows(label="date", rows=120),),
    )


def result(rows: int = 3, *, names: tuple[str, ...] = HOSTILE) -> Result:
    columns = (ResultColumn(name="region", type="text"), ResultColumn(name="revenue", type="decimal"))
    cells = tuple((names[at % len(names)], at * 10 - 5) for at in range(rows))
    return Result(columns=columns, rows=cells, row_count=rows, truncated=False, elapsed=0.0)


def bars(names: tuple[str, ...] = HOSTILE, **changed: object) -> ChartTable:
    values = tuple(float(at * 10 + 5) for at in range(len(names)))
    given: dict[str, object] = {
        "kind": "column",
        "categories": names,
        "series": (ChartSeries(name="=Revenue", values=values),),
        "title": "=Sheet1!$A$1",
        "category_title": "Region",
        "value_title": "=Revenue!$A$1",
        "colours": COLOURS,
        **changed,
    }
    return ChartTable(**given)  # type: ignore[arg-type]


def months() -> ChartTable:
    days = (date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1))
    series = (
        ChartSeries(name="north", values=(1.0, None, 3.5)),
        ChartSeries(name="south", values=(2.0, 2.5, None)),
    )
    names = ("Jan 2024", "Feb 2024", "Mar 2024")
    return bars(names, kind="line", series=series, days=days, day_pattern="%b %Y", title="Revenue by month")


def points() -> ChartTable:
    series = (
        ChartSeries(name="a", x=(1.0, 2.0), values=(3.0, 4.0)),
        ChartSeries(name="b", x=(5.0, 6.0, 7.0), values=(8.0, 9.0, 10.0)),
    )
    return bars((), kind="scatter", series=series, title="Points")


def part(**changed: object) -> Part:
    given: dict[str, object] = {
        "title": "Revenue was highest in “west”: 42.",
        "question": "revenue by region",
        "sentences": ("Revenue was highest in “west”: 42.", "It was lowest in “=1+1”: 7."),
        "result": result(),
        "rows": 3,
        "table": bars(),
        "receipt": receipt(),
        **changed,
    }
    return Part(**given)  # type: ignore[arg-type]


def report(*parts: Part, **changed: object) -> Report:
    given: dict[str, object] = {
        "title": "Revenue was highest in “west”: 42.",
        "parts": parts or (part(),),
        "made_at": MADE,
        "link": "https://example.org/t/1",
        **changed,
    }
    return Report(**given)  # type: ignore[arg-type]
