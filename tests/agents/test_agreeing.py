"""Close readings that come to the same rows are one answer; those that differ are asked back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.answer import Answer
from workspace import Workspace

ADDRESSES = "address_id,city\n1,Oslo\n2,Berlin\n3,Turin\n4,Malmo\n"
ORDERS = "order_id,billing_address_id,shipping_address_id,order_total\n" + "".join(
    f"{100 + at},{billing},{shipping},{10 + at}\n"
    for at, (billing, shipping) in enumerate([(1, 1), (1, 1), (2, 3), (2, 2), (3, 3), (4, 4), (4, 4), (3, 2), (2, 4)])
)


async def answered(folder: Path, question: str) -> Answer:
    (folder / "addresses.csv").write_text(ADDRESSES)
    (folder / "orders.csv").write_text(ORDERS)
    async with Workspace.open("shop", folder / "data", clock=lambda: date(2025, 6, 30)) as opened:
        async for _ in opened.add([folder / "addresses.csv", folder / "orders.csv"]):
            pass
        return await opened.ask(question).answer()


async def test_readings_that_agree_are_answered_and_the_other_is_told(tmp_path: Path) -> None:
    answer = await answered(tmp_path, "How many orders are from Oslo?")
    assert answer.status == "answered"
    assert answer.result is not None
    assert answer.result.rows == ((2,),)
    assert answer.receipt is not None
    said = next(one for one in answer.receipt.assumptions if one.topic == "reading")
    assert "billing" in said.chosen
    assert "shipping" in said.alternatives[0].label


@pytest.mark.parametrize("city", ["Berlin", "Malmo"])
async def test_readings_that_differ_are_asked_back(tmp_path: Path, city: str) -> None:
    answer = await answered(tmp_path, f"How many orders are from {city}?")
    assert answer.status == "clarification"
    assert answer.clarification is not None
    assert len({option.preview for option in answer.clarification.options}) == 2
