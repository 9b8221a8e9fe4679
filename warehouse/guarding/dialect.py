"""DuckDB's SQL, with what is data left as it was written."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB


class Verbatim(DuckDB):
    """JSON paths stay strings: rewritten, the key in `-> 'a.b'` would become a path of two keys."""

    def to_json_path(self, path: exp.Expr | None) -> exp.Expr | None:
        return path


DIALECT = Verbatim


def written(tree: exp.Expr, *, copy: bool = True) -> str:
    """The SQL of a tree, which without `copy` is of no use afterwards.

    The generator drops the prefix of every column within a PIVOT; those that are needed are kept.
    """
    if tree.find(exp.Pivot) is not None:
        tree = tree.copy() if copy else tree
        copy = False
        _keep_prefixes(tree)
    return tree.sql(dialect=Verbatim, comments=False, copy=copy)


def _keep_prefixes(tree: exp.Expr) -> None:
    for pivot in list(tree.find_all(exp.Pivot)):
        for column in list(pivot.find_all(exp.Column)):
            if column.table and (pivot.args.get("unpivot") or _is_of_a_query(column, pivot)):
                column.replace(exp.Dot.build([part.copy() for part in column.parts]))


def _is_of_a_query(column: exp.Expr, pivot: exp.Pivot) -> bool:
    """Below a query that is itself within the PIVOT."""
    node = column.parent
    while node is not None and node is not pivot:
        if isinstance(node, exp.Query):
            return True
        node = node.parent
    return False
