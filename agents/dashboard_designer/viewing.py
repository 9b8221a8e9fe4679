"""A saved query's result as its view wants it."""

from __future__ import annotations

from dataclasses import replace

from agents.dashboard_designer.design import Design
from agents.dashboard_designer.rules import DesignByRules
from core.chart import Chart
from core.saved import ViewSettings
from core.ways import Declined


async def viewed(view: ViewSettings, task: Design) -> Chart | None:
    """On a tile; None where rows are shown as a table. A mark that does not fit is replaced, and the note says why."""
    try:
        return await DesignByRules()(replace(task, query=replace(task.query, view=view), tile=True))
    except Declined:
        return None
