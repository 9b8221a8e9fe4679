"""Filters of a dashboard → values for the parameters of a tile's query, and conditions on its Plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agents.sql_expert.kept import check_period, period_condition_of, typed_value
from core.errors import InvalidInput, UnknownName
from core.model import SemanticModel
from core.plan import AbsolutePeriod, And, Between, Comparison, Condition, FieldRef, In, Plan, Value
from core.saved import Dashboard, DashboardFilter, Parameter, ParameterValue, QueryTile, SavedQuery
from core.table import ColumnType

_RANGES = frozenset({"integer", "number", "date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFilter:
    """A condition on a dotted field. One that is not `asked` of the tile in particular is left out where it does not fit."""

    name: str
    field: str
    type: str
    value: ParameterValue
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TileFilters:
    parameters: Mapping[str, ParameterValue]
    fields: tuple[FieldFilter, ...]


def filter_values(board: Dashboard, given: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
    """Of each filter that has one: what was given, else its default; None given takes it off. Raises UnknownName, InvalidInput."""
    known = {one.name: one for one in board.filters}
    for name in given:
        if name not in known:
            raise UnknownName("filter", name, known)
    chosen = {name: given.get(name, one.default) for name, one in known.items()}
    return {name: _typed(known[name], value) for name, value in chosen.items() if value is not None and value != ()}


def filters_of_tile(
    tile: QueryTile, query: SavedQuery, board: Dashboard, values: Mapping[str, ParameterValue]
) -> TileFilters:
    """Raises InvalidInput where a filter has more values than the parameter takes."""
    parameters: dict[str, ParameterValue] = dict(tile.parameters)
    fields: list[FieldFilter] = []
    for one in board.filters:
        if one.name not in values:
            continue
        value = values[one.name]
        targets = [target for target in one.targets if target.tile == tile.id]
        for target in targets:
            if target.parameter is not None:
                parameters[target.parameter] = _for_parameter(target.parameter, query, value, one)
            elif target.field is not None:
                fields.append(FieldFilter(name=one.name, field=target.field, type=one.type, value=value, asked=True))
        if not one.targets and one.field is not None:
            fields.append(FieldFilter(name=one.name, field=one.field, type=one.type, value=value, asked=False))
    return TileFilters(parameters=parameters, fields=tuple(fields))


def with_condition(plan: Plan, wanted: FieldFilter, model: SemanticModel, today: date) -> Plan:
    """Raises InvalidInput for a field that is not there, or a value it cannot have."""
    entity, _, name = wanted.field.rpartition(".")
    try:
        field = model.entity(entity).field(name)
    except KeyError:
        raise InvalidInput(f"There is no field “{wanted.field}” to filter by.") from None
    of = FieldRef(entity=entity, name=name)
    condition = _condition(of, field.type, wanted, model, today)
    both = condition if plan.where is None else And(conditions=(plan.where, condition))
    combined = plan.combine
    if combined is not None:
        combined = replace(combined, plan=with_condition(combined.plan, wanted, model, today))
    return replace(plan, where=both, combine=combined)


def check_value(wanted: FieldFilter, model: SemanticModel) -> None:
    """Raises InvalidInput for what is a value of no field at all."""
    if wanted.type == "period":
        check_period(str(wanted.value[0] if isinstance(wanted.value, tuple) else wanted.value), model)


def _typed(one: DashboardFilter, value: ParameterValue) -> ParameterValue:
    if one.type in _RANGES and isinstance(value, list | tuple) and None in value:
        return tuple(None if part is None else _typed(one, part) for part in value)  # type: ignore[misc]
    parameter = Parameter(name=one.name, type=one.type, choices=one.choices)
    many = isinstance(value, list | tuple)
    return typed_value(replace(parameter, many=many), value)


def _for_parameter(name: str, query: SavedQuery, value: ParameterValue, one: DashboardFilter) -> ParameterValue:
    known = next((parameter for parameter in query.parameters if parameter.name == name), None)
    if known is None:
        raise InvalidInput(f"The filter “{one.name}” fills a parameter “{name}” that “{query.name}” does not have.")
    if isinstance(value, tuple) and not known.many:
        if len(value) != 1:
            raise InvalidInput(f"“{query.title}” can be filtered by one value of “{one.label or one.name}” at a time.")
        return value[0]
    return value


def _condition(of: FieldRef, kind: ColumnType, wanted: FieldFilter, model: SemanticModel, today: date) -> Condition:
    value = wanted.value
    if wanted.type == "period":
        return period_condition_of(str(value[0] if isinstance(value, tuple) else value), of, model, today)
    if wanted.type == "date":
        return _days(of, value, wanted)
    if wanted.type in _RANGES and isinstance(value, tuple) and len(value) == 2:
        return _range(of, kind, value[0], value[1])
    values = value if isinstance(value, tuple) else (value,)
    return In(of=of, values=tuple(_constant(one, kind) for one in values))


def _days(of: FieldRef, value: ParameterValue, wanted: FieldFilter) -> AbsolutePeriod:
    """One day, or from the first through the second."""
    first, last = value if isinstance(value, tuple) and len(value) == 2 else (value, value)
    if isinstance(first, tuple) or isinstance(last, tuple):
        raise InvalidInput(f"The filter “{wanted.name}” takes a day, or the first and the last one.")
    behind = None if last is None else (date.fromisoformat(str(last)) + timedelta(days=1)).isoformat()
    start = None if first is None else str(first)
    return AbsolutePeriod(of=of, start=start, end=behind, phrase=f"{first or '…'} to {last or '…'}")


def _range(of: FieldRef, kind: ColumnType, low: object, high: object) -> Condition:
    if low is None and high is None:
        raise InvalidInput("A range has at least one end.")
    if high is None:
        return Comparison(left=of, operator=">=", right=_constant(low, kind))
    if low is None:
        return Comparison(left=of, operator="<=", right=_constant(high, kind))
    return Between(of=of, low=_constant(low, kind), high=_constant(high, kind))


def _constant(value: object, kind: ColumnType) -> Value:
    """As the Plan writes constants of the column's type."""
    if kind == "decimal":
        return Value(value=str(value), type="decimal")
    if isinstance(value, bool | int | float | str) or value is None:
        return Value(value=value, type=kind)
    raise InvalidInput(f"“{value}” is no value of a filter.")
