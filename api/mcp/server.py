"""The tools, resources and prompts, over whichever workspace a call means."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from mcp.server.apps import Apps
from mcp.server.mcpserver import Context, MCPServer
from mcp_types import CallToolResult
from pydantic import BaseModel, Field

from api.mcp.answering import ASKING, CHART_APP, READ_ONLY, Reach, answer_of, told
from api.mcp.results import Answered
from api.mcp.saved import add_running_saved, add_saved
from core.errors import UserError
from core.question import Assistant
from wire import dump
from workspace import Workspace, model_yaml

INSTRUCTIONS = """Tablespeak answers questions about uploaded tables. Every figure in its answers was computed and checked.
Ask in plain English with `ask`; it may ask back (status "clarification"): reply with `reply_to` and `option`.
A follow-up names the `thread_id` of the answer before. Use `run_sql` (DuckDB, read-only) for what `ask` declines.
What people saved is in `list_saved`; `run_saved` runs it again, with other values for its parameters."""


class TableEntry(BaseModel):
    name: str
    label: str
    rows: int
    columns: list[dict[str, Any]]


class TableList(BaseModel):
    tables: list[TableEntry]


class TableDescription(BaseModel):
    """`entity` says what the columns mean; `first_rows` are arrays in the order of the columns."""

    name: str
    rows: int
    columns: list[dict[str, Any]]
    entity: dict[str, Any]
    first_rows: list[list[Any]]


def mcp_server(reach: Reach) -> MCPServer:
    apps = Apps()
    apps.add_html_resource(
        CHART_APP,
        Path(__file__).with_name("chart.html").read_text("utf-8"),
        name="chart",
        title="The chart of an answer",
    )
    _asking_tools(apps, reach)
    add_running_saved(apps, reach)
    server = MCPServer(
        "tablespeak",
        title="Tablespeak",
        version=version("tablespeak"),
        instructions=INSTRUCTIONS,
        extensions=[apps],
        log_level="WARNING",
    )
    _table_tools(server, reach)
    _resources(server, reach)
    add_saved(server, reach)
    _prompts(server)
    return server


def _asking_tools(apps: Apps, reach: Reach) -> None:
    @apps.tool(resource_uri=CHART_APP, title="Ask a question", annotations=ASKING)
    async def ask(
        context: Context[Any],
        question: Annotated[str, Field(description="In plain English; may be empty with an option.")] = "",
        thread_id: Annotated[str | None, Field(description="Of an earlier answer, to follow it up.")] = None,
        assistant: Assistant | None = None,
        reply_to: Annotated[str | None, Field(description="The run_id of a clarification.")] = None,
        option: Annotated[int | None, Field(ge=0, description="The option chosen, counted from 0.")] = None,
    ) -> Annotated[CallToolResult, Answered]:
        """Answer a question about the tables, with checked figures, the table, the SQL and a chart."""
        workspace, caller = reach()
        try:
            if reply_to is not None:
                run = workspace.reply(reply_to, option if option is not None else question, caller=caller)
            else:
                begins = thread_id is None
                run = workspace.ask(
                    question, assistant=assistant, thread_id=thread_id, begins_thread=begins, caller=caller
                )
        except UserError as refused:
            raise told(refused) from None
        return await answer_of(run, context)

    @apps.tool(resource_uri=CHART_APP, title="Run SQL", annotations=ASKING)
    async def run_sql(
        context: Context[Any],
        sql: Annotated[str, Field(description="One read-only SELECT statement of DuckDB's dialect.")],
        rows: Annotated[int, Field(ge=1, le=1000, description="The most rows to return.")] = 100,
    ) -> Annotated[CallToolResult, Answered]:
        """Run one read-only statement over the tables."""
        workspace, caller = reach()
        try:
            run = workspace.run_sql(sql, preview_rows=rows, caller=caller)
        except UserError as refused:
            raise told(refused) from None
        return await answer_of(run, context)


def _table_tools(server: MCPServer, reach: Reach) -> None:
    @server.tool(title="List the tables", annotations=READ_ONLY)
    def list_tables() -> TableList:
        """The tables there are, with their columns and numbers of rows."""
        return _table_list(reach()[0])

    @server.tool(title="Describe a table", annotations=READ_ONLY)
    async def describe_table(name: str) -> TableDescription:
        """One table: its columns, what they mean, and its first rows."""
        workspace, caller = reach()
        try:
            described, entity = await workspace.describe(name)
        except UserError as refused:
            raise told(refused) from None
        quoted = name.replace('"', '""')
        first = await workspace.run_sql(f'SELECT * FROM "{quoted}" LIMIT 10', caller=caller, rows_only=True).answer()
        table = dump(described.table)
        return TableDescription(
            name=name,
            rows=table["rows"],
            columns=table["columns"],
            entity=dump(entity),
            first_rows=dump(first.result)["rows"] if first.result else [],
        )


def _table_list(workspace: Workspace) -> TableList:
    tables = [dump(each.table) for each in workspace.tables()]
    wanted = ("name", "label", "rows", "columns")
    return TableList(tables=[TableEntry(**{key: table[key] for key in wanted}) for table in tables])


def _resources(server: MCPServer, reach: Reach) -> None:
    @server.resource("tablespeak://tables", mime_type="application/json", title="The tables")
    def tables() -> str:
        """The tables there are, with their columns."""
        return _table_list(reach()[0]).model_dump_json(indent=2)

    @server.resource("tablespeak://tables/{name}", mime_type="application/json", title="A table")
    async def table(name: str) -> str:
        """One table and what its columns mean."""
        described, entity = await reach()[0].describe(name)
        return json.dumps({**dump(described.table), "entity": dump(entity)}, ensure_ascii=False, indent=2)

    @server.resource("tablespeak://model", mime_type="application/yaml", title="The semantic model")
    async def model() -> str:
        """What the tables, their columns and relationships mean, as YAML."""
        return model_yaml(await reach()[0].model())

    @server.resource("tablespeak://conversations", mime_type="application/json", title="Recent conversations")
    def conversations() -> str:
        """The conversations asked in last; follow one up by its id as `thread_id`."""
        threads = reach()[0].threads.list(most=20)
        return json.dumps({"threads": [{"thread_id": each.id, "title": each.title} for each in threads]})


def _prompts(server: MCPServer) -> None:
    @server.prompt(title="Explore the data")
    def explore() -> str:
        """See what there is and what it says."""
        return "List the tables, then ask three questions whose answers say most about this data, and sum them up."

    @server.prompt(title="Explain a figure")
    def explain(figure: str) -> str:
        """What stands behind a figure."""
        return f"Ask where this comes from: {figure}. Show the SQL, the rows that were counted and each assumption."
