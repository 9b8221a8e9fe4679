from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.databases import open_database
from evals.run import as_line, run_item, totals
from evals.spider import Item, of_split, sampled, single_table
from warehouse import new_version_file


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("databases")
    with new_version_file(folder) as file:
        file.connection.execute(
            "CREATE TABLE boats AS SELECT * FROM (VALUES (1, 'Aurora', 12.5), (2, 'Breeze', 9.0)) t(boat_id, boat_name, length)"
        )
    return file.path.rename(folder / "harbour.duckdb")


def item(question: str, gold_sql: str) -> Item:
    return Item(id=question, db="harbour", question=question, gold_sql=gold_sql)


def test_an_answer_is_right_by_its_rows_and_not_by_its_sql(database: Path, tmp_path: Path) -> None:
    questions = [
        item("How many boats are there?", "SELECT count(boat_id) FROM boats"),
        item("How many boats are there?", "SELECT 7"),
        item("How many zeppelins were inflated?", "SELECT 0"),
    ]
    with open_database(database, tmp_path) as (opened, connection):
        found = [run_item(one, opened, connection) for one in questions]
    assert [outcome.status for outcome in found[:2]] == ["right", "wrong"]
    assert found[2].status in ("declined", "clarified")
    assert sum(totals(found).values()) == 3
    assert json.loads(json.dumps(as_line(found[0])))["decided_by"] == "rules"


def test_a_model_that_was_built_is_used_again(database: Path, tmp_path: Path) -> None:
    with open_database(database, tmp_path) as (first, _):
        built = first.model
    with open_database(database, tmp_path) as (second, _):
        assert [one.name for one in second.model.entities] == [one.name for one in built.entities]


def test_the_splits_share_no_database() -> None:
    items = [Item(id=str(n), db=f"db{n % 3}", question="", gold_sql="SELECT 1 FROM t") for n in range(9)]
    measuring = of_split(items, "measuring", frozenset({"db1"}))
    learning = of_split(items, "learning", frozenset({"db1"}))
    assert {one.db for one in measuring} == {"db1"}
    assert len(learning) + len(measuring) == len(items)
    assert sampled(items, 4, seed=1) == sampled(items, 4, seed=1)


def test_a_join_is_more_than_one_table() -> None:
    items = [item("a", "SELECT x FROM t"), item("b", "SELECT x FROM t JOIN u ON t.i = u.i")]
    assert [one.question for one in single_table(items)] == ["a"]


def test_a_figure_beside_what_was_asked_is_no_mistake(database: Path, tmp_path: Path) -> None:
    question = item("Which boat is the longest?", "SELECT boat_name FROM boats ORDER BY length DESC LIMIT 1")
    with open_database(database, tmp_path) as (opened, connection):
        assert run_item(question, opened, connection).best is True
