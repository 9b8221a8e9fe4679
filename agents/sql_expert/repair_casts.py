"""Text where numbers or times are needed, and the other way round: casts that leave a cell empty rather than fail."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.model import Field, SemanticModel
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, ColumnType
from semantic_layer.sql_sources import Sources, same

_SUMS = (exp.Sum, exp.Avg)
_ORDERED = (exp.GT, exp.GTE, exp.LT, exp.LTE)
_EQUALS = (exp.EQ, exp.NEQ)
_PATTERNS = (exp.Like, exp.ILike)
_TIMES = (exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Extract, exp.TimestampTrunc, exp.DateTrunc, exp.TimeToStr)


def mend_casts(tree: exp.Expr, model: SemanticModel) -> list[str]:
    notes: list[str] = []
    for select in list(tree.find_all(exp.Select)):
        sources = Sources(select, model)
        for found in list(select.find_all(exp.Column)):
            if found.find_ancestor(exp.Select) is select and (kind := _type(found, sources)) is not None:
                notes.extend(_mended(found, kind))
    return notes


def _type(column: exp.Column, sources: Sources) -> ColumnType | None:
    home = sources.home(column)
    fields: tuple[Field, ...] = tuple(home.entity.fields) if home is not None and home.entity is not None else ()
    return next((field.type for field in fields if same(field.name, column.name)), None)


def _mended(column: exp.Column, kind: ColumnType) -> Iterator[str]:
    parent, shown = column.parent, column.sql(dialect="duckdb")
    if isinstance(parent, exp.Distinct | exp.Paren):
        parent = parent.parent
    summed = isinstance(parent, _SUMS) or (isinstance(parent, _ORDERED) and _number_beside(column, parent))
    if kind == "text" and summed:
        _cast(column, "DOUBLE")
        yield f"The text of {shown} was read as numbers."
    elif kind == "text" and isinstance(parent, _TIMES):
        _cast(column, "TIMESTAMP")
        yield f"The text of {shown} was read as times."
    elif kind == "text" and isinstance(parent, (*_EQUALS, exp.In)):
        for number in [one for one in parent.iter_expressions() if _is_number(one)]:
            number.replace(exp.Literal.string(number.sql(dialect="duckdb")))
    elif kind in (*TEMPORAL_TYPES, *NUMERIC_TYPES) and isinstance(parent, _PATTERNS) and parent.this is column:
        column.replace(exp.cast(column.copy(), "TEXT"))


def _cast(column: exp.Column, to: str) -> None:
    column.replace(exp.TryCast(this=column.copy(), to=exp.DataType.build(to, dialect="duckdb")))


def _number_beside(column: exp.Column, parent: exp.Expr) -> bool:
    return any(_is_number(one) for one in (parent.this, parent.expression) if one is not column)


def _is_number(one: exp.Expr) -> bool:
    inner = one.this if isinstance(one, exp.Neg) else one
    return isinstance(inner, exp.Literal) and not inner.is_string
