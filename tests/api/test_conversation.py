from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.conftest import upload
from tests.api.test_server import ask, data_of, events_of

SALES = """sale_id,region,sold_on,shipped_on,net_amount,gross_amount
1,north,2024-01-05,2024-02-01,10,12
2,south,2024-01-20,2024-01-21,20,24
3,north,2024-02-11,2024-02-12,30,36
4,west,2024-03-15,2024-03-16,40,48
"""


@pytest.fixture(scope="module")
def sales(client: httpx.Client) -> httpx.Client:
    upload(client, "sales.csv", SALES, "sales")
    client.headers["X-Workspace"] = "sales"
    return client


def rows(events: list[dict[str, Any]]) -> list[list[Any]]:
    return [list(row) for row in data_of(events, "table")["rows"]]


def test_a_follow_up_in_a_thread_changes_what_was_asked(sales: httpx.Client) -> None:
    first = ask(sales, "total net amount by region")
    thread = data_of(first, "run.started")["thread_id"]
    assert thread
    second = ask(sales, "only north", thread_id=thread)
    assert [(row[0], float(row[1])) for row in rows(second)] == [("north", 40.0)]
    third = ask(sales, "and by month?", thread_id=thread)
    assert [float(row[1]) for row in rows(third)] == [10.0, 30.0]
    assert "north" in data_of(third, "plan")["read_as"]


def test_without_a_thread_a_follow_up_follows_nothing(sales: httpx.Client) -> None:
    events = ask(sales, "only north")
    assert events[-1]["data"]["status"] != "answered" or "net" not in str(data_of(events, "plan")["read_as"])


def test_a_thread_that_is_not_there_is_a_problem(sales: httpx.Client) -> None:
    response = sales.post("/api/ask", json={"question": "how many sales", "thread_id": "nothing"})
    assert (response.status_code, response.json()["code"]) == (404, "unknown_name")


def test_a_clarification_is_answered_by_one_of_its_readings(sales: httpx.Client) -> None:
    asked = ask(sales, "total amount by region")
    assert asked[-1]["data"]["status"] == "clarification"
    options = data_of(asked, "clarification")["options"]
    assert len(options) >= 2
    previews = [option["preview"] for option in options]
    assert all(previews)
    assert len(set(previews)) == len(previews), "readings differ in what they come to"
    run_id = asked[0]["data"]["run_id"]
    reply = sales.post("/api/ask", json={"reply_to": run_id, "option": 1}, headers={"Accept": "text/event-stream"})
    events = events_of(reply)
    assert events[-1]["data"]["status"] == "answered"
    assert data_of(events, "plan")["plan"]["measures"] == options[1]["plan"]["measures"]
    assert data_of(events, "run.started")["thread_id"] == data_of(asked, "run.started")["thread_id"]


def test_a_reading_that_was_not_offered_is_a_problem(sales: httpx.Client) -> None:
    asked = ask(sales, "total amount by region")
    reply = sales.post("/api/ask", json={"reply_to": asked[0]["data"]["run_id"], "option": 99})
    assert reply.status_code == 422
