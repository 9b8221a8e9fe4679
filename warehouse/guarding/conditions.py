"""A rule's condition as SQL over the columns of its own table, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import (
    AbsolutePeriod,
    And,
    Arithmetic,
    Between,
    Comparison,
    Condition,
    Expression,
    FieldRef,
    In,
    IsNull,
    Not,
    Or,
    TextMatch,
    Value,
)
from warehouse.guarding.listed import folded

_OPERATORS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
    "/": exp.Div,
}
_TYPED = {"date": "DATE", "time": "TIME", "timestamp": "TIMESTAMP", "timestamptz": "TIMESTAMPTZ"}


class RuleColumns:
    """The columns that a rule of `table` may speak of. No prefix is written: those within a PIVOT are dropped."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self._table = table
        self._columns = {folded(column): column for column in columns}

    def column(self, name: str) -> exp.Column:
        """Raises InvalidInput: a rule that no longer fits its table must not let anything through."""
        if folded(name) not in self._columns:
            raise InvalidInput(f"A rule of the table {self._table} names a column that it does not have.")
        return exp.column(self._columns[folded(name)], quoted=True)

    def condition(self, condition: Condition) -> exp.Expr:
        """Null where it cannot be told: the row stays hidden, and no error tells of it.

        Raises InvalidInput for what needs another table.
        """
        match condition:
            case And(conditions=parts):
                return exp.and_(*self._each(parts)) if parts else exp.true()
            case Or(conditions=parts):
                return exp.or_(*self._each(parts)) if parts else exp.false()
            case Not(condition=inner):
                return exp.Not(this=exp.paren(self.condition(inner)))
            case IsNull(of=of, negated=negated):
                return _negated(exp.Is(this=self._value(of), expression=exp.null()), negated=negated)
        return self._test(condition)

    def _each(self, parts: Sequence[Condition]) -> Iterator[exp.Expr]:
        return (exp.paren(self.condition(part)) for part in parts)

    def _test(self, condition: Condition) -> exp.Expr:
        match condition:
            case Comparison(left=left, operator=operator, right=right):
                compared = _OPERATORS[operator](this=self._value(left), expression=self._value(right))
                return compared if _are_plain(left, right) else exp.Try(this=compared)
            case Between(of=of, low=low, high=high, negated=negated):
                within = exp.Between(this=self._value(of), low=self._value(low), high=self._value(high))
                return _negated(within, negated=negated)
            case In(of=of, values=values, plan=None, negated=negated) if values:
                listed: exp.Expr = exp.In(this=self._value(of), expressions=[_constant(value) for value in values])
                listed = listed if _are_plain(*values) else exp.Try(this=listed)
                return _negated(listed, negated=negated)
            case TextMatch(of=of, how=how, text=text, negated=negated):
                words = [exp.Lower(this=exp.cast(self._value(of), "TEXT")), exp.Lower(this=exp.Literal.string(text))]
                return _negated(exp.Anonymous(this=how, expressions=words), negated=negated)
            case AbsolutePeriod(of=of, start=start, end=end) if start or end:
                return self._period(self._value(of), start, end)
        raise InvalidInput(
            f"A rule of the table {self._table} has a condition of the kind “{condition.kind}”.",
            hint="Compare columns of that table with constants: comparisons, lists, ranges, periods with fixed dates, text, null.",
        )

    def _period(self, moment: exp.Expr, start: str | None, end: str | None) -> exp.Expr:
        ends: list[exp.Expr] = []
        if start:
            ends.append(exp.GTE(this=moment.copy(), expression=exp.cast(exp.Literal.string(start), "TIMESTAMP")))
        if end:
            ends.append(exp.LT(this=moment.copy(), expression=exp.cast(exp.Literal.string(end), "TIMESTAMP")))
        return exp.and_(*ends)

    def _value(self, expression: Expression) -> exp.Expr:
        match expression:
            case FieldRef(entity=entity, name=name, via=()) if folded(entity) == folded(self._table):
                return self.column(name)
            case Value():
                return _constant(expression)
            case Arithmetic(operator=operator, left=left, right=right):
                return exp.Try(this=_OPERATORS[operator](this=self._value(left), expression=self._value(right)))
        raise InvalidInput(
            f"A rule of the table {self._table} uses more than its own columns and constants.",
            hint="Compare columns of that table with constants.",
        )


def _constant(value: Value) -> exp.Expr:
    given: Any = value.value
    if given is None:
        return exp.null()
    if isinstance(given, bool):
        return exp.true() if given else exp.false()
    if value.type in _TYPED:
        return exp.cast(exp.Literal.string(str(given)), _TYPED[value.type])
    if isinstance(given, (int, float)) or value.type in ("integer", "decimal", "float"):
        return _number(str(given))
    return exp.Literal.string(str(given))


def _number(text: str) -> exp.Expr:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise InvalidInput("A rule compares with a number that is none.") from None
    if not number.is_finite():
        raise InvalidInput("A rule compares with a number that is none.")
    written = exp.Literal.number(format(abs(number), "f"))
    return exp.paren(exp.Neg(this=written)) if number < 0 else written


def _are_plain(*parts: Expression) -> bool:
    """Columns and texts: compared with anything else, a text may be converted, and fail."""
    return all(isinstance(part, FieldRef) or (isinstance(part, Value) and part.type == "text") for part in parts)


def _negated(condition: exp.Expr, *, negated: bool) -> exp.Expr:
    return exp.Not(this=exp.paren(condition)) if negated else condition
