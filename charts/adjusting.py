"""A chart of another kind, order, size or scale than the one chosen, where the data allows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from charts.cells import number
from charts.choosing.choose import choose_chart, why_not_drawn
from charts.largest import largest_and_other, ordered_names, values_of
from core.chart import Channel, Chart, ChartAdjustment, Encoding, Mark
from core.query import OutputColumn
from core.result import Result

Adjusting = Literal["sort", "top", "log", "swap"]
_FEWEST = 3
_SWAPPED: dict[Channel, Channel] = {"x": "y", "y": "x"}
_KINDS: tuple[Mark, ...] = ("bar", "line", "area", "point", "rect", "arc", "histogram", "box", "map")
_LOG_MARKS = frozenset({"line", "point"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """`result` is what is drawn. `marks` and `refused` say why a kind, or an adjustment, cannot be had; None where it can."""

    chart: Chart
    result: Result
    marks: dict[Mark, str | None]
    refused: dict[Adjusting, str | None]


def adjust(
    result: Result,
    columns: Sequence[OutputColumn],
    title: str,
    subtitle: str,
    wanted: ChartAdjustment,
    null_labels: Mapping[str, str] | None = None,
    until: date | None = None,
) -> Adjusted | None:
    """None where nothing can be drawn at all. What the data does not allow is left as it was."""

    def chosen(rows: Result, mark: Mark | None) -> Chart | None:
        return choose_chart(rows, columns, title, subtitle, wanted=mark, null_labels=null_labels, until=until)

    chart = chosen(result, wanted.mark)
    if chart is None:
        return None
    marks = {mark: _why_no(mark, chosen(result, mark)) for mark in _KINDS}
    refused = _refused(chart, result)
    shown, last = result, None
    category = _category(chart)
    if wanted.top is not None and category is not None and refused["top"] is None:
        shown, last = largest_and_other(result, columns, category, _measure(chart), wanted.top)
        chart = chosen(shown, wanted.mark) or chart
    category = _category(chart)
    if category is not None and (wanted.sort is not None or last is not None):
        order = ordered_names(shown, category, _measure(chart), wanted.sort or "largest", last)
        chart = _with(chart, category, replace(category, sort=order))
    if wanted.log and refused["log"] is None:
        chart = replace(chart, encodings=tuple(map(_logarithmic, chart.encodings)))
    if wanted.swap and refused["swap"] is None:
        chart = replace(chart, encodings=tuple(map(_swapped, chart.encodings)))
    return Adjusted(chart=chart, result=shown, marks=marks, refused=refused)


def _why_no(mark: Mark, drawn: Chart | None) -> str | None:
    return None if drawn is not None and drawn.mark == mark else why_not_drawn(mark)


def _refused(chart: Chart, result: Result) -> dict[Adjusting, str | None]:
    category = _category(chart)
    several = category is not None and len(set(map(str, values_of(result, category.field)))) > _FEWEST
    alone = several and not any(each.channel in ("color", "offset", "column") for each in chart.encodings)
    return {
        "sort": None if category is not None else "Periods and numbers keep their order.",
        "top": None if alone else "Needs more than three categories along one axis, and nothing told by colour.",
        "log": _why_no_log(chart, result),
        "swap": None if chart.mark in ("bar", "rect") else "Only bars and heat maps can be turned.",
    }


def _why_no_log(chart: Chart, result: Result) -> str | None:
    if chart.mark not in _LOG_MARKS:
        return "Bars, areas and slices begin at zero, which a logarithmic scale does not have."
    fields = [each.field for each in chart.encodings if _is_upright_number(each)]
    values = [number(cell) for field in fields for cell in values_of(result, field)]
    if not values or any(value is not None and value <= 0 for value in values):
        return "A logarithmic scale needs values above zero."
    return None


def _category(chart: Chart) -> Encoding | None:
    """What the chart tells apart by name, along an axis."""
    return next((each for each in chart.encodings if each.scale == "nominal" and each.channel in ("x", "y")), None)


def _measure(chart: Chart) -> str:
    return next(each.field for each in chart.encodings if each.scale == "quantitative")


def _with(chart: Chart, old: Encoding, new: Encoding) -> Chart:
    return replace(chart, encodings=tuple(new if each == old else each for each in chart.encodings))


def _logarithmic(encoding: Encoding) -> Encoding:
    return replace(encoding, log=_is_upright_number(encoding))


def _is_upright_number(encoding: Encoding) -> bool:
    return encoding.scale == "quantitative" and encoding.channel == "y"


def _swapped(encoding: Encoding) -> Encoding:
    return replace(encoding, channel=_SWAPPED.get(encoding.channel, encoding.channel))
