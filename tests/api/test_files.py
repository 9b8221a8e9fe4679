"""Reports, decisions, versions and imports over HTTP."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.api.conftest import served, upload, write
from tests.api.test_server import events_of
from workspace import Workspace

SHEET = {"X-Workspace": "reports"}
PEOPLE = (
    "List of people,,\nname,postcode,joined\nAnna,01234,02/03/2024\nBoris,04567,25/04/2024\nC,1,2,3,4\n=x,1,2,3,4\n"
)


@pytest.fixture(scope="module")
def people(client: httpx.Client) -> str:
    """The id of a file of which two rows were rejected."""
    upload(client, "people.csv", PEOPLE, "reports")
    (file,) = client.get("/api/files", headers=SHEET).json()["files"]
    identity: str = file["id"]
    return identity


def report_of(client: httpx.Client, file: str) -> dict[str, Any]:
    response = client.get(f"/api/files/{file}/report", headers=SHEET)
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


def test_a_report_accounts_for_every_line_and_numbers_its_decisions(client: httpx.Client, people: str) -> None:
    report = report_of(client, people)
    (table,) = report["tables"]
    assert table["reconciled"]
    assert (table["rows_kept"], table["rows_rejected"], table["lines_read"]) == (2, 2, 6)
    decisions = [*report["decisions"], *table["decisions"]]
    assert [each["number"] for each in decisions] == list(range(1, len(decisions) + 1))
    order = next(each for each in decisions if each["kind"] == "date_order")
    assert (order["value"], [each["value"] for each in order["alternatives"]]) == ("day_month", ["month_day"])


def test_rejected_rows_are_a_download_that_no_spreadsheet_runs(client: httpx.Client, people: str) -> None:
    response = client.get(f"/api/files/{people}/rejected.csv", headers=SHEET)
    assert response.headers["content-type"].startswith("text/csv")
    header, *rows = response.text.splitlines()
    assert header == "table,line,reason,text"
    assert len(rows) == 2
    assert "'=x" in rows[1]


def test_a_decision_is_changed_and_undone_as_new_versions(client: httpx.Client, people: str) -> None:
    body = {"choices": [{"kind": "type", "column": "postcode", "value": "integer"}]}
    url = f"/api/files/{people}/decisions"
    changed = client.patch(url, json=body, headers=SHEET, params={"wait": True})
    assert changed.status_code == 200, changed.text
    assert changed.json()["changes"][0]["retyped"] == [{"column": "postcode", "before": "text", "after": "integer"}]
    undone = client.post(f"/api/files/{people}/undo", headers=SHEET).json()
    assert undone["status"] == "importing"
    frames = events_of(client.get(undone["events"], headers=SHEET))
    assert frames[-1]["event"] == "file.added"
    listed = client.get("/api/tables/people/versions", headers=SHEET).json()["versions"]
    assert [(each["version"], each["current"], each["made_by"]) for each in listed] == [
        (3, True, "decision"),
        (2, False, "decision"),
        (1, False, "upload"),
    ]


def test_what_cannot_be_chosen_is_a_problem_with_a_hint(client: httpx.Client, people: str) -> None:
    url = f"/api/files/{people}/decisions"
    wrong_key = client.patch(url, json={"choices": [{"key": "type||postcod", "value": "text"}]}, headers=SHEET)
    assert (wrong_key.status_code, wrong_key.json()["code"]) == (404, "unknown_name")
    assert "postcode" in wrong_key.json()["hint"]
    choices = [{"kind": "date_order", "column": "joined", "value": "day_mont"}]
    wrong_value = client.patch(url, json={"choices": choices}, headers=SHEET)
    assert (wrong_value.status_code, wrong_value.json()["hint"]) == (422, "Did you mean day_month?")
    assert client.patch(url, json={"choices": []}, headers=SHEET).status_code == 422


def test_versions_are_compared_restored_and_deleted(client: httpx.Client) -> None:
    headers = {"X-Workspace": "versions"}
    upload(client, "cities.csv", "city,people\nParis,2\nRome,3\n", "versions")
    upload(client, "cities.csv", "city,people\nParis,2\nOslo,1\n", "versions")
    compared = client.get("/api/tables/cities/versions/compare", params={"from": 1, "to": 2}, headers=headers).json()
    assert (compared["rows"]["sample_before"], compared["rows"]["sample_after"]) == ([["Rome", 3]], [["Oslo", 1]])
    assert client.delete("/api/tables/cities/versions/2", headers=headers).status_code == 422
    assert client.post("/api/tables/cities/versions/1/restore", headers=headers).json()["version"] == 1
    first = client.get("/api/tables/cities", headers=headers).json()["first_rows"]["rows"]
    assert [row[0] for row in first] == ["Paris", "Rome"]
    assert client.delete("/api/tables/cities/versions/2", headers=headers).json()["current"] == 1
    assert client.post("/api/tables/cities/versions/2/restore", headers=headers).status_code == 404
    assert client.delete("/api/tables/cities", headers=headers).json() == {"table": "cities"}
    assert client.get("/api/tables", headers=headers).json()["tables"] == []


def test_monthly_files_are_added_to_one_table(client: httpx.Client) -> None:
    headers = {"X-Workspace": "monthly"}
    for month in (1, 2):
        files = {"files": (f"sales_{month}.csv", f"id,amount\n{month},10\n".encode())}
        sent = client.post("/api/files/upload", files=files, data={"mode": "append"}, headers=headers).json()
        events_of(client.get(sent["files"][0]["events"], headers=headers))
    (table,) = client.get("/api/tables", headers=headers).json()["tables"]
    assert (table["name"], table["rows"], table["version"]) == ("sales", 2, 2)
    assert table["columns"][-1]["name"] == "source_file"


def test_a_copy_is_recognised_and_a_separate_table_on_request(client: httpx.Client) -> None:
    headers = {"X-Workspace": "copies"}
    upload(client, "a.csv", "x,y\n1,2\n", "copies")
    copied = upload(client, "b.csv", "x,y\n1,2\n", "copies")
    assert (copied["unchanged"], copied["duplicate_of"]) == (True, "a.csv")
    files = {"files": ("b.csv", b"x,y\n1,2\n")}
    sent = client.post("/api/files/upload", files=files, data={"mode": "separate"}, headers=headers).json()
    events_of(client.get(sent["files"][0]["events"], headers=headers))
    assert len(client.get("/api/tables", headers=headers).json()["tables"]) == 2


def test_imports_are_listed_cancelled_and_retried(client: httpx.Client) -> None:
    headers = {"X-Workspace": "jobs"}
    rows = "".join(f"{number},{'x' * 80}\n" for number in range(300_000))
    files = {"files": ("long.csv", f"id,note\n{rows}".encode())}
    job = client.post("/api/files/upload", files=files, headers=headers).json()["files"][0]
    cancelled = client.post(f"/api/files/{job['id']}/cancel", headers=headers).json()
    assert cancelled["status"] == "cancelled"
    assert client.get(f"/api/files/{job['id']}", headers=headers).json()["status"] == "cancelled"
    assert client.get("/api/tables", headers=headers).json()["tables"] == []
    retried = client.post(f"/api/files/{job['id']}/retry", headers=headers)
    assert retried.status_code == 202
    frames = events_of(client.get(job["events"], headers=headers))
    assert frames[-1]["event"] == "file.added"
    assert any(frame["event"] == "status" and json.dumps(frame["data"]["progress"]) for frame in frames)
    (listed,) = client.get("/api/imports", headers=headers).json()["imports"]
    assert (listed["status"], listed["file_id"]) == ("done", job["id"])
    assert client.post(f"/api/files/{job['id']}/retry", headers=headers).json()["status"] == "done"


def test_a_failed_import_is_taken_off_the_list(client: httpx.Client) -> None:
    headers = {"X-Workspace": "failed"}
    upload(client, "broken.xlsx", "this is no workbook", "failed")
    (listed,) = client.get("/api/imports", headers=headers).json()["imports"]
    assert (listed["status"], listed["problem"]["code"]) == ("refused", "unreadable_file")
    told = client.get("/api/files/broken.xlsx/report", headers=headers)
    assert (told.status_code, told.json()["title"]) == (422, listed["problem"]["message"])
    client.delete(f"/api/files/{listed['id']}", headers=headers)
    assert client.get("/api/imports", headers=headers).json()["imports"] == []


@pytest.mark.parametrize("path", ["files/none/report", "imports/none", "tables/none/versions", "files/none/events"])
def test_what_is_not_there_is_said_to_be_so(client: httpx.Client, path: str) -> None:
    assert client.get(f"/api/{path}").json()["code"] == "unknown_name"


def test_what_another_process_loads_is_there_to_ask(tmp_path: Path) -> None:
    async def load_elsewhere() -> None:
        async with Workspace.open("default", tmp_path / "data", model=None) as other:
            async for _ in other.add([write(tmp_path, "rivers.csv", "river,length\nSeine,777\n")]):
                pass

    with served(Settings(data_dir=tmp_path / "data")) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "cities.csv", "city,people\nParis,2\n")
        assert client.get("/api/models/default").status_code == 200
        asyncio.run(load_elsewhere())
        assert [table["name"] for table in client.get("/api/tables").json()["tables"]] == ["cities", "rivers"]
        ran = client.post("/api/queries/execute", json={"sql": "SELECT length FROM rivers"}).json()
        assert ran["rows"] == [[777]]


def test_imports_of_a_server_that_died_are_interrupted_and_retried_by_the_next(tmp_path: Path) -> None:
    async def receive_and_end() -> str:
        async with Workspace.open("default", tmp_path / "data", model=None) as earlier:
            with earlier.files.receive("cities.csv") as receiving:
                receiving.write(b"city,people\nParis,2\n")
                return earlier.files.start_received(receiving.keep()).id

    identity = asyncio.run(receive_and_end())
    with served(Settings(data_dir=tmp_path / "data")) as address, httpx.Client(base_url=address, timeout=30) as client:
        (listed,) = client.get("/api/imports").json()["imports"]
        assert (listed["id"], listed["status"]) == (identity, "interrupted")
        assert client.get("/api/tables").json()["tables"] == []
        assert client.post(f"/api/files/{identity}/retry").status_code == 202
        assert events_of(client.get(listed["events"]))[-1]["event"] == "file.added"
        assert [table["name"] for table in client.get("/api/tables").json()["tables"]] == ["cities"]


def test_all_rejected_rows_are_downloaded_and_a_sample_is_shown(client: httpx.Client) -> None:
    good = "".join(f"{number},x\n" for number in range(500))
    wide = "".join(f"{number},x,y,z\n" for number in range(40))
    state = upload(client, "wide.csv", f"id,name\n{good}{wide}{good}", "wide")
    headers = {"X-Workspace": "wide"}
    (table,) = client.get(f"/api/files/{state['id']}/report", headers=headers).json()["tables"]
    assert (table["rows_rejected"], len(table["rejected"])) == (40, 20)
    rejected = client.get(f"/api/files/{state['id']}/rejected.csv", headers=headers).text.splitlines()
    assert len(rejected) == 41


def test_the_progress_of_an_import_goes_on_where_a_reader_stopped(client: httpx.Client) -> None:
    headers = {"X-Workspace": "resumed"}
    files = {"files": ("a.csv", b"x,y\n1,2\n")}
    job = client.post("/api/files/upload", files=files, headers=headers).json()["files"][0]
    whole = events_of(client.get(job["events"], headers=headers))
    rest = events_of(client.get(job["events"], headers={**headers, "Last-Event-ID": "1"}))
    assert [frame["id"] for frame in rest] == [frame["id"] for frame in whole[1:]]
    assert client.get(job["events"], headers={**headers, "Last-Event-ID": whole[-1]["id"]}).status_code == 204
