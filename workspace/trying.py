"""The endpoint of the language model, tried by whoever wants to know what it can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from catalog import Catalog
from core.finding import Finding
from workspace.kept_calls import kept_as_run

if TYPE_CHECKING:
    from agents.llm import Llm

ASKED = "Try the language model"


async def trials(workspace: str, catalog: Catalog, llm: Llm | None, run_id: str) -> AsyncIterator[Finding]:
    if llm is None:
        return
    from agents.doctor import ModelDoctor

    try:
        with kept_as_run(workspace, catalog, run_id, ASKED, llm.meter):
            async for trial in ModelDoctor(llm).trials():
                yield trial
    finally:
        await llm.close()
