from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.answer import Answer
from tests.agents.analyst.deep.business_files import write_files
from workspace import Workspace, model_yaml, read_model_changes

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("hotel")
    paths, rows = write_files(folder / "files")

    async def load() -> None:
        async with Workspace.open("default", folder, model=None) as workspace:
            async for _ in workspace.add(paths):
                pass

    asyncio.run(load())
    bookings = pd.DataFrame(rows)
    bookings["booked_on"] = pd.to_datetime(bookings["booked_on"])
    return folder, bookings


@pytest.fixture(scope="module")
def ask(hotel: tuple[Path, pd.DataFrame]) -> Ask:
    known: dict[str, Answer] = {}

    def asking(question: str) -> Answer:
        async def run() -> Answer:
            async with Workspace.open("default", hotel[0], model=None) as workspace:
                return await workspace.ask(question).answer()

        if question not in known:
            known[question] = asyncio.run(run())
        return known[question]

    return asking


def table_of(answer: Answer) -> list[dict[str, Any]]:
    assert answer.result is not None
    names = [column.name for column in answer.result.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.result.rows]


def test_a_fall_is_laid_to_the_region_where_it_happened(ask: Ask, hotel: tuple[Path, pd.DataFrame]) -> None:
    answer = ask("Why did the total amount drop in March 2024?")
    amounts = hotel[1].groupby(["region", hotel[1]["booked_on"].dt.to_period("M")])["amount"].sum()
    before, after = amounts["North"]["2024-02"], amounts["North"]["2024-03"]
    first = table_of(answer)[0]
    assert (first["group"], first["before"], first["after"]) == ("North", pytest.approx(before), pytest.approx(after))
    months = hotel[1].groupby(hotel[1]["booked_on"].dt.to_period("M"))["amount"].sum()
    share = 100 * (after - before) / (months["2024-03"] - months["2024-02"])
    assert first["percent_of_change"] == pytest.approx(share, abs=1e-3)
    assert "By region, North fell by" in answer.text
    assert "what caused it may lie outside of the data" in answer.text


def test_the_receipt_shows_the_queries_and_the_computation(ask: Ask) -> None:
    receipt = ask("Why did the total amount drop in March 2024?").receipt
    assert receipt is not None
    assert receipt.analysis is not None
    assert receipt.analysis.computation == "change by group"
    assert len(receipt.analysis.steps) > 1
    assert all(step.sql.startswith("SELECT") and step.rows for step in receipt.analysis.steps)
    assert ("after", "March 2024") in receipt.analysis.settings


def test_what_was_taken_for_granted_and_is_not_so_is_said(ask: Ask) -> None:
    answer = ask("why did the number of bookings rise in March 2024?")
    assert "fell by" in answer.text
    assert "the opposite of what happened" in answer.text


def test_an_average_is_taken_apart_into_mix_and_rate(ask: Ask) -> None:
    answer = ask("why did the average amount change in March 2024")
    assert "a different mix of the groups" in answer.text
    assert [row["group"] for row in table_of(answer)]


def test_what_a_number_depends_on_is_found_and_noise_is_not(ask: Ask) -> None:
    answer = ask("what drives the rating?")
    first = table_of(answer)[0]
    assert first["column"] == "room price"
    weak = next(row for row in table_of(answer) if row["column"] == "noise level")
    assert weak["strength"] < 0.01 < first["strength"]
    assert "need not be cause and effect" in answer.text


def test_two_groups_are_tested_and_the_interval_is_told(ask: Ask, hotel: tuple[Path, pd.DataFrame]) -> None:
    answer = ask("Is the difference in amount between South and East significant?")
    means = hotel[1].groupby("region")["amount"].mean()
    found = {row["group"]: row["mean"] for row in table_of(answer)}
    assert found == {"South": pytest.approx(means["South"], abs=0.01), "East": pytest.approx(means["East"], abs=0.01)}
    assert "is significant (Welch’s t-test, p < 0.001)" in answer.text
    assert "The 95% interval of South minus East" in answer.text


def test_two_groups_of_one_source_may_be_chance(ask: Ask) -> None:
    assert "may well be chance" in ask("does noise level differ between North and South?").text


def test_a_correlation_has_its_strength_and_its_rows(ask: Ask, hotel: tuple[Path, pd.DataFrame]) -> None:
    answer = ask("are room price and rating correlated?")
    r = hotel[1]["room_price"].corr(hotel[1]["rating"])
    assert f"(r = {round(r, 2)}, p < 0.001)" in answer.text
    assert f"told by {len(hotel[1]):,} rows" in answer.text
    assert answer.chart is not None
    assert answer.chart.mark == "point"


def test_a_forecast_has_intervals_and_says_what_it_takes_for_granted(ask: Ask) -> None:
    answer = ask("forecast the total amount for the next three months")
    ahead = [row for row in table_of(answer) if row["forecast"] is not None]
    assert [row["period"] for row in ahead] == [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]
    assert all(row["low"] < row["forecast"] < row["high"] for row in ahead)
    assert "95% interval" in answer.text
    assert "things go on as they did" in answer.text
    assert answer.chart is not None
    assert answer.chart.mark == "line"


def test_a_season_over_the_year_is_found(ask: Ask) -> None:
    answer = ask("is there seasonality in the number of bookings?")
    assert "There is a pattern of number of bookings over the year" in answer.text
    highest = max(table_of(answer), key=lambda row: row["deviation"])
    assert highest["season"] in ("June", "July", "August")


def test_no_trend_is_made_of_noise(ask: Ask) -> None:
    assert (
        "no trend in average noise level that could be told from chance" in ask("is there a trend in noise level?").text
    )


def test_the_month_that_stands_apart_is_unusual(ask: Ask) -> None:
    answer = ask("is there anything unusual in the number of bookings in the North?")
    assert answer.status == "answered"
    assert "March 2024" in answer.text


def test_an_open_question_chooses_what_matters(ask: Ask) -> None:
    receipt = ask("Is there anything unusual?").receipt
    assert receipt is not None
    assert receipt.analysis is not None
    assert any("amount" in step.title.casefold() for step in receipt.analysis.steps)


def test_retention_follows_guests_from_the_month_they_joined(ask: Ask, hotel: tuple[Path, pd.DataFrame]) -> None:
    answer = ask("retention by signup month")
    row = next(row for row in table_of(answer) if row["cohort"] == date(2023, 3, 1))
    weeks = {
        f"G{number:03}": pd.Timestamp("2023-01-01") + pd.Timedelta(days=7 * (number % 60)) for number in range(120)
    }
    joined = {guest for guest, day in weeks.items() if (day.year, day.month) == (2023, 3)}
    april = hotel[1][hotel[1]["booked_on"].dt.to_period("M") == "2023-04"]
    active = set(april["guest_id"]) & joined
    assert row["size"] == len(joined)
    assert row["after_1"] == pytest.approx(len(active) / len(joined), abs=1e-4)


def test_a_funnel_counts_who_went_on(ask: Ask) -> None:
    answer = ask("How many users go from view to add to cart to purchase?")
    assert [(row["step"], row["reached"]) for row in table_of(answer)] == [
        ("view", 200),
        ("add to cart", 100),
        ("purchase", 50),
    ]
    assert "Of 200 users at view, 50 reached purchase" in answer.text


def test_what_cannot_be_analysed_says_why(ask: Ask) -> None:
    declined = ask("why did the total amount drop in March 1999?")
    assert declined.status == "declined"
    assert "There are no rows in" in declined.text
    unknown = ask("what drives zorblax?")
    assert unknown.status == "declined"
    assert "zorblax" in unknown.text


def test_a_usual_question_has_no_analysis(ask: Ask) -> None:
    answer = ask("total amount by region")
    assert answer.status == "answered"
    assert answer.receipt is not None
    assert answer.receipt.analysis is None


def test_key_figures_are_told_against_the_month_before(ask: Ask, hotel: tuple[Path, pd.DataFrame]) -> None:
    answer = ask("How are we doing?")
    revenue = next(row for row in table_of(answer) if row["figure"] == "revenue")
    months = hotel[1].groupby(hotel[1]["booked_on"].dt.to_period("M"))["amount"].sum()
    assert (revenue["now"], revenue["before"]) == (pytest.approx(months["2024-12"]), pytest.approx(months["2024-11"]))
    assert "Revenue " in answer.text


def test_a_target_that_is_missed_comes_first_and_is_cited(tmp_path: Path) -> None:
    paths, _ = write_files(tmp_path / "files")

    async def run() -> Answer:
        async with Workspace.open("default", tmp_path, model=None) as workspace:
            async for _ in workspace.add(paths):
                pass
            change = [{"metric": "revenue", "do": "accept", "set": {"target": ">= 1,000,000"}}]
            await workspace.models.change(read_model_changes(change))
            await workspace.models.publish()
            assert "target: '>= 1000000'" in model_yaml(await workspace.model())
            return await workspace.ask("what should we focus on?").answer()

    answer = asyncio.run(run())
    assert answer.sentences[0].text.endswith("misses its target of 1,000,000. Ask “what drives revenue?” next.")
    assert {figure.fact for figure in answer.sentences[0].figures} == {"value:now:0", "value:target:0"}
    assert table_of(answer)[0]["target"] == 1_000_000


def test_fewer_rows_are_asked_for_after_a_deep_question(hotel: tuple[Path, pd.DataFrame]) -> None:
    async def run() -> tuple[Answer, Answer]:
        async with Workspace.open("default", hotel[0], model=None) as workspace:
            thread = workspace.start_thread("Falls")
            first = await workspace.ask("Why did the total amount drop in March 2024?", thread_id=thread).answer()
            return first, await workspace.ask("only in the North", thread_id=thread).answer()

    first, then = asyncio.run(run())
    assert first.receipt is not None
    assert then.receipt is not None
    assert first.receipt.analysis is not None
    assert then.receipt.analysis is not None
    assert then.receipt.analysis.computation == first.receipt.analysis.computation
    amounts = hotel[1][hotel[1]["region"] == "North"]
    months = amounts.groupby(amounts["booked_on"].dt.to_period("M"))["amount"].sum()
    total = sum(float(row["after"]) for row in table_of(then))
    assert total == pytest.approx(months["2024-03"], abs=0.05)
