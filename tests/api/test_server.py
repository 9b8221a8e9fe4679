from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pytest

from api import Settings
from core.errors import InvalidInput
from tests.api.conftest import served, upload


def events_of(response: httpx.Response) -> list[dict[str, Any]]:
    """Frames of a stream that has ended, pings left out."""
    frames = []
    for block in response.text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        if lines:
            fields = dict(line.split(": ", 1) for line in lines)
            frames.append({**fields, "data": json.loads(fields["data"])})
    return frames


def ask(client: httpx.Client, question: str, **more: Any) -> list[dict[str, Any]]:
    response = client.post("/api/ask", json={"question": question, **more}, headers={"Accept": "text/event-stream"})
    assert response.status_code == 200, response.text
    return events_of(response)


def data_of(events: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(event["data"] for event in events if event["event"] == kind)
    return found


def test_a_question_streams_from_start_to_finish(client: httpx.Client) -> None:
    events = ask(client, "total amount by region")
    assert events[0]["event"] == "run.started"
    assert events[-1]["event"] == "run.finished"
    assert [int(event["id"]) for event in events] == list(range(1, len(events) + 1))
    rows = {region: None if total is None else float(total) for region, total in data_of(events, "table")["rows"]}
    assert rows == {"north": 46.0, "south": 20.0, "west": None}


def test_the_headers_keep_proxies_from_holding_events_back(client: httpx.Client) -> None:
    response = client.post("/api/ask", json={"question": "how many orders"}, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache, no-transform"
    assert response.headers["x-accel-buffering"] == "no"
    assert "\r" not in response.text


def test_a_run_is_replayed_from_where_a_reader_stopped(client: httpx.Client) -> None:
    started = client.post("/api/ask", json={"question": "how many orders"}).json()
    whole = events_of(client.get(started["events"]))
    for position in range(1, len(whole)):
        rest = events_of(client.get(started["events"], headers={"Last-Event-ID": str(position)}))
        assert [event["id"] for event in whole[position:]] == [event["id"] for event in rest]


def test_after_the_end_a_reconnect_is_told_not_to_come_back(client: httpx.Client) -> None:
    started = client.post("/api/ask", json={"question": "how many orders"}).json()
    whole = events_of(client.get(started["events"]))
    again = client.get(started["events"], headers={"Last-Event-ID": whole[-1]["id"]})
    assert again.status_code == 204


def test_a_plan_is_run_again_without_understanding_anything(client: httpx.Client) -> None:
    events = ask(client, "total amount by region")
    plan = data_of(events, "plan")["plan"]
    again = ask(client, "total amount by region", plan={**plan, "limit": {"count": 1}})
    assert len(data_of(again, "table")["rows"]) == 1
    assert data_of(again, "receipt")["receipt"]["decided_by"] == "edited plan"


def test_the_whole_result_comes_in_three_formats(client: httpx.Client) -> None:
    started = client.post("/api/ask", json={"question": "total amount by region"}).json()
    events_of(client.get(started["events"]))
    run = f"/api/runs/{started['run_id']}"
    assert client.get(f"{run}/result.json").json()["row_count"] == 3
    assert client.get(f"{run}/result.csv").text.splitlines()[0].startswith("region,")
    with pa.ipc.open_stream(io.BytesIO(client.get(f"{run}/result.arrow").content)) as reader:
        assert reader.read_all().num_rows == 3


def test_sql_is_run_read_only(client: httpx.Client) -> None:
    ran = client.post("/api/queries/execute", json={"sql": "SELECT count(*) AS n FROM orders"})
    assert ran.json()["rows"] == [[5]]
    refused = client.post("/api/queries/execute", json={"sql": "DROP TABLE orders"})
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "guard_refusal"


def test_tables_are_listed_and_described(client: httpx.Client) -> None:
    (table,) = client.get("/api/tables").json()["tables"]
    assert (table["name"], table["rows"], table["version"]) == ("orders", 5, 1)
    described = client.get("/api/tables/orders").json()
    assert len(described["first_rows"]["rows"]) == 5
    missing = client.get("/api/tables/ordrs")
    assert (missing.status_code, missing.json()["hint"]) == (404, "Did you mean orders?")


def test_the_model_is_shown(client: httpx.Client) -> None:
    assert [entity["name"] for entity in client.get("/api/models/default").json()["entities"]] == ["orders"]


def test_an_upload_is_followed_listed_and_forgotten(client: httpx.Client) -> None:
    state = upload(client, "cities.csv", "city,people\nParis,2\nRome,3\n", "travel")
    headers = {"X-Workspace": "travel"}
    assert state["status"] == "imported"
    (file,) = client.get("/api/files", headers=headers).json()["files"]
    assert file["name"] == "cities.csv"
    assert client.delete(f"/api/files/{file['id']}", headers=headers).json() == {"tables": ["cities"]}
    assert client.get("/api/tables", headers=headers).json()["tables"] == []


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(client: httpx.Client) -> None:
    state = upload(client, "broken.xlsx", "this is no workbook", "broken")
    assert state["status"] == "refused"
    assert client.get("/api/tables", headers={"X-Workspace": "broken"}).json()["tables"] == []


def test_the_name_of_an_upload_cannot_leave_its_folder(client: httpx.Client) -> None:
    state = upload(client, "../../etc/passwd.csv", "a,b\n1,2\n", "names")
    assert state["name"] == "passwd.csv"


@pytest.mark.parametrize("path", ["/api/runs/nothing/events", "/api/files/nothing", "/api/nothing"])
def test_what_is_not_there_is_a_problem_document(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_wrong_body_says_which_field(client: httpx.Client) -> None:
    response = client.post("/api/ask", json={"question": 7})
    assert response.status_code == 422
    assert "question" in response.json()["title"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
def test_pages_of_other_sites_and_rebound_names_are_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    assert client.get("/api/tables", headers=headers).status_code == 403
    assert client.post("/api/ask", json={"question": "how many orders"}, headers=headers).status_code == 403


def test_its_own_page_may_call(client: httpx.Client, server: str) -> None:
    assert client.get("/api/tables", headers={"Origin": server}).status_code == 200


def test_with_a_token_nothing_of_the_data_is_told_without_it(tmp_path: Path) -> None:
    with served(Settings(data_dir=tmp_path, token="s3cret")) as address:
        assert httpx.get(f"{address}/api/tables").status_code == 401
        assert httpx.get(f"{address}/api/tables", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert httpx.get(f"{address}/api/tables", headers={"Authorization": "Bearer s3cret"}).status_code == 200
        assert httpx.get(f"{address}/api/health").status_code == 200


def test_listening_beyond_loopback_needs_a_token(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="without a token"):
        Settings(data_dir=tmp_path, host="0.0.0.0")


def test_the_docs_need_no_other_host(client: httpx.Client) -> None:
    page = client.get("/docs").text
    assert "http://" not in page.replace("http://127.0.0.1", "")
    assert "https://" not in page
