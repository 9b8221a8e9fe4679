"""A workspace with a small shop in it, opened with a language model or without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from agents.model_settings import ModelSettings, Privacy
from core.answer import Answer
from tests.agents.scripted_endpoint import Endpoint
from workspace import Workspace

CUSTOMERS = """customer_id,name,city,segment
1,Adalbert Zwicky,Lausanne,Retail
2,Brunhilde Okoro,Gothenburg,Wholesale
3,Casimir Nguyen,Lausanne,Retail
4,Dorothea Petrov,Ljubljana,Wholesale
"""
ORDERS = """order_id,customer_id,ordered_on,amount,status
11,1,2024-01-05,120.50,shipped
12,1,2024-02-11,80.25,shipped
13,2,2024-02-20,411.75,cancelled
14,3,2024-03-02,95.00,shipped
15,2,2024-03-19,37.15,returned
16,4,2024-04-01,260.40,shipped
"""
CELLS = (
    "Adalbert", "Zwicky", "Brunhilde", "Casimir", "Lausanne", "Gothenburg", "Ljubljana", "Retail", "Wholesale",
    "cancelled", "returned", "2024-01-05", "120.5", "411.75", "260.4",
)  # fmt: skip
STRANGE = "What frobnication do we see?"
"""A question that rules cannot read, so that a model is asked."""


async def fill(data_dir: Path) -> None:
    files = data_dir / "files"
    files.mkdir(parents=True)
    (files / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (files / "orders.csv").write_text(ORDERS, encoding="utf-8")
    async with Workspace.open("default", data_dir, model=None) as workspace:
        async for _ in workspace.add([files / "customers.csv", files / "orders.csv"]):
            pass


def settings_for(model: Endpoint, privacy: Privacy = "samples") -> ModelSettings:
    """A script's answers come in their order, so none is kept."""
    return ModelSettings(
        model="scripted",
        endpoint=model.url,
        privacy=privacy,
        backoff=0.01,
        stall_seconds=5.0,
        seconds=10.0,
        keeps_answers=False,
    )


@asynccontextmanager
async def opened(data_dir: Path, settings: ModelSettings | None) -> AsyncIterator[Workspace]:
    async with Workspace.open("default", data_dir, model=settings) as workspace:
        yield workspace


async def ask(data_dir: Path, settings: ModelSettings | None, question: str, thread: str | None = None) -> Answer:
    async with opened(data_dir, settings) as workspace:
        return await workspace.ask(question, thread_id=thread).answer()
