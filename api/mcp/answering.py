"""A run as what a tool gives back: followed with its progress, folded into one result."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, ToolAnnotations

from api.mcp.results import RunRefused, folded, result_of
from core.errors import UserError
from core.event import Event, StatusChanged, StepStarted
from core.question import Caller
from workspace import Run, Workspace, render_chart

CHART_APP = "ui://tablespeak/chart.html"

Reach = Callable[[], tuple[Workspace, Caller]]
"""The workspace that a call means, and who calls."""

READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
ASKING = ToolAnnotations(read_only_hint=True, open_world_hint=False)


async def answer_of(run: Run, context: Context[Any]) -> CallToolResult:
    events: list[Event] = []
    try:
        async with aclosing(run.events()) as following:
            async for event in following:
                events.append(event)
                if isinstance(event.happening, StepStarted):
                    await context.report_progress(len(events), message=event.happening.title)
                elif isinstance(event.happening, StatusChanged):
                    await context.report_progress(len(events), message=event.happening.text)
    except asyncio.CancelledError:
        await run.cancel()
        raise
    try:
        answered = folded(events)
    except RunRefused as refused:
        raise ToolError(str(refused)) from None
    png = None
    if answered.chart is not None:
        png, answered.svg = await asyncio.to_thread(render_chart, answered.chart)
    return result_of(answered, png)


def told(refused: UserError) -> ToolError:
    return ToolError(f"{refused.message} {refused.hint or ''}".strip())
