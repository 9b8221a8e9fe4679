"""The SQL of a request with all that its chart shows: nvBench bins outside of SQL, and groups by what it does not select."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from evals.drawing.requests import Request

_NAMES = {"WEEKDAY": "%a", "MONTH": "%b"}


def whole_sql(request: Request) -> str | None:
    """Columns in the order x, y, series. None where there is no SQL, or it holds no such chart."""
    if request.sql is None:
        return None
    try:
        tree = sqlglot.parse_one(request.sql, read="duckdb")
    except SqlglotError:
        return None
    if not isinstance(tree, exp.Select) or len(tree.selects) < 2:
        return None
    if request.series and len(tree.selects) == 2:
        _show_group(tree)
    if request.binning:
        _bin(tree, request.binning.rsplit(" ", 1)[-1])
    return tree.sql(dialect="duckdb") if len(tree.selects) == (3 if request.series else 2) else None


def _show_group(tree: exp.Select) -> None:
    group = tree.args.get("group")
    shown = {_bare(one) for one in tree.selects}
    hidden = [one for one in group.expressions if _bare(one) not in shown] if group else []
    if len(hidden) != 1:
        return
    tree.select(hidden[0].copy(), copy=False)
    if all(_any_value(one) is not None for one in tree.selects[:2]):
        tree.set("group", None)
        tree.set("order", None)
        tree.set("expressions", [*(_any_value(one) for one in tree.selects[:2]), *tree.selects[2:]])


def _bin(tree: exp.Select, unit: str) -> None:
    """Groups by the period of the first column, which stands alone or in ANY_VALUE."""
    first = _any_value(tree.selects[0])
    first = tree.selects[0].unalias() if first is None else first
    moment = exp.TryCast(
        this=exp.TryCast(this=first.copy(), to=exp.DataType.build("text")), to=exp.DataType.build("date")
    )
    if unit in _NAMES:
        binned: exp.Expr = exp.func("strftime", moment, exp.Literal.string(_NAMES[unit]), dialect="duckdb")
    elif unit == "YEAR":
        text = exp.TryCast(this=first.copy(), to=exp.DataType.build("text"))
        binned = exp.TryCast(
            this=exp.func("left", text, exp.Literal.number(4), dialect="duckdb"), to=exp.DataType.build("int")
        )
    else:
        binned = moment
    name = tree.selects[0].alias_or_name or "period"
    shown = exp.alias_(binned, name, quoted=True)
    tree.set("expressions", [shown, *tree.selects[1:]])
    others = [one.copy() for one in tree.selects[2:]]
    tree.set("group", exp.Group(expressions=[binned.copy(), *others]))
    tree.set("order", None)


def _any_value(one: exp.Expr) -> exp.Expr | None:
    inner = one.unalias()
    inner = inner.this if isinstance(inner, exp.IgnoreNulls) else inner
    return inner.this.copy() if isinstance(inner, exp.AnyValue) else None


def _bare(one: exp.Expr) -> str:
    inner = _any_value(one) or one.unalias()
    return inner.name.casefold() if isinstance(inner, exp.Column) else inner.sql(dialect="duckdb").casefold()
