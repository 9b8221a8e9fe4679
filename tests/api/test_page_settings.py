from __future__ import annotations

from pathlib import Path

import httpx

from api import Settings
from tests.api.conftest import ORDERS, served, upload


def test_without_a_model_there_is_none_to_show_but_what_one_would_see_can_be_read(client: httpx.Client) -> None:
    assert client.get("/api/settings/model").json() == {"model": None}
    wanted = {"question": "total amount by customer", "privacy": "schema"}
    texts = client.post("/api/settings/model/preview", json=wanted).json()["texts"]
    assert any("CREATE TABLE" in text for text in texts)
    assert any("total amount by customer" in text for text in texts)
    nothing = client.post("/api/settings/model/preview", json=wanted | {"privacy": "none"}).json()
    assert nothing == {"texts": []}


def test_each_part_is_tried(client: httpx.Client) -> None:
    found = client.post("/api/health/check").json()["findings"]
    assert {one["name"] for one in found} >= {"data folder", "sandbox", "language model"}
    assert all(one["status"] == "ok" for one in found if one["name"] == "sandbox")


def test_details_tell_times_and_errors_by_code_alone(client: httpx.Client) -> None:
    client.post("/api/queries/execute", json={"sql": "SELECT secret_column FROM orders"})
    told = client.get("/api/health/details").json()
    assert told["disk"]["free"] > 0
    assert told["errors"][0]["code"]
    assert "secret_column" not in str(told)


def test_what_was_asked_is_listed_over_all_conversations(client: httpx.Client) -> None:
    for question in ("how many orders", "total amount by customer"):
        with client.stream(
            "POST", "/api/ask", json={"question": question}, headers={"Accept": "text/event-stream"}
        ) as run:
            run.read()
    runs = client.get("/api/runs", params={"limit": 1}).json()
    assert [run["question"] for run in runs["runs"]] == ["total amount by customer"]
    assert runs["more"]
    after = client.get("/api/runs", params={"before": runs["runs"][0]["run_id"]}).json()["runs"]
    assert after[0]["question"] == "how many orders"
    found = client.get("/api/runs", params={"search": "how MANY"}).json()["runs"]
    assert [run["question"] for run in found] == ["how many orders"]


def test_everything_is_deleted_only_where_the_words_were_typed(tmp_path: Path) -> None:
    with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "orders.csv", ORDERS)
        client.post("/api/threads", json={"title": "kept"})
        refused = client.post("/api/settings/delete-everything", json={"confirm": "yes"})
        assert refused.status_code == 422
        assert len(client.get("/api/tables").json()["tables"]) == 1
        gone = client.post("/api/settings/delete-everything", json={"confirm": "Delete everything"}).json()["deleted"]
        assert gone == {"conversations": 1, "tables": 1, "queries": 0, "dashboards": 0}
        assert client.get("/api/tables").json()["tables"] == []
        assert client.get("/api/threads").json()["threads"] == []
