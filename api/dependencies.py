"""What routes are given: the workspace that a request means, and the settings."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

from api.settings import Settings
from workspace import Workspace, Workspaces


def _workspaces(request: Request) -> Workspaces:
    workspaces: Workspaces = request.app.state.workspaces
    return workspaces


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _workspace(
    workspaces: Annotated[Workspaces, Depends(_workspaces)],
    x_workspace: Annotated[str, Header(description="The workspace's name.")] = "default",
) -> Workspace:
    return workspaces.get(x_workspace)


AllWorkspaces = Annotated[Workspaces, Depends(_workspaces)]
ServerSettings = Annotated[Settings, Depends(_settings)]
CurrentWorkspace = Annotated[Workspace, Depends(_workspace)]
