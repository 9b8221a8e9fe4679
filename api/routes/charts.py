"""The chart of an answer, drawn in another way."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace
from core.chart import ChartAdjustment
from wire import dump

router = APIRouter(tags=["runs"])


class Wanted(BaseModel):
    """What is left out stays as it was chosen."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"mark": "bar", "top": 5}]})

    mark: Literal["bar", "line", "area", "point", "rect", "arc", "histogram", "box", "map"] | None = None
    sort: Literal["largest", "smallest", "name", "given"] | None = None
    top: int | None = Field(default=None, ge=1, le=50, description="The largest so many; the others are added up.")
    log: bool = False
    swap: bool = Field(default=False, description="Turn the axes.")


@router.post("/runs/{run_id}/chart", summary="The chart of a run in another way; nothing is kept")
async def redraw(workspace: CurrentWorkspace, caller: CurrentCaller, run_id: str, wanted: Wanted) -> dict[str, Any]:
    """`marks` and `refused` tell for each kind and each adjustment why it cannot be had, null where it can."""
    redrawn = await workspace.redraw(run_id, ChartAdjustment(**wanted.model_dump()), caller)
    adjusted = redrawn.adjusted
    return {
        "chart": dump(adjusted.chart),
        "vega_lite": redrawn.vega_lite,
        "marks": adjusted.marks,
        "refused": adjusted.refused,
    }
