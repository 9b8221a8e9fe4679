"""What the page shows of settings and health: the language model, what it would be sent, and how the workspace does."""

from __future__ import annotations

import os
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace, ServerSettings
from wire import dump
from workspace.model_told import VARIABLES, model_told, variables_set

router = APIRouter(tags=["settings"])


class Previewed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=10_000)
    privacy: Literal["none", "schema", "masked", "samples"]


class Chosen(BaseModel):
    model_config = ConfigDict(extra="forbid")

    privacy: Literal["none", "schema", "masked", "samples"] | None = Field(
        default=None, description="What a language model may see, within what the server permits."
    )
    keep_days: int | None = Field(
        default=None, description="Conversations that nobody asked in for so long are deleted; null keeps them."
    )


class Typed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    confirm: str = Field(description="“delete everything”", max_length=100)


@router.get("/settings/model", summary="Which language model may be asked, and what it may see")
def show_model(workspace: CurrentWorkspace) -> dict[str, Any]:
    """`model` is null where none is set; of the key only its end is told. `set` names the variables of the
    environment that the settings come from, `variables` all there are; the others are at their defaults.
    """
    found = workspace.model_settings
    return {
        "model": None if found is None else dump(model_told(found)),
        "set": variables_set(os.environ),
        "variables": VARIABLES,
    }


@router.post("/settings/model/preview", summary="What a language model would be sent, word for word; nothing is sent")
async def preview_model(workspace: CurrentWorkspace, caller: CurrentCaller, wanted: Previewed) -> dict[str, Any]:
    """Empty under the privacy mode “none”."""
    return {"texts": await workspace.preview_request(wanted.question, wanted.privacy, caller)}


@router.get(
    "/settings/workspace", summary="What the workspace is set to: privacy mode, how long conversations are kept"
)
def show_settings(workspace: CurrentWorkspace) -> dict[str, Any]:
    return dump(workspace.settings.told())  # type: ignore[no-any-return]


@router.patch("/settings/workspace", summary="Set the privacy mode, or how long conversations are kept")
def change_settings(workspace: CurrentWorkspace, chosen: Chosen) -> dict[str, Any]:
    """What is left out stays as it is; `forgotten` counts the conversations that were deleted at once."""
    forgotten = 0
    if chosen.privacy is not None:
        workspace.settings.choose_privacy(chosen.privacy)
    if "keep_days" in chosen.model_fields_set:
        forgotten = workspace.settings.keep_for(chosen.keep_days)
    return {**dump(workspace.settings.told()), "forgotten": forgotten}


@router.post("/health/check", summary="Try each part: folder, sandbox, language model")
async def check_health(workspace: CurrentWorkspace, caller: CurrentCaller, settings: ServerSettings) -> dict[str, Any]:
    """A language model is asked some fixed questions, with nothing of anybody's data in them."""
    return {"findings": [dump(one) async for one in workspace.findings(settings.data_dir, caller)]}


@router.get("/health/details", summary="Times of answers, disk, and the last errors of the workspace")
async def health_details(workspace: CurrentWorkspace, settings: ServerSettings) -> dict[str, Any]:
    return await workspace.diagnosed(settings.data_dir)


@router.post("/settings/delete-everything", summary="Delete all data, conversations and saved things of the workspace")
async def delete_everything(workspace: CurrentWorkspace, typed: Typed) -> dict[str, Any]:
    """How much of each kind went; 422 unless the words were typed."""
    return {"deleted": await workspace.empty(typed.confirm)}
