from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from api import Settings
from api.problems import problem_response
from core.answer import Problem
from tests.api.conftest import served

SLOW = "SELECT count(*) FROM orders a, range(200000) b, range(200000) c WHERE hash(a.order_id, b.range, c.range) = {}"


def ran(client: httpx.Client, sql: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/queries/execute", json={"sql": sql, **more})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_result_is_downloaded_in_five_formats_under_a_name_of_its_own(client: httpx.Client) -> None:
    run = ran(client, "SELECT customer, amount FROM orders ORDER BY order_id")
    for ending, kind in (
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("arrow", "arrow"),
        ("parquet", "parquet"),
        ("xlsx", "sheet"),
    ):
        answer = client.get(f"/api/runs/{run['run_id']}/result.{ending}")
        assert answer.status_code == 200
        assert kind in answer.headers["content-type"]
        assert (
            f'filename="select-customer-amount-from-orders-order-by-order-id.{ending}"'
            in answer.headers["content-disposition"]
        )
        assert rows_in(ending, answer.content) == 5
    assert client.get(f"/api/runs/{run['run_id']}/result.pdf").status_code == 422
    assert client.get("/api/runs/nothing/result.csv").status_code == 404


def rows_in(ending: str, content: bytes) -> int:
    match ending:
        case "csv":
            return len(content.splitlines()) - 1
        case "arrow":
            return int(pa.ipc.open_stream(content).read_all().num_rows)
        case "parquet":
            return int(pyarrow.parquet.read_table(io.BytesIO(content)).num_rows)
        case "xlsx":
            return int(openpyxl.load_workbook(io.BytesIO(content))["Result"].max_row) - 1
        case _:
            return content.count(b"],[") + 1


def test_a_result_is_read_page_by_page(client: httpx.Client) -> None:
    run = ran(client, "SELECT order_id FROM orders ORDER BY order_id")
    page = client.get(f"/api/runs/{run['run_id']}/result.json", params={"offset": 3, "limit": 10}).json()
    assert page == {
        "columns": [{"name": "order_id", "type": "integer"}], "rows": [[4], [5]], "row_count": 5, "offset": 3, "more": False,
    }  # fmt: skip
    assert client.get(f"/api/runs/{run['run_id']}/result.json", params={"limit": 10**6}).status_code == 422


def test_the_rows_of_an_earlier_query_say_so(client: httpx.Client) -> None:
    sql = "SELECT max(amount) AS highest FROM orders"
    assert [ran(client, sql)["from_cache"] for _ in range(2)] == [False, True]


def test_limits_are_shown_changed_and_taken_back(client: httpx.Client) -> None:
    shown = client.get("/api/settings/limits").json()
    assert shown["changed"] == []
    assert shown["ranges"]["seconds"] == {"least": 0.05, "most": 3600, "unit": "seconds"}
    changed = client.patch("/api/workspaces/default/settings/limits", json={"seconds": 0.3}).json()
    assert (changed["limits"]["seconds"], changed["changed"]) == (0.3, ["seconds"])
    stopped = client.post("/api/queries/execute", json={"sql": SLOW.format(1)})
    assert (stopped.status_code, stopped.json()["code"]) == (422, "limit_reached")
    wrong = client.patch("/api/settings/limits", json={"second": 3})
    assert (wrong.status_code, wrong.json()["hint"]) == (404, "Did you mean seconds?")
    assert client.patch("/api/settings/limits", json={"seconds": -1}).status_code == 422
    back = client.patch("/api/settings/limits", json={"seconds": None}).json()
    assert (back["limits"], back["changed"]) == (shown["limits"], [])


def test_busy_says_when_to_come_back() -> None:
    busy = problem_response(Problem(code="busy", message="Too many.", retryable=True))
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "2")


@pytest.fixture
def narrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setenv("TABLESPEAK_RUNNING", "1")
    with served(Settings(data_dir=tmp_path)) as address, httpx.Client(base_url=address, timeout=30) as client:
        client.post("/api/files/upload", files={"files": ("orders.csv", b"order_id\n1\n2\n3\n4\n")})
        while not client.get("/api/tables").json()["tables"]:
            time.sleep(0.02)
        yield client


def test_a_client_that_goes_away_leaves_its_turn(narrow: httpx.Client) -> None:
    ran(narrow, "SELECT 1 AS one")
    with pytest.raises(httpx.ReadTimeout):
        narrow.post("/api/queries/execute", json={"sql": SLOW.format(2)}, timeout=0.5)
    assert ran(narrow, "SELECT count(*) AS n FROM orders")["rows"] == [[4]]


def test_a_query_of_another_caller_is_not_held_up_by_a_heavy_one(client: httpx.Client) -> None:
    run = client.post("/api/ask", json={"question": "how many orders"}).json()
    with pytest.raises(httpx.ReadTimeout):
        client.post("/api/queries/execute", json={"sql": SLOW.format(3)}, timeout=1.5)
    assert ran(client, "SELECT min(amount) AS least FROM orders")["row_count"] == 1
    assert client.post(f"/api/runs/{run['run_id']}/cancel").json()["ended"]
