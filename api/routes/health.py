"""Whether the server works, and its figures."""

from __future__ import annotations

import asyncio
import platform
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.dependencies import AllWorkspaces
from api.metrics import MEDIA_TYPE, Metrics
from core.errors import InternalError

router = APIRouter(tags=["health"])
metrics_router = APIRouter(tags=["health"])


@router.get("/health", summary="Whether the server works, with its parts and their versions")
async def health(request: Request, workspaces: AllWorkspaces) -> dict[str, Any]:
    """`model` is the name of the language model that may be asked, null where there is none."""
    parts = {
        "catalog": "ok" if await _catalog_answers(workspaces) else "unavailable",
        "sandbox": workspaces.sandbox(),
        "stopping": request.app.state.stopping,
    }
    versions = {name: version(name) for name in ("duckdb", "sqlglot", "fastapi", "mcp")}
    return {
        "status": "ok" if parts["catalog"] == "ok" else "degraded",
        "version": version("tablespeak"),
        "model": workspaces.model,
        "parts": parts,
        "versions": {"python": platform.python_version(), **versions},
    }


@router.get("/health/live", summary="Whether the process answers at all")
async def live() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/health/ready", summary="Whether requests may be sent here", response_model=None)
async def ready(request: Request, workspaces: AllWorkspaces) -> Response:
    """503 while the server stops, or where the catalog does not answer."""
    is_ready = not request.app.state.stopping and await _catalog_answers(workspaces)
    return JSONResponse({"status": "ok" if is_ready else "unavailable"}, 200 if is_ready else 503)


@metrics_router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
async def metrics(request: Request, workspaces: AllWorkspaces) -> Response:
    told: Metrics = request.app.state.metrics
    text = told.text(workspaces.sandbox(), workspaces.import_counts())
    return Response(text, media_type=MEDIA_TYPE)


async def _catalog_answers(workspaces: AllWorkspaces) -> bool:
    try:
        await asyncio.to_thread(workspaces.ping)
    except InternalError:
        return False
    return True
