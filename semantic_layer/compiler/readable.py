"""The statement as an analyst would write it: pretty, and qualified only where that tells something."""

from __future__ import annotations

from sqlglot import exp


def sql_text(query: exp.Query) -> str:
    for select in query.find_all(exp.Select):
        _drop_qualifiers(select)
    return query.sql(dialect="duckdb", pretty=True)


def _drop_qualifiers(select: exp.Select) -> None:
    """Where one relation is read, its columns need no qualifier, unless an output has a column's name.

    In a subquery that also reads a row outside of it, qualifiers tell the two apart and stay.
    """
    source = select.args.get("from_")
    if source is None or select.args.get("joins"):
        return
    alias = source.this.alias_or_name
    own = [column for column in select.find_all(exp.Column) if column.parent_select is select]
    if any(column.table not in ("", alias) for column in own):
        return
    outputs = {p.alias.casefold() for p in select.expressions if isinstance(p, exp.Alias)}
    for column in own:
        if column.name.casefold() not in outputs:
            column.set("table", None)
