"""Maps: points by longitude and latitude, where a result has both."""

from __future__ import annotations

import re

from charts.choosing.encode import SERIES, Draft, encode_category, encode_measure, ranked
from charts.shape import Field, Shape
from core.chart import Channel, Encoding
from core.table import NUMERIC_TYPES

MOST_PLACES = 5000
_FEWEST = 2
_LATITUDE = re.compile(r"(?:^|[_\s.])(?:lat|latitude)(?:$|[_\s.])", re.IGNORECASE)
_LONGITUDE = re.compile(r"(?:^|[_\s.])(?:lon|lng|long|longitude)(?:$|[_\s.])", re.IGNORECASE)


def map_of(shape: Shape) -> Draft | None:
    """A point for each row with both coordinates, sized by the first other measure."""
    latitude = _coordinate(shape, _LATITUDE, 90.0)
    longitude = _coordinate(shape, _LONGITUDE, 180.0)
    if latitude is None or longitude is None or shape.rows < _FEWEST:
        return None
    axes = (_degrees("x", longitude), _degrees("y", latitude))
    others = [field for field in shape.measures if field not in (latitude, longitude)]
    sizes = tuple(encode_measure("size", field) for field in others[:1] if min(field.numbers) >= 0)
    groups = [group for group in shape.groups if len(group.distinct) <= SERIES]
    colours = tuple(encode_category("color", group, ranked(group, latitude)) for group in groups[:1])
    notes = (f"The first {MOST_PLACES:,} of {shape.rows:,} places are drawn.",) if shape.rows > MOST_PLACES else ()
    return Draft(mark="map", encodings=(*axes, *sizes, *colours), notes=notes)


def _coordinate(shape: Shape, named: re.Pattern[str], most: float) -> Field | None:
    for field in shape.columns:
        if field.column.type not in NUMERIC_TYPES or not (
            named.search(field.column.name) or named.search(field.column.label)
        ):
            continue
        if field.numbers and max(map(abs, field.numbers)) <= most and len(set(field.numbers)) > 1:
            return field
    return None


def _degrees(channel: Channel, field: Field) -> Encoding:
    return Encoding(
        channel=channel, field=field.column.name, scale="quantitative", title=field.column.label, format=",.4~f"
    )
