"""What people saved, to read and to run again."""

from __future__ import annotations

import json
from typing import Annotated, Any

from mcp.server.apps import Apps
from mcp.server.mcpserver import Context, MCPServer
from mcp_types import CallToolResult
from pydantic import BaseModel, Field

from api.mcp.answering import ASKING, CHART_APP, READ_ONLY, Reach, answer_of, told
from api.mcp.results import Answered
from core.errors import UserError
from core.saved import ParameterValue
from wire import dump, load, spec_object
from workspace import SavedEntry, Workspace

_TOLD = ("name", "type", "label", "default", "many", "choices")


class SavedOne(BaseModel):
    """`status`: saved, verified, edited (since it was verified) or broken (it does not run over the current tables)."""

    name: str
    title: str
    description: str
    question: str | None
    status: str
    verified_by: str | None
    parameters: list[dict[str, Any]] = Field(description="What other values may be given for, with the defaults.")


class SavedList(BaseModel):
    queries: list[SavedOne]


def add_running_saved(apps: Apps, reach: Reach) -> None:
    @apps.tool(resource_uri=CHART_APP, title="Run a saved query", annotations=ASKING)
    async def run_saved(
        context: Context[Any],
        name: Annotated[str, Field(description="As `list_saved` names it.")],
        parameters: Annotated[
            dict[str, Any] | None, Field(description="Values by name; the defaults stand for others.")
        ] = None,
        rows: Annotated[int, Field(ge=1, le=1000, description="The most rows to return.")] = 100,
    ) -> Annotated[CallToolResult, Answered]:
        """Run what somebody saved over the data as it is now, without reading a question again."""
        workspace, caller = reach()
        try:
            given = load(dict[str, ParameterValue], parameters or {})
            run = workspace.queries.run(name, given, caller, preview_rows=rows)
        except UserError as refused:
            raise told(refused) from None
        return await answer_of(run, context)


def add_saved(server: MCPServer, reach: Reach) -> None:
    @server.tool(title="List what was saved", annotations=READ_ONLY)
    def list_saved(
        search: Annotated[str, Field(description="Words in name, title, question or description.")] = "",
    ) -> SavedList:
        """The saved queries with their parameters, the one changed last first."""
        return _list(reach()[0], search)

    @server.resource("tablespeak://saved", mime_type="application/json", title="The saved queries")
    def saved() -> str:
        """The saved queries, with their parameters."""
        return _list(reach()[0]).model_dump_json(indent=2)

    @server.resource("tablespeak://saved/{name}", mime_type="application/json", title="A saved query")
    def one_saved(name: str) -> str:
        """A saved query as it is kept: its question, its plan or SQL, its chart."""
        entry = reach()[0].queries.get(name)
        return json.dumps({**spec_object(entry.query), "status": entry.status}, ensure_ascii=False, indent=2)


def _list(workspace: Workspace, search: str = "") -> SavedList:
    return SavedList(queries=[_object(entry) for entry in workspace.queries.list(containing=search or None)])


def _object(entry: SavedEntry) -> SavedOne:
    query = entry.query
    return SavedOne(
        name=query.name,
        title=query.title,
        description=query.description,
        question=query.question,
        status=entry.status,
        verified_by=entry.verification.by if entry.verification else None,
        parameters=[{key: dump(one)[key] for key in _TOLD} for one in query.parameters],
    )
