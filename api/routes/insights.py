"""Facts: what the data says before anything is asked, and what people found worth keeping."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.routes.saved_objects import insight_object
from wire import dump

router = APIRouter(tags=["ask"])


class Keeping(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"run_id": "4f1c…", "sentence": 0}]})

    run_id: str
    sentence: int | None = Field(default=None, ge=0, description="Which one, from 0; else the first with a figure.")
    note: str = Field(default="", max_length=2_000)


@router.get("/insights", summary="First insights: checked sentences, each with the run it was found in; and those kept")
async def insights(workspace: CurrentWorkspace) -> dict[str, Any]:
    kept = [insight_object(one) for one in workspace.insights.list()]
    return {"insights": [dump(insight) for insight in await workspace.first_insights()], "kept": kept}


@router.post("/insights", status_code=201, summary="Keep a sentence of an answer")
async def keep_insight(workspace: CurrentWorkspace, caller: CurrentCaller, keeping: Keeping) -> dict[str, Any]:
    run = workspace.runs.record(keeping.run_id)
    answer = workspace.kept_answer(run.id)
    return insight_object(workspace.insights.keep(run, answer, caller, sentence=keeping.sentence, note=keeping.note))


@router.delete("/insights/{insight_id}", summary="Remove a kept sentence")
async def remove_insight(workspace: CurrentWorkspace, caller: CurrentCaller, insight_id: str) -> dict[str, Any]:
    workspace.insights.remove(insight_id)
    return {"id": insight_id, "removed": True}
