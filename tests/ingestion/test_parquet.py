from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from core.errors import UnreadableFile
from tests.ingestion.conftest import Read


@pytest.fixture
def parquet(tmp_path: Path) -> bytes:
    path = tmp_path / "made.parquet"
    with duckdb.connect() as connection:  # noqa: TID251
        connection.execute(
            f"COPY (SELECT 1 AS \"Order Id\", '007' AS code, DATE '2024-01-05' AS day, [1, 2] AS parts)"
            f" TO '{path}' (FORMAT parquet)"
        )
    return path.read_bytes()


def test_the_types_that_the_file_declares_are_kept(read: Callable[..., Read], parquet: bytes) -> None:
    found = read(parquet, name="orders.parquet")
    assert found.names == ["order_id", "code", "day", "parts"]
    assert [column.type for column in found.imported.tables[0].columns] == ["integer", "text", "date", "list"]
    assert found.cells("code") == ["007"]
    assert found.imported.report.format == "parquet"


def test_a_cut_off_file_says_so(read: Callable[..., Read], parquet: bytes) -> None:
    with pytest.raises(UnreadableFile, match="cut off"):
        read(parquet[:-20], name="orders.parquet")
    with pytest.raises(UnreadableFile, match="damaged"):
        read(b"PAR1" + b"\0" * 50 + b"PAR1", name="orders.parquet")
    with pytest.raises(UnreadableFile, match="not a Parquet"):
        read(b"hello there", name="orders.parquet")
