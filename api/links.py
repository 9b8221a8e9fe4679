"""Addresses of the page, as the client that asks knows this server."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request

from core.errors import UnknownName
from workspace import Workspace


def link_to_run(request: Request, workspace: Workspace, run_id: str) -> str | None:
    """The conversation that the run is part of; None for a run outside of any."""
    try:
        thread = workspace.runs.record(run_id).thread_id
    except UnknownName:
        return None
    return None if thread is None else f"{request.base_url}t/{quote(thread, safe='')}"


def link_to_dashboard(request: Request, name: str) -> str:
    return f"{request.base_url}dash/{quote(name, safe='')}"
