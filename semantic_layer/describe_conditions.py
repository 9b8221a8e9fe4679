"""Conditions, expressions and values of a Plan in short English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from core.model import SemanticModel
from core.plan import (
    AbsolutePeriod,
    And,
    Arithmetic,
    Between,
    CalendarPart,
    Call,
    Case,
    Comparison,
    ComparisonOperator,
    Condition,
    DateDifference,
    DatePart,
    Exists,
    Expression,
    FieldRef,
    Grain,
    In,
    IsNull,
    Not,
    Or,
    OutputRef,
    Related,
    RelativePeriod,
    RowPlace,
    ScalarPlan,
    TextMatch,
    TextReading,
    Value,
)
from core.table import TEMPORAL_TYPES
from semantic_layer.among_rows import end_of_groups, told_of_rows
from semantic_layer.compiler.conditions import negation
from semantic_layer.inflection import singular
from semantic_layer.labels import thing_named

PART_WORDS: dict[CalendarPart | Grain, str] = {
    "year": "year",
    "quarter": "quarter",
    "month": "month",
    "week": "week",
    "day": "day",
    "day_of_week": "day of the week",
    "day_of_month": "day of the month",
    "day_of_year": "day of the year",
    "hour": "hour",
}
_OPERATORS: dict[ComparisonOperator, str] = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_TIME_OPERATORS: dict[ComparisonOperator, str] = {
    "=": "is",
    "!=": "is not",
    "<": "is before",
    "<=": "is on or before",
    ">": "is after",
    ">=": "is on or after",
}
_MATCHES = {"contains": "contains", "starts_with": "starts with", "ends_with": "ends with"}
_NOT_MATCHES = {"contains": "does not contain", "starts_with": "does not start with", "ends_with": "does not end with"}
_READINGS = {"number": "number", "year": "year", "date": "date"}
_SHOWN_VALUES = 4


class Words:
    """Names of one Plan for people.

    `home` is the entity that a name without a table is taken to belong to; `outputs` says what the Plan's own columns are.
    """

    def __init__(self, model: SemanticModel, home: str | None = None, outputs: dict[str, str] | None = None) -> None:
        self.model = model
        self.home = home
        self.outputs = outputs or {}

    def entity(self, name: str) -> str:
        for entity in self.model.entities:
            if entity.name == name:
                return softened(entity.label)
        return name

    def field(self, ref: FieldRef) -> str:
        """Its label, after its table's name where another table has a field of that label: "product name"."""
        away = self.home is not None and ref.entity != self.home
        if away and (thing := self._thing(ref)):
            return thing
        fields = (field for entity in self.model.entities if entity.name == ref.entity for field in entity.fields)
        label = next((softened(field.label) for field in fields if field.name == ref.name), ref.name)
        if ref.via:
            return f"{label} ({', '.join(softened(name) for name in ref.via)})"
        if ref.entity != self.home and self.home is not None and self._is_shared(label, ref.entity):
            *before, last = self.entity(ref.entity).split()
            thing = " ".join([*before, singular(last)])
            return label if label.startswith(f"{thing} ") else f"{thing} {label}"
        return label

    def group(self, ref: FieldRef) -> str:
        """The same, of a column that rows are grouped by."""
        return self._thing(ref) or self.field(ref)

    def _thing(self, ref: FieldRef) -> str | None:
        owner = next((one for one in self.model.entities if one.name == ref.entity), None)
        return thing_named(owner, ref.name) if owner is not None and not ref.via else None

    def is_always_known(self, ref: FieldRef) -> bool:
        owner = next((one for one in self.model.entities if one.name == ref.entity), None)
        return owner is not None and owner.field(ref.name).profile.nulls == 0

    def is_usual_time(self, of: Expression) -> bool:
        """Whether a question that names no date means this one; one that it does not mean has to be named."""
        if isinstance(of, Call):
            return of.function.casefold() == "make_date"
        if not isinstance(of, FieldRef):
            return False
        entity = next((entity for entity in self.model.entities if entity.name == of.entity), None)
        return entity is None or entity.default_time in (None, of.name)

    def _is_shared(self, label: str, entity: str) -> bool:
        others = (other for other in self.model.entities if other.name != entity)
        return any(softened(field.label) == label for other in others for field in other.fields)

    def expression(self, expression: Expression) -> str:
        match expression:
            case FieldRef():
                return self.field(expression)
            case Value():
                return value_words(expression)
            case OutputRef():
                return self.outputs.get(expression.name, expression.name)
            case Arithmetic():
                return f"{self._side(expression.left)} {expression.operator} {self._side(expression.right)}"
            case DatePart():
                return f"{PART_WORDS[expression.part]} of {self.expression(expression.of)}"
            case DateDifference():
                start, end = self.expression(expression.start), self.expression(expression.end)
                return f"{PART_WORDS[expression.unit]}s from {start} to {end}"
            case _:
                return self._other(expression)

    def condition(self, condition: Condition) -> str:
        match condition:
            case And() | Or():
                return self._connected(condition)
            case Not():
                reversed_ = negation(condition.condition)
                return (
                    f"not {self._operand(condition.condition)}" if reversed_ == condition else self.condition(reversed_)
                )
            case AbsolutePeriod() | RelativePeriod():
                return f"{self.expression(condition.of)}: {condition.phrase}"
            case Exists():
                return self._exists(condition)
            case _:
                return self._test(condition)

    def _connected(self, condition: And | Or) -> str:
        parts = condition.conditions
        if len(parts) == 1:
            return self.condition(parts[0])
        joined = (" and " if isinstance(condition, And) else " or ").join(self._operand(part) for part in parts)
        return joined or ("always" if isinstance(condition, And) else "never")

    def _test(self, test: Comparison | Between | In | TextMatch | IsNull) -> str:
        match test:
            case Comparison():
                return self._comparison(test)
            case Between():
                verb = "is not between" if test.negated else "is between"
                low, high = self.expression(test.low), self.expression(test.high)
                return f"{self.expression(test.of)} {verb} {low} and {high}"
            case In():
                return self._in(test)
            case TextMatch():
                verb = (_NOT_MATCHES if test.negated else _MATCHES)[test.how]
                return f"{self.expression(test.of)} {verb} “{test.text}”"
            case IsNull():
                return f"{self.expression(test.of)} is {'known' if test.negated else 'missing'}"
            case _:
                assert_never(test)

    def _comparison(self, comparison: Comparison) -> str:
        left, right = comparison.left, comparison.right
        if isinstance(right, Value) and right.value is None and comparison.operator in ("=", "!="):
            return f"{self.expression(left)} is {'missing' if comparison.operator == '=' else 'known'}"
        is_time = isinstance(right, Value) and right.type in TEMPORAL_TYPES
        verb = (_TIME_OPERATORS if is_time else _OPERATORS)[comparison.operator]
        return f"{self.expression(left)} {verb} {self.expression(right)}"

    def _in(self, condition: In) -> str:
        of = self.expression(condition.of)
        if condition.plan is not None:
            from semantic_layer.describe import describe_plan

            verb = "is not among" if condition.negated else "is among"
            told = told_of_rows(condition, self.model)
            if told is not None:
                return f"{told[0]} {verb} those of “{describe_plan(told[1], self.model)}”"
            return f"{of} {verb} the {describe_plan(condition.plan, self.model)}"
        values = [value_words(value) for value in condition.values]
        if len(values) > _SHOWN_VALUES + 1:
            values = [*values[:_SHOWN_VALUES], f"{len(values) - _SHOWN_VALUES} more"]
        verb = "is not" if condition.negated else "is"
        return f"{of} {verb} {listed(values, 'or') if values else 'any of nothing'}"

    def _exists(self, exists: Exists) -> str:
        linked = f"{'without' if exists.negated else 'with'} {self.entity(exists.entity)}{self._way(exists)}"
        inner = Words(self.model, exists.entity, self.outputs)
        return f"{linked} where {inner.condition(exists.where)}" if exists.where is not None else linked

    def _way(self, exists: Exists) -> str:
        """Which link is meant, where there are several to the same table."""
        name = exists.via[-1] if exists.via else None
        link = next((one for one in self.model.relationships if one.name == name), None)
        if link is None:
            return ""
        ends = [(one.from_entity, one.to_entity) for one in self.model.relationships]
        return f" ({link.name.replace('_', ' ')})" if ends.count((link.from_entity, link.to_entity)) > 1 else ""

    def _other(self, expression: Expression) -> str:
        match expression:
            case Call():
                if expression.function.casefold() == "date_trunc" and len(expression.arguments) == 2:
                    unit, of = expression.arguments
                    return f"{self.expression(unit)} of {self.expression(of)}"
                if expression.function.casefold() == "make_date":
                    return "date"
                arguments = ", ".join(self.expression(argument) for argument in expression.arguments)
                return f"{expression.function.casefold()}({arguments})"
            case Case():
                branches = [
                    f"{self.expression(branch.then)} where {self.condition(branch.when)}"
                    for branch in expression.branches
                ]
                rest = [f"else {self.expression(expression.otherwise)}"] if expression.otherwise is not None else []
                return ", ".join([*branches, *rest])
            case TextReading():
                return f"{_READINGS[expression.what]} in {self.expression(expression.of)}"
            case RowPlace():
                return "place in the list"
            case ScalarPlan():
                from semantic_layer.describe import describe_plan

                if end := end_of_groups(expression.plan):
                    return f"the {end} of all"
                same = " and ".join(self.expression(one) for one in expression.alike)
                of_same = f" of the same {same}" if same else ""
                return f"the {describe_plan(expression.plan, self.model)}{of_same}"
            case Related():
                from semantic_layer.describe import measure_words

                return f"the {measure_words(expression.aggregate, self)}"
            case _:
                raise AssertionError("the other kinds are described above")

    def _side(self, side: Expression) -> str:
        return f"({self.expression(side)})" if isinstance(side, Arithmetic | Case) else self.expression(side)

    def _operand(self, part: Condition) -> str:
        return f"({self.condition(part)})" if isinstance(part, And | Or) else self.condition(part)


def value_words(value: Value) -> str:
    if value.value is None:
        return "missing"
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    if isinstance(value.value, float) and value.value.is_integer():
        return str(int(value.value))
    if value.value == "":
        return "empty"
    return str(value.value)


def softened(label: str) -> str:
    """A heading as it reads inside of a sentence: "Order ID" becomes "order ID"."""
    words = label.replace("_", " ").split()
    return " ".join(word.lower() if word[:1].isupper() and word[1:].islower() else word for word in words) or label


def listed(items: Sequence[str], last: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
