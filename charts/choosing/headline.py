"""One number with its change, for a tile of a dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from charts.cells import moment
from charts.choosing.arranging import partial_of
from charts.choosing.encode import encode_measure, encode_time, time_pattern
from charts.formats import full_pattern, written_moment
from charts.shape import Field, shape_of
from core.chart import Chart
from core.query import OutputColumn
from core.result import Result


def choose_number(
    result: Result, columns: Sequence[OutputColumn], title: str, subtitle: str = "", *, until: date | None = None
) -> Chart | None:
    """The single row's first measure, or that of the last whole period; None for other shapes.

    A comparison beside it is its change. `until` is the last day that there is data of.
    """
    shape = shape_of(result, columns)
    time = shape.time
    measure = shape.measures[0] if shape.measures else None
    if measure is None or shape.groups or (time is None and shape.rows != 1) or len(shape.times) > 1:
        return None
    change = next((field for field in shape.comparisons if field.column.of in (measure.column.name, None)), None)
    partial = partial_of(time, until) if time is not None else None
    value = encode_measure("text", measure)
    encodings = [replace(value, format=full_pattern(value.format, value.unit, _numbers(measure)))]
    encodings += [encode_measure("change", change)] if change is not None else []
    encodings += [encode_time("x", time)] if time is not None else []
    said = _period_shown(time, partial) if time is not None else ""
    return Chart(
        mark="number",
        encodings=tuple(encodings),
        title=title,
        subtitle=" · ".join(part for part in (said, subtitle, change.column.label if change else "") if part),
        partial=partial,
    )


def _numbers(measure: Field) -> list[float]:
    return [value for value in measure.values if isinstance(value, int | float)]


def _period_shown(time: Field, partial: str | None) -> str:
    whole = [cell for value, cell in zip(time.values, time.cells, strict=True) if str(value) != partial]
    moments = [when for when in map(moment, whole) if when is not None]
    return written_moment(max(moments), time_pattern(time)) if moments else ""
