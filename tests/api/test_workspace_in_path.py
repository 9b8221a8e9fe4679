"""A workspace is named by the path or by the header; the path comes first."""

from __future__ import annotations

import httpx

from tests.api.conftest import upload


def test_data_routes_work_under_the_name_of_a_workspace(client: httpx.Client) -> None:
    upload(client, "cities.csv", "city,people\nParis,2\nRome,3\n", "atlas")
    (table,) = client.get("/api/workspaces/atlas/tables").json()["tables"]
    assert table["name"] == "cities"
    assert client.get("/api/workspaces/atlas/tables/cities").json()["rows"] == 2
    ran = client.post("/api/workspaces/atlas/queries/execute", json={"sql": "SELECT sum(people) FROM cities"})
    assert ran.json()["rows"] == [[5]]


def test_the_path_wins_over_the_header(client: httpx.Client) -> None:
    upload(client, "cities.csv", "city,people\nParis,2\n", "by_path")
    listed = client.get("/api/workspaces/by_path/tables", headers={"X-Workspace": "default"}).json()["tables"]
    assert [table["name"] for table in listed] == ["cities"]


def test_addresses_in_an_answer_stay_under_the_name(client: httpx.Client) -> None:
    upload(client, "cities.csv", "city,people\nParis,2\n", "follow")
    started = client.post("/api/workspaces/follow/ask", json={"question": "how many cities"})
    assert started.headers["location"].startswith("/api/workspaces/follow/runs/")
    assert "event: run.finished" in client.get(started.json()["events"]).text
    files = {"files": ("more.csv", b"city,people\nOslo,1\n")}
    job = client.post("/api/workspaces/follow/files/upload", files=files).json()["files"][0]
    assert client.get(job["events"]).status_code == 200


def test_a_name_that_cannot_be_one_is_refused_in_the_path(client: httpx.Client) -> None:
    refused = client.get("/api/workspaces/..%5Cup/tables")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


def test_the_sample_is_still_made_and_then_read_by_path(client: httpx.Client) -> None:
    made = client.post("/api/workspaces/sample").json()
    listed = client.get("/api/workspaces/sample/tables").json()["tables"]
    assert {table["name"] for table in listed} == set(made["tables"])


def test_the_description_lists_each_route_once(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert [path for path in described["paths"] if path.startswith("/api/workspaces/")] == ["/api/workspaces/sample"]
    assert "/api/workspaces/{workspace}/tables" in described["info"]["description"]
