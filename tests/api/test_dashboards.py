"""Dashboards and share links over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.api.conftest import ORDERS, served, upload

TOKEN = "a-secret-for-tests"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("data")
    with served(Settings(data_dir=folder, token=TOKEN)) as address:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=address, timeout=30, headers=headers) as client:
            upload(client, "orders.csv", ORDERS)
            _save_queries(client)
            yield client


def _save_queries(client: httpx.Client) -> None:
    for question in ("total amount in north by customer", "total amount by region", "how many orders"):
        run = client.post("/api/ask", json={"question": question}).json()["run_id"]
        _ended(client, run)
        assert client.post("/api/queries", json={"run_id": run}).status_code == 201
    sql = {"title": "By hand", "sql": "SELECT region, max(amount) AS most FROM orders GROUP BY 1 ORDER BY 1"}
    assert client.post("/api/queries", json=sql).status_code == 201


def _ended(client: httpx.Client, run_id: str) -> None:
    with client.stream("GET", f"/api/runs/{run_id}/events") as stream:
        stream.read()


def tile(place: int, query: str, **more: Any) -> dict[str, Any]:
    return {"kind": "query", "id": f"t{place}", "query": query, "x": 0, "y": 4 * place, "w": 6, "h": 4, **more}


def board(client: httpx.Client, **more: Any) -> str:
    spec = {
        "title": "Shop",
        "tiles": [
            tile(0, "total-amount-in-north-by-customer"),
            tile(1, "total-amount-by-region", title="Regions"),
            tile(2, "by-hand"),
            {"kind": "text", "id": "note", "text": "# Notes", "x": 6, "y": 0, "w": 6, "h": 2},
        ],
        "filters": [
            {
                "name": "region",
                "type": "text",
                "targets": [{"tile": "t0", "parameter": "region"}, {"tile": "t1", "field": "orders.region"}],
            },
            {"name": "when", "type": "period", "field": "orders.ordered_on"},
        ],
        **more,
    }
    made = client.post("/api/dashboards", json=spec)
    assert made.status_code == 201, made.text
    return str(made.json()["name"])


def run(client: httpx.Client, name: str, **showing: Any) -> dict[str, dict[str, Any]]:
    response = client.post(f"/api/dashboards/{name}/run", json=showing)
    assert response.status_code == 200, response.text
    return {one["id"]: one for one in response.json()["tiles"]}


def test_tiles_come_with_rows_charts_and_their_titles(client: httpx.Client) -> None:
    tiles = run(client, board(client))
    assert list(tiles) == ["t0", "t1", "t2", "note"]
    assert tiles["note"]["text"] == "# Notes"
    assert tiles["t1"]["title"] == "Regions"
    assert tiles["t1"]["chart"]["data"]
    assert [row[0] for row in tiles["t2"]["rows"]] == ["north", "south", "west"]
    assert all(one["problem"] is None for one in tiles.values())


def test_filters_reach_the_tiles_they_are_for(client: httpx.Client) -> None:
    name = board(client)
    tiles = run(client, name, filters={"region": ["south"]})
    assert [row[0] for row in tiles["t0"]["rows"]] == ["Boris"]
    assert [row[0] for row in tiles["t1"]["rows"]] == ["south"]
    assert len(tiles["t2"]["rows"]) == 3
    dated = run(client, name, filters={"when": "2024-02-01/2024-02-29"})
    assert [row[0] for row in dated["t1"]["rows"]] == ["north", "west"]
    assert dated["t2"]["unfiltered"] == ["when"] or [row[1] for row in dated["t2"]["rows"]] == ["30.25", None]


def test_a_filter_that_one_tile_cannot_take_is_told_there_alone(client: httpx.Client) -> None:
    name = board(client)
    soon = run(client, name, filters={"when": "soonish"})
    assert "no period" in soon["t1"]["problem"]["message"]
    assert soon["t1"]["rows"] is None
    tiles = run(client, name, filters={"region": ["south", "west"]})
    assert "one value" in tiles["t0"]["problem"]["message"]
    assert [row[0] for row in tiles["t1"]["rows"]] == ["south", "west"]


@pytest.mark.parametrize("wrong", [{"filters": {"regio": "x"}}, {"tiles": ["t9"]}])
def test_what_is_no_filter_of_it_is_refused(client: httpx.Client, wrong: dict[str, Any]) -> None:
    name = board(client)
    response = client.post(f"/api/dashboards/{name}/run", json=wrong)
    assert response.status_code == 404


def test_tiles_are_streamed_as_they_come(client: httpx.Client) -> None:
    name = board(client)
    headers = {"Accept": "text/event-stream"}
    with client.stream("POST", f"/api/dashboards/{name}/run", headers=headers) as stream:
        lines = [line for line in stream.iter_lines() if line.startswith(("event:", "data:"))]
    assert [line for line in lines if line.startswith("event:")] == ["event: tile"] * 4 + ["event: end"]


def test_the_second_time_nothing_runs(client: httpx.Client) -> None:
    name = board(client)
    run(client, name)
    again = run(client, name)
    assert {one["from_cache"] for one in again.values() if one["kind"] == "query"} == {True}
    changed = client.patch(
        f"/api/dashboards/{name}", json={"tiles": [tile(0, "total-amount-in-north-by-customer", title="N")]}
    ).json()
    assert changed["version"] == 2
    assert [one["name"] for one in changed["filters"]] == ["region", "when"]
    assert [target["tile"] for target in changed["filters"][0]["targets"]] == ["t0"]
    assert run(client, name)["t0"]["title"] == "N"


def test_a_tile_whose_query_is_gone_says_so_and_the_others_stay(client: httpx.Client) -> None:
    extra = client.post("/api/queries", json={"title": "Passing", "sql": "SELECT 1 AS one"}).json()["name"]
    name = board(client, tiles=[tile(0, extra), tile(1, "how-many-orders")], filters=[])
    client.delete(f"/api/queries/{extra}")
    tiles = run(client, name)
    assert "not there" in tiles["t0"]["problem"]["message"]
    assert tiles["t1"]["rows"] == [[5]]


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"title": "A", "tiles": [tile(0, "no-such-query")]}, "no-such-query"),
        ({"title": "A", "tiles": [tile(0, "by-hand", x=8)]}, "does not fit"),
        ({"title": "A", "tiles": [tile(0, "by-hand"), tile(0, "by-hand")]}, "two tiles"),
        ({"title": "A", "refresh_minutes": 7}, "refresh_minutes"),
        ({"title": "A", "filters": [{"name": "f", "type": "text", "targets": [{"tile": "x", "field": "a.b"}]}]}, "x"),
        ({"title": " "}, "title"),
        ({"title": "A", "tiles": [{"kind": "video", "id": "a"}]}, "kind"),
    ],
)
def test_a_dashboard_that_makes_no_sense_is_refused(client: httpx.Client, spec: dict[str, Any], told: str) -> None:
    response = client.post("/api/dashboards", json=spec)
    assert response.status_code in (404, 422)
    assert told in response.text


def visitor(client: httpx.Client) -> httpx.Client:
    """Without the server's token."""
    return httpx.Client(base_url=client.base_url, timeout=30)


def test_a_share_link_shows_its_tiles_and_no_sql_without_the_server_token(client: httpx.Client) -> None:
    name = board(client)
    made = client.post(f"/api/dashboards/{name}/shares", json={}).json()
    with visitor(client) as guest:
        assert guest.get("/api/dashboards").status_code == 401
        shown = guest.get(f"/api/shared/{made['token']}")
        assert shown.headers["Referrer-Policy"] == "no-referrer"
        assert [one["id"] for one in shown.json()["tiles"]] == ["t0", "t1", "t2", "note"]
        tiles = guest.post(f"/api/shared/{made['token']}/run", json={"filters": {"region": ["south"]}})
        assert [row[0] for row in tiles.json()["tiles"][1]["rows"]] == ["south"]
        told = shown.text + tiles.text
        assert "SELECT" not in told
        assert "by-hand" not in told
        assert guest.patch(f"/api/shared/{made['token']}", json={"title": "Mine"}).status_code == 422
    listed = client.get(f"/api/dashboards/{name}/shares").json()["shares"]
    assert made["token"] not in json.dumps(listed)
    assert listed[0]["used_at"] is not None


def test_a_revoked_expired_or_unknown_link_leads_nowhere(client: httpx.Client) -> None:
    name = board(client)
    soon = (datetime.now(UTC) + timedelta(milliseconds=200)).isoformat()
    expiring = client.post(f"/api/dashboards/{name}/shares", json={"expires_at": soon}).json()["token"]
    revoked = client.post(f"/api/dashboards/{name}/shares", json={}).json()
    lasting = client.post(f"/api/dashboards/{name}/shares", json={}).json()["token"]
    client.delete(f"/api/shares/{revoked['id']}")
    past = {"expires_at": "2020-01-01T00:00:00Z"}
    assert client.post(f"/api/dashboards/{name}/shares", json=past).status_code == 422
    with visitor(client) as guest:
        while guest.get(f"/api/shared/{expiring}").status_code == 200:
            pass
        answers = [guest.get(f"/api/shared/{token}") for token in (expiring, revoked["token"], "made-up")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.json()["title"] for answer in answers}) == 1
        assert guest.post(f"/api/shared/{revoked['token']}/run").status_code == 404
        assert guest.get(f"/api/shared/{lasting}").status_code == 200
        client.delete(f"/api/dashboards/{name}")
        assert guest.get(f"/api/shared/{lasting}").status_code == 404
        client.post(f"/api/dashboards/{name}/versions/1/restore")
        assert guest.get(f"/api/shared/{lasting}").status_code == 404


def test_a_link_to_edit_changes_the_layout_but_shows_no_other_query(client: httpx.Client) -> None:
    name = board(client)
    token = client.post(f"/api/dashboards/{name}/shares", json={"may": "edit"}).json()["token"]
    with visitor(client) as guest:
        moved = guest.patch(
            f"/api/shared/{token}", json={"tiles": [tile(3, "by-hand")], "title": "Ours", "filters": None}
        )
        assert moved.status_code == 422
        moved = guest.patch(f"/api/shared/{token}", json={"tiles": [tile(0, "how-many-orders")]})
        assert moved.status_code == 422
        spec = guest.get(f"/api/shared/{token}").json()
        tiles = [{**one, "x": 0, "y": 20 * place} for place, one in enumerate(spec["tiles"])]
        assert (
            guest.patch(f"/api/shared/{token}", json={"title": "Ours", "tiles": tiles, "version": 1}).status_code == 200
        )
        assert guest.patch(f"/api/shared/{token}", json={"title": "Theirs", "version": 1}).status_code == 409
    changed = client.get(f"/api/dashboards/{name}").json()
    assert (changed["title"], changed["version"]) == ("Ours", 2)
    assert changed["updated_by"].startswith("link ")


def test_a_view_of_its_own_tells_that_the_query_was_changed_since(client: httpx.Client) -> None:
    name = board(client, tiles=[tile(0, "by-hand", view={"show": "table"}), tile(1, "by-hand")], filters=[])
    kept = client.get(f"/api/dashboards/{name}").json()["tiles"]
    before = kept[0]["query_version"]
    assert "query_version" not in kept[1]
    shown = run(client, name)["t0"]
    assert shown["query_version"] == before
    client.patch("/api/queries/by-hand", json={"description": "Of each region"}).raise_for_status()
    assert run(client, name)["t0"]["query_version"] == before + 1
    changed = client.patch(f"/api/dashboards/{name}", json={"tiles": [{**kept[0], "view": {"show": "chart"}}]})
    assert changed.json()["tiles"][0]["query_version"] == before + 1
