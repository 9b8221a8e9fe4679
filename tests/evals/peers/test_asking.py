"""What peers are told of the tables, whatever the files are."""

from __future__ import annotations

from pathlib import Path

import duckdb

from evals.peers.asking import opened


def test_csv_files_and_databases_are_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "orders.csv").write_text("id,city,amount\n1,Oslo,2.5\n2,Bergen,4\n")
    with duckdb.connect(str(tmp_path / "store.duckdb")) as connection:  # noqa: TID251
        connection.execute("CREATE SCHEMA sold; CREATE TABLE sold.orders AS SELECT 1 AS id, 'Oslo' AS city")
    _, from_files = opened(folder)
    connection, from_database = opened(tmp_path / "store")
    assert from_files["t_orders"] == [("id", "BIGINT"), ("city", "VARCHAR"), ("amount", "DOUBLE")]
    assert from_database == {"orders": [("id", "INTEGER"), ("city", "VARCHAR")]}
    assert connection.execute("SELECT city FROM orders").fetchall() == [("Oslo",)]
