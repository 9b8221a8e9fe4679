"""Conditions of SQL as conditions of a Plan, with constants read in the type they are compared with."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Literal, cast

from sqlglot import exp

from core.model import Relationship
from core.plan import (
    And,
    Between,
    Comparison,
    ComparisonOperator,
    Condition,
    Exists,
    Expression,
    FieldRef,
    In,
    IsNull,
    Not,
    Or,
    TextMatch,
    Value,
)
from core.table import NUMERIC_TYPES, ColumnType
from semantic_layer.lift_expressions import ExpressionReader
from semantic_layer.lift_literals import CannotLift, constant, iso
from semantic_layer.sql_sources import Sources, conjuncts

_COMPARISONS: dict[type[exp.Expr], ComparisonOperator] = {
    exp.EQ: "=",
    exp.NEQ: "!=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_WILD = re.compile(r"(?<!\\)(?:\\\\)*[%_]")
_ESCAPED_END = re.compile(r"(?<!\\)(?:\\\\)*\\%\Z")


def condition(node: exp.Expr, reader: ExpressionReader) -> Condition:
    match node:
        case exp.Paren():
            return condition(node.this, reader)
        case exp.And() | exp.Or():
            parts = tuple(condition(part, reader) for part in _flat(node, type(node)))
            return And(conditions=parts) if isinstance(node, exp.And) else Or(conditions=parts)
        case exp.Not(this=exp.In() as listed) if listed.args.get("query"):
            return _not_in(listed, reader)
        case exp.Not():
            if any(found.args.get("query") for found in node.find_all(exp.In)):
                raise CannotLift("NOT IN a query")
            return Not(condition=condition(node.this, reader))
        case exp.Exists():
            return _exists(node, reader)
        case exp.Column():
            return _flag(node, reader)
        case _:
            return _test(node, reader)


def _test(node: exp.Expr, reader: ExpressionReader) -> Condition:
    if type(node) in _COMPARISONS:
        return _comparison(node, reader)
    match node:
        case exp.Between():
            of = reader.expression(node.this)
            low, high = (_side(node.args[end], of, reader) for end in ("low", "high"))
            return Between(of=of, low=low, high=high)
        case exp.In():
            return _in(node, reader)
        case exp.Is(expression=exp.Null()):
            return IsNull(of=reader.expression(node.this))
        case exp.Is(expression=exp.Not(this=exp.Null())):
            return IsNull(of=reader.expression(node.this), negated=True)
        case exp.ILike() | exp.Like() | exp.Escape():
            return _text_match(node, reader)
        case _:
            raise CannotLift(node.sql())


def _flat(node: exp.Expr, kind: type[exp.Expr]) -> list[exp.Expr]:
    if not isinstance(node, kind):
        return [node]
    return [*_flat(node.this, kind), *_flat(node.expression, kind)]


def _comparison(node: exp.Expr, reader: ExpressionReader) -> Comparison:
    left, right = reader.expression(node.this), reader.expression(node.expression)
    if isinstance(left, Value) and isinstance(right, Value):
        raise CannotLift("a comparison of constants")
    if isinstance(right, Value):
        right = typed(right, reader.type_of(left))
    elif isinstance(left, Value):
        left = typed(left, reader.type_of(right))
    return Comparison(left=left, operator=_COMPARISONS[type(node)], right=right)


def _side(node: exp.Expr, other: Expression, reader: ExpressionReader) -> Expression:
    side = reader.expression(node)
    return typed(side, reader.type_of(other)) if isinstance(side, Value) else side


def typed(value: Value, type_: ColumnType | None) -> Value:
    """The constant as DuckDB reads it beside a column of `type_`; a day beside a timestamp is its first moment."""
    if type_ is None or value.type == type_:
        if type_ is None and value.type not in NUMERIC_TYPES:
            raise CannotLift("a constant beside what has no known type")
        return value
    text = str(value.value)
    if type_ in ("timestamp", "timestamptz", "date") and value.type in ("text", "date"):
        if type_ == "timestamptz":
            raise CannotLift(text)
        return Value(value=iso(text, type_), type=type_)
    if type_ in NUMERIC_TYPES and value.type in (*NUMERIC_TYPES, "text"):
        return value if value.type != "text" else Value(value=_number(text), type="decimal")
    raise CannotLift(f"{value.type} beside {type_}")


def _number(text: str) -> str:
    try:
        return format(Decimal(text), "f")
    except InvalidOperation:
        raise CannotLift(text) from None


def _in(node: exp.In, reader: ExpressionReader) -> In:
    of = reader.expression(node.this)
    query = node.args.get("query")
    if query is not None:
        return In(of=of, plan=reader.lifted(query.unnest()))
    if not node.expressions:
        raise CannotLift(node.sql())
    values = tuple(typed(constant(one), reader.type_of(of)) for one in node.expressions)
    return In(of=of, values=values)


def _not_in(node: exp.In, reader: ExpressionReader) -> In:
    """SQL answers no row at all where the query holds a null, and each row where it is empty; a Plan does neither."""
    found = _in(node, reader)
    assert found.plan is not None
    of, rows = found.of, found.plan.rows
    listed = rows.fields[0].of if rows and len(rows.fields) == 1 else None
    plain = isinstance(listed, FieldRef) and not listed.via and listed.entity == found.plan.entity
    if not plain or reader.field_of(cast("FieldRef", listed)).profile.nulls:
        raise CannotLift("NOT IN a query that may hold nulls")
    if not isinstance(of, FieldRef) or of.via or of.entity != reader.entity or reader.field_of(of).profile.nulls:
        raise CannotLift("NOT IN of what may be null")
    return replace(found, negated=True)


def _text_match(node: exp.Expr, reader: ExpressionReader) -> TextMatch:
    """A Plan's match is without case, so LIKE is one only where case cannot matter."""
    escaped = isinstance(node, exp.Escape)
    like = node.this if escaped else node
    if escaped and node.expression.name != "\\":
        raise CannotLift(node.sql())
    if not isinstance(like, exp.ILike | exp.Like) or not isinstance(like.expression, exp.Literal):
        raise CannotLift(node.sql())
    pattern: str = like.expression.this
    cased = isinstance(like, exp.Like) and pattern.upper() != pattern.lower()
    open_end = pattern.endswith("%") and not (escaped and _ESCAPED_END.search(pattern))
    inner = pattern.removeprefix("%")
    inner = inner[:-1] if open_end and inner else inner
    text = re.sub(r"\\([%_\\])", r"\1", inner) if escaped else inner
    how = _how(starts=not pattern.startswith("%"), ends=not open_end)
    if cased or how is None or (_WILD.search(inner) if escaped else "%" in inner or "_" in inner) or not text:
        raise CannotLift(node.sql())
    of = reader.expression(like.this)
    if reader.type_of(of) != "text":
        raise CannotLift(node.sql())
    return TextMatch(of=of, how=how, text=text)


def _how(*, starts: bool, ends: bool) -> Literal["contains", "starts_with", "ends_with"] | None:
    """None where the pattern is the whole text."""
    if starts:
        return None if ends else "starts_with"
    return "ends_with" if ends else "contains"


def _flag(node: exp.Column, reader: ExpressionReader) -> Comparison:
    of = reader.expression(node)
    if reader.type_of(of) != "boolean":
        raise CannotLift(node.sql())
    return Comparison(left=of, operator="=", right=Value(value=True, type="boolean"))


def _exists(node: exp.Exists, reader: ExpressionReader) -> Exists:
    """EXISTS over one table that is tied to the Plan's own rows by one relationship."""
    select = node.this
    if not isinstance(select, exp.Select) or any(
        select.args.get(part) for part in ("group", "having", "limit", "with_")
    ):
        raise CannotLift("EXISTS")
    sources = Sources(select, reader.model)
    if len(sources.all) != 1 or sources.all[0].entity is None or select.find(exp.AggFunc):
        raise CannotLift("EXISTS")
    inner, where = sources.all[0], select.args.get("where")
    paths = {inner.alias: (inner.entity.name, ())} if inner.entity else {}
    own = ExpressionReader(sources, paths, sources.all[0].entity.name, reader.lifted)
    links: set[tuple[str, str]] = set()
    rest: list[Condition] = []
    for part in conjuncts(where.this) if where else ():
        link = _link(part, own, reader)
        if link is not None:
            links.add(link)
        else:
            rest.append(condition(part, own))
    via = [one.name for one in reader.model.relationships if _is_walked(one, reader.entity, own.entity, links)]
    if len(via) != 1 or reader.entity == own.entity:
        raise CannotLift("EXISTS")
    found = None if not rest else rest[0] if len(rest) == 1 else And(conditions=tuple(rest))
    return Exists(entity=own.entity, via=(via[0],), where=found)


def _is_walked(one: Relationship, start: str, end: str, links: set[tuple[str, str]]) -> bool:
    forward = set(zip(one.from_columns, one.to_columns, strict=True))
    back = {(theirs, own) for own, theirs in forward}
    ends = (one.from_entity, one.to_entity)
    return (ends == (start, end) and forward == links) or (ends == (end, start) and back == links)


def _link(part: exp.Expr, own: ExpressionReader, outer: ExpressionReader) -> tuple[str, str] | None:
    """The column of the Plan's own rows and the column here, where the condition is that they are equal."""
    if not isinstance(part, exp.EQ):
        return None
    for here, there in ((part.this, part.expression), (part.expression, part.this)):
        if not (isinstance(here, exp.Column) and isinstance(there, exp.Column)) or not there.table:
            continue
        if own.sources.home(here) is None or own.sources.of(there.table) is not None:
            continue
        ref = outer.field(there)
        if ref.entity == outer.entity and not ref.via:
            return ref.name, own.field(here).name
    return None


def joined(conditions: list[Condition]) -> Condition | None:
    if len(conditions) > 1:
        return And(conditions=tuple(conditions))
    return replace(conditions[0]) if conditions else None
