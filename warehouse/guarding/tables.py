"""Resolves every table name in its scope, as DuckDB will."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from core.errors import GuardRefusal, UnknownName
from warehouse.guarding.listed import folded
from warehouse.guarding.recursion import check_recursion

Tables = Mapping[str, Sequence[str]]


def base_tables(tree: exp.Expr, tables: Tables) -> tuple[tuple[exp.Table, str], ...]:
    """Each reference to a table of the workspace, with that table's name.

    Raises GuardRefusal for a prefix or a file, UnknownName for anything that is neither a table
    of the workspace nor a WITH query visible where it stands.
    """
    known = {folded(name): name for name in tables}
    return tuple(_references(tree, frozenset(), known))


def _references(node: exp.Expr, visible: frozenset[str], known: Mapping[str, str]) -> Iterator[tuple[exp.Table, str]]:
    with_ = node.args.get("with_")
    if with_ is not None:
        for cte in with_.expressions:
            own = folded(cte.alias)
            inner = visible | {own} if with_.recursive else visible
            if with_.recursive:
                check_recursion(cte)
            yield from _references(cte.this, inner, known)
            visible |= {own}
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        name = _base_name(node, visible, known)
        if name is not None:
            yield node, name
    for key, value in node.args.items():
        if key == "with_":
            continue
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, exp.Expr):
                yield from _references(child, visible, known)


def _base_name(table: exp.Table, visible: frozenset[str], known: Mapping[str, str]) -> str | None:
    """None where the name is that of a visible WITH query."""
    if table.args.get("db") or table.args.get("catalog"):
        prefixed = table.sql(dialect="duckdb")
        raise GuardRefusal(
            f"{prefixed} has a schema or database before the table's name.",
            construct=prefixed,
            hint="Write the table's name alone.",
        )
    name = table.name
    if folded(name) in visible:
        return None
    if folded(name) in known:
        return known[folded(name)]
    if any(sign in name for sign in "/\\.*:"):
        raise GuardRefusal(
            "Files cannot be read in a query.",
            construct="file",
            hint=f"Load the file first. Tables: {', '.join(sorted(known.values())[:8])}.",
        )
    raise UnknownName("table", name, known.values(), stage="guard")
