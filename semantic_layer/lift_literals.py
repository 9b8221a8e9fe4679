"""Constants of SQL as values of a Plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlglot import exp

from core.plan import Value
from core.table import ColumnType

_MOMENTS: dict[str, ColumnType] = {
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "TIMESTAMPTZ": "timestamptz",
    "TIME": "time",
}


class CannotLift(Exception):
    """The SQL says more than a Plan can, or says it in a way that is not known here."""


def constant(node: exp.Expr) -> Value:
    match node:
        case exp.Literal() if node.is_string:
            return Value(value=node.this, type="text")
        case exp.Literal():
            return Value(value=int(node.this), type="integer") if node.this.isdecimal() else _decimal(node.this)
        case exp.Neg(this=exp.Literal() as literal) if not literal.is_string:
            whole = literal.this.isdecimal()
            return Value(value=-int(literal.this), type="integer") if whole else _decimal("-" + literal.this)
        case exp.Boolean():
            return Value(value=bool(node.this), type="boolean")
        case exp.Cast(this=exp.Literal() as literal) if literal.is_string:
            name = cast("Any", node).to.sql(dialect="duckdb")
            if name in _MOMENTS:
                return Value(value=iso(literal.this, _MOMENTS[name]), type=_MOMENTS[name])
    raise CannotLift(node.sql())


def iso(text: str, type_: ColumnType) -> str:
    try:
        if type_ == "date":
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat() if type_ != "time" else text
    except ValueError:
        raise CannotLift(text) from None


def _decimal(text: str) -> Value:
    if not text.replace(".", "", 1).removeprefix("-").isdecimal():
        raise CannotLift(text)
    return Value(value=text, type="decimal")
