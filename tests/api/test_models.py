"""The model edited over HTTP: drafts, previews, versions, and what a new upload breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.agents.scripted_endpoint import endpoint
from tests.api.conftest import ORDERS, served, upload

MODEL = "/api/models/default"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "orders.csv", ORDERS)
        yield client


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    with served(settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "orders.csv", ORDERS)
        yield client


def change(client: httpx.Client, *changes: dict[str, Any]) -> dict[str, Any]:
    response = client.patch(MODEL, json=list(changes))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def publish(client: httpx.Client, *changes: dict[str, Any]) -> dict[str, Any]:
    change(client, *changes)
    response = client.post(f"{MODEL}/publish")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def field(client: httpx.Client, name: str) -> dict[str, Any]:
    (orders,) = [one for one in client.get(MODEL).json()["entities"] if one["name"] == "orders"]
    return next(one for one in orders["fields"] if one["name"] == name)


def test_a_change_is_a_draft_until_it_is_published(client: httpx.Client) -> None:
    told = change(client, {"target": "orders.amount", "set": {"unit": "EUR", "label": "Turnover"}})
    assert [one["text"] for one in told["differences"]] == [
        "orders.amount: label was “amount”, is now “Turnover”.",
        "orders.amount: unit is now “EUR”.",
    ]
    assert field(client, "amount")["unit"] is None
    assert client.post(f"{MODEL}/publish").json()["version"] == 1
    assert (field(client, "amount")["unit"], field(client, "amount")["label"]) == ("EUR", "Turnover")
    assert client.get(f"{MODEL}/draft").status_code == 404


def test_a_draft_shows_which_recent_answers_change(client: httpx.Client) -> None:
    for question in ("total amount", "how many orders"):
        client.post("/api/ask", json={"question": question}, headers={"Accept": "text/event-stream"})
    change(client, {"target": "orders.amount", "set": {"additivity": "non_additive"}})
    draft = client.get(f"{MODEL}/draft").json()
    assert draft["asked"] == 2
    assert [(one["question"], one["before"]) for one in draft["affected"]] == [("total amount", "66.00")]
    client.delete(f"{MODEL}/draft")
    change(client, {"target": "orders.amount", "set": {"description": "Without tax."}})
    assert client.get(f"{MODEL}/draft").json()["affected"] == []


def test_what_was_published_stays_after_a_new_upload_and_goes_by_a_rollback(client: httpx.Client) -> None:
    publish(client, {"target": "orders.amount", "set": {"unit": "EUR"}}, {"calendar": {"fiscal_year_start": 4}})
    publish(client, {"target": "orders.amount", "set": {"unit": "USD"}})
    upload(client, "orders.csv", ORDERS + "6,Dora,west,2024-04-01,1.00\n")
    assert field(client, "amount")["unit"] == "USD"
    assert client.post(f"{MODEL}/rollback/1").json()["version"] == 3
    assert field(client, "amount")["unit"] == "EUR"
    assert client.get(MODEL).json()["calendar"]["fiscal_year_start"] == 4
    assert client.post(f"{MODEL}/rollback/0").json()["version"] == 4
    assert field(client, "amount")["unit"] is None
    listed = client.get(f"{MODEL}/versions").json()
    assert [one["number"] for one in listed["versions"]] == [4, 3, 2, 1]
    assert listed["versions"][1]["words"][0] == "Back to version 1."
    assert client.post(f"{MODEL}/rollback/9").status_code == 404


def test_a_new_upload_tells_what_it_breaks_and_nothing_of_it_is_lost(client: httpx.Client) -> None:
    publish(client, {"metric": "takings", "set": {"expression": "SUM(orders.amount)"}})
    renamed = {"files": ("orders.csv", ORDERS.replace("amount", "amounts").encode())}
    (told,) = client.post("/api/files/upload?wait=true", files=renamed).json()["files"]
    assert {(one["kind"], one["name"]) for one in told["breaks"]} == {
        ("column", "orders.amount"),
        ("metric", "takings"),
    }
    assert client.get(f"{MODEL}/breaks").json()["breaks"] == told["breaks"]
    assert client.get(MODEL).json()["metrics"] == []
    publish(client, {"target": "orders", "set": {"label": "Sales"}})
    upload(client, "orders.csv", ORDERS)
    assert [one["name"] for one in client.get(MODEL).json()["metrics"]] == ["takings"]
    left = client.get(f"{MODEL}/breaks").json()["breaks"]
    assert [(one["kind"], one["name"], one["instead"]) for one in left] == [("column", "orders.amounts", ["amount"])]


def test_edits_of_a_table_that_was_taken_out_come_back_with_it(client: httpx.Client) -> None:
    publish(client, {"target": "orders.amount", "set": {"unit": "EUR"}})
    upload(client, "notes.csv", "a,b\n1,2\n")
    client.delete("/api/files/orders.csv")
    publish(client, {"target": "notes", "set": {"label": "Remarks"}})
    upload(client, "orders.csv", ORDERS)
    assert field(client, "amount")["unit"] == "EUR"


@pytest.mark.parametrize(
    ("wrong", "status", "hint"),
    [
        ({"target": "orders.amout", "set": {"unit": "EUR"}}, 404, "orders.amount"),
        ({"target": "orders.amount", "set": {"untit": "EUR"}}, 404, "unit"),
        ({"target": "orders.amount", "set": {"aggregation": "summ"}}, 404, "sum"),
        ({"target": "orders.amount", "set": {"label": ""}}, 422, None),
        ({"target": "orders.region", "set": {"role": "measure"}}, 422, "Count"),
        ({"target": "orders.region", "set": {"aggregation": "sum"}}, 422, "role=measure"),
        ({"target": "orders", "set": {"key": ["nothing"]}}, 404, None),
        ({"target": "orders"}, 422, None),
        ({"metric": "m", "set": {"expression": "SUM(orders.amout)"}}, 404, "orders.amount"),
        ({"metric": "m", "set": {"expression": "amount"}}, 422, None),
        ({"metric": "m", "set": {"expression": "(SELECT 1)"}}, 422, None),
        ({"metric": "m", "set": {"expression": {"kind": "metric", "name": "m"}}}, 404, None),
        ({"metric": "m", "set": {"expression": "(" * 500}}, 422, None),
        ({"metric": "m", "do": "accept"}, 404, None),
        ({"relationship": "r", "set": {"from": "orders.customer", "to": "orders.amount"}}, 422, None),
        ({"synonym": "s", "target": "order"}, 404, "orders"),
        ({"calendar": {"fiscal_year_start": 13}}, 422, None),
        ({"nonsense": 1}, 404, None),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_what_to_do(
    untouched: httpx.Client, wrong: dict[str, Any], status: int, hint: str | None
) -> None:
    refused = untouched.patch(MODEL, json=[wrong])
    assert refused.status_code == status, refused.text
    assert hint is None or hint in refused.json()["hint"]
    assert untouched.get(f"{MODEL}/draft").status_code == 404


def test_no_other_model_is_known(untouched: httpx.Client) -> None:
    assert untouched.get("/api/models/other").status_code == 404


def test_the_model_is_exported_and_imported_in_each_format(client: httpx.Client) -> None:
    publish(client, {"metric": "takings", "set": {"expression": "SUM(orders.amount)", "unit": "EUR"}})
    for form in ("tablespeak", "dbt", "snowflake", "ossie"):
        exported = client.get(f"{MODEL}/export", params={"format": form}).json()
        changed = exported["text"].replace("takings", "receipts_of_all")
        taken = client.post(f"{MODEL}/import", content=changed.encode(), params={"format": form})
        assert taken.status_code == 200, taken.text
        assert "metric receipts_of_all" in {one["what"] for one in taken.json()["differences"]}
        assert client.delete(f"{MODEL}/draft").json() == {"dropped": True}
    assert client.get(f"{MODEL}/export", params={"format": "cube"}).status_code == 404
    wrong = client.post(f"{MODEL}/import", content=b"entities:\n  ordres: {}\n")
    assert (wrong.status_code, wrong.json()["detail"]) == (422, "Line 2: There is no table named “ordres”.")
    assert client.post(f"{MODEL}/import", content=b"\xff\xfe").status_code == 422


def test_the_schema_of_a_model_file_is_served(untouched: httpx.Client) -> None:
    assert "entities" in untouched.get("/api/models/schema").json()["properties"]


def test_words_suggested_by_a_model_are_accepted_by_sending_them_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint('{"of": "orders.amount", "label": "Order value", "synonyms": ["takings"]}') as model:
        monkeypatch.setenv("TABLESPEAK_MODEL", "scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
            upload(client, "orders.csv", ORDERS)
            told = client.post(f"{MODEL}/suggest", json={"tables": ["orders"]}).json()
            assert told["by"] == "scripted"
            assert field(client, "amount")["label"] == "amount"
            publish(client, *told["changes"])
            assert field(client, "amount")["label"] == "Order value"
            assert [len(one["requests"]) for one in client.get("/api/egress").json()["runs"]] == [1]


def test_without_a_model_no_words_are_suggested(untouched: httpx.Client) -> None:
    refused = untouched.post(f"{MODEL}/suggest")
    assert refused.status_code == 422
    assert "TABLESPEAK_MODEL" in refused.text


def test_a_draft_shows_which_metrics_have_another_value_through_another(client: httpx.Client) -> None:
    total = {"metric": "total", "set": {"entity": "orders", "expression": "SUM(amount)"}}
    double = {"metric": "double", "set": {"entity": "orders", "expression": "total * 2", "label": "twice that"}}
    publish(client, total, double)
    change(client, {"metric": "total", "set": {"where": "amount > 1000000"}})
    told = client.get(f"{MODEL}/draft").json()["affected"]
    assert {(one["kind"], one["id"], one["question"], one["change"]) for one in told} == {
        ("metric", "total", "total", "value"),
        ("metric", "double", "twice that", "value"),
    }
    assert all(one["after"] == "None" for one in told)


def test_the_draft_can_be_seen_as_the_model_it_would_be(client: httpx.Client) -> None:
    change(client, {"target": "orders.amount", "set": {"unit": "EUR"}})
    drafted = client.get(MODEL, params={"draft": True}).json()
    (orders,) = [one for one in drafted["entities"] if one["name"] == "orders"]
    assert next(one["unit"] for one in orders["fields"] if one["name"] == "amount") == "EUR"
    assert field(client, "amount")["unit"] is None
    assert "unit: EUR" in client.get(f"{MODEL}/export", params={"draft": True}).json()["text"]
    assert "unit: EUR" not in client.get(f"{MODEL}/export").json()["text"]


def test_metrics_are_told_as_the_text_that_sets_them(client: httpx.Client) -> None:
    change(
        client, {"metric": "big", "set": {"expression": "SUM(orders.amount)", "where": "amount > 10", "label": "Big"}}
    )
    assert [
        one["name"] for one in client.get(f"{MODEL}/metrics").json()["metrics"] if one["status"] == "accepted"
    ] == []
    (big,) = [
        one for one in client.get(f"{MODEL}/metrics", params={"draft": True}).json()["metrics"] if one["name"] == "big"
    ]
    assert (big["status"], big["label"], big["entity"]) == ("accepted", "Big", "orders")
    told = change(client, {"metric": "same", "set": {"expression": big["expression"], "where": big["where"]}})
    assert told["differences"]
    quick = client.get(f"{MODEL}/draft", params={"compare": False}).json()
    assert (quick["asked"], quick["affected"]) == (0, [])
    assert len(quick["differences"]) >= 2
