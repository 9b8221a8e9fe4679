"""What people set of a field; a role may turn a dimension into a measure and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from core.errors import InvalidInput
from core.model import Additivity, Aggregation, Dimension, DimensionRole, Entity, Field, Measure, OverTime
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES
from semantic_layer.change_values import flag, named, optional_text, text, texts

_COMMON = ("label", "description", "unit", "synonyms", "hidden", "role")
_SUMMING = ("aggregation", "additivity", "over_time", "weight")
FIELD_ATTRIBUTES = (*_COMMON, *_SUMMING)
ROLES = (*get_args(DimensionRole), "measure")
_NEEDING_MORE = frozenset({"quantile", "corr", "first", "last"})
AGGREGATIONS = tuple(one for one in get_args(Aggregation) if one not in _NEEDING_MORE)
_OF_NUMBERS = frozenset({"sum", "avg", "median", "stddev", "variance"})


def changed_field(field: Field, values: Mapping[str, Any], entity: Entity) -> Field:
    """Raises InvalidInput and UnknownName."""
    wanted = {named("attribute", name, FIELD_ATTRIBUTES): value for name, value in values.items()}
    if "role" in wanted:
        field = _with_role(field, named("role", wanted["role"], ROLES))
    common = {name: _common(name, wanted[name]) for name in _COMMON if name in wanted and name != "role"}
    unfit = [name for name in _SUMMING if name in wanted]
    if unfit and not isinstance(field, Measure):
        name = unfit[0]
        raise InvalidInput(
            f"{entity.name}.{field.name} is no measure, so it has no {name}.", hint="Set role=measure too."
        )
    summing = {name: _summing(name, wanted[name], field, entity) for name in _SUMMING if name in wanted}
    by_person = tuple(dict.fromkeys((*field.by_person, *wanted, *_told_by(summing))))
    changed = replace(field, by_person=by_person, **common, **summing)  # type: ignore[arg-type]
    return _consistent(changed, wanted, entity) if isinstance(changed, Measure) else changed


def _with_role(field: Field, role: str) -> Field:
    if role == "measure":
        if isinstance(field, Measure):
            return field
        if field.type not in NUMERIC_TYPES:
            raise InvalidInput(
                f"{field.name} holds {field.type} values, which no measure adds up.", hint="Count it instead."
            )
        return Measure(aggregation="sum", additivity="additive", **_shared(field))
    if role == "time" and field.type not in TEMPORAL_TYPES and not _holds_years(field):
        raise InvalidInput(
            f"{field.name} holds {field.type} values, neither dates nor years.",
            hint="Read the file again with it as a date.",
        )
    if isinstance(field, Dimension):
        return replace(field, role=cast(DimensionRole, role), evidence="Set by a person.", confidence=1.0)
    return Dimension(role=cast(DimensionRole, role), **_shared(field))


def _holds_years(field: Field) -> bool:
    low, high = field.profile.minimum, field.profile.maximum
    return field.type == "integer" and isinstance(low, int) and isinstance(high, int) and 1000 <= low <= high <= 2200


def _shared(field: Field) -> dict[str, Any]:
    names = ("name", "label", "type", "profile", "unit", "description", "synonyms", "hidden", "written", "by_person")
    return {name: getattr(field, name) for name in names} | {"evidence": "Set by a person."}


def _common(name: str, value: Any) -> object:
    match name:
        case "label":
            return text(name, value)
        case "synonyms":
            return texts(name, value)
        case "hidden":
            return flag(name, value)
        case _:
            return optional_text(name, value)


def _summing(name: str, value: Any, field: Field, entity: Entity) -> object:
    match name:
        case "aggregation":
            return _aggregation(named("aggregation", value, AGGREGATIONS), field)
        case "additivity":
            return named("additivity", value, get_args(Additivity))
        case "over_time":
            return None if value is None else named("over_time", value, get_args(OverTime))
        case _:
            return None if value is None else _weight(value, field, entity)


def _aggregation(aggregation: str, field: Field) -> str:
    if aggregation in _OF_NUMBERS and field.type not in NUMERIC_TYPES:
        raise InvalidInput(f"{field.name} holds {field.type} values, of which there is no {aggregation}.")
    return aggregation


def _weight(value: Any, field: Field, entity: Entity) -> str:
    numbers = [one.name for one in entity.fields if one.type in NUMERIC_TYPES and one.name != field.name]
    return named("column of numbers", value, numbers)


def _told_by(summing: Mapping[str, object]) -> tuple[str, ...]:
    """How a measure adds up is said as a whole: what follows from one part is the person's too."""
    return ("additivity", "over_time", "weight") if {"additivity", "over_time", "weight"} & set(summing) else ()


def _consistent(measure: Measure, wanted: Mapping[str, Any], entity: Entity) -> Measure:
    place = f"{entity.name}.{measure.name}"
    if measure.additivity == "semi_additive":
        if entity.default_time is None:
            raise InvalidInput(
                f"{entity.name} has no time, so {place} cannot be semi_additive.", hint="Set its default_time."
            )
        return replace(measure, over_time=measure.over_time or "last", weight=None)
    if wanted.get("over_time") is not None:
        raise InvalidInput(
            f"over_time is for semi_additive measures; {place} is {measure.additivity}.",
            hint="Set additivity=semi_additive too.",
        )
    if measure.additivity == "additive":
        if wanted.get("weight") is not None:
            raise InvalidInput(
                f"weight is for non_additive measures; {place} is additive.", hint="Set additivity=non_additive too."
            )
        return replace(measure, over_time=None, weight=None)
    if measure.aggregation == "sum":
        if "aggregation" in wanted:
            raise InvalidInput(
                f"{place} is non_additive, so it cannot be summed.",
                hint="Set additivity=additive too, or aggregation=avg.",
            )
        return replace(measure, aggregation="avg", over_time=None, by_person=(*measure.by_person, "aggregation"))
    return replace(measure, over_time=None)
