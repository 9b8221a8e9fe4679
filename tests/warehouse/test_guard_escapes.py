"""Hostile SQL that the guard accepts, run in a DuckDB that nothing seals, beside files and a table to be stolen."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.guard_fuzz import MARKER, Trial


def test_no_accepted_statement_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("canary.txt", "canary.csv"):
        (tmp_path / name).write_text(f"a,b\n{MARKER} file,1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANARY", MARKER)
    trial = Trial(4711, tmp_path)
    trial.work(time.time() + 60, most=300)
    assert trial.counts["accepted"] > 20
    assert trial.counts["refused"] > 100
    assert trial.counts["escape"] == 0


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT content FROM read_text('canary.txt')",
        "FROM hidden",
        "COPY (SELECT 1) TO 'out.csv'",
        "DELETE FROM orders",
    ],
)
def test_what_the_guard_refuses_would_have_been_noticed(
    sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "canary.txt").write_text(f"{MARKER} file", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert Trial(1, tmp_path).escape(sql) is not None
