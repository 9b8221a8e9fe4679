"""Full queues, stopping and fairness over HTTP, with real servers."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api import Settings
from tests.api.conftest import ORDERS, served, upload
from tests.api.test_serve import TABLESPEAK, answered, free_port

JOINED = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range % {} = 1"
ONE_CALL = (
    "SELECT list_sum(list_transform(range(3000), lambda x: levenshtein(repeat('a', 9999), repeat('b', 9998) || x)))"
)


@pytest.fixture
def narrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One query runs, one more of a caller may wait, for a second."""
    monkeypatch.setenv("TABLESPEAK_RUNNING", "1")
    monkeypatch.setenv("TABLESPEAK_WAITING_PER_CALLER", "1")
    monkeypatch.setenv("TABLESPEAK_WAIT_SECONDS", "1")
    with served(Settings(data_dir=tmp_path)) as address:
        with httpx.Client(base_url=address, timeout=60) as client:
            upload(client, "orders.csv", ORDERS)
        yield address


def execute(address: str, sql: str, token: str = "") -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.post(f"{address}/api/queries/execute", json={"sql": sql}, headers=headers, timeout=60)


def run_of(address: str, sql: str) -> str:
    """The id of the run of a statement, once it has begun."""
    for _ in range(600):
        runs = httpx.get(f"{address}/api/egress", params={"limit": 50}).json()["runs"]
        found = next((run["run_id"] for run in runs if run["question"] == sql), None)
        if found:
            return str(found)
        time.sleep(0.02)
    raise AssertionError("the run did not begin")


def stop(address: str, sql: str, waiting: Future[httpx.Response]) -> httpx.Response:
    assert httpx.post(f"{address}/api/runs/{run_of(address, sql)}/cancel", timeout=60).json()["ended"]
    return waiting.result(60)


def test_what_finds_no_turn_is_told_to_come_back(narrow: str) -> None:
    heavy = JOINED.format(7)
    with ThreadPoolExecutor(8) as threads:
        running = threads.submit(execute, narrow, heavy)
        run_of(narrow, heavy)
        time.sleep(0.7)
        waiting = [threads.submit(execute, narrow, f"SELECT {number} AS n") for number in range(5)]
        answers = [one.result(60) for one in waiting]
        stop(narrow, heavy, running)
    busy = [one for one in answers if one.status_code == 503]
    assert len(busy) == 5
    for one in busy:
        told = one.json()
        assert one.headers["retry-after"].isdecimal()
        assert (told["code"], told["retryable"]) == ("busy", True)
        assert "waiting" in told["detail"] or "turn" in told["detail"]
    assert execute(narrow, "SELECT 41 + 1 AS n").json()["rows"] == [[42]]


@pytest.mark.parametrize("sql", [JOINED.format(11), ONE_CALL])
def test_a_run_that_is_stopped_gives_its_turn_back(narrow: str, sql: str) -> None:
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(execute, narrow, sql)
        run_of(narrow, sql)
        time.sleep(0.3)
        stopped = stop(narrow, sql, running)
    assert (stopped.status_code, stopped.json()["retryable"]) == (503, True), stopped.text
    assert execute(narrow, "SELECT count(*) AS n FROM orders").json()["rows"] == [[5]]


@contextmanager
def processes(data_dir: Path, count: int) -> Iterator[list[str]]:
    """Servers that share a data folder."""
    environment = {**os.environ, "TABLESPEAK_RUNNING": "2"}
    ports = [free_port() for _ in range(count)]
    started = [
        subprocess.Popen([TABLESPEAK, "serve", "--port", str(port), "--data-dir", str(data_dir)], env=environment)
        for port in ports
    ]
    try:
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        assert all(answered(f"{address}/api/health") for address in addresses)
        yield addresses
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=20)


def test_one_caller_cannot_take_all_turns_of_two_server_processes(tmp_path: Path) -> None:
    with processes(tmp_path, 2) as (first, second), ThreadPoolExecutor(8) as threads:
        with httpx.Client(base_url=first, timeout=60) as client:
            upload(client, "orders.csv", ORDERS)
        heavy = [JOINED.format(number) for number in (13, 17, 19, 23)]
        running = [
            threads.submit(execute, address, sql, "greedy")
            for address, sql in zip((first, second) * 2, heavy, strict=True)
        ]
        for address, sql in zip((first, second) * 2, heavy, strict=True):
            run_of(address, sql)
        answers = [execute(address, "SELECT count(*) AS n FROM orders", "modest") for address in (first, second)]
        assert [one.json()["rows"] for one in answers] == [[[5]], [[5]]]
        assert not any(one.done() for one in running)
        for address, sql, one in zip((second, first) * 2, heavy, running, strict=True):
            stop(address, sql, one)  # by the process that does not work on it
