"""Deep questions about few rows, empty columns and columns that never change: the limits are said, nothing is made of chance."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from core.answer import Answer
from workspace import Workspace

Ask = Callable[[str, str], Answer]

FEW = "order_date,region,revenue\n2024-02-01,North,100\n2024-03-02,South,80\n2024-03-09,North,60\n"
SAME = "order_date,region,revenue,fee,discount\n" + "".join(
    f"2024-{month:02d}-{day:02d},North,{90 + day},5,\n" for month in range(1, 8) for day in (3, 13, 23)
)
MONTH = "order_date,channel,revenue,returned\n" + "".join(
    f"2024-03-{day:02d},{('web', 'shop')[day % 2]},{50 + day * 37 % 90},{('yes', 'no')[day % 3 == 0]}\n"
    for day in range(1, 29)
)
LEVEL = "order_date,region,revenue\n" + "".join(
    f"2024-{month:02d}-{day:02d},{region},{size}\n"
    for month, sizes in ((2, {"North": 100, "South": 900, "East": 500}), (3, {"North": 901, "South": 100, "East": 500}))
    for region, size in sizes.items()
    for day in range(1, 29, 3)
)
FILES = {"few": FEW, "same": SAME, "month": MONTH, "level": LEVEL}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folders = {name: tmp_path_factory.mktemp(name) for name in FILES}

    async def load(name: str) -> None:
        file = folders[name] / "sales.csv"
        file.write_text(FILES[name], encoding="utf-8")
        async with Workspace.open("default", folders[name] / "data", model=None) as workspace:
            async for _ in workspace.add([file]):
                pass

    def asking(name: str, question: str) -> Answer:
        async def run(folder: Path) -> Answer:
            if not (folder / "data").exists():
                await load(name)
            async with Workspace.open("default", folder / "data", model=None) as workspace:
                return await workspace.ask(question).answer()

        return asyncio.run(run(folders[name]))

    return asking


@pytest.mark.parametrize(
    ("name", "question", "why"),
    [
        ("few", "Is there anything unusual?", "too few values"),
        ("few", "What drives revenue?", "too few rows"),
        ("few", "Forecast revenue for the next 3 months", "needs at least 6"),
        ("few", "Is revenue in North significantly higher than in South?", "too few rows of South"),
        ("same", "Why did discount drop in March?", "empty in every row"),
        ("same", "What drives discount?", "empty in every row"),
        ("same", "Is there anything unusual in discount?", "empty in every row"),
        ("same", "What drives fee?", "the same in every row"),
        ("same", "Is there a correlation between revenue and fee?", "one of them is always the same"),
        ("same", "Is revenue different between regions?", "only one group of region: North"),
        ("month", "Why did revenue drop in March?", "no rows in February 2024"),
    ],
)
def test_what_the_data_cannot_bear_out_is_declined_with_the_reason(
    name: str, question: str, why: str, ask: Ask
) -> None:
    answer = ask(name, question)
    assert answer.status == "declined"
    assert why in answer.text


def test_shares_of_a_change_that_nearly_cancels_out_are_not_told(ask: Ask) -> None:
    answer = ask("level", "Why did revenue rise in March?")
    assert answer.result is not None
    assert "percent_of_change" not in {column.name for column in answer.result.columns}
    assert "North rose by 8,010" in answer.text
    assert "% of the change" not in answer.text


def test_a_change_on_three_rows_is_told_with_its_limits(ask: Ask) -> None:
    text = ask("few", "Why did revenue drop in March?").text
    assert "the opposite of what happened" in text
    assert "few rows, so chance plays a large part" in text


def test_what_did_not_change_is_said_to_be_the_same(ask: Ask) -> None:
    text = ask("same", "Why did revenue drop in March?").text
    assert "The total revenue was 309 in February 2024, and 309 in March 2024." in text
    assert "Nothing changed" in text
    assert "fell" not in text


def test_an_interval_of_a_series_that_never_moved_is_no_certainty(ask: Ask) -> None:
    assert "the data cannot tell how far it may be off" in ask("same", "Forecast revenue for the next 2 months").text


def test_what_drives_a_state_is_asked_of_the_rows_that_have_it(ask: Ask) -> None:
    answer = ask("month", "What drives returns?")
    assert answer.receipt is not None
    assert answer.receipt.analysis is not None
    assert "more than chance" in answer.text
    assert "few rows" in answer.text
