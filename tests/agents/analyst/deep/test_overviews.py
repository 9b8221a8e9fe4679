"""What the data holds, why rows are as they are, and what to do about it; over subscriptions that Basic customers cancel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.answer import Answer
from workspace import Workspace

Ask = Callable[[str], Answer]
COUNT = 400


def subscriptions() -> pd.DataFrame:
    rows = []
    for number in range(COUNT):
        plan = ("Basic", "Pro", "Team")[number % 3]
        is_over = number % 7 < 4 if plan == "Basic" else number % 11 == 0
        rows.append(
            {
                "subscription_id": f"S{number:04}",
                "plan": plan,
                "region": ("North", "South")[(number // 3) % 2],
                "state": "cancelled" if is_over else "active",
                "started_on": (pd.Timestamp(2023, 1, 1) + pd.Timedelta(days=2 * number)).date().isoformat(),
                "monthly_fee": 10 + 15 * (number % 3) + number % 5,
                "discount": 5 if number % 4 == 0 else None,
            }
        )
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder = tmp_path_factory.mktemp("subscriptions")
    subscriptions().to_csv(folder / "subscriptions.csv", index=False)
    notes = pd.DataFrame({"note_id": range(1, 31), "subscription_id": [f"S{number:04}" for number in range(30)]})
    notes.to_csv(folder / "notes.csv", index=False)

    async def load() -> None:
        async with Workspace.open("default", folder / "kept", model=None) as workspace:
            async for _ in workspace.add([folder / "subscriptions.csv", folder / "notes.csv"]):
                pass

    asyncio.run(load())

    def asking(question: str) -> Answer:
        async def run() -> Answer:
            async with Workspace.open("default", folder / "kept", model=None) as workspace:
                return await workspace.ask(question).answer()

        return asyncio.run(run())

    return asking


def table_of(answer: Answer) -> dict[Any, dict[str, Any]]:
    assert answer.result is not None, answer.text
    names = [column.name for column in answer.result.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in answer.result.rows}


@pytest.mark.parametrize(
    "question", ["What is in this data?", "summarize the data", "which tables are there?", "what can I ask?"]
)
def test_the_tables_are_told_with_their_rows_and_dates(ask: Ask, question: str) -> None:
    answer = ask(question)
    rows = table_of(answer)
    assert (rows["subscriptions"]["rows"], rows["notes"]["rows"]) == (COUNT, 30)
    assert str(rows["subscriptions"]["first"]) == "2023-01-01"
    assert "There are 2 tables" in answer.text
    assert answer.receipt is not None
    assert "subscriptions (400 rows)" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "describe the subscriptions",
        "give me an overview of the subscriptions table",
        "what columns does subscriptions have?",
    ],
)
def test_a_table_is_told_column_by_column(ask: Ask, question: str) -> None:
    answer, rows = ask(question), subscriptions()
    told = table_of(answer)
    assert set(told) == {name.replace("_id", " ID").replace("_", " ") for name in rows.columns}
    assert told["discount"]["filled"] == pytest.approx(rows["discount"].notna().mean())
    assert told["plan"]["different"] == 3
    assert told["monthly fee"]["highest"] == str(rows["monthly_fee"].max())
    assert "has 400 rows and 7 columns" in answer.text
    assert "300 rows have no discount" in answer.text


@pytest.mark.parametrize("question", ["describe Pro subscriptions", "summarize the monthly fee by plan"])
def test_what_names_more_than_a_table_is_a_usual_question(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.receipt is None or answer.receipt.analysis is None


@pytest.mark.parametrize(
    "question",
    [
        "What drives cancellations?",
        "why are subscriptions cancelled?",
        "How can we reduce cancellations?",
        "what could we do to avoid cancellations?",
        "any ideas for reducing cancellations?",
    ],
)
def test_a_state_of_rows_is_set_against_their_columns(ask: Ask, question: str) -> None:
    answer = ask(question)
    rows = table_of(answer)
    assert rows["plan"]["p"] < 0.001 < rows["region"]["p"]
    assert rows["plan"]["rows_used"] == COUNT
    assert "state" not in rows
    shares = subscriptions().assign(over=lambda one: one["state"] == "cancelled").groupby("plan")["over"].mean()
    assert f"{100 * shares['Basic']:.1f}%" in answer.text
    assert "need not be cause and effect" in answer.text


def test_the_period_of_a_state_is_kept_and_told(ask: Ask) -> None:
    answer = ask("Why were so many subscriptions cancelled in 2024?")
    rows = subscriptions()
    assert table_of(answer)["plan"]["rows_used"] == rows["started_on"].str.startswith("2024").sum()
    assert answer.receipt is not None
    assert "2024" in answer.receipt.read_as


def test_a_why_that_names_no_state_is_declined(ask: Ask) -> None:
    answer = ask("Why is the sky blue?")
    assert answer.status == "declined"
    assert answer.result is None


def test_what_is_unusual_is_looked_for_among_the_rows_that_are_named(ask: Ask) -> None:
    answer = ask("anything unusual about the cancellations?")
    assert answer.receipt is not None
    assert "state is cancelled" in answer.receipt.read_as
    assert answer.receipt.analysis is not None
    cancelled = int((subscriptions()["state"] == "cancelled").sum())
    assert cancelled in {step.rows for step in answer.receipt.analysis.steps}


@pytest.mark.parametrize(
    "question",
    ["any advice for next quarter?", "what would you focus on?", "executive summary", "how have we been doing?"],
)
def test_advice_rests_on_the_key_figures(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.receipt is not None, answer.text
    assert answer.receipt.read_as.startswith("key figures")


def test_no_chips_stand_for_an_overview(tmp_path: Path) -> None:
    """Nobody asked for a count of each column, so there is none to change."""
    file = tmp_path / "subscriptions.csv"
    subscriptions().to_csv(file, index=False)

    async def run() -> set[str]:
        async with Workspace.open("default", tmp_path / "kept", model=None) as workspace:
            async for _ in workspace.add([file]):
                pass
            return {event.happening.kind async for event in workspace.ask("describe the subscriptions").events()}

    kinds = asyncio.run(run())
    assert "sql" in kinds
    assert "plan" not in kinds
