"""What people keep, in the terminal: saved, run again, verified, put on dashboards, and taken to files and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.edge import run

ORDERS = "order_id,region,amount,ordered_on\n1,north,2.5,2024-01-02\n2,south,3,2024-02-03\n3,north,4,2024-03-04\n"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def place(tmp_path: Path) -> list[str]:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    options = ["--data-dir", str(tmp_path / "data")]
    assert run(["load", str(tmp_path / "orders.csv"), *options]) == 0
    assert run(["ask", "total amount in north", *options]) == 0
    return options


@pytest.fixture
def saved(place: list[str]) -> list[str]:
    assert run(["save", "--name", "northern", *place]) == 0
    return place


def told(capsys: Captured, *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_an_answer_is_saved_and_runs_again_with_another_value(place: list[str], capsys: Captured) -> None:
    capsys.readouterr()
    assert run(["save", *place]) == 0
    assert "region=…" in capsys.readouterr().out
    (entry,) = told(capsys, "queries", *place)["queries"]
    assert (entry["question"], entry["parameters"][0]["default"]) == ("total amount in north", "north")
    answer = told(capsys, "run", entry["name"], "region=south", *place)
    assert answer["table"]["rows"] == [[3.0]]
    assert run(["run", entry["name"], "nowhere=1", *place]) == 2


def test_a_deleted_query_comes_back_by_its_version(saved: list[str], capsys: Captured) -> None:
    assert run(["queries", "northern", "--delete", *saved]) == 0
    assert told(capsys, "queries", *saved) == {"queries": []}
    assert told(capsys, "queries", "northern", "--restore", "1", *saved)["version"] == 2
    assert [one["version"] for one in told(capsys, "queries", "northern", "--versions", *saved)["versions"]] == [2, 1]


def test_a_verified_query_answers_its_question_and_says_by_whom(saved: list[str], capsys: Captured) -> None:
    assert told(capsys, "verify", "northern", "--by", "Ana", *saved)["verified"]["by"] == "Ana"
    capsys.readouterr()
    assert run(["ask", "total amount in south", *saved]) == 0
    assert "Ana" in capsys.readouterr().out
    assert told(capsys, "verify", "--changes", *saved)["changes"] == []
    assert told(capsys, "verify", "northern", "--undo", *saved)["status"] == "saved"


def test_a_dashboard_is_proposed_shown_and_exported(saved: list[str], tmp_path: Path, capsys: Captured) -> None:
    made = told(capsys, "dashboard", "--create", "orders", *saved)
    shown = told(capsys, "dashboard", made["name"], *saved)
    assert shown["tiles"]
    assert all(tile["error"] is None for tile in shown["tiles"])
    target = tmp_path / "board.html"
    assert run(["export", made["name"], str(target), "--dashboard", *saved]) == 0
    assert "<html" in target.read_text(encoding="utf-8")
    assert run(["export", "last", str(tmp_path / "answer.xlsx"), *saved]) == 0
    assert (tmp_path / "answer.xlsx").read_bytes()[:2] == b"PK"


def test_specs_go_to_files_and_come_back_where_they_are_not_known(
    saved: list[str], tmp_path: Path, capsys: Captured
) -> None:
    folder = str(tmp_path / "specs")
    assert told(capsys, "export-specs", folder, *saved)["written"]
    elsewhere = ["--data-dir", str(tmp_path / "elsewhere")]
    assert run(["load", str(tmp_path / "orders.csv"), *elsewhere]) == 0
    dry = told(capsys, "import-specs", folder, "--dry-run", *elsewhere)
    assert dry["dry_run"]
    assert told(capsys, "queries", *elsewhere) == {"queries": []}
    assert run(["import-specs", folder, *elsewhere]) == 0
    assert [one["name"] for one in told(capsys, "queries", *elsewhere)["queries"]] == ["northern"]


def test_a_check_names_values_that_moved_and_what_a_change_of_the_schema_broke(
    saved: list[str], tmp_path: Path, capsys: Captured
) -> None:
    folder = str(tmp_path / "specs")
    assert run(["export-specs", folder, *saved]) == 0
    assert told(capsys, "check", folder, *saved)["counts"] == {"ok": 1, "moved": 0, "new": 0, "broken": 0}

    (tmp_path / "orders.csv").write_text(ORDERS + "4,north,10,2024-04-05\n", encoding="utf-8")
    assert run(["load", str(tmp_path / "orders.csv"), *saved]) == 0
    capsys.readouterr()
    assert run(["check", folder, *saved]) == 0
    assert "6.5 → 16.5" in capsys.readouterr().out

    (tmp_path / "orders.csv").write_text(ORDERS.replace("amount", "worth"), encoding="utf-8")
    assert run(["load", str(tmp_path / "orders.csv"), *saved]) == 0
    capsys.readouterr()
    assert run(["check", folder, *saved]) == 1
    said = capsys.readouterr().out
    assert "broken" in said
    assert "amount" in said
