"""A model is scored alone and with us around it, over a real database and the wire format of an endpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import openai
import pytest
from click.testing import CliRunner

from evals.models.bare import BareDatabase, Keys, declared_keys
from evals.models.command import models_command
from evals.models.counting import Known, counting
from evals.models.prompts import prompts_command
from tests.agents.scripted_endpoint import Endpoint, endpoint

QUESTIONS = (
    ("1", "How many riders are there?", "SELECT COUNT(*) FROM rider"),
    ("2", "Show the name of the oldest rider.", "SELECT name FROM rider ORDER BY age DESC LIMIT 1"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "spider" / "duckdb"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "riders.duckdb")) as connection:  # noqa: TID251
        connection.execute("CREATE TABLE rider (rider_id BIGINT, name VARCHAR, age BIGINT)")
        connection.execute("INSERT INTO rider VALUES (1, 'Ida', 31), (2, 'Otto', 44), (3, 'Mia', 27), (4, 'Bo', 19)")
    lines = [json.dumps({"id": i, "db": "riders", "question": q, "gold_sql": sql}) for i, q, sql in QUESTIONS]
    (tmp_path / "spider" / "train.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def told(data: Path, model: Endpoint, *more: str) -> str:
    given = ["--endpoint", model.url, "--model", "scripted", "--data", str(data), "--split", "all", "--suite", "spider"]
    found = CliRunner().invoke(models_command, [*given, "--completions", str(data / "kept"), *more])
    assert found.exit_code == 0, found.output
    return found.output


def answering(prompt: str) -> str:
    return "SELECT COUNT(*) FROM rider" if "How many" in prompt else "SELECT nam FROM rider ORDER BY age DESC LIMIT 1"


def test_one_table_tells_every_stage(data: Path) -> None:
    with endpoint(script=answering) as model:
        output = told(data, model)
    rows = {line[:22].strip(): line[22:].split("  ") for line in output.splitlines()}
    right = {stage: next(cell for cell in rows[stage] if cell.strip()).strip() for stage in ("bare", "with repair")}
    assert right == {"bare": "1 (50.0%)", "with repair": "2 (100.0%)"}


def test_what_was_asked_once_is_told_again_without_the_model(data: Path) -> None:
    with endpoint(script=answering) as model:
        first = told(data, model)
        asked = len(model.requests)
        again = told(data, model)
        assert len(model.requests) == asked > 0
    assert [line.split()[:9] for line in first.splitlines()] == [line.split()[:9] for line in again.splitlines()]


def test_the_bare_prompt_holds_keys_and_three_rows(data: Path) -> None:
    keys = Keys(primary={"rider": ("rider_id",)}, foreign={"rider": (("age", "other", "its"),)})
    database = BareDatabase(data / "spider" / "duckdb" / "riders.duckdb", keys)
    assert "PRIMARY KEY (rider_id)" in database.prompt
    assert "FOREIGN KEY (age) REFERENCES other (its)" in database.prompt
    assert "Mia" in database.prompt
    assert "Bo" not in database.prompt
    database.close()


def test_our_prompts_are_counted_at_an_endpoint_that_knows_the_answer(data: Path) -> None:
    found = CliRunner().invoke(prompts_command, ["--data", str(data), "--db", "riders"])
    assert found.exit_code == 0, found.output
    assert found.output.startswith("ours: 1.0 requests, ")


def test_an_agent_is_led_the_shortest_way() -> None:
    known = [Known(question="How many riders?", sql="SELECT COUNT(*) FROM rider", tables=("rider",))]
    with counting(known) as counted:
        client = openai.OpenAI(base_url=counted.url, api_key="none")
        tool: Any = {"type": "function", "function": {"name": "run_sql", "parameters": {}}}
        messages: list[Any] = [{"role": "user", "content": "How many riders?"}]
        called = []
        while True:
            message = client.chat.completions.create(model="m", messages=messages, tools=[tool]).choices[0].message
            if not message.tool_calls:
                break
            called += [json.loads(call.function.arguments)["sql"] for call in message.tool_calls]  # type: ignore[union-attr]
            messages += [message.model_dump(), {"role": "tool", "tool_call_id": "call", "content": "4"}]
    assert called[-1] == "SELECT COUNT(*) FROM rider"
    assert len(called) == 2
    assert counted.requests == 3
    assert counted.tokens > 0


def test_keys_are_read_as_declared(tmp_path: Path) -> None:
    listed = {
        "db_id": "d",
        "table_names_original": ["a", "b"],
        "column_names_original": [[-1, "*"], [0, "id"], [1, "x"], [1, "y"], [1, "a_id"]],
        "primary_keys": [1, [2, 3]],
        "foreign_keys": [[4, 1]],
    }
    path = tmp_path / "tables.json"
    path.write_text(json.dumps([listed]), encoding="utf-8")
    keys = declared_keys(path)["d"]
    assert keys.primary == {"a": ("id",), "b": ("x", "y")}
    assert keys.foreign == {"b": (("a_id", "a", "id"),)}
    assert declared_keys(tmp_path / "none.json") == {}
