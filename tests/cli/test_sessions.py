"""The installed command in processes of its own, over files."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

COMMAND = [sys.executable, "-P", "-c", "from cli import main; main()"]
HOUSE = Path(__file__).parent.parent.parent

Tablespeak = Callable[..., "CompletedProcess[str]"]

ORDERS = "order_id,ordered,city,amount\n" + "".join(
    f"{number},2024-{1 + number % 12:02}-05,{('Paris', 'Rome', 'Oslo')[number % 3]},{number * 10}.50\n"
    for number in range(1, 61)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("session")
    (folder / "orders.csv").write_text(ORDERS)
    (folder / "traps.csv").write_text("name,points\n\x1b[31mred,1\nplain,2\n")
    return folder


@pytest.fixture(scope="module")
def environment(folder: Path) -> dict[str, str]:
    unset = ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {**kept, "TABLESPEAK_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(HOUSE), "TERM": "xterm-256color"}


@pytest.fixture(scope="module")
def tablespeak(folder: Path, environment: dict[str, str]) -> Tablespeak:
    def run(*arguments: str) -> CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments], capture_output=True, text=True, cwd=folder, env=environment, timeout=60, check=False
        )

    return run


@pytest.fixture(scope="module", autouse=True)
def loaded(tablespeak: Tablespeak) -> CompletedProcess[str]:
    return tablespeak("load", "orders.csv", "traps.csv")


def test_loading_says_what_became_of_each_file(loaded: CompletedProcess[str]) -> None:
    assert loaded.returncode == 0, loaded.stderr
    assert "orders.csv → orders: 60 rows, 4 columns, version 1" in loaded.stdout
    assert loaded.stderr == ""


def test_an_answer_is_a_card_without_colour_in_a_pipe(tablespeak: Tablespeak) -> None:
    asked = tablespeak("ask", "What is the total amount by city?")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert asked.stderr == ""
    assert "\x1b" not in asked.stdout
    for shown in ("Paris", "6,310", "Read as: ", "3 of 3 rows · orders.csv v1, 60 rows · ", "decided by rules"):
        assert shown in asked.stdout


def test_an_answer_as_json_is_one_object_and_nothing_else(tablespeak: Tablespeak) -> None:
    asked = tablespeak("ask", "What is the total amount by city?", "--json")
    answer = json.loads(asked.stdout)
    assert (asked.returncode, asked.stderr, answer["status"]) == (0, "", "answered")
    assert sorted(answer["table"]["rows"]) == [["Oslo", 6110.0], ["Paris", 6310.0], ["Rome", 5910.0]]
    assert answer["decided_by"] == "rules"
    assert answer["receipt"]["tables"][0]["version"] == 1
    assert answer["sql"].lower().startswith("select")
    assert answer["error"] is None


def test_words_without_a_meaning_are_declined_with_their_own_exit_code(tablespeak: Tablespeak) -> None:
    asked = tablespeak("ask", "What is the average flurble per zorgle?", "--json")
    answer = json.loads(asked.stdout)
    assert (asked.returncode, answer["status"]) == (4, "declined")
    assert "flurble" in answer["answer"]


def test_sql_of_a_person_is_run(tablespeak: Tablespeak) -> None:
    asked = tablespeak("sql", "SELECT city, count(*) AS orders FROM orders GROUP BY city ORDER BY city", "--json")
    answer = json.loads(asked.stdout)
    assert asked.returncode == 0
    assert answer["table"]["rows"] == [["Oslo", 20], ["Paris", 20], ["Rome", 20]]


@pytest.mark.parametrize(
    "statement", ["DROP TABLE orders", "SELECT * FROM read_csv('/etc/passwd')", "SELECT nope FROM orders"]
)
def test_sql_that_is_not_allowed_or_wrong_fails_in_one_line(tablespeak: Tablespeak, statement: str) -> None:
    asked = tablespeak("sql", statement)
    assert asked.returncode == 1
    assert asked.stdout == ""
    assert len(asked.stderr.splitlines()) == 1


def test_escape_sequences_in_cells_do_not_reach_the_terminal(tablespeak: Tablespeak) -> None:
    asked = tablespeak("sql", "SELECT * FROM traps ORDER BY points")
    assert asked.returncode == 0
    assert "\x1b" not in asked.stdout
    assert "[31mred" in asked.stdout


def test_tables_and_their_columns_are_listed(tablespeak: Tablespeak) -> None:
    listed = json.loads(tablespeak("tables", "--json").stdout)
    assert [table["name"] for table in listed["tables"]] == ["orders", "traps"]
    described = tablespeak("describe", "orders")
    assert described.returncode == 0
    assert "ordered" in described.stdout
    assert "2024-01-05" in described.stdout


def test_a_typo_in_a_table_name_says_what_was_meant(tablespeak: Tablespeak) -> None:
    described = tablespeak("describe", "order")
    assert described.returncode == 2
    assert described.stderr.strip() == "There is no table named “order”. Did you mean orders?"


def test_the_model_is_yaml_for_people_and_json_for_programs(tablespeak: Tablespeak) -> None:
    assert "orders" in tablespeak("model").stdout
    assert {entity["name"] for entity in json.loads(tablespeak("model", "--json").stdout)["entities"]} == {
        "orders",
        "traps",
    }


def test_a_file_named_in_a_question_is_loaded_first(tablespeak: Tablespeak) -> None:
    asked = tablespeak("ask", "How many orders are there?", "orders.csv", "--workspace", "fresh", "--json")
    answer = json.loads(asked.stdout)
    assert (asked.returncode, answer["table"]["rows"]) == (0, [[60]])


def test_a_file_that_cannot_be_read_is_named_and_nothing_changes(tablespeak: Tablespeak, folder: Path) -> None:
    (folder / "broken.parquet").write_bytes(b"PAR1 not really")
    refused = tablespeak("load", "broken.parquet")
    assert refused.returncode == 1
    assert "broken.parquet" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert [table["name"] for table in json.loads(tablespeak("tables", "--json").stdout)["tables"]] == [
        "orders",
        "traps",
    ]


def on_a_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """What a person sees: standard output and standard error of a process on one terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        seen = b""
        while chunk := _read(ours):
            seen += chunk
        process.wait(timeout=60)
    os.close(ours)
    return seen.decode()


def _read(terminal: int) -> bytes:
    """Nothing once the last writer is gone, which Linux tells by an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_a_terminal_sees_steps_and_colours(environment: dict[str, str]) -> None:
    seen = on_a_terminal(["ask", "What is the total amount by city?"], environment)
    assert "sql expert: " in seen
    assert "\x1b[" in seen


def test_no_color_is_respected_on_a_terminal(environment: dict[str, str]) -> None:
    seen = on_a_terminal(["ask", "What is the total amount by city?"], {**environment, "NO_COLOR": "1"})
    assert "sql expert: " in seen
    assert not re.findall(r"\x1b\[[0-9;]*\b[349][0-9]m", seen)
