"""Corpora that are not part of the repository: attacks.jsonl, legit.jsonl and sample_database.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.errors import GuardRefusal, UnknownName
from warehouse import guard

FOLDER = os.environ.get("TABLESPEAK_CORPORA")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="TABLESPEAK_CORPORA does not name a folder with the corpora")
SHOWN = ("sales", "customers", "products", "prices", "events")


def _cases(file: str) -> list[dict[str, Any]]:
    if FOLDER is None:
        return []
    return [json.loads(line) for line in (Path(FOLDER) / file).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    database = tmp_path_factory.mktemp("corpora") / "work.duckdb"
    subprocess.run([sys.executable, str(Path(FOLDER or "") / "sample_database.py"), str(database)], check=True)
    with duckdb.connect(database, read_only=True) as connection:  # noqa: TID251
        return {name: tuple(row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()) for name in SHOWN}


@pytest.mark.parametrize("case", _cases("attacks.jsonl"), ids=lambda case: case["id"])
def test_an_attack_is_judged_as_expected(case: dict[str, Any], tables: dict[str, tuple[str, ...]]) -> None:
    sql = case["sql"].replace("__DBPATH__", "/tmp/work.duckdb").replace("__TMPDIR__", "/tmp")
    if case["expect"] != "reject":
        guard(sql, tables)
    elif case["layer"] == "static":
        with pytest.raises((GuardRefusal, UnknownName)):
            guard(sql, tables)


@pytest.mark.parametrize("case", _cases("legit.jsonl"), ids=lambda case: case["id"])
def test_a_legitimate_query_is_accepted(case: dict[str, Any], tables: dict[str, tuple[str, ...]]) -> None:
    guard(case["sql"], tables)
