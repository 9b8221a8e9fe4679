"""Another number in the place of the one that was told: “above 100?”, “and in 80?”; or a bound of the figures told."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.turns.said import Said, bare, is_joining, lexemes_of
from agents.sql_expert.turns.told import each_condition, exchanged
from agents.sql_expert.units_told import UNITS, unit_of
from core.model import SemanticModel
from core.plan import Aggregate, Comparison, ComparisonOperator, Condition, FieldRef, OutputRef, Plan, Value
from core.table import ColumnType
from semantic_layer.words import full_words, stem

_OPERATORS: dict[str, ComparisonOperator] = {">": ">", "<": "<", ">=": ">=", "<=": "<="}


def with_other_number(last: Plan, said: Said, task: Understanding) -> Plan | None:
    lexemes = [one for one in lexemes_of(bare(said.words), task) if not is_joining(one)]
    numbers = [one.number for one in lexemes if one.number is not None and not one.names]
    if len(numbers) != 1 or said.without or last.combine is not None:
        return None
    number = numbers[0]
    cues = [one for one in lexemes if one.number is None and one.cue("comparison")]
    others = [one for one in lexemes if one.number is None and one not in cues]
    operator = _OPERATORS.get(cues[0].cues[0].value) if len(cues) == 1 else None
    if len(cues) > 1 or (cues and operator is None):
        return None
    told = [one for one in each_condition(last.where) if _compares_numbers(one)]
    if len(told) == 1 and isinstance(told[0], Comparison) and _fits(told[0], operator):
        return _exchanged(last, told[0], operator, number) if _all_name(others, told[0], task.model) else None
    if not told and operator is None and not others:
        return _as_many(last, number)
    if told or operator is None or any(lexemes.index(one) < lexemes.index(cues[0]) for one in others):
        return None
    return _bound(last, operator, number, others)


def _as_many(last: Plan, number: int | float) -> Plan | None:
    """“Make it 10” after the top 5."""
    if last.limit is None or last.limit.count < _A_FEW or not isinstance(number, int) or not 0 < number <= _MANY:
        return None
    return replace(last, limit=replace(last.limit, count=number))


_A_FEW, _MANY = 2, 200


def _compares_numbers(condition: Condition) -> bool:
    return (
        isinstance(condition, Comparison)
        and isinstance(condition.left, FieldRef)
        and isinstance(condition.right, Value)
        and isinstance(condition.right.value, int | float)
        and not isinstance(condition.right.value, bool)
    )


def _fits(told: Comparison, operator: ComparisonOperator | None) -> bool:
    return operator is None or told.operator not in ("=", "!=")


def _all_name(lexemes: list[Lexeme], told: Comparison, model: SemanticModel) -> bool:
    """“3 credits”, “7 days”: words that name the column, or its table, say nothing new."""
    if not isinstance(told.left, FieldRef):
        return False
    entity = model.entity(told.left.entity)
    field = entity.field(told.left.name)
    own = {
        stem(word) for name in (field.name, field.label, field.unit or "", entity.label) for word in full_words(name)
    }
    unit = unit_of(field)
    return all(
        {stem(word) for word in full_words(one.text)} <= own
        or (unit is not None and UNITS.get(one.text.casefold()) == unit)
        for one in lexemes
    )


def _exchanged(last: Plan, told: Comparison, operator: ComparisonOperator | None, number: int | float) -> Plan:
    value = replace(told.right, value=number) if isinstance(told.right, Value) else told.right
    asked = replace(told, right=value, operator=operator or told.operator)

    def instead(condition: Condition) -> Condition:
        return asked if condition == told else condition

    return replace(last, where=exchanged(last.where, instead))


def _bound(last: Plan, operator: ComparisonOperator, number: int | float, others: list[Lexeme]) -> Plan | None:
    """“Only those above 10”: of the groups that were told, by the one figure that was told of each."""
    shown = [one for one in last.measures if one.shown]
    if isinstance(last.having, Comparison) and isinstance(last.having.right, Value) and not others:
        value_said = replace(last.having.right, value=number, type="integer" if isinstance(number, int) else "float")
        return replace(last, having=replace(last.having, operator=operator, right=value_said))
    if not last.dimensions or len(shown) != 1 or last.having is not None:
        return None
    value = shown[0].value
    counted = value.entity if isinstance(value, Aggregate) and value.of is None else None
    if any(counted not in {link.entity.name for link in one.entities} for one in others):
        return None
    kind: ColumnType = "integer" if isinstance(number, int) else "float"
    bound = Comparison(left=OutputRef(name=shown[0].name), operator=operator, right=Value(value=number, type=kind))
    return replace(last, having=bound)
