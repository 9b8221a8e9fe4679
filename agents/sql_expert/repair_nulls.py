"""NOT IN over a column with empty cells, which keeps no row at all."""

from __future__ import annotations

from sqlglot import exp

from core.model import SemanticModel
from semantic_layer.sql_sources import Sources, same


def mend_nulls(tree: exp.Expr, model: SemanticModel) -> list[str]:
    notes: list[str] = []
    for negation in tree.find_all(exp.Not):
        inside = negation.this.unnest()
        query = inside.args.get("query") if isinstance(inside, exp.In) else None
        select = query.unnest() if query is not None else None
        if not isinstance(select, exp.Select) or len(select.selects) != 1 or select.args.get("group"):
            continue
        listed = select.selects[0].unalias()
        if isinstance(listed, exp.Column) and _has_nulls(listed, Sources(select, model)):
            select.where(exp.Is(this=listed.copy(), expression=exp.Not(this=exp.Null())), copy=False)
            notes.append(f"Empty cells of {listed.sql(dialect='duckdb')} were left out of NOT IN.")
    return notes


def _has_nulls(listed: exp.Column, sources: Sources) -> bool:
    home = sources.home(listed)
    fields = home.entity.fields if home and home.entity else ()
    return any(same(field.name, listed.name) and field.profile.nulls > 0 for field in fields)
