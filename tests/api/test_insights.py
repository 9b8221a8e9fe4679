"""What the data says before anything is asked."""

from __future__ import annotations

from typing import Any

import httpx

from tests.api.conftest import upload

SALES = """sale_id,shop,sold_on,amount
1,Nord,2024-01-05,10.50
2,Süd,2024-01-20,20.00
3,Nord,2024-02-11,30.25
4,West,2024-03-01,5.25
"""


def _insights(client: httpx.Client, workspace: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/workspaces/{workspace}/insights").json()["insights"]
    return found


def _all_insights(client: httpx.Client, workspace: str) -> list[dict[str, Any]]:
    """The time for finding them is short: a busy machine finds the rest when it is asked again."""
    found = _insights(client, workspace)
    while len(found) < 3 and (more := _insights(client, workspace)) != found:
        found = more
    return found


def test_insights_are_sentences_with_figures_of_the_data(client: httpx.Client) -> None:
    upload(client, "sales.csv", SALES, "told")
    found = _all_insights(client, "told")
    assert 1 <= len(found) <= 3
    assert any("66" in insight["sentence"] for insight in found)
    assert len({insight["question"] for insight in found}) == len(found)


def test_an_insight_is_opened_again_by_its_run_and_by_its_plan(client: httpx.Client) -> None:
    upload(client, "sales.csv", SALES, "opened")
    insight = _all_insights(client, "opened")[0]
    replayed = client.get(f"/api/workspaces/opened/runs/{insight['run_id']}/events").text
    asked = {"question": insight["question"], "plan": insight["plan"]}
    again = client.post("/api/workspaces/opened/ask", json=asked, headers={"Accept": "text/event-stream"}).text
    assert insight["sentence"] in replayed
    assert insight["sentence"] in again


def test_insights_are_found_once_until_the_data_changes(client: httpx.Client) -> None:
    upload(client, "sales.csv", SALES, "renewed")
    first = _all_insights(client, "renewed")
    assert _insights(client, "renewed") == first
    upload(client, "sales.csv", SALES + "5,West,2024-03-09,100.00\n", "renewed")
    assert any("166" in insight["sentence"] for insight in _all_insights(client, "renewed"))


def test_without_data_there_are_no_insights(client: httpx.Client) -> None:
    assert _insights(client, "nothing_here") == []
