"""Runs in an environment of its own, with Vanna 2 or LangChain's SQL agent: their own code sends the prompts.

Given on the command line: the agent, the endpoint, a DuckDB file. Questions come on standard input, one a line.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb


def langchain(endpoint: str, database: str) -> Callable[[str], object]:
    from langchain_community.agent_toolkits import create_sql_agent  # type: ignore[import-not-found]
    from langchain_community.utilities import SQLDatabase  # type: ignore[import-not-found]
    from langchain_openai import ChatOpenAI

    chat = ChatOpenAI(model="scripted", base_url=endpoint, api_key="none", temperature=0)
    # Its way to DuckDB does not know the catalog of DuckDB 1.5 and later: the same tables as SQLite.
    opened = SQLDatabase.from_uri(f"sqlite:///{_as_sqlite(database)}")
    agent: Any = create_sql_agent(chat, db=opened, agent_type="tool-calling")
    return lambda question: agent.invoke({"input": question})


def _as_sqlite(database: str) -> str:
    path = str(Path(tempfile.mkdtemp()) / "copy.sqlite")
    with duckdb.connect(database, read_only=True) as given, closing(sqlite3.connect(path)) as copy:  # noqa: TID251
        for (table,) in given.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall():
            found = given.execute(f'SELECT * FROM "{table}"')
            columns = [one[0] for one in found.description]
            kinds = [str(one[1]) for one in found.description]
            listed = ", ".join(f'"{column}" {kind}' for column, kind in zip(columns, kinds, strict=True))
            copy.execute(f'CREATE TABLE "{table}" ({listed})')
            marks = ", ".join("?" for _ in columns)
            rows = [tuple(map(_plain, row)) for row in found.fetchall()]
            copy.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
        copy.commit()
    return path


def _plain(cell: object) -> object:
    return cell if cell is None or isinstance(cell, int | float | str) else str(cell)


def vanna(endpoint: str, database: str) -> Callable[[str], object]:
    from vanna import Agent, AgentConfig  # type: ignore[import-not-found]
    from vanna.core.registry import ToolRegistry  # type: ignore[import-not-found]
    from vanna.core.user import RequestContext, User, UserResolver  # type: ignore[import-not-found]
    from vanna.integrations.duckdb import DuckDBRunner  # type: ignore[import-not-found]
    from vanna.integrations.local.agent_memory import DemoAgentMemory  # type: ignore[import-not-found]
    from vanna.integrations.openai import OpenAILlmService  # type: ignore[import-not-found]
    from vanna.tools import RunSqlTool  # type: ignore[import-not-found]
    from vanna.tools.agent_memory import (  # type: ignore[import-not-found]
        SaveQuestionToolArgsTool,
        SearchSavedCorrectToolUsesTool,
    )

    class Resolver(UserResolver):  # type: ignore[misc]
        async def resolve_user(self, request_context: object) -> object:
            return User(id="asker", username="asker", email="asker@example.org", group_memberships=["user"])

    registry = ToolRegistry()
    runner = RunSqlTool(sql_runner=DuckDBRunner(database, read_only=True))
    for tool in (runner, SaveQuestionToolArgsTool(), SearchSavedCorrectToolUsesTool()):
        registry.register_local_tool(tool, access_groups=[])

    async def ask(question: str) -> None:
        # A new agent for each question: an earlier one must not make its prompts longer.
        agent = Agent(
            llm_service=OpenAILlmService(model="scripted", api_key="none", base_url=endpoint),
            tool_registry=registry,
            user_resolver=Resolver(),
            agent_memory=DemoAgentMemory(),
            config=AgentConfig(stream_responses=False),
        )
        async for _ in agent.send_message(RequestContext(), question):
            pass

    return lambda question: asyncio.run(ask(question))


if __name__ == "__main__":
    name, endpoint, database = sys.argv[1:4]
    asked = {"langchain": langchain, "vanna": vanna}[name](endpoint, database)
    for line in sys.stdin:
        if line.strip():
            asked(line.strip())
