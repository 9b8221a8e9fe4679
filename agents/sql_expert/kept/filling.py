"""A saved query with values for its parameters → what runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from agents.sql_expert.kept.periods import days_of, period_condition_of, reanchored
from core.errors import InvalidInput, UnknownName
from core.model import SemanticModel
from core.plan import FieldRef, Plan
from core.query import Query
from core.saved import Parameter, ParameterValue, SavedQuery, Scalar
from semantic_layer import compile_plan, lift_query
from semantic_layer.compiler.paths import SeveralPaths
from wire import dump, load

_TRUE, _FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The query as it runs, and what each parameter is in it."""

    query: Query
    values: Mapping[str, ParameterValue]


def fill(saved: SavedQuery, given: Mapping[str, ParameterValue], model: SemanticModel, today: date) -> Filled:
    """Raises InvalidInput for a value that cannot be one, UnknownName, GuardRefusal, and what the compiler refuses."""
    values = values_of(saved, given)
    day = date.fromisoformat(saved.as_of) if saved.as_of else today
    if saved.plan is None:
        return Filled(query=_filled_sql(saved, values, model, day), values=values)
    plan = reanchored(filled_plan(saved, values, model, day), model, day)
    try:
        return Filled(query=compile_plan(plan, model), values=values)
    except SeveralPaths as several:
        raise InvalidInput(f"{several.start} and {several.goal} are linked in several ways now.") from None


def values_of(saved: SavedQuery, given: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
    """Of every parameter: what was given, else its default. Raises UnknownName and InvalidInput."""
    known = {one.name: one for one in saved.parameters}
    for name in given:
        if name not in known:
            raise UnknownName("parameter", name, known)
    return {
        name: typed_value(one, given[name]) if given.get(name) is not None else one.default
        for name, one in known.items()
    }


def typed_value(parameter: Parameter, value: ParameterValue) -> ParameterValue:
    """Text that a number, date or truth value was written as is read as one. Raises InvalidInput."""
    if isinstance(value, list | tuple):
        if not parameter.many:
            raise InvalidInput(f"“{parameter.name}” takes one value.")
        return tuple(_typed(parameter, each) for each in value)
    typed = _typed(parameter, value)
    return (typed,) if parameter.many else typed


def _typed(parameter: Parameter, value: Scalar) -> Scalar:
    try:
        typed = _READERS[parameter.type](value)
    except (ValueError, TypeError, InvalidOperation):
        raise InvalidInput(
            f"“{str(value)[:80]}” cannot be “{parameter.name}”, which is a {_SPOKEN[parameter.type]}."
        ) from None
    if parameter.choices and typed not in parameter.choices:
        allowed = ", ".join(str(one) for one in parameter.choices[:12])
        raise InvalidInput(
            f"“{typed}” is none of the choices of “{parameter.name}”.", hint=f"Choose one of: {allowed}."
        )
    return typed


def _text(value: Scalar) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _integer(value: Scalar) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError
    return int(number)


def _number(value: Scalar) -> int | float:
    if isinstance(value, bool) or value is None:
        raise TypeError
    number = Decimal(str(value).strip())
    if not math.isfinite(number):
        raise ValueError
    return int(number) if number == number.to_integral_value() and abs(number) < 2**63 else float(number)


def _boolean(value: Scalar) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word not in _TRUE | _FALSE:
        raise ValueError
    return word in _TRUE


def _date(value: Scalar) -> str:
    return date.fromisoformat(_text(value).strip()).isoformat()


_READERS: Mapping[str, Callable[[Scalar], Scalar]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "period": _text,
}
_SPOKEN = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "truth value (true or false)",
    "date": "date (like 2024-05-31)",
    "period": "period",
}


def filled_plan(saved: SavedQuery, values: Mapping[str, ParameterValue], model: SemanticModel, today: date) -> Plan:
    """Raises InvalidInput for a place that the Plan does not have."""
    assert saved.plan is not None
    document = dump(saved.plan)
    for parameter in saved.parameters:
        value = values[parameter.name]
        stands = value is None or (parameter.type == "period" and value == parameter.default)
        for pointer in () if stands else parameter.fills:
            _put(document, pointer, parameter, value, model, today)
    return load(Plan, document)


def check_places(saved: SavedQuery) -> None:
    """Raises InvalidInput where a parameter fills nothing, or a place that is not there."""
    document = dump(saved.plan)
    for parameter in saved.parameters:
        if not parameter.fills:
            raise InvalidInput(f"The parameter “{parameter.name}” fills no place of the Plan.")
        for pointer in parameter.fills:
            place_of(document, pointer, parameter)


def _put(
    document: Any, pointer: str, parameter: Parameter, value: ParameterValue, model: SemanticModel, today: date
) -> None:
    holder, key = place_of(document, pointer, parameter)
    if parameter.type == "period":
        of = load(FieldRef, holder[key]["of"])
        holder[key] = dump(period_condition_of(str(value), of, model, today))
    elif isinstance(value, tuple):
        kind = holder[key][0]["type"] if holder[key] else parameter.type
        holder[key] = [{"kind": "value", "value": _constant(each, kind), "type": kind} for each in value]
    else:
        holder[key] = _constant(value, holder.get("type", parameter.type)) if isinstance(holder, dict) else value


def _constant(value: Scalar, kind: str) -> Scalar:
    """As the Plan writes constants of a type: decimals as text."""
    return str(value) if kind == "decimal" and value is not None else value


def place_of(document: Any, pointer: str, parameter: Parameter) -> tuple[Any, Any]:
    """What holds a parameter's value in a Plan as JSON, and the key it has there. Raises InvalidInput."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    holder, key = None, None
    found = document
    try:
        for step in steps:
            holder, key = found, int(step) if isinstance(found, list) else step
            found = holder[key]
    except (KeyError, IndexError, ValueError, TypeError):
        holder = None
    fits = parameter.type != "period" or (isinstance(found, dict) and isinstance(found.get("of"), dict))
    if holder is None or not pointer.startswith("/") or not fits or (parameter.many and not isinstance(found, list)):
        raise InvalidInput(f"The parameter “{parameter.name}” cannot fill “{pointer}” of the Plan.")
    return holder, key


def _filled_sql(saved: SavedQuery, values: Mapping[str, ParameterValue], model: SemanticModel, today: date) -> Query:
    from warehouse.sql_parameters import Constant, DateText, with_constants

    constants: dict[str, Constant] = {}
    for parameter in saved.parameters:
        value = values[parameter.name]
        if parameter.type == "period":
            start, end = days_of(str(value), model, today) if value is not None else (None, None)
            constants[f"{parameter.name}_start"] = DateText(iso=start[:10]) if start else None
            constants[f"{parameter.name}_end"] = DateText(iso=end[:10]) if end else None
        elif parameter.type == "date":
            constants[parameter.name] = _dates(value)
        else:
            constants[parameter.name] = value
    sql = with_constants(saved.sql or "", constants) if saved.parameters else saved.sql or ""
    return lift_query(sql, model)


def _dates(value: ParameterValue) -> Any:
    from warehouse.sql_parameters import DateText

    if isinstance(value, tuple):
        return tuple(DateText(iso=str(each)) for each in value)
    return None if value is None else DateText(iso=str(value))
