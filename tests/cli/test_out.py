from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.edge import run

ORDERS = "order_id,region,amount\n1,north,2.5\n2,south,=1+1\n3,north,4\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    assert run(["load", str(tmp_path / "orders.csv"), "--data-dir", str(tmp_path / "data")]) == 0
    return tmp_path


def test_all_rows_of_an_answer_are_saved(folder: Path) -> None:
    out = folder / "regions.csv"
    place = ["--data-dir", str(folder / "data")]
    assert run(["ask", "how many orders by region", "--out", str(out), *place]) == 0
    assert sorted(out.read_text(encoding="utf-8").replace('"', "").splitlines()[1:]) == ["north,2", "south,1"]


def test_rows_that_are_not_shown_are_saved_too(folder: Path) -> None:
    out = folder / "all.json"
    sql = "SELECT order_id, amount FROM orders ORDER BY order_id"
    assert run(["sql", sql, "--rows", "1", "--out", str(out), "--data-dir", str(folder / "data")]) == 0
    assert '"row_count":3' in out.read_text(encoding="utf-8")


def test_an_ending_that_says_no_format_is_refused_before_anything_is_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    place = ["--data-dir", str(folder / "data")]
    assert run(["ask", "how many orders", "--out", str(folder / "orders.doc"), *place]) == 2
    told = capsys.readouterr()
    assert (told.out, "Use one of .csv" in told.err) == ("", True)


def test_the_terminal_says_that_rows_came_from_the_cache(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ["ask", "how many orders by region", "--data-dir", str(folder / "data")]
    for cached in (False, True):
        capsys.readouterr()
        assert run(question) == 0
        assert ("rows from the cache" in capsys.readouterr().out) is cached


@pytest.mark.parametrize("ending", ["pdf", "pptx", "html", "png", "svg", "xlsx"])
def test_the_answer_is_saved_as_a_document(folder: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--data-dir", str(folder / "data")]
    assert run(["ask", "how many orders by region", "--out", str(folder / f"asked.{ending}"), *place]) == 0
    assert run(["export", "last", str(folder / f"later.{ending}"), *place]) == 0
    asked, later = (folder / f"{name}.{ending}" for name in ("asked", "later"))
    assert asked.stat().st_size > 0
    assert later.stat().st_size > 0
    assert f"later.{ending}" in capsys.readouterr().err


def test_a_run_is_exported_by_its_id(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--data-dir", str(folder / "data")]
    capsys.readouterr()
    assert run(["ask", "how many orders", "--json", *place]) == 0
    run_id = json.loads(capsys.readouterr().out)["run_id"]
    assert run(["export", run_id, str(folder / "a.pdf"), "--paper", "letter", *place]) == 0
    assert run(["export", "none", str(folder / "b.pdf"), *place]) == 2
    assert not (folder / "b.pdf").exists()
