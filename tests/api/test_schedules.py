"""Schedules over HTTP, and by server processes that are killed or that are several."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.api.conftest import ORDERS, served, upload
from tests.api.test_serving import started
from tests.workspace.schedules.receivers import Received, webhook

WEEKLY = {"kind": "every", "unit": "weeks", "at": "08:00", "on": "monday"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("schedules")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TABLESPEAK_EXPORT_DIR", str(folder / "drop"))
        with (
            served(Settings(data_dir=folder / "data")) as address,
            httpx.Client(base_url=address, timeout=30) as client,
        ):
            upload(client, "orders.csv", ORDERS)
            yield client


def asked(client: httpx.Client) -> str:
    run_id: str = client.post("/api/ask", json={"question": "total amount by region"}).json()["run_id"]
    client.get(f"/api/runs/{run_id}/events")
    return run_id


def made(client: httpx.Client, **given: object) -> dict[str, Any]:
    body = {"run_id": asked(client), "when": WEEKLY, "targets": [{"kind": "folder", "path": "a"}], **given}
    response = client.post("/api/schedules", json=body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def runs_of(client: httpx.Client, schedule_id: str, ended: int = 1) -> list[dict[str, Any]]:
    """Once so many have ended."""
    runs: list[dict[str, Any]] = []
    for _ in range(600):
        runs = client.get(f"/api/schedules/{schedule_id}/runs").json()["runs"]
        if sum(run["status"] != "running" for run in runs) >= ended:
            return runs
        time.sleep(0.1)
    raise AssertionError(f"they did not end: {runs}")


def test_a_schedule_is_made_changed_run_and_deleted(shop: httpx.Client) -> None:
    schedule = made(shop, timezone="Europe/Berlin", title="Monday mail")
    place = f"/api/schedules/{schedule['id']}"
    assert schedule["next_times"][0][11:16] == "08:00"
    assert len(schedule["next_times"]) == 3
    assert shop.patch(place, json={"format": "xlsx"}).json()["format"] == "xlsx"
    assert shop.post(f"{place}/pause").json()["status"] == "paused"
    assert shop.post(f"{place}/resume").json()["status"] == "active"
    assert shop.post(f"{place}/run").status_code == 202
    (run,) = runs_of(shop, schedule["id"])
    assert (run["status"], run["by_hand"]) == ("sent", True), run
    assert run["items"][0]["row_count"] == 3
    assert [one["id"] for one in shop.get("/api/schedules").json()["schedules"]] == [schedule["id"]]
    assert shop.delete(place).status_code == 204
    assert shop.get(place).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"when": {"kind": "cron", "expression": "never"}}, "no cron expression"),
        ({"when": {"kind": "every", "unit": "weeks", "at": "08:00", "weekday": "monday"}}, "when.weekday"),
        ({"when": {"kind": "sometimes"}}, "kind"),
        ({"targets": [{"kind": "folder", "path": "../../x"}]}, "no folder below"),
        ({"targets": [{"kind": "webhook", "url": "http://169.254.169.254/"}]}, "own network"),
        ({"targets": [{"kind": "mail", "to": ["ana@example.org"]}]}, "sends no mail"),
        ({"targets": []}, "1 to 20 targets"),
        ({"run_id": "none"}, "no run named"),
        ({"query": "x"}, "sends one thing"),
        ({"timezone": "Mars/Olympus"}, "no time zone"),
    ],
)
def test_what_cannot_be_scheduled_is_told(shop: httpx.Client, wrong: dict[str, object], told: str) -> None:
    body = {"run_id": asked(shop), "when": WEEKLY, "targets": [{"kind": "folder", "path": "a"}], **wrong}
    response = shop.post("/api/schedules", json=body)
    assert response.status_code in (404, 422)
    assert told in response.json()["title"]


@pytest.mark.slow
def test_two_server_processes_send_what_is_due_once(tmp_path: Path) -> None:
    with webhook() as received:
        schedule_id = _prepared(tmp_path, received)
        with started(tmp_path / "data", **_allowed()), started(tmp_path / "data", **_allowed()) as (address, _):
            for number in range(1, 4):
                _make_due(tmp_path, schedule_id)
                with httpx.Client(base_url=address, timeout=30) as client:
                    runs = runs_of(client, schedule_id, number)
            assert [run["status"] for run in runs] == ["sent"] * 3
        assert len(received.bodies) == 3
        assert len({headers["Idempotency-Key"] for headers in received.headers}) == 3


@pytest.mark.slow
def test_a_schedule_survives_kill_9_and_says_that_it_may_have_been_sent_before(tmp_path: Path) -> None:
    with webhook() as received:
        received.slow = [120.0, 0.0]
        schedule_id = _prepared(tmp_path, received)
        with started(tmp_path / "data", **_allowed()) as (_, process):
            _make_due(tmp_path, schedule_id)
            received.wait_for(1)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=10)
        with (
            started(tmp_path / "data", **_allowed()) as (address, _),
            httpx.Client(base_url=address, timeout=60) as client,
        ):
            (run,) = runs_of(client, schedule_id)
            schedule = client.get(f"/api/schedules/{schedule_id}").json()
        assert (run["status"], run["interrupted"]) == ("sent", 1)
        assert run["deliveries"][0]["maybe_twice"] is True
        assert [told["maybe_sent_before"] for told in received.objects] == [False, True]
        assert len({headers["Idempotency-Key"] for headers in received.headers}) == 1
        assert schedule["status"] == "active"
        assert schedule["next_times"]


def _prepared(folder: Path, received: Received) -> str:
    """Made by a server that ends again: what follows finds it in the catalog."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in _allowed().items():
            environment.setenv(name, value)
        with (
            served(Settings(data_dir=folder / "data")) as address,
            httpx.Client(base_url=address, timeout=30) as client,
        ):
            upload(client, "orders.csv", ORDERS)
            schedule_id: str = made(client, targets=[{"kind": "webhook", "url": received.address}], format="html")["id"]
    return schedule_id


def _make_due(folder: Path, schedule_id: str) -> None:
    with sqlite3.connect(folder / "data" / "catalog.sqlite", timeout=10) as connection:
        due = datetime.now(UTC).isoformat(timespec="microseconds")
        connection.execute("UPDATE schedules SET next_at = ? WHERE id = ?", (due, schedule_id))
    connection.close()


def _allowed() -> dict[str, str]:
    return {"TABLESPEAK_WEBHOOK_PRIVATE_HOSTS": "127.0.0.1"}
