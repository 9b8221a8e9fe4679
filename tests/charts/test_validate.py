from __future__ import annotations

from typing import Any

import pytest

from charts import validate
from charts.spec.validate import _schema, _validator
from charts.theme import THEMES, config
from core.errors import InvalidInput

SOUND: dict[str, Any] = {
    "data": {"values": [{"a": "x", "b": 1, "url": "https://example.org"}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}},
}


def changed(**parts: Any) -> dict[str, Any]:
    return {**SOUND, **parts}


def test_a_sound_specification_passes_whatever_its_rows_hold() -> None:
    validate(SOUND)


@pytest.mark.parametrize("ground", sorted(THEMES))
def test_our_own_configs_are_valid(ground: str) -> None:
    spec = {**SOUND, "config": config("dark" if ground == "dark" else "light")}
    assert _validator("TopLevelUnitSpec").is_valid(spec)
    assert "TopLevelSpec" in _schema()["definitions"]


@pytest.mark.parametrize(
    "unsound",
    [
        changed(mark="bars"),
        changed(encoding={"x": {"field": "a", "type": "numeric"}}),
        changed(width="wide"),
        changed(width=10**9),
        changed(height={"step": 10**9}),
        changed(config={"axis": {"labelFontSize": "large"}}),
        {"data": {"values": []}},
        [],
        "bar",
    ],
)
def test_what_is_not_vega_lite_is_refused(unsound: object) -> None:
    with pytest.raises(InvalidInput):
        validate(unsound)


@pytest.mark.parametrize(
    "fetching",
    [
        changed(data={"url": "https://example.org/rows.json"}),
        changed(data={"values": [], "url": "file:///etc/passwd"}),
        changed(data={"name": "elsewhere"}),
        changed(data={"values": "a,b\n1,2"}),
        changed(data={"values": [1, 2]}),
        changed(datasets={"other": []}),
        changed(transform=[{"lookup": "a", "from": {"data": {"url": "https://example.org"}, "key": "a"}}]),
        changed(mark={"type": "image", "url": "https://example.org/a.png"}),
        changed(encoding={"url": {"field": "a", "type": "nominal"}}),
        changed(mark={"type": "bar", "href": "javascript:alert(1)"}),
        changed(encoding={"href": {"value": "javascript:alert(1)"}}),
        changed(layer=[{"mark": "bar", "data": {"url": "https://example.org"}}]),
        changed(usermeta={"embedOptions": {"loader": {}}}),
    ],
)
def test_what_would_fetch_or_link_is_refused(fetching: object) -> None:
    with pytest.raises(InvalidInput):
        validate(fetching)


@pytest.mark.parametrize(
    "running",
    [
        changed(transform=[{"calculate": "window.alert(1)", "as": "b"}]),
        changed(transform=[{"calculate": "datum['a'].constructor.constructor('alert(1)')()", "as": "b"}]),
        changed(transform=[{"calculate": 'datum["a"] + alert(1)', "as": "b"}]),
        changed(transform=[{"filter": "datum.b > 1"}]),
        changed(transform=[{"filter": {"and": [{"field": "a", "equal": "x"}, "true"]}}]),
        changed(transform=[{"filter": {"not": "alert(1)"}}]),
        changed(encoding={"color": {"condition": {"test": "alert(1)", "value": "red"}, "value": "blue"}}),
        changed(mark={"type": "bar", "color": {"expr": "alert(1)"}}),
        changed(params=[{"name": "p", "expr": "alert(1)"}]),
        changed(width={"signal": "innerWidth"}),
        changed(encoding={"tooltip": [{"field": "a", "type": "nominal", "title": '\\": alert(1), "'}]}),
        changed(encoding={"x": {"field": "a", "type": "nominal", "axis": {"title": ["fine", "\\"]}}}),
        changed(encoding={"x": {"field": "a", "type": "nominal", "axis": {"labelExpr": "alert(datum.label)"}}}),
    ],
)
def test_what_would_run_is_refused(running: object) -> None:
    with pytest.raises(InvalidInput):
        validate(running)


@pytest.mark.parametrize(
    "expression",
    [
        'datum["month of year"] === 1 ? "Jan" : datum["month of year"]',
        'datum.value === null ? "no \\"value\\"" : datum.label',
        'replace(format(datum["a"], "$.3~s"), "G", "B")',
        'utcFormat(toDate(datum.value), "%b %Y")',
    ],
)
def test_the_expressions_that_charts_use_pass(expression: str) -> None:
    validate(changed(transform=[{"calculate": expression, "as": "c"}]))


def test_the_place_of_a_mistake_is_named() -> None:
    with pytest.raises(InvalidInput, match="width"):
        validate(changed(width="wide"))
