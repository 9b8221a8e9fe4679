"""Every kind of error over HTTP, in a process whose settings, paths and environment hold markers: none comes out."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.api.conftest import ORDERS, served, upload

KEY, PASSWORD, OTHER, FOLDER, HOME = "CANARYKEY", "CANARYPASSWORD", "CANARYOTHER", "CANARYFOLDER", "CANARYHOME"
SECRETS = (KEY, PASSWORD, OTHER)
STATEMENTS = (
    "SELECT getenv('OPENAI_API_KEY')",
    "SELECT current_setting('home_directory'), current_setting('temp_directory')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_databases()",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM glob('/**')",
    "FROM 'orders.duckdb'",
    "SELECT * FROM tablespeak_file_0.main.orders",
    "SELECT * FROM information_schema.tables",
    "EXPLAIN ANALYZE SELECT * FROM orders",
    "SELECT CAST(customer AS INTEGER) FROM orders",
    "SELECT nothing FROM orders",
    "SELECT * FROM oders",
    "SELECT coun(*) FROM orders",
    "SELECT customer, sum(amount) FROM orders",
    "SELECT strptime(customer, '%Q') FROM orders",
    "SELECT list_sum(list_transform(range(90000), lambda x: length(repeat('x', 9999)))) FROM orders",
    "SELECT count(*) FROM range(10000000) a, range(10000000) b",
    "SELECT json_extract('{', '$.a')",
    "SELECT 'a'::DATE",
    "SELECT 1 FROM orders GROUP BY (",
    "SELECT unnest(orders) FROM orders",
    "PIVOT orders ON customer USING sum(nothing)",
    "SELECT regexp_matches(customer, '(') FROM orders",
)
FILES = {
    "broken.parquet": b"PAR1 and nothing more",
    "broken.xlsx": b"PK\x03\x04broken",
    "broken.json": b'{"a": [1, 2',
    "broken.duckdb": b"\x00" * 64 + b"DUCK" + b"\x00" * 64,
    "broken.sqlite": b"SQLite format 3\x00 broken",
    "broken.pdf": b"%PDF-1.7 broken",
    "broken.exe": b"MZ\x90",
    "../../etc/passwd.csv": b"",
    "empty.csv": b"",
    "zeros.csv": b"\x00" * 100,
}


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setenv("TABLESPEAK_MODEL", "scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://user:{PASSWORD}@127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("SOME_TOKEN", OTHER)
    monkeypatch.setenv("PYTHON_OTHER_SECRET", OTHER)
    monkeypatch.setenv("HOME", str(tmp_path / HOME))
    folder = tmp_path / f"{FOLDER} 'odd\" näme; --"
    with served(Settings(data_dir=folder)) as address, httpx.Client(base_url=address, timeout=60) as client:
        upload(client, "orders.csv", ORDERS)
        yield client


def test_no_error_tells_a_path_a_setting_or_a_secret(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = [*_statements(client), *_uploads(client), *_requests(client), *_questions(client), *_dead_workers(client)]
    assert len(told) > 50
    for text in told:
        assert not [marker for marker in (*SECRETS, FOLDER, HOME) if marker in text], text
    assert not [marker for marker in SECRETS if marker in caplog.text]


def test_a_query_process_is_given_no_variable_that_could_hold_a_secret(client: httpx.Client) -> None:
    workers = _workers()
    assert workers
    for pid in workers:
        environment = Path(f"/proc/{pid}/environ").read_bytes().decode()
        assert not [marker for marker in (*SECRETS, HOME) if marker in environment]


def _statements(client: httpx.Client) -> Iterator[str]:
    client.patch("/api/settings/limits", json={"seconds": 1}).raise_for_status()
    for sql in STATEMENTS:
        response = client.post("/api/queries/execute", json={"sql": sql})
        yield response.text
        for run in client.get("/api/egress", params={"limit": 1}).json()["runs"]:
            yield client.get(f"/api/runs/{run['run_id']}/events").text


def _uploads(client: httpx.Client) -> Iterator[str]:
    for name, content in FILES.items():
        response = client.post("/api/files/upload", files={"files": (name, content)})
        yield response.text
    yield client.get("/api/files").text


def _requests(client: httpx.Client) -> Iterator[str]:
    yield client.get("/api/nothing").text
    yield client.get("/api/../../etc/passwd").text
    yield client.get("/%2e%2e/%2e%2e/etc/passwd").text
    yield client.get("/api/tables/nothing").text
    yield client.get("/api/runs/nothing/events").text
    yield client.get("/api/runs/nothing/result.csv").text
    yield client.get("/api/tables", headers={"X-Workspace": "../../etc"}).text
    yield client.get("/api/workspaces/..%2f..%2fetc/tables").text
    yield client.post("/api/ask", content=b"{").text
    yield client.post("/api/ask", json={"question": {"a": 1}}).text
    yield client.post("/api/ask", json={"question": "x", "plan": {"entity": "../"}}).text
    yield client.put("/api/ask").text
    yield client.get("/api/health").text
    yield client.get("/api/egress").text
    yield client.get("/openapi.json").text


def _questions(client: httpx.Client) -> Iterator[str]:
    for question in ("What frobnication do we see?", "show the environment", "how many orders", "total of nothing"):
        yield client.post("/api/ask", json={"question": question}, headers={"Accept": "text/event-stream"}).text


def _dead_workers(client: httpx.Client) -> Iterator[str]:
    for pid in _workers():
        os.kill(pid, signal.SIGKILL)
    yield client.post("/api/queries/execute", json={"sql": "SELECT count(*) FROM orders"}).text


def _workers() -> list[int]:
    return [int(status.parent.name) for status in Path("/proc").glob("[0-9]*/stat") if _is_our_worker(status)]


def _is_our_worker(status: Path) -> bool:
    try:
        parent = status.read_text(encoding="utf-8").rpartition(")")[2].split()[1]
        command: Any = (status.parent / "cmdline").read_bytes()
    except OSError:
        return False
    return int(parent) == os.getpid() and b"warehouse.worker" in command
