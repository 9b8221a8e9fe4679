from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from api import Settings
from api.logs import log_to_standard_error
from api.settings import settings_from
from core.errors import InvalidInput
from tests.api.conftest import ORDERS, served, upload
from tests.api.test_serve import TABLESPEAK, answered, free_port
from tests.api.test_server import ask, events_of


@contextmanager
def started(data_dir: Path, *options: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [TABLESPEAK, "serve", "--port", str(port), "--data-dir", str(data_dir), *options]
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{port}"
        assert answered(f"{address}/api/health/ready")
        yield address, process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        finally:
            process.kill()
            process.communicate()


def test_a_request_has_an_id_in_its_response_its_problem_and_its_log(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="tablespeak.requests"):
        response = client.get("/api/tables/nothing", headers={"X-Request-Id": "mine-1"})
        assert response.headers["x-request-id"] == "mine-1"
        assert response.json()["request_id"] == "mine-1"
        other = client.get("/api/tables", headers={"X-Request-Id": "two\twords"}).headers["x-request-id"]
    assert len(other) == 32
    assert ["GET", "/api/tables/nothing", 404] in [
        [getattr(record, name) for name in ("method", "path", "status")] for record in caplog.records
    ]


def test_logs_can_be_json_with_the_id_of_the_request(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers, root.level
    try:
        log_to_standard_error("json", "info")
        logging.getLogger("tablespeak.requests").info("asked", extra={"status": 200})
        told = json.loads(capsys.readouterr().err)
    finally:
        root.handlers, root.level = before
    assert (told["message"], told["status"], told["level"]) == ("asked", 200, "INFO")
    assert "request_id" in told


def test_figures_tell_of_runs_who_decided_and_requests(client: httpx.Client) -> None:
    ask(client, "total amount by region")
    ask(client, "how many florps per gizmo")
    figures = client.get("/metrics").text
    for line in (
        'tablespeak_runs_total{status="answered"}',
        'tablespeak_runs_total{status="declined"}',
        'tablespeak_decisions_total{assistant="sql_expert",way="rules"}',
        'tablespeak_requests_total{method="POST",route="/api/ask",status="200"}',
        'tablespeak_step_seconds_count{stage="database"}',
        'tablespeak_sandbox_processes{state="idle"}',
    ):
        assert line in figures


def test_health_tells_parts_and_versions(client: httpx.Client) -> None:
    health = client.get("/api/health").json()
    assert (health["status"], health["parts"]["catalog"]) == ("ok", "ok")
    assert {"python", "duckdb"} <= set(health["versions"])
    assert client.get("/api/health/live").json() == {"status": "ok"}
    assert client.get("/api/health/ready").json() == {"status": "ok"}


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    with (
        served(Settings(data_dir=tmp_path, rate_limit="3/minute")) as address,
        httpx.Client(base_url=address) as client,
    ):
        statuses = [client.get("/api/tables").status_code for _ in range(4)]
        refused = client.get("/api/tables")
        assert [*statuses, refused.status_code] == [200, 200, 200, 429, 429]
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.json()["code"] == "too_many_requests"
        assert client.get("/api/tables", headers={"Authorization": "Bearer another"}).status_code == 200
        assert client.get("/api/health").status_code == 200
        refused = client.get("/v1/models")
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many_requests")


def test_a_page_of_a_named_origin_may_call_from_a_browser(tmp_path: Path) -> None:
    origin = "https://chat.example"
    with served(Settings(data_dir=tmp_path, token="s3cret", origins=frozenset({origin}))) as address:
        asking = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = httpx.options(
            f"{address}/api/ask", headers={**asking, "Access-Control-Request-Headers": "authorization,x-workspace"}
        )
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == origin
        assert "authorization" in preflight.headers["access-control-allow-headers"]
        refused = httpx.get(f"{address}/api/tables", headers={"Origin": origin})
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, origin)
        stranger = httpx.options(f"{address}/api/ask", headers={**asking, "Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in stranger.headers


class Collector(BaseHTTPRequestHandler):
    received: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


def test_runs_are_traced_where_a_collector_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collector = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
    try:
        with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
            upload(client, "orders.csv", ORDERS)
            ask(client, "total amount by region")
    finally:
        collector.shutdown()
        collector.server_close()
    told = b"".join(Collector.received)
    assert b"tablespeak.run_id" in told
    assert b"sql_expert" in told
    assert b"total amount" not in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TABLESPEAK_RATE_LIMIT", "often"),
        ("TABLESPEAK_LINGER", "-1"),
        ("TABLESPEAK_DRAIN", "soon"),
        ("TABLESPEAK_LOG_FORMAT", "xml"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(InvalidInput, match=name):
        settings_from({name: value}, tmp_path)


def test_several_processes_serve_one_data_folder(tmp_path: Path) -> None:
    """Each request goes over a connection of its own, and so to either process."""
    with started(tmp_path, "--workers", "2") as (address, _):
        with httpx.Client(base_url=address, timeout=60) as client:
            upload(client, "orders.csv", ORDERS)
        for _ in range(3):
            run = httpx.post(f"{address}/api/ask", json={"question": "total amount by region"}, timeout=60).json()
            logs = [events_of(httpx.get(f"{address}{run['events']}", timeout=60)) for _ in range(4)]
            assert logs[0][-1]["data"]["status"] == "answered"
            assert all(log == logs[0] for log in logs)
        assert 'tablespeak_runs_total{status="answered"} 3.0' in httpx.get(f"{address}/metrics").text


def test_what_a_killed_server_had_emitted_is_there_after_its_restart(tmp_path: Path) -> None:
    with started(tmp_path) as (address, process), httpx.Client(base_url=address, timeout=60) as client:
        upload(client, "orders.csv", ORDERS)
        seen: list[str] = []
        asking = {"question": "total amount by region"}
        with client.stream("POST", "/api/ask", json=asking, headers={"Accept": "text/event-stream"}) as stream:
            thread, run = stream.headers["x-thread-id"], stream.headers["x-run-id"]
            for line in stream.iter_lines():
                seen += [line] if line.startswith("id: ") else []
                if line == "event: plan":
                    process.send_signal(signal.SIGKILL)
                    break
    with started(tmp_path) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        kept = client.get(f"/api/threads/{thread}").json()["runs"]
        assert [one["run_id"] for one in kept] == [run]
        events = events_of(client.get(kept[0]["events"]))
        assert [f"id: {event['id']}" for event in events][: len(seen)] == seen
        assert events[-1]["event"] in {"run.error", "run.finished"}
        if events[-1]["event"] == "run.error":
            assert events[-1]["data"]["problem"]["retryable"] is True
        assert ask(client, "how many orders")[-1]["data"]["status"] == "answered"


def test_a_server_that_stops_lets_its_runs_end(tmp_path: Path) -> None:
    with started(tmp_path) as (address, process), httpx.Client(base_url=address, timeout=60) as client:
        upload(client, "orders.csv", ORDERS)
        headers = {"Accept": "text/event-stream"}
        with client.stream("POST", "/api/ask", json={"question": "total amount"}, headers=headers) as stream:
            process.terminate()
            told = [line for line in stream.iter_lines() if line.startswith("event: ")]
        assert told[-1] == "event: run.finished"
        began = time.monotonic()
        assert process.wait(timeout=30) in (0, -signal.SIGTERM)
        assert time.monotonic() - began < 20


def test_its_modules_load_no_protocol_library_before_it_is_asked_for() -> None:
    code = "import sys, api.app; print(sorted({'mcp', 'ag_ui', 'alembic', 'limits', 'opentelemetry.sdk'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
