"""How many queries of a suite lift to a Plan, and whether the compiled Plan returns the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

import duckdb
import sqlglot
from sqlglot import exp

from core.errors import TablespeakError
from core.model import SemanticModel
from evals.databases import open_database
from evals.execution_accuracy import expected_of, is_same_result
from evals.suites.gold import kind_of
from semantic_layer import compile_plan, lift

Verdict = Literal["the same", "other rows", "not lifted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    db: str
    sql: str
    verdict: Verdict
    compiled: str | None = None


def lift_all(queries: Sequence[tuple[str, str]], folder: Path, cache: Path) -> Iterator[Lifted]:
    """`queries` are databases with SQL; each is looked at once."""
    for db, group in groupby(sorted(set(queries)), key=lambda query: query[0]):
        with open_database(folder / f"{db}.duckdb", cache) as (database, connection):
            for _, sql in group:
                yield _lifted(db, sql, database.model, connection)


def _lifted(db: str, sql: str, model: SemanticModel, connection: duckdb.DuckDBPyConnection) -> Lifted:
    def run(text: str) -> list[tuple[object, ...]]:
        return connection.execute(text).fetchall()

    plan = lift(sql, model)
    if plan is None:
        return Lifted(db=db, sql=sql, verdict="not lifted")
    try:
        compiled = compile_plan(plan, model).sql
        same = is_same_result(run(compiled), expected_of(_columns_written_out(sql, model), run))
    except (TablespeakError, duckdb.Error) as failed:
        return Lifted(db=db, sql=sql, verdict="other rows", compiled=str(failed))
    return Lifted(db=db, sql=sql, verdict="the same" if same else "other rows", compiled=compiled)


def _columns_written_out(sql: str, model: SemanticModel) -> str:
    """A star cannot be given sort keys of its own, by which ties are told."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    source = tree.args.get("from_") if isinstance(tree, exp.Select) and tree.is_star else None
    entity = next(
        (one for one in model.entities if source and one.name.casefold() == source.this.name.casefold()), None
    )
    if entity is None or not isinstance(tree, exp.Select) or len(tree.selects) != 1:
        return sql
    tree.set("expressions", [exp.column(field.name, quoted=True) for field in entity.fields])
    return tree.sql(dialect="duckdb")


def told(found: Sequence[Lifted]) -> str:
    counted = Counter(one.verdict for one in found)
    lifted = len(found) - counted["not lifted"]
    lines = [
        f"{len(found)} queries: {lifted} lifted ({lifted / max(1, len(found)):.1%}), of them "
        f"{counted['the same']} return the same rows ({counted['the same'] / max(1, lifted):.1%})"
    ]
    kinds = Counter(kind_of(one.sql) for one in found if one.verdict == "not lifted")
    lines += [f"  not lifted, {kind}: {number}" for kind, number in kinds.most_common()]
    lines += [f"  other rows: {one.db}: {one.sql}" for one in found if one.verdict == "other rows"]
    return "\n".join(lines)
