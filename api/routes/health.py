"""Whether the server works."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter

from api.dependencies import AllWorkspaces

router = APIRouter(tags=["health"])


@router.get("/health", summary="Whether the server works")
def health(workspaces: AllWorkspaces) -> dict[str, Any]:
    """`model` is the name of the language model that may be asked, null where there is none."""
    return {"status": "ok", "version": version("tablespeak"), "model": workspaces.model}
