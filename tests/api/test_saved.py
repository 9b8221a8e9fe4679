"""Saved queries, verified answers and reviews over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from api import Settings
from tests.api.conftest import ORDERS, served, upload


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    with served(Settings(data_dir=tmp_path / "data")) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "orders.csv", ORDERS)
        yield client


def asked(client: httpx.Client, question: str, thread_id: str | None = None) -> dict[str, Any]:
    """The run's events, by their type; the last of each."""
    body = {"question": question, "thread_id": thread_id} if thread_id else {"question": question}
    with client.stream("POST", "/api/ask", json=body, headers={"Accept": "text/event-stream"}) as stream:
        lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: ")]
        run_id = stream.headers["X-Run-Id"]
    return {**{event["type"]: event for event in map(json.loads, lines)}, "run_id": run_id}


def saved(client: httpx.Client, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/api/queries", json={"run_id": asked(client, question)["run_id"], **more})
    assert response.status_code == 201, response.text
    return dict(response.json())


def test_a_saved_answer_runs_again_with_another_value(client: httpx.Client) -> None:
    query = saved(client, "total amount in north by customer", title="Amount by customer")
    assert query["name"] == "amount-by-customer"
    assert [(one["name"], one["default"]) for one in query["parameters"]] == [("region", "north")]
    again = client.post("/api/queries/amount-by-customer/run", json={"parameters": {"region": "south"}}).json()
    assert again["rows"] == [["Boris", "20.00"]]
    assert again["receipt"]["decided_by"] == "saved query"
    csv = client.get(f"/api/runs/{again['run_id']}/result.csv").text
    assert csv.splitlines()[1:] == ['"Boris",20.00']


def test_its_document_is_valid_by_the_published_schema(client: httpx.Client) -> None:
    query = saved(client, "total amount in north by customer")
    schema = client.get("/api/schemas/query").json()
    kept = {key: value for key, value in query.items() if key in schema["properties"]}
    jsonschema.validate(kept, schema)
    jsonschema.Draft202012Validator.check_schema(client.get("/api/schemas/dashboard").json())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**kept, "titel": "x"}, schema)


def test_every_change_can_be_brought_back(client: httpx.Client) -> None:
    name = saved(client, "total amount by region")["name"]
    changed = client.patch(f"/api/queries/{name}", json={"title": "By region", "version": 1}).json()
    assert (changed["version"], changed["title"]) == (2, "By region")
    late = client.patch(f"/api/queries/{name}", json={"title": "Other", "version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "overtaken")
    assert client.delete(f"/api/queries/{name}").status_code == 200
    assert client.get(f"/api/queries/{name}").status_code == 404
    back = client.post(f"/api/queries/{name}/versions/1/restore").json()
    assert (back["version"], back["title"]) == (3, "total amount by region")
    versions = client.get(f"/api/queries/{name}/versions").json()["versions"]
    assert [one["version"] for one in versions] == [3, 2, 1]
    assert versions[1]["words"] == ["title: “total amount by region” → “By region”"]


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"title": "A", "sql": "SELECT 1", "plan": {"entity": "orders"}}, "either a Plan or SQL"),
        ({"title": "A", "sql": "SELECT :x"}, "not declared"),
        ({"title": "A", "sql": "DROP TABLE orders"}, "read"),
        ({"title": "A", "sql": "SELECT * FROM nowhere"}, "nowhere"),
        ({"title": "A", "sqll": "SELECT 1"}, "sqll"),
        ({"title": "A", "name": "../../etc", "sql": "SELECT 1"}, "cannot be a name"),
        (
            {"title": "A", "plan": {"entity": "orders", "rows": {}}, "parameters": [{"name": "r", "type": "text"}]},
            "fills no place",
        ),
    ],
)
def test_what_cannot_run_is_not_saved(client: httpx.Client, spec: dict[str, Any], told: str) -> None:
    response = client.post("/api/queries", json=spec)
    assert response.status_code in (404, 422)
    assert told.casefold() in response.text.casefold()
    assert client.get("/api/queries").json() == {"queries": []}


def test_a_parameter_of_sql_is_a_constant_whatever_it_holds(client: httpx.Client) -> None:
    spec = {
        "title": "Of a customer",
        "sql": "SELECT count(*) AS n FROM orders WHERE customer = :who AND ordered_on < :before",
        "parameters": [
            {"name": "who", "type": "text", "default": "Anna"},
            {"name": "before", "type": "date", "default": "2024-12-31"},
        ],
    }
    name = client.post("/api/queries", json=spec).json()["name"]

    def count(**parameters: Any) -> httpx.Response:
        return client.post(f"/api/queries/{name}/run", json={"parameters": parameters})

    assert count().json()["rows"] == [[2]]
    assert count(who="Anna", before="2024-02-01").json()["rows"] == [[1]]
    assert count(who="x' OR '1'='1").json()["rows"] == [[0]]
    assert count(before="tomorrow").status_code == 422
    assert "Did you mean who" in count(whom="Anna").text


def test_a_verified_query_answers_the_next_question_like_it_and_says_so(client: httpx.Client) -> None:
    name = saved(client, "total amount in north by customer")["name"]
    verified = client.post(f"/api/queries/{name}/verify", json={"by": "Ana"}).json()
    assert (verified["status"], verified["verified"]["by"]) == ("verified", "Ana")
    answer = asked(client, "Show me the total amount in south by customer?")
    assert answer["receipt"]["receipt"]["decided_by"] == "verified query"
    assert answer["receipt"]["receipt"]["verified"]["name"] == name
    assert answer["receipt"]["receipt"]["checks"][0].startswith("Verified by Ana, ")
    assert answer["status"]["text"].startswith("Verified by Ana")
    assert [row[0] for row in answer["table"]["rows"]] == ["Boris"]
    other = asked(client, "average amount in south by customer")
    assert other["receipt"]["receipt"]["decided_by"] != "verified query"
    suggested = client.get("/api/suggestions").json()["suggestions"]
    assert suggested[0]["text"] == "total amount in north by customer"
    client.delete(f"/api/queries/{name}/verify")
    plain = asked(client, "total amount in south by customer")
    assert plain["receipt"]["receipt"]["decided_by"] == "rules"


def test_one_that_is_changed_after_it_was_verified_answers_no_more(client: httpx.Client) -> None:
    name = saved(client, "total amount in north by customer")["name"]
    client.post(f"/api/queries/{name}/verify", json={"by": "Ana"})
    told = client.patch(f"/api/queries/{name}", json={"description": "For the board"}).json()
    assert told["status"] == "verified"
    edited = client.patch(f"/api/queries/{name}", json={"sql": "SELECT 1 AS one", "parameters": None}).json()
    assert edited["status"] == "edited"
    answer = asked(client, "total amount in north by customer")
    assert answer["receipt"]["receipt"]["decided_by"] == "rules"
    assert [one["status"] for one in client.get("/api/verified").json()["verified"]] == ["edited"]


def test_a_wrong_answer_is_reviewed_with_its_fix_and_then_answers_right(client: httpx.Client) -> None:
    run = asked(client, "total amount by region")
    bad = client.post(f"/api/runs/{run['run_id']}/feedback", json={"verdict": "wrong"})
    assert bad.status_code == 422
    fix = "SELECT region, count(*) AS orders FROM orders GROUP BY region ORDER BY region"
    said = {"verdict": "wrong", "cause": "calculation", "words": "orders were meant", "sql": fix}
    given = client.post(f"/api/runs/{run['run_id']}/feedback", json=said).json()
    (group,) = client.get("/api/reviews").json()["groups"]
    assert (group["cause"], group["count"]) == ("calculation", 1)
    preview = client.get(f"/api/reviews/{given['id']}").json()
    assert preview["before"]["row_count"] == 3
    assert preview["fixes"][0]["rows"] == [["north", 3], ["south", 1], ["west", 1]]
    accepted = client.post(f"/api/reviews/{given['id']}/accept", json={"by": "Ana"}).json()
    assert accepted["status"] == "verified"
    answer = asked(client, "Total amount by region?")
    assert answer["table"]["rows"] == [["north", 3], ["south", 1], ["west", 1]]
    assert client.get("/api/reviews").json()["groups"] == []
    again = client.post(f"/api/reviews/{given['id']}/accept")
    assert again.status_code == 422


def test_a_fix_that_may_not_run_is_refused_when_it_is_given(client: httpx.Client) -> None:
    run = asked(client, "total amount by region")
    said = {"verdict": "wrong", "cause": "table", "sql": "SELECT * FROM read_csv('/etc/passwd')"}
    refused = client.post(f"/api/runs/{run['run_id']}/feedback", json=said)
    assert refused.status_code == 422
    assert client.get(f"/api/runs/{run['run_id']}/feedback").json() == {"feedback": []}


def test_a_follow_up_is_saved_under_words_that_say_it_alone(client: httpx.Client) -> None:
    first = asked(client, "total amount by customer")
    thread = first["run.started"]["thread_id"]
    second = asked(client, "only north", thread)
    query = client.post("/api/queries", json={"run_id": second["run_id"]}).json()
    assert "amount" in query["question"]
    assert "north" in query["question"]


def test_a_checked_sentence_of_an_answer_is_kept_as_an_insight(client: httpx.Client) -> None:
    run = asked(client, "total amount by region")
    kept = client.post("/api/insights", json={"run_id": run["run_id"], "note": "for the board"}).json()
    assert kept["sentence"] == run["text.delta"]["text"] or kept["sentence"]
    assert [one["id"] for one in client.get("/api/insights").json()["kept"]] == [kept["id"]]
    assert client.post("/api/insights", json={"run_id": run["run_id"], "sentence": 99}).status_code == 422
    assert client.delete(f"/api/insights/{kept['id']}").status_code == 200
    assert client.delete(f"/api/insights/{kept['id']}").status_code == 404


def test_what_is_saved_is_listed_for_other_programs(client: httpx.Client) -> None:
    query = saved(client, "total amount by region")
    context = client.get("/api/integration/context/dashboards").json()
    assert [one["name"] for one in context["saved_queries"]] == [query["name"]]
    assert context["dashboards"] == []


def test_a_new_version_of_the_table_is_told_with_old_and_new_value(client: httpx.Client) -> None:
    name = saved(client, "how many orders")["name"]
    client.post(f"/api/queries/{name}/verify", json={"by": "Ana"})
    assert client.get("/api/verified/changes").json() == {"changes": []}
    upload(client, "orders.csv", ORDERS + "6,Dora,west,2024-03-05,7.00\n")
    (change,) = client.get("/api/verified/changes").json()["changes"]
    assert (change["before"]["value"], change["after"]["value"], change["cause"]) == ("5", "6", "tables")
    listed = client.get("/api/queries").json()["queries"]
    assert listed[0]["last"]["value"] == "6"


def test_only_an_owner_verifies_where_the_server_knows_owners(tmp_path: Path) -> None:
    with (
        served(Settings(data_dir=tmp_path, owner_token="of-owners")) as address,
        httpx.Client(base_url=address, timeout=30) as anybody,
    ):
        upload(anybody, "orders.csv", ORDERS)
        spec = {"title": "All", "question": "how many orders", "sql": "SELECT count(*) AS orders FROM orders"}
        assert anybody.post("/api/queries", json=spec).status_code == 201
        refused = anybody.post("/api/queries/all/verify", json={"by": "Ana"})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        owner = {"Authorization": "Bearer of-owners"}
        assert anybody.post("/api/queries/all/verify", json={"by": "Ana"}, headers=owner).status_code == 200
        assert anybody.delete("/api/queries/all/verify").status_code == 403
        assert anybody.get("/api/queries/all").json()["status"] == "verified"


def test_the_token_of_owners_opens_a_server_with_a_token(tmp_path: Path) -> None:
    with served(Settings(data_dir=tmp_path, token="of-all", owner_token="of-owners")) as address:
        for token, status in (("of-all", 200), ("of-owners", 200), ("of-nobody", 401)):
            answer = httpx.get(f"{address}/api/queries", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == status
