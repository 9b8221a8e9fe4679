"""Workspaces: the sample that shows what can be asked."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.dependencies import AllWorkspaces, ServerSettings
from workspace import FileRefused
from workspace.sample import write_sample

router = APIRouter(tags=["workspaces"])

SAMPLE = "sample"


@router.post("/workspaces/sample", summary="Make the sample workspace, or leave it as it is")
async def make_sample(workspaces: AllWorkspaces, settings: ServerSettings) -> dict[str, Any]:
    workspace = workspaces.get(SAMPLE)
    paths = write_sample(settings.data_dir / SAMPLE)
    refused = [news.problem.message async for news in workspace.add(paths) if isinstance(news, FileRefused)]
    questions = await workspace.first_questions()
    return {
        "workspace": SAMPLE,
        "tables": [version.table.name for version in workspace.tables()],
        "questions": [question.text for question in questions],
        "refused": refused,
    }
