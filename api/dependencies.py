"""What routes are given: the workspace that a request means (by its path, else by its header), and the settings."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Header, Request

from api.settings import Settings
from workspace import Workspace, Workspaces

NAME_IN_PATH = "workspace"


def _workspaces(request: Request) -> Workspaces:
    workspaces: Workspaces = request.app.state.workspaces
    return workspaces


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _workspace(
    request: Request,
    workspaces: Annotated[Workspaces, Depends(_workspaces)],
    x_workspace: Annotated[str, Header(description="The workspace's name.")] = "default",
) -> Workspace:
    return workspaces.get(request.path_params.get(NAME_IN_PATH, x_workspace))


def _root(request: Request) -> str:
    name = request.path_params.get(NAME_IN_PATH)
    return "/api" if name is None else f"/api/workspaces/{quote(name, safe='')}"


AllWorkspaces = Annotated[Workspaces, Depends(_workspaces)]
ServerSettings = Annotated[Settings, Depends(_settings)]
CurrentWorkspace = Annotated[Workspace, Depends(_workspace)]
Root = Annotated[str, Depends(_root)]
