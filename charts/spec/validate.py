"""Whether a specification is Vega-Lite, and holds nothing that fetches or runs."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charts.theme import config
from core.errors import InvalidInput

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_SCHEMA = Path("vegalite", "v6", "schema", "vega-lite-schema.json")
_FETCHING = frozenset(
    {"url", "href", "signal", "signals", "expr", "params", "param", "selection", "bind", "embedOptions"}
)
_STAGE = "checking a chart"
_LARGEST_SIDE = 10_000

_TEXT = r'"(?:[^"\\\n]|\\.)*"'
_SOURCE = rf"datum(?:\.value|\.label|\[{_TEXT}\])"
_VALUE = rf"(?:{_TEXT}|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)"
_NUMBER = rf"replace\(format\({_SOURCE}, {_TEXT}\), {_TEXT}, {_TEXT}\)"
_TIME = rf"toDate\({_SOURCE}\)"
_PERIOD = rf"utcFormat\(toDate\({_SOURCE}\), {_TEXT}\)"
_EXPRESSION = re.compile(rf"(?:{_SOURCE} === {_VALUE} \? {_TEXT} : )*(?:{_SOURCE}|{_NUMBER}|{_PERIOD}|{_TIME})")


def validate(spec: object) -> None:
    """Raises InvalidInput that names the place.

    Rows cannot make a specification invalid, so that they are left out of what the schema is held against.
    """
    if not isinstance(spec, dict):
        raise InvalidInput("A chart specification is an object.", stage=_STAGE)
    without_rows = _without_own_config({**spec, "data": _without_rows(spec.get("data"))})
    _refuse(without_rows, "spec")
    if not _fits(json.dumps(without_rows, default=str)):
        place = _misfit(_validator(_definition(without_rows)), without_rows)
        raise InvalidInput(f"This is not a Vega-Lite chart: {place} does not fit its schema.", stage=_STAGE)


@lru_cache(maxsize=256)
def _fits(spec: str) -> bool:
    """Of a specification as text: the same question asked again has the same chart but for its rows."""
    without_rows = json.loads(spec)
    return bool(_validator(_definition(without_rows)).is_valid(without_rows))


def _definition(spec: dict[str, Any]) -> str:
    """What the specification can only be; trying it as each kind of Vega-Lite in turn takes three times as long."""
    if "layer" in spec:
        return "TopLevelLayerSpec"
    if "facet" in spec:
        return "TopLevelFacetSpec"
    return "TopLevelUnitSpec" if "mark" in spec else "TopLevelSpec"


@cache
def _validator(definition: str) -> Validator:
    from jsonschema import Draft7Validator

    return Draft7Validator({**_schema(), "$ref": f"#/definitions/{definition}"})


@cache
def _schema() -> dict[str, Any]:
    """It lies in altair's files; altair itself takes a second to import."""
    found = importlib.util.find_spec("altair")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("altair")
    schema: dict[str, Any] = json.loads((Path(found.origin).parent / _SCHEMA).read_bytes())
    return schema


def _without_own_config(spec: dict[str, Any]) -> dict[str, Any]:
    """Half of the time goes into a config; ours is known to be valid."""
    given = spec.get("config")
    if not isinstance(given, dict):
        return spec
    rest = {name: value for name, value in given.items() if name != "locale"}
    if rest not in (config("light"), config("dark")):
        return spec
    return {**spec, "config": {name: value for name, value in given.items() if name == "locale"}}


def _misfit(validator: Validator, spec: dict[str, Any]) -> str:
    from jsonschema.exceptions import best_match

    error = best_match(validator.iter_errors(spec))
    return ".".join(str(step) for step in error.absolute_path) or "spec"


def _without_rows(data: object) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != {"values"} or not isinstance(data["values"], list):
        raise InvalidInput("A chart holds its rows in data.values, and reads none from elsewhere.", stage=_STAGE)
    if not all(isinstance(row, dict) for row in data["values"]):
        raise InvalidInput("Each row of data.values is an object.", stage=_STAGE)
    return {"values": []}


def _refuse(part: object, place: str) -> None:
    if isinstance(part, list):
        for index, item in enumerate(part):
            _refuse(item, f"{place}.{index}")
    elif isinstance(part, dict):
        for name, value in part.items():
            _refuse_entry(name, value, f"{place}.{name}")
            if place != "spec" or name != "usermeta":
                _refuse(value, f"{place}.{name}")


def _refuse_entry(name: object, value: object, place: str) -> None:
    if name in _FETCHING or (name in ("data", "datasets", "lookup") and place != "spec.data"):
        raise InvalidInput(f"{place} is not allowed in a chart: it may fetch or run something.", stage=_STAGE)
    if name in ("width", "height", "step") and isinstance(value, int | float) and not value <= _LARGEST_SIDE:
        raise InvalidInput(f"{place} is more than {_LARGEST_SIDE:,} pixels.", stage=_STAGE)
    if name in ("calculate", "labelExpr") and not (isinstance(value, str) and _EXPRESSION.fullmatch(value)):
        raise InvalidInput(f"{place} holds an expression that charts do not use.", stage=_STAGE)
    if name in ("filter", "test") and not _is_predicate(value):
        raise InvalidInput(f"{place} holds an expression; filters name a field and a value.", stage=_STAGE)
    if name in ("title", "format") and ".encoding" in place and _has_backslash(value):
        raise InvalidInput(f"{place} holds a backslash, which could be read as code.", stage=_STAGE)
    if name == "usermeta" and not (isinstance(value, dict) and set(value) <= {"columns"}):
        raise InvalidInput(f"{place} may only name columns.", stage=_STAGE)


def _has_backslash(value: object) -> bool:
    """Vega-Lite writes titles and formats into expressions, with quotes escaped and backslashes as they are."""
    return any("\\" in part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str))


def _is_predicate(value: object) -> bool:
    """Filters as objects, on any depth; text would be an expression."""
    if not isinstance(value, dict):
        return False
    for word in ("and", "or"):
        if word in value:
            return isinstance(value[word], list) and all(_is_predicate(part) for part in value[word])
    return _is_predicate(value["not"]) if "not" in value else isinstance(value.get("field"), str)
