"""JSON Schemas of the documents that people keep in files."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter

from workspace import spec_file_schema

router = APIRouter(tags=["schemas"])


@router.get("/schemas/{kind}", summary="JSON Schema of a saved query or a dashboard")
async def show_schema(kind: Literal["query", "dashboard"]) -> dict[str, Any]:
    return spec_file_schema(kind)
