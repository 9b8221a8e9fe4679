from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.conftest import upload
from tests.api.test_server import ask, data_of


@pytest.fixture(scope="module")
def chats(client: httpx.Client) -> httpx.Client:
    upload(client, "orders.csv", "order_id,region,amount\n1,north,10\n2,south,20\n3,north,5\n", "chats")
    client.headers["X-Workspace"] = "chats"
    return client


def two_turns(client: httpx.Client) -> tuple[str, list[dict[str, Any]]]:
    thread = client.post("/api/threads", json={"title": "A start"}).json()["id"]
    first = ask(client, "total amount by region", thread_id=thread)
    ask(client, "only north", thread_id=thread)
    return thread, first


def test_a_conversation_keeps_its_turns_and_opens_as_it_streamed(chats: httpx.Client) -> None:
    thread, first = two_turns(chats)
    kept = chats.get(f"/api/threads/{thread}", params={"events": True}).json()
    assert [run["question"] for run in kept["runs"]] == ["total amount by region", "only north"]
    assert [run["status"] for run in kept["runs"]] == ["answered", "answered"]
    assert kept["runs"][0]["log"] == [event["data"] for event in first]
    assert chats.get(kept["runs"][0]["events"]).status_code == 200


def test_a_conversation_is_renamed_found_by_its_questions_and_deleted(chats: httpx.Client) -> None:
    thread, first = two_turns(chats)
    assert chats.patch(f"/api/threads/{thread}", json={"title": "50% of\nspring"}).json()["title"] == "50% of spring"
    for words in ("50% OF", "Only North"):
        found = chats.get("/api/threads", params={"search": words}).json()["threads"]
        assert thread in {one["id"] for one in found}
    assert chats.get("/api/threads", params={"search": "50x"}).json()["threads"] == []
    assert chats.delete(f"/api/threads/{thread}").status_code == 204
    assert chats.get(f"/api/threads/{thread}").status_code == 404
    run = first[0]["data"]["run_id"]
    assert chats.get(f"/api/runs/{run}/events").status_code == 404


def test_a_branch_goes_on_from_a_turn_and_leaves_the_other_as_it_is(chats: httpx.Client) -> None:
    thread, first = two_turns(chats)
    turn = first[0]["data"]["run_id"]
    branch = chats.post(f"/api/threads/{thread}/branch", json={"run_id": turn, "title": "Another way"}).json()
    assert (branch["turns"], branch["branch_of"]) == (1, thread)
    events = ask(chats, "only south", thread_id=branch["id"])
    assert [(row[0], float(row[1])) for row in data_of(events, "table")["rows"]] == [("south", 20.0)]
    assert len(chats.get(f"/api/threads/{thread}").json()["runs"]) == 2
    copied = chats.get(f"/api/threads/{branch['id']}", params={"events": True}).json()["runs"][0]
    assert copied["run_id"] != turn
    assert {event["run_id"] for event in copied["log"]} == {copied["run_id"]}
    chats.delete(f"/api/threads/{thread}")
    assert chats.get(f"/api/runs/{copied['run_id']}/result.csv").text.splitlines()[0].startswith("region,")


def test_conversations_come_in_pages_the_one_asked_in_last_first(chats: httpx.Client) -> None:
    made = [chats.post("/api/threads", json={"title": f"Number {n}"}).json()["id"] for n in range(3)]
    ask(chats, "how many orders", thread_id=made[0])
    first = chats.get("/api/threads", params={"limit": 2}).json()
    assert ([thread["id"] for thread in first["threads"]], first["more"]) == ([made[0], made[2]], True)
    second = chats.get("/api/threads", params={"limit": 1, "before": made[2]}).json()
    assert [thread["id"] for thread in second["threads"]] == [made[1]]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/threads/nothing", None),
        ("PATCH", "/api/threads/nothing", {"title": "x"}),
        ("DELETE", "/api/threads/nothing", None),
        ("POST", "/api/threads/nothing/branch", {"run_id": "x"}),
    ],
)
def test_a_conversation_that_is_not_there_is_a_problem(
    chats: httpx.Client, method: str, path: str, body: dict[str, str] | None
) -> None:
    response = chats.request(method, path, json=body)
    assert (response.status_code, response.json()["code"]) == (404, "unknown_name")


def test_a_title_of_blanks_is_refused(chats: httpx.Client) -> None:
    assert chats.post("/api/threads", json={"title": " \n "}).status_code == 422
