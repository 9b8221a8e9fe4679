"""Whether a chart can be drawn from a result: its columns are there, of a fitting type, and its specification is valid."""

from __future__ import annotations

from charts import vega_lite
from core.chart import Chart, Encoding, Mark
from core.errors import InvalidInput
from core.result import Result
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, ColumnType
from core.ways import Declined

_NEEDED: dict[Mark, frozenset[str]] = {
    "bar": frozenset({"x", "y"}),
    "line": frozenset({"x", "y"}),
    "area": frozenset({"x", "y"}),
    "point": frozenset({"x", "y"}),
    "rect": frozenset({"x", "y"}),
    "arc": frozenset({"theta", "color"}),
    "histogram": frozenset({"x"}),
    "box": frozenset({"x"}),
    "map": frozenset({"x", "y"}),
    "number": frozenset({"text"}),
}
_DATED_TEXT: ColumnType = "text"


def check_chart(chart: Chart, result: Result) -> Chart:
    """The chart, if it is sound; raises Declined with what is not."""
    missing = sorted(_NEEDED[chart.mark] - {encoding.channel for encoding in chart.encodings})
    if missing:
        raise Declined(f"A {chart.mark} chart needs {' and '.join(missing)}.")
    types = {column.name: column.type for column in result.columns}
    for encoding in chart.encodings:
        _check_encoding(encoding, types)
    if chart.mark == "bar" and not any(encoding.scale == "quantitative" for encoding in chart.encodings):
        raise Declined("A bar needs a number for its length.")
    try:
        vega_lite(chart, result)
    except InvalidInput as invalid:
        raise Declined(invalid.message) from None
    return chart


def _check_encoding(encoding: Encoding, types: dict[str, ColumnType]) -> None:
    if encoding.field not in types:
        raise Declined(f"The chart shows “{encoding.field}”, which the result does not have.")
    type_ = types[encoding.field]
    if encoding.scale == "quantitative" and type_ not in NUMERIC_TYPES:
        raise Declined(f"“{encoding.field}” holds {type_} values, which have no length.")
    if encoding.scale == "temporal" and type_ not in TEMPORAL_TYPES and type_ != _DATED_TEXT:
        raise Declined(f"“{encoding.field}” holds {type_} values, which are no dates.")
