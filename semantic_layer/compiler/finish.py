"""The last level of a statement: which rows stay, in which order, and how many."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from core.errors import InvalidInput, UnknownName
from core.plan import FieldRef, Order, OutputRef, Plan
from core.query import OutputColumn
from core.table import ColumnType
from semantic_layer.compiler.base import Base, plain_dimensions
from semantic_layer.compiler.conditions import condition_sql
from semantic_layer.compiler.dimensions import order_of_days
from semantic_layer.compiler.identifiers import column
from semantic_layer.compiler.levels import Level, as_cte, projected, with_ctes
from semantic_layer.compiler.scope import Scope, Statement


class OutputScope(Scope):
    """Names after grouping: outputs, and fields where a dimension shows them as they are."""

    def __init__(self, statement: Statement, plan: Plan, level: Level, columns: tuple[OutputColumn, ...]) -> None:
        super().__init__(statement, plan.entity, outputs=level.columns)
        self._types = {column.name: column.type for column in columns}
        self._by_expression = plain_dimensions(plan.dimensions)

    def field(self, ref: FieldRef) -> exp.Expr:
        return self.output(self._by_expression[ref]) if ref in self._by_expression else self._refuse(ref)

    def output_type(self, name: str) -> ColumnType | None:
        return self._types.get(name)

    def _refuse(self, ref: FieldRef) -> exp.Expr:
        raise InvalidInput(f"“{ref.entity}.{ref.name}” is not a column of the answer.", stage="compiling")


def finished(plan: Plan, base: Base, statement: Statement, *, as_part: bool = False) -> exp.Query:
    """The whole statement; `as_part` of another one, its rows need no order beyond what its limit cuts by."""
    level = _kept_by_having(plan, base.level, base.columns, statement)
    order = _full_order(plan, base)
    level = _ranked(plan, level, order, statement)
    shown = shown_names(plan, base.columns)
    sort = [_sorted_by(wanted, level, plan, statement, shown) for wanted in order]
    select = projected(level, shown)
    cut = plan.limit is not None and not _ties_kept(plan)
    if sort and (cut or not as_part):
        select = select.order_by(*sort, copy=False)
    if plan.limit is not None and cut:
        select = select.limit(plan.limit.count, copy=False)
    return with_ctes(select, level.ctes)


def shown_names(plan: Plan, columns: tuple[OutputColumn, ...]) -> list[str]:
    hidden = {measure.name for measure in plan.measures if not measure.shown}
    hidden |= {dimension.name for dimension in plan.dimensions if not dimension.shown}
    shown = [column.name for column in columns if column.name not in hidden]
    if not shown:
        raise InvalidInput("Nothing of this would be shown.", stage="compiling")
    return shown


def _kept_by_having(plan: Plan, level: Level, columns: tuple[OutputColumn, ...], statement: Statement) -> Level:
    if plan.having is None:
        return level
    scope = OutputScope(statement, plan, level, columns)
    return level.keep(condition_sql(plan.having, scope))


def _full_order(plan: Plan, base: Base) -> tuple[Order, ...]:
    """The order asked for, then the dimensions, so that the same question always gives the same rows in one order."""
    named = {wanted.by.name for wanted in base.order if isinstance(wanted.by, OutputRef)}
    rest = (dimension.name for dimension in plan.dimensions if dimension.name not in named)
    return (*base.order, *(Order(by=OutputRef(name=name)) for name in rest))


def _ranked(plan: Plan, level: Level, order: tuple[Order, ...], statement: Statement) -> Level:
    """Keeps the first of each group, then the first of all; rows that tie with the last one stay, unless cut."""
    asked = order[: len(plan.order)]
    if plan.top_per_group is not None:
        if not asked:
            raise InvalidInput("The first of each group need an order.", stage="compiling")
        cut = plan.limit is not None and plan.limit.ties == "cut"
        within = [level.column(_required(name, level)) for name in plan.top_per_group.within]
        sort = [_sort_key(wanted, level, plan, statement) for wanted in (order if cut else asked)]
        place = _place(exp.RowNumber() if cut else exp.func("RANK", dialect="duckdb"), within, sort)
        level = _first(level, place, plan.top_per_group.count)
    if plan.limit is not None and _ties_kept(plan):
        if plan.top_per_group is not None:
            level = as_cte(level, statement.names, "first_of_each")
        sort = [_sort_key(wanted, level, plan, statement) for wanted in asked]
        level = _first(level, _place(exp.func("RANK", dialect="duckdb"), [], sort), plan.limit.count)
    return level


def _ties_kept(plan: Plan) -> bool:
    """Whether a limit must look for ties: not where there is no order, or it names every dimension."""
    if plan.limit is None or plan.limit.ties == "cut" or not plan.order:
        return False
    named = {wanted.by.name for wanted in plan.order if isinstance(wanted.by, OutputRef)}
    return plan.rows is not None or not {dimension.name for dimension in plan.dimensions} <= named


def _place(function: exp.Expr, within: list[exp.Expr], sort: list[exp.Expr]) -> exp.Window:
    return exp.Window(this=function, partition_by=within, order=exp.Order(expressions=sort), over="OVER")


def _first(level: Level, place: exp.Window, count: int) -> Level:
    kept = exp.LTE(this=place, expression=exp.Literal.number(count))
    select = level.select.copy()
    select.set("qualify", exp.Qualify(this=kept))
    return replace(level, select=select)


def _sort_key(wanted: Order, level: Level, plan: Plan, statement: Statement) -> exp.Expr:
    name = _required(_output_name(wanted), level)
    return _ordered(_day_aware(level.column(name), name, plan, statement), wanted)


def _sorted_by(wanted: Order, level: Level, plan: Plan, statement: Statement, shown: list[str]) -> exp.Expr:
    """By the name of a column that is shown, else by its expression."""
    name = _required(_output_name(wanted), level)
    by_alias = name in shown and not _sorts_days(name, plan, statement)
    value = column(name) if by_alias else _day_aware(level.column(name), name, plan, statement)
    return _ordered(value, wanted)


def _day_aware(value: exp.Expr, name: str, plan: Plan, statement: Statement) -> exp.Expr:
    return order_of_days(value, statement.calendar) if _sorts_days(name, plan, statement) else value


def _sorts_days(name: str, plan: Plan, statement: Statement) -> bool:
    days = (dimension.name for dimension in plan.dimensions if dimension.part == "day_of_week")
    return statement.calendar.week_start != 0 and name in days


def _ordered(value: exp.Expr, wanted: Order) -> exp.Ordered:
    if isinstance(value, exp.Column) and value.name.casefold() == "all":
        # Read back, ORDER BY "all" would become ORDER BY ALL.
        value = exp.Paren(this=value)
    return exp.Ordered(this=value, desc=wanted.descending or None, nulls_first=wanted.nulls == "first")


def _output_name(wanted: Order) -> str:
    assert isinstance(wanted.by, OutputRef)
    return wanted.by.name


def _required(name: str, level: Level) -> str:
    if name not in level.columns:
        raise UnknownName("column of the answer", name, level.columns, stage="compiling")
    return name
