from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ingestion import read_file, watching
from ingestion.watching import Watched

Told = list[tuple[str, float | None]]


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_LOOK_SECONDS", 0.001)


def read_a_large_file(folder: Path, told: Told, text: str, share: float | None) -> None:
    path = folder / "large.csv"
    with duckdb.connect(config={"threads": 1}) as connection:  # noqa: TID251
        connection.execute(f"COPY (SELECT range, hash(range) FROM range(1_000_000)) TO '{path}'")
        with Watched(connection, lambda told_text, told_share: told.append((told_text, told_share))) as progress:
            progress(text, share)
            connection.execute(f"CREATE TABLE large AS FROM read_csv('{path}', all_varchar = true)")


def test_the_share_of_a_long_statement_is_told_while_it_runs_and_only_grows(tmp_path: Path) -> None:
    told: Told = []
    read_a_large_file(tmp_path, told, "Reading large.csv", None)
    assert {text for text, _ in told} == {"Reading large.csv"}
    shares = [share for _, share in told[1:] if share is not None]
    assert shares
    assert shares == sorted(shares)
    assert all(0 < share < 1 for share in shares)


def test_a_share_that_a_reader_knows_is_passed_on_as_it_is(tmp_path: Path) -> None:
    told: Told = []
    read_a_large_file(tmp_path, told, "Reading sheet 1", 0.25)
    assert told == [("Reading sheet 1", 0.25)]


def test_the_types_are_found_with_a_share_that_only_grows(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    told: Told = []
    path.write_text("id,code\n" + "".join(f"{n},{n * 7919 % 10007}\n" for n in range(200_000)))
    with (
        duckdb.connect(config={"threads": 1}) as connection,  # noqa: TID251
        Watched(connection, lambda text, share: told.append((text, share))) as progress,
    ):
        read_file(path, "large.csv", connection, progress=progress)
    shares = [share or 0.0 for text, share in told if text.startswith("Finding the types")]
    assert len(shares) >= len(watching.TYPING_STEPS)
    assert shares == sorted(shares)
    assert all(0 <= share < 1 for share in shares)
