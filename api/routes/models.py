"""The semantic model: shown, changed by a draft, published as a version, brought back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request

from api.dependencies import CurrentWorkspace
from core.errors import InvalidInput, LimitReached, UnknownName
from wire import dump
from workspace import DraftPreview, Published, Workspace, model_file_schema, read_model_changes

router = APIRouter(tags=["models"])

CURRENT = "default"
_MOST_BYTES = 4_000_000
ModelId = Annotated[str, Path(description="“default”: the model of the workspace.")]

Draft = Annotated[bool, Query(description="As it would be with the draft published.")]


def _known(model_id: str) -> None:
    if model_id != CURRENT:
        raise UnknownName("model", model_id, (CURRENT,))


@router.get("/models/schema", summary="JSON Schema of the model as YAML")
def show_schema() -> dict[str, Any]:
    return model_file_schema()


@router.get("/models/{model_id}/export", summary="The model as YAML: our own, dbt, Snowflake or Ossie")
async def export_model(
    workspace: CurrentWorkspace,
    model_id: ModelId,
    form: Annotated[str, Query(alias="format")] = "tablespeak",
    draft: Draft = False,
) -> dict[str, Any]:
    """`lost` is what could not be carried over."""
    _known(model_id)
    exported = await workspace.models.export(form, draft=draft)
    return {"format": form, "text": exported.text, "lost": [dump(one) for one in exported.lost]}


@router.post("/models/{model_id}/import", summary="Put what a file says of the model into the draft")
async def import_model(
    request: Request,
    workspace: CurrentWorkspace,
    model_id: ModelId,
    form: Annotated[str | None, Query(alias="format", description="Told by the file where it is left out.")] = None,
    prune: Annotated[bool, Query(description="Remove metrics, relationships and synonyms that are not in it.")] = False,
) -> dict[str, Any]:
    """The body is the text of the file. `lost` is what of it could not be carried over."""
    _known(model_id)
    taken = await workspace.models.import_text(await _text(request), form, prune=prune)
    told = preview_object(taken.preview) if taken.preview else {"changes": [], "differences": []}
    return {**told, "lost": [dump(one) for one in taken.lost]}


async def _text(request: Request) -> str:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > _MOST_BYTES:
            raise LimitReached("The file has more than 4 MB.", limit="size", stage="reading")
        parts.append(part)
    try:
        return b"".join(parts).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("The file is not in UTF-8.") from None


@router.get("/models/{model_id}", summary="The semantic model of the workspace")
async def show_model(workspace: CurrentWorkspace, model_id: ModelId, draft: Draft = False) -> dict[str, Any]:
    _known(model_id)
    model: dict[str, Any] = dump(await (workspace.models.drafted() if draft else workspace.model()))
    return model


@router.patch("/models/{model_id}", summary="Add changes to the draft of the model")
async def change_model(
    workspace: CurrentWorkspace,
    model_id: ModelId,
    changes: Annotated[list[dict[str, Any]], Body(examples=[[{"target": "orders.amount", "set": {"unit": "EUR"}}]])],
) -> dict[str, Any]:
    _known(model_id)
    return preview_object(await workspace.models.change(read_model_changes(changes)))


@router.post("/models/{model_id}/suggest", summary="Labels, descriptions and synonyms by the language model")
async def suggest_words(
    workspace: CurrentWorkspace,
    model_id: ModelId,
    tables: Annotated[list[str] | None, Body(embed=True, description="Of these tables only.")] = None,
) -> dict[str, Any]:
    """Nothing is changed: what a person accepts of `changes` is sent back with PATCH. `left` is for another call."""
    _known(model_id)
    found = await workspace.suggest_words(tables or ())
    return {"changes": [dump(one) for one in found.changes], "left": list(found.left), "by": found.by}


@router.get("/models/{model_id}/draft", summary="The draft, what it changes, and which recent answers change with it")
async def show_draft(
    workspace: CurrentWorkspace,
    model_id: ModelId,
    compare: Annotated[bool, Query(description="Ask recent questions of both models; false is quicker.")] = True,
) -> dict[str, Any]:
    _known(model_id)
    preview = await workspace.models.preview(compare=compare)
    return {
        **preview_object(preview),
        "asked": preview.asked,
        "affected": [dump(one) for one in preview.affected],
    }


@router.get("/models/{model_id}/metrics", summary="The metrics as text, accepted and suggested")
async def list_metrics(workspace: CurrentWorkspace, model_id: ModelId, draft: Draft = False) -> dict[str, Any]:
    """`expression` and `where` are SQL, as a change may set them."""
    _known(model_id)
    return {"metrics": [dump(one) for one in await workspace.models.metrics(draft=draft)]}


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
    """`draft`: whether changes wait to be published."""
    models = workspace.models
    return {"current": models.number, "draft": models.has_draft, "versions": [dump(one) for one in models.versions()]}
