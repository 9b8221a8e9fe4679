"""Any questions over any folder of databases: DuckDB files, folders of files, conversations."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from core.errors import InvalidInput
from evals.command import eval_command
from evals.openings import source_of
from evals.predictions import Asked, read_questions

SALES = "region,amount,sold\nNorth,10,2024-01-05\nNorth,20,2024-02-05\nSouth,5,2024-02-07\n"


@pytest.fixture
def databases(tmp_path: Path) -> Path:
    folder = tmp_path / "databases"
    (folder / "shop").mkdir(parents=True)
    (folder / "shop" / "sales.csv").write_text(SALES, encoding="utf-8")
    with duckdb.connect(str(folder / "zoo.duckdb")) as connection:  # noqa: TID251
        connection.execute("CREATE TABLE animals AS SELECT unnest(['lion', 'owl']) AS name, unnest([9, 4]) AS age")
    return folder


def asked(folder: Path, *lines: dict[str, object]) -> list[dict[str, object]]:
    """The lines of predictions, by the terminal's command."""
    questions, predictions = folder / "questions.jsonl", folder / "predictions.jsonl"
    questions.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    arguments = ["--questions", questions, "--databases", folder / "databases", "--predictions", predictions]
    CliRunner().invoke(
        eval_command, [*map(str, arguments), "--processes", "1"], catch_exceptions=False, standalone_mode=False
    )
    return [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]


def test_questions_are_answered_over_csv_folders_and_duckdb_files(tmp_path: Path, databases: Path) -> None:
    found = {
        line["id"]: line
        for line in asked(
            tmp_path,
            {"id": "a", "db": "shop", "question": "total amount by region"},
            {"id": "b", "db": "zoo", "question": "average age of animals"},
            {"id": "c", "db": "zoo", "question": "what is the weather like?"},
            {"id": "d", "db": "nowhere", "question": "how many rows?"},
        )
    }
    assert databases.exists()
    assert found["a"]["status"] == "answered"
    assert sorted(found["a"]["rows"]) == [["North", 30], ["South", 5]]  # type: ignore[call-overload]
    assert found["a"]["decided_by"] == "rules"
    assert found["a"]["tokens"] == 0
    assert "SELECT" in str(found["a"]["sql"])
    assert found["b"]["rows"] == [[6.5]]
    assert found["c"]["status"] == "declined"
    assert "weather" in str(found["c"]["message"])
    assert found["d"]["status"] == "failed"
    assert "nowhere" in str(found["d"]["message"])


def test_the_history_of_a_conversation_is_understood(tmp_path: Path, databases: Path) -> None:
    (line,) = asked(
        tmp_path,
        {"id": "1", "db": "shop", "question": "only North", "history": ["total amount by month"]},
    )
    assert databases.exists()
    assert [row[-1] for row in line["rows"]] == [10, 20]  # type: ignore[attr-defined]


def test_sql_of_a_duckdb_file_runs_on_that_file(tmp_path: Path, databases: Path) -> None:
    (line,) = asked(tmp_path, {"id": "1", "db": "zoo", "question": "how many animals are there?"})
    with duckdb.connect(str(databases / "zoo.duckdb"), read_only=True) as connection:  # noqa: TID251
        assert connection.execute(str(line["sql"])).fetchall() == [(2,)]


def test_a_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "db": "x", "question": "a"}\n{"id": 2}\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"questions.jsonl, line 2"):
        read_questions(file)


def test_history_may_be_texts_or_turns(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": 1, "db": "x", "question": "and by month?", "history": ["total", {"question": "by year"}]}',
        encoding="utf-8",
    )
    assert read_questions(file) == [Asked(id="1", db="x", question="and by month?", history=("total", "by year"))]


def test_a_database_is_found_as_file_folder_or_table(databases: Path) -> None:
    (databases / "single.csv").write_text(SALES, encoding="utf-8")
    assert source_of(databases, "zoo").is_database
    assert [path.name for path in source_of(databases, "shop").files] == ["sales.csv"]
    assert [path.name for path in source_of(databases, "single").files] == ["single.csv"]
    with pytest.raises(InvalidInput, match="no database “gone”"):
        source_of(databases, "gone")
