"""What the join check lets pass is never inflated, whatever the rows are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semantic_layer import inflation
from tests.semantic_layer.database import Database, database
from tests.semantic_layer.test_compile_properties import CHILDREN, MODEL, NOTES, PARENTS, TABLES, filled

KEYS = {"parents": "parent_id", "children": "child_id", "notes": "note_id"}
MEASURES = {"parents": "weight", "children": "size", "notes": "stars"}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("family")
    with database(folder, MODEL, TABLES) as opened:
        yield opened


@st.composite
def joins(draw: st.DrawFn) -> tuple[str, str, str]:
    """FROM with its joins, the table whose measure is summed, and GROUP BY's column or nothing."""
    tables = draw(st.lists(st.sampled_from(sorted(KEYS)), min_size=2, max_size=3, unique=True))
    first, *others = tables
    side = draw(st.sampled_from(["JOIN", "LEFT JOIN"]))
    text = f"FROM {first}"
    for place, table in enumerate(others):
        to = draw(st.sampled_from(tables[: place + 1]))
        text += f" {side} {table} ON {table}.parent_id = {to}.parent_id"
    summed = draw(st.sampled_from(tables))
    key_table = draw(st.sampled_from(tables))
    group = draw(st.sampled_from(["", f"{key_table}.{KEYS[key_table]}", f"{key_table}.parent_id"]))
    return text, summed, group


@QUICK
@given(parents=PARENTS, children=CHILDREN, notes=NOTES, join=joins())
def test_a_sum_that_passes_counts_each_row_once(
    family: Database,
    parents: list[tuple[Any, ...]],
    children: list[tuple[Any, ...]],
    notes: list[tuple[Any, ...]],
    join: tuple[str, str, str],
) -> None:
    text, summed, group = join
    of = f"SUM({summed}.{MEASURES[summed]})"
    by = f" GROUP BY {group}" if group else ""
    sql = f"SELECT {group + ', ' if group else ''}{of} {text}{by}"
    if inflation(sql, MODEL) is not None:
        return
    for table, rows in (("parents", parents), ("children", children), ("notes", notes)):
        filled(family, table, rows)
    shown = f"{group} AS g, " if group else ""
    once = (
        f"SELECT {'g, ' if group else ''}SUM(x) FROM (SELECT DISTINCT {shown}{summed}.{KEYS[summed]} AS k,"
        f" {summed}.{MEASURES[summed]} AS x {text}) t{' GROUP BY g' if group else ''}"
    )
    assert sorted(map(repr, family.rows(sql))) == sorted(map(repr, family.rows(once)))
