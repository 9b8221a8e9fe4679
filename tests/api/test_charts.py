from __future__ import annotations

from typing import Any

import httpx


def _answered(client: httpx.Client, question: str) -> str:
    with client.stream("POST", "/api/ask", json={"question": question}, headers={"Accept": "text/event-stream"}) as run:
        run.read()
    return run.headers["X-Run-Id"]


def _redrawn(client: httpx.Client, run_id: str, **wanted: Any) -> dict[str, Any]:
    answer = client.post(f"/api/runs/{run_id}/chart", json=wanted)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_an_answer_is_drawn_as_another_chart(client: httpx.Client) -> None:
    run_id = _answered(client, "total amount by customer")
    bars, pie = _redrawn(client, run_id), _redrawn(client, run_id, mark="arc")
    assert bars["chart"]["mark"] == "bar"
    assert pie["chart"]["mark"] == "arc"
    assert pie["vega_lite"]["data"]["values"] == bars["vega_lite"]["data"]["values"]


def test_what_the_data_does_not_allow_says_why(client: httpx.Client) -> None:
    body = _redrawn(client, _answered(client, "total amount by customer"), log=True)
    assert body["marks"]["line"] == "A line needs time or an order along its axis."
    assert body["refused"]["log"]
    assert body["chart"]["mark"] == "bar"


def test_a_statement_has_a_chart_too_and_one_row_has_none(client: httpx.Client) -> None:
    sql = "SELECT customer, sum(amount) AS total FROM orders GROUP BY 1"
    run_id = client.post("/api/queries/execute", json={"sql": sql}).json()["run_id"]
    assert _redrawn(client, run_id)["chart"]["mark"] == "bar"
    one = client.post("/api/queries/execute", json={"sql": "SELECT count(*) AS n FROM orders"}).json()["run_id"]
    assert client.post(f"/api/runs/{one}/chart", json={}).status_code == 422
    assert client.post("/api/runs/none/chart", json={}).status_code == 404
