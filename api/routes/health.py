"""Whether the server works."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter

router = APIRouter(tags=["health"])


@router.get("/health", summary="Whether the server works")
def health() -> dict[str, Any]:
    return {"status": "ok", "version": version("tablespeak"), "model": None}
