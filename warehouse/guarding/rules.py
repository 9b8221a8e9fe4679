"""What a caller may see of each table: the reference to it becomes a query over its visible rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlglot import exp

from core.errors import GuardRefusal
from core.question import Caller, RowRule
from warehouse.guarding.conditions import RuleColumns
from warehouse.guarding.dialect import DIALECT
from warehouse.guarding.listed import folded

_MOVED = ("joins", "laterals", "pivots", "sample")
_EVERY_ROW = 2**63 - 1


class Shields:
    """For each table with rules, the query that takes its place. Raises InvalidInput for a rule that does not fit its table."""

    def __init__(self, caller: Caller | None, tables: Mapping[str, Sequence[str]]) -> None:
        by_table: dict[str, list[RowRule]] = {}
        for rule in caller.rules if caller else ():
            by_table.setdefault(folded(rule.table), []).append(rule)
        self._selects = {
            name: _visible(name, columns, by_table[folded(name)])
            for name, columns in tables.items()
            if folded(name) in by_table
        }

    def put_up(self, tree: exp.Expr, found: Iterable[tuple[exp.Table, str]]) -> tuple[str, ...]:
        """Changes `tree`; returns the SQL of each query that was put in a table's place."""
        used: dict[str, str] = {}
        ruled = [(table, name) for table, name in found if name in self._selects]
        _keep_headings([table for table, _ in ruled])
        for table, name in ruled:
            select = self._selects[name]
            used[name] = select.sql(dialect=DIALECT)
            _replace(table, select.copy())
        return tuple(used.values())

    def refuse_plans(self, names: Iterable[str]) -> None:
        """A query's plan tells how many rows there are, and what the rules are."""
        if any(name in self._selects for name in names):
            raise GuardRefusal(
                "EXPLAIN is not allowed for tables of which only some rows may be seen.",
                construct="EXPLAIN",
                hint="Run the query itself.",
            )


def _visible(table: str, columns: Sequence[str], rules: Sequence[RowRule]) -> exp.Select:
    """Rows that every rule lets through; masked columns as null of their own type.

    Rows are kept inside, columns masked outside, so that no name can mean both a column and its mask.
    """
    speaks = RuleColumns(table, columns)
    masked = {folded(speaks.column(name).name) for rule in rules for name in rule.masked_columns}
    rows = exp.select("*").from_(exp.Table(this=exp.to_identifier(table, quoted=True)))
    conditions = [exp.paren(speaks.condition(rule.where)) for rule in rules if rule.where is not None]
    if conditions:
        # Behind a LIMIT nothing else is asked of a row before its rules: an error, or none, would tell of a hidden one.
        rows = rows.where(*conditions).limit(_EVERY_ROW)
    if not masked:
        return rows
    shown = [_masked(name) if folded(name) in masked else speaks.column(name) for name in columns]
    return exp.select(*shown).from_(rows.subquery("whole"))


def _masked(name: str) -> exp.Expr:
    nothing = exp.Case(ifs=[exp.If(this=exp.false(), true=exp.column(name, quoted=True))])
    return exp.alias_(nothing, name, quoted=True)


def _keep_headings(tables: Iterable[exp.Table]) -> None:
    """A column without a name is headed by its own text, which must not come to tell the rules."""
    shown = {id(node): node for table in tables for node in _columns_around(table)}
    headings = [(node, node.sql(dialect=DIALECT)) for node in shown.values()]
    for node, heading in headings:
        alias = exp.Alias(alias=exp.to_identifier(heading, quoted=True))
        node.replace(alias)
        alias.set("this", node)


def _columns_around(table: exp.Expr) -> Iterator[exp.Expr]:
    """The unnamed columns of every SELECT that `table` is read for."""
    node = table
    while node.parent is not None:
        if isinstance(node.parent, exp.Select) and node.arg_key == "expressions" and not isinstance(node, exp.Alias):
            yield node
        node = node.parent


def _replace(table: exp.Table, select: exp.Select) -> None:
    """What stood around the table's name stands around the query: alias, sample, pivots, joins."""
    alias = table.args.get("alias") or exp.TableAlias()
    if not alias.args.get("this"):
        alias.set("this", table.this.copy())
    query = exp.Subquery(
        this=select, alias=alias, **{part: table.args[part] for part in _MOVED if table.args.get(part)}
    )
    if isinstance(table.parent, (exp.Summarize, exp.Describe)):
        table.replace(exp.select("*").from_(query))
    else:
        table.replace(query)
