from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from api import Settings
from tests.agents.scripted_endpoint import endpoint
from tests.api.conftest import ORDERS, served, upload
from workspace.model_told import VARIABLES


def test_without_a_model_there_is_none_to_show_but_what_one_would_see_can_be_read(client: httpx.Client) -> None:
    assert client.get("/api/settings/model").json()["model"] is None
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


def test_conversations_go_once_they_are_older_than_they_are_kept(tmp_path: Path) -> None:
    with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
        old, new = (client.post("/api/threads", json={"title": title}).json()["id"] for title in ("old", "new"))
        with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as catalog, catalog:
            catalog.execute(
                "UPDATE threads SET created_at = '2020-01-01', updated_at = '2020-01-01' WHERE id = ?", [old]
            )
        assert client.get("/api/settings/workspace").json()["keep_days"] is None
        assert client.patch("/api/settings/workspace", json={"keep_days": 0}).status_code == 422
        told = client.patch("/api/settings/workspace", json={"keep_days": 30}).json()
        assert (told["keep_days"], told["forgotten"]) == (30, 1)
        assert [thread["id"] for thread in client.get("/api/threads").json()["threads"]] == [new]
        assert client.patch("/api/settings/workspace", json={"keep_days": None}).json()["keep_days"] is None


def test_a_privacy_mode_is_chosen_where_there_is_a_model(client: httpx.Client) -> None:
    refused = client.patch("/api/settings/workspace", json={"privacy": "schema"})
    assert refused.status_code == 422
    assert "no language model" in refused.json()["title"]


def test_a_workspace_chooses_no_more_than_the_server_permits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint("SELECT region, COUNT(*) AS n FROM orders GROUP BY region") as model:
        for name, value in {
            "TABLESPEAK_MODEL": "scripted",
            "OPENAI_BASE_URL": model.url,
            "TABLESPEAK_PRIVACY": "masked",
        }.items():
            monkeypatch.setenv(name, value)
        with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
            upload(client, "orders.csv", ORDERS)
            assert client.get("/api/settings/workspace").json()["privacy_modes"] == ["none", "schema", "masked"]
            assert client.patch("/api/settings/workspace", json={"privacy": "samples"}).status_code == 422
            assert client.patch("/api/settings/workspace", json={"privacy": "none"}).json()["privacy"] == "none"
            ask = {"json": {"question": "frobnicate the regions"}, "headers": {"Accept": "text/event-stream"}}
            with client.stream("POST", "/api/ask", **ask) as run:  # type: ignore[arg-type]
                run.read()
            assert model.requests == []
            client.patch("/api/settings/workspace", json={"privacy": "schema"})
            with client.stream("POST", "/api/ask", **ask) as run:  # type: ignore[arg-type]
                run.read()
            assert model.requests
            assert client.get("/api/settings/model").json()["model"]["privacy"] == "schema"


def test_what_is_set_of_a_model_is_told_with_its_variables_but_never_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sk-proj-0123456789abcdefghij-WXYZ"
    for name in ("TABLESPEAK_PRIVACY", "TABLESPEAK_MODEL_DRAFTS", "TABLESPEAK_MODEL_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "TABLESPEAK_MODEL": "scripted",
        "OPENAI_BASE_URL": "http://user:hidden@127.0.0.1:9/v1?token=hidden",
        "OPENAI_API_KEY": key,
        "TABLESPEAK_BUDGET_DAY_TOKENS": "50000",
    }.items():
        monkeypatch.setenv(name, value)
    with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
        answer = client.get("/api/settings/model")
    assert key not in answer.text
    assert "hidden" not in answer.text
    told = answer.json()
    model = told["model"]
    assert (model["url"], model["has_key"], model["key_end"]) == ("http://127.0.0.1:9/v1", True, "WXYZ")
    assert (model["drafts"], model["second_draft"]) == (1, True)
    assert model["budgets"]["question"]["calls"] == 8
    assert model["budgets"]["day"] == {"calls": None, "tokens": 50_000, "cost": None}
    assert {"TABLESPEAK_MODEL", "OPENAI_API_KEY", "TABLESPEAK_BUDGET_DAY_TOKENS"} <= set(told["set"])
    assert not {"TABLESPEAK_MODEL_DRAFTS", "TABLESPEAK_MODEL_TIMEOUT"} & set(told["set"])
    assert set(told["set"]) <= set(told["variables"])


def test_of_a_short_key_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TABLESPEAK_MODEL": "scripted",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "OPENAI_API_KEY": "sk-short",
    }.items():
        monkeypatch.setenv(name, value)
    with served(Settings(data_dir=tmp_path)) as address:
        model = httpx.get(f"{address}/api/settings/model").json()["model"]
    assert (model["has_key"], model["key_end"]) == (True, None)


def test_the_variables_that_are_told_are_those_that_are_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "models.md").read_text(encoding="utf-8")
    for name in VARIABLES:
        stem, _, last = name.rpartition("_")
        assert name in documented or (f"{stem}_CALLS" in documented and f"`_{last}`" in documented), name
