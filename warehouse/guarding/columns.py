"""Names of columns that cannot exist, told before DuckDB has to; anything uncertain is left to DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlglot import exp

from core.errors import GuardRefusal, UnknownName
from warehouse.guarding.listed import folded

_MAKES_NAMES = (
    exp.Pivot,
    exp.Unnest,
    exp.Explode,
    exp.Summarize,
    exp.Describe,
    exp.Lambda,
    exp.Comprehension,
    exp.Columns,
)
_PSEUDO = frozenset({"rowid", "all", "user"})

_OF_THE_SESSION = frozenset({"current_user", "current_role", "session_user", "current_catalog", "current_schema"})


def check_session(tree: exp.Expr, found: Iterable[tuple[exp.Table, str]], tables: Mapping[str, Sequence[str]]) -> None:
    """DuckDB reads a name that is no column as a function of the session, in quotes too. Raises GuardRefusal."""
    owned = {folded(column) for _, name in found for column in tables[name]}
    for column in tree.find_all(exp.Column):
        name = folded(column.name)
        if name in _OF_THE_SESSION and name not in owned:
            raise GuardRefusal(
                f"{name} is not allowed here.",
                construct=name,
                hint="Settings and the catalog cannot be read here; DESCRIBE shows a table's columns.",
            )


def check_columns(tree: exp.Expr, found: Iterable[tuple[exp.Table, str]], tables: Mapping[str, Sequence[str]]) -> None:
    """Raises UnknownName for a column that no table in the statement has and nothing in it names."""
    read = {name for _, name in found}
    if (
        not read
        or tree.find(*_MAKES_NAMES)
        or any(not isinstance(table.this, exp.Identifier) for table in tree.find_all(exp.Table))
    ):
        return
    columns = [column for name in sorted(read) for column in tables[name]]
    qualifiers = {
        source.alias_or_name.lower() for source in tree.find_all(exp.Table, exp.Subquery, exp.CTE, exp.Values)
    }
    references = [column for column in tree.find_all(exp.Column) if isinstance(column.this, exp.Identifier)]
    fields = {column.name.lower() for column in references if column.table and column.table.lower() not in qualifiers}
    known = {name.lower() for name in (*columns, *read)} | _PSEUDO | set(_names_given(tree)) | fields
    for column in references:
        if column.name.isidentifier() and column.name.lower() not in known:
            raise UnknownName("column", column.name, columns, stage="guard")


def _names_given(tree: exp.Expr) -> Iterable[str]:
    """Aliases, fields of structs, arguments given by name."""
    for node in tree.find_all(exp.Alias, exp.TableAlias, exp.PropertyEQ, exp.Kwarg, exp.Dot):
        yield from (part.name.lower() for part in node.find_all(exp.Identifier) if part.parent is node)
