"""Dashboards proposed and changed over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.api.conftest import ORDERS, served, upload


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("data")
    with served(Settings(data_dir=folder)) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "orders.csv", ORDERS)
        yield client


def created(client: httpx.Client, **wanted: Any) -> dict[str, Any]:
    answer = client.post("/api/dashboards/quick-create", json=wanted)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_proposed_dashboard_is_kept_and_all_its_tiles_run(client: httpx.Client) -> None:
    made = created(client, table="orders")
    ran = client.post(f"/api/dashboards/{made['name']}/run").json()["tiles"]
    assert len(ran) >= 4
    assert all(tile["problem"] is None and tile["rows"] for tile in ran)
    assert any(tile["chart"] is not None for tile in ran)


def test_a_draft_is_shown_and_changed_without_being_kept(client: httpx.Client) -> None:
    before = client.get("/api/dashboards").json()["dashboards"]
    answer = client.post("/api/dashboards/quick-create", json={"tiles": 6, "keep": False})
    assert answer.status_code == 200
    draft = answer.json()
    words = {"words": "rename the dashboard to Mine", "draft": draft}
    changed = client.post("/api/dashboards/draft/change", json=words).json()
    assert changed["dashboard"]["title"] == "Mine"
    assert client.get("/api/dashboards").json()["dashboards"] == before


def test_a_kept_dashboard_changed_in_words_is_a_new_version(client: httpx.Client) -> None:
    made = created(client, question="total amount by region")
    words = {"words": "add how many orders by region as a pie and rename the dashboard to Changed; do magic"}
    changed = client.post(f"/api/dashboards/{made['name']}/change", json=words).json()
    assert (changed["version"], changed["title"]) == (made["version"] + 1, "Changed")
    assert any("magic" in said for said in changed["told"])
    assert len(changed["tiles"]) == len(made["tiles"]) + 1
    ran = client.post(f"/api/dashboards/{made['name']}/run").json()["tiles"]
    assert all(tile["problem"] is None for tile in ran)


def test_words_that_mean_nothing_change_nothing(client: httpx.Client) -> None:
    made = created(client, table="orders")
    answer = client.post(f"/api/dashboards/{made['name']}/change", json={"words": "do magic"})
    assert answer.status_code == 422
    assert "do magic" in answer.json()["detail"]
    assert client.get(f"/api/dashboards/{made['name']}").json()["version"] == made["version"]


def test_a_topic_without_a_match_is_refused(client: httpx.Client) -> None:
    answer = client.post("/api/dashboards/quick-create", json={"question": "unicorns"})
    assert answer.status_code == 422
    assert "unicorns" in answer.json()["detail"]
