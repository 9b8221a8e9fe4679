"""The semantic model: shown, changed by a draft, published as a version, brought back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path

from api.dependencies import CurrentWorkspace
from core.errors import UnknownName
from wire import dump
from workspace import DraftPreview, Published, Workspace, read_model_changes

router = APIRouter(tags=["models"])

CURRENT = "default"
ModelId = Annotated[str, Path(description="“default”: the model of the workspace.")]


def _known(model_id: str) -> None:
    if model_id != CURRENT:
        raise UnknownName("model", model_id, (CURRENT,))


@router.get("/models/{model_id}", summary="The semantic model of the workspace")
async def show_model(workspace: CurrentWorkspace, model_id: ModelId) -> dict[str, Any]:
    _known(model_id)
    model: dict[str, Any] = dump(await workspace.model())
    return model


@router.patch("/models/{model_id}", summary="Add changes to the draft of the model")
async def change_model(
    workspace: CurrentWorkspace,
    model_id: ModelId,
    changes: Annotated[list[dict[str, Any]], Body(examples=[[{"target": "orders.amount", "set": {"unit": "EUR"}}]])],
) -> dict[str, Any]:
    _known(model_id)
    return preview_object(await workspace.models.change(read_model_changes(changes)))


@router.get("/models/{model_id}/draft", summary="The draft, what it changes, and which recent answers change with it")
async def show_draft(workspace: CurrentWorkspace, model_id: ModelId) -> dict[str, Any]:
    _known(model_id)
    preview = await workspace.models.preview()
    return {
        **preview_object(preview),
        "asked": preview.asked,
        "affected": [dump(one) for one in preview.affected],
    }


@router.delete("/models/{model_id}/draft", summary="Give the draft up")
def drop_draft(workspace: CurrentWorkspace, model_id: ModelId) -> dict[str, Any]:
    _known(model_id)
    return {"dropped": workspace.models.drop_draft()}


@router.post("/models/{model_id}/publish", summary="Make the draft a new version of the model")
async def publish_draft(workspace: CurrentWorkspace, model_id: ModelId) -> dict[str, Any]:
    _known(model_id)
    return published_object(await workspace.models.publish())


@router.get("/models/{model_id}/versions", summary="The versions that people published, newest first")
def list_versions(workspace: CurrentWorkspace, model_id: ModelId) -> dict[str, Any]:
    _known(model_id)
    return versions_object(workspace)


@router.post("/models/{model_id}/rollback/{number}", summary="Bring a version back, as a new one; 0 is what was found")
async def roll_back(
    workspace: CurrentWorkspace, model_id: ModelId, number: Annotated[int, Path(ge=0)]
) -> dict[str, Any]:
    _known(model_id)
    return published_object(await workspace.models.rollback(number))


@router.get("/models/{model_id}/breaks", summary="What of the model the current tables do not let hold")
async def show_breaks(workspace: CurrentWorkspace, model_id: ModelId) -> dict[str, Any]:
    _known(model_id)
    return {"breaks": [dump(one) for one in await workspace.models.breaks()]}


def preview_object(preview: DraftPreview) -> dict[str, Any]:
    return {
        "changes": [dump(one) for one in preview.draft.changes],
        "base": preview.draft.base,
        "changed_at": preview.draft.changed_at.isoformat(),
        "differences": [dump(one) for one in preview.differences],
    }


def published_object(published: Published) -> dict[str, Any]:
    return {"version": published.number, "differences": [dump(one) for one in published.differences]}


def versions_object(workspace: Workspace) -> dict[str, Any]:
    return {"current": workspace.models.number, "versions": [dump(one) for one in workspace.models.versions()]}
