"""What routes are given: the workspace that a request means (by its path, else by its header), and the settings."""

from __future__ import annotations

import hashlib
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Header, Request

from api.security import is_same
from api.settings import Settings
from core.question import Caller
from workspace import Workspace, Workspaces

# Functions that are not async would each be run in a thread, for every request.
NAME_IN_PATH = "workspace"


async def _workspaces(request: Request) -> Workspaces:
    workspaces: Workspaces = request.app.state.workspaces
    return workspaces


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _workspace(
    request: Request,
    workspaces: Annotated[Workspaces, Depends(_workspaces)],
    x_workspace: Annotated[str, Header(description="The workspace's name.")] = "default",
) -> Workspace:
    return workspaces.get(request.path_params.get(NAME_IN_PATH, x_workspace))


async def _caller(request: Request) -> Caller:
    return caller_of(request)


def caller_of(request: Request) -> Caller:
    """By the token where there is one (its hash: a name is kept and shown), else by the client's address."""
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    token = sent.strip() if scheme.casefold() == "bearer" else ""
    owners: str | None = request.app.state.settings.owner_token
    owner = owners is None or is_same(token, owners)
    if token:
        return Caller(name=f"token {hashlib.sha256(token.encode()).hexdigest()[:12]}", owner=owner)
    return Caller(name=request.client.host if request.client else "local", owner=owner)


async def _root(request: Request) -> str:
    name = request.path_params.get(NAME_IN_PATH)
    return "/api" if name is None else f"/api/workspaces/{quote(name, safe='')}"


AllWorkspaces = Annotated[Workspaces, Depends(_workspaces)]
ServerSettings = Annotated[Settings, Depends(_settings)]
CurrentWorkspace = Annotated[Workspace, Depends(_workspace)]
CurrentCaller = Annotated[Caller, Depends(_caller)]
Root = Annotated[str, Depends(_root)]
