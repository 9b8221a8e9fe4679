"""A workspace with orders of some regions, and whoever asks there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest_asyncio

from core.answer import Answer
from core.question import Caller
from workspace import SavedEntry, Saving, Workspace

ANA = Caller(name="ana")
REGIONS = ("north", "south", "west")
TODAY = date(2025, 1, 15)


def orders(count: int, factor: float = 1.5) -> str:
    rows = (
        f"{i},{REGIONS[i % 3]},Buyer{i % 5},2024-{1 + i % 12:02d}-0{1 + i % 9},{i * factor}"
        for i in range(1, count + 1)
    )
    return "order_id,region,buyer,ordered_on,amount\n" + "\n".join(rows) + "\n"


def opened(folder: Path) -> Workspace:
    return Workspace.open("default", folder / "data", model=None, clock=lambda: TODAY)


async def load(workspace: Workspace, folder: Path, text: str, name: str = "orders.csv") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    async for _ in workspace.add([folder / name]):
        pass


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with opened(tmp_path) as workspace:
        await load(workspace, tmp_path, orders(60))
        yield workspace


async def saved(workspace: Workspace, question: str, *, verified: bool = False) -> SavedEntry:
    run = workspace.ask(question)
    answer = await run.answer()
    assert answer.status == "answered", (question, answer.problem)
    entry = await workspace.queries.save_run(workspace.runs.record(run.id), Saving(), ANA)
    return workspace.verified.verify(entry.name, ANA, by="Ana") if verified else entry


async def asked(workspace: Workspace, question: str, caller: Caller | None = None) -> Answer:
    return await workspace.ask(question, caller=caller).answer()
