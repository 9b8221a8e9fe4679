from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.api.conftest import ORDERS, upload
from tests.api.test_server import ask


@pytest.fixture(scope="module")
def shop(client: httpx.Client) -> httpx.Client:
    upload(client, "orders.csv", ORDERS, "integrated")
    client.headers["X-Workspace"] = "integrated"
    return client


def notices(client: httpx.Client, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/integration/notifications", params=wanted).json()["notices"]
    return found


def test_every_table_and_file_is_registered_with_schema_meaning_and_status(shop: httpx.Client) -> None:
    upload(shop, "broken.xlsx", "this is no workbook", "integrated")
    sources = shop.get("/api/integration/data-sources").json()["sources"]
    table = next(source for source in sources if source["kind"] == "table")
    assert (table["name"], table["status"], table["rows"]) == ("orders", "ready", 5)
    assert (table["schema"][0]["name"], table["schema"][0]["type"]) == ("order_id", "integer")
    assert table["model"]["name"] == "orders"
    assert table["access"]
    files = {source["name"]: source["status"] for source in sources if source["kind"] == "file"}
    assert files["orders.csv"] == "ready"
    assert files["broken.xlsx"] == "refused"


@pytest.mark.parametrize("feature", ["chat", "query_builder", "dashboards", "assistants"])
def test_each_feature_gets_what_it_begins_with(shop: httpx.Client, feature: str) -> None:
    ask(shop, "total amount by region")
    begun = shop.get(f"/api/integration/context/{feature}").json()
    assert [source["name"] for source in begun["sources"]] == ["orders"]
    assert "total amount by region" in [query["question"] for query in begun["recent_queries"]]
    assert begun["suggested_questions"]
    assert isinstance(begun["saved_queries"], list)
    assert ("dashboards" in begun) == (feature == "dashboards")
    assert shop.get("/api/integration/context/nothing").status_code == 422


def test_data_that_arrives_and_imports_that_fail_are_noticed(shop: httpx.Client) -> None:
    upload(shop, "cities.csv", "city,people\nParis,2\n", "integrated")
    upload(shop, "bad.xlsx", "no workbook", "integrated")
    upload(shop, "cities.csv", "city,people\nParis,2\n", "integrated")
    newest = notices(shop)[:2]
    assert [(notice["kind"], notice["about"]["file"]) for notice in newest] == [
        ("import_failed", "bad.xlsx"),
        ("data_arrived", "cities.csv"),
    ]
    assert newest[1]["about"]["tables"] == "cities"


def test_a_notice_is_read_by_one_caller_and_unread_by_another(shop: httpx.Client) -> None:
    upload(shop, "places.csv", "place,people\nRome,3\n", "integrated")
    newest = notices(shop)[0]
    marked = shop.post("/api/integration/notifications/read", json={"ids": [newest["id"]]})
    assert marked.json() == {"changed": 1}
    assert newest["id"] not in [notice["id"] for notice in notices(shop, unread=True)]
    other = shop.get(
        "/api/integration/notifications", params={"unread": True}, headers={"Authorization": "Bearer other"}
    ).json()
    assert newest["id"] in [notice["id"] for notice in other["notices"]]
    shop.post("/api/integration/notifications/read", json={"ids": [newest["id"]], "read": False})
    assert not notices(shop)[0]["read"]
    shop.post("/api/integration/notifications/read", json={})
    assert shop.get("/api/integration/notifications").json()["unread"] == 0


def test_notices_come_over_a_stream_and_go_on_after_the_last_one(shop: httpx.Client) -> None:
    after = notices(shop)[0]["id"]
    headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
    threading.Timer(0.3, lambda: upload(shop, "rivers.csv", "river,km\nRhine,1230\n", "integrated")).start()
    with shop.stream("GET", "/api/integration/notifications", headers=headers) as stream:
        told = []
        for line in stream.iter_lines():
            told.append(line)
            if line.startswith("data: "):
                break
    assert told[0] == f"id: {after + 1}"
    assert told[1] == "event: data_arrived"
    assert "rivers.csv" in told[2]


def test_a_model_that_changed_is_noticed(shop: httpx.Client) -> None:
    change = [{"target": "orders.amount", "set": {"unit": "EUR"}}]
    assert shop.patch("/api/models/default", json=change).status_code == 200
    shop.post("/api/models/default/publish")
    newest = notices(shop)[0]
    assert newest["kind"] == "model_changed"
    assert "EUR" in newest["text"]


def test_a_saved_query_that_broke_is_noticed_and_told_to_each_feature(shop: httpx.Client) -> None:
    upload(shop, "visits.csv", "visit_id,visitors\n1,5\n2,7\n", "integrated")
    sql = {"name": "all-visitors", "title": "All visitors", "sql": "SELECT sum(visitors) AS all_visitors FROM visits"}
    shop.post("/api/queries", json=sql).raise_for_status()
    board = {"name": "visits", "title": "Visits", "tiles": []}
    shop.post("/api/dashboards", json=board).raise_for_status()
    upload(shop, "visits.csv", "visit_id,guests\n1,5\n2,7\n", "integrated")
    broke = until(lambda: [notice for notice in notices(shop) if notice["kind"] == "query_broke"])
    assert broke[0]["about"]["query"] == "all-visitors"
    begun = shop.get("/api/integration/context/dashboards").json()
    assert [(one["name"], one["status"]) for one in begun["saved_queries"]] == [("all-visitors", "broken")]
    assert [one["name"] for one in begun["dashboards"]] == ["visits"]


def until(looked_for: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What is found within some seconds."""
    for _ in range(200):
        found = looked_for()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")
