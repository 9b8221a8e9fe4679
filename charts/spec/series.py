"""Several measures of one unit as series of one chart."""

from __future__ import annotations

from charts.cells import Plain
from charts.spec.channels import own_title
from charts.spec.names import datum, named_values
from charts.spec.table import Drawn, Spec
from core.chart import Encoding


def fold(measures: tuple[Encoding, ...], drawn: Drawn, key: str, value: str) -> tuple[list[Spec], Spec]:
    """Measures as series: the transforms, and the colour channel that names them by their titles."""
    titles = titles_of(measures, drawn)
    named = named_values(datum(key), datum(key), dict(titles))
    transforms: list[Spec] = [{"fold": list(titles), "as": [key, value]}, {"calculate": named, "as": key}]
    colour: Spec = {
        "field": key,
        "type": "nominal",
        "scale": {"domain": list(titles.values()), "range": "category"},
        "legend": {"title": None},
    }
    return transforms, colour


def titles_of(measures: tuple[Encoding, ...], drawn: Drawn) -> dict[Plain, str]:
    """A title for each field, no two the same."""
    titles: dict[Plain, str] = {}
    for measure in measures:
        field = drawn.field(measure)
        title = own_title(measure, measure.unit)
        titles[field] = title if title not in titles.values() else f"{title} ({field})"
    return titles
