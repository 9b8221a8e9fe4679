"""Each file of golden/ holds a Plan, how it is read back, its SQL, and a query somebody wrote by hand for the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from core.plan import Plan
from semantic_layer import compile_plan, describe_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import shop
from wire import load

FOLDER = Path(__file__).parent / "golden"


def pair(name: str) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text())
    return read


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_plan_compiles_to_sql_that_answers_as_the_handwritten_query(shop_db: Database, name: str) -> None:
    golden = pair(name)
    plan = load(Plan, golden["plan"])
    query = compile_plan(plan, shop())
    assert query.sql == golden["sql"].rstrip("\n")
    assert describe_plan(plan, shop()) == golden["read_as"]
    assert _rounded(shop_db.run(query)) == _rounded(shop_db.rows(golden["handwritten"]))


def _rounded(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(round(cell, 9) if isinstance(cell, float) else cell for cell in row) for row in rows]
