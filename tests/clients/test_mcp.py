from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from tests.clients.conftest import BROKEN, QUESTION, REFUSED, SALES, SAVED, TOKEN, WORKSPACE, Server

TABLESPEAK = str(Path(sys.executable).parent / "tablespeak")


@asynccontextmanager
async def over_http(server: Server, workspace: str = WORKSPACE, token: str = TOKEN) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token}", "X-Workspace": workspace}
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx2.AsyncClient(headers=headers, timeout=60))
        transport = streamable_http_client(f"{server.address}/mcp", http_client=http)
        yield await stack.enter_async_context(Client(transport))


def structured(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = result.structured_content
    return found


async def test_a_question_is_answered_with_text_table_sql_and_chart(server: Server) -> None:
    told: list[str | None] = []

    async def progress(progress: float, total: float | None, message: str | None) -> None:
        told.append(message)

    async with over_http(server) as client:
        result = await client.call_tool("ask", {"question": QUESTION}, progress_callback=progress)
    assert not result.is_error
    assert [block.type for block in result.content] == ["text", "image"]
    answer = structured(result)
    assert answer["status"] == "answered"
    assert answer["table"]["rows"][0][0] == "north"
    assert answer["sql"].startswith("SELECT")
    assert answer["chart"]["data"]["values"]
    assert "<svg" in answer["svg"]
    assert told


async def test_a_follow_up_and_the_reply_to_a_question_back(server: Server) -> None:
    async with over_http(server) as client:
        first = structured(await client.call_tool("ask", {"question": QUESTION}))
        more = await client.call_tool("ask", {"question": "only north", "thread_id": first["thread_id"]})
        assert len(structured(more)["table"]["rows"]) == 1
        asked = structured(await client.call_tool("ask", {"question": "total amount by region"}))
        assert asked["status"] == "clarification"
        reply = {"reply_to": asked["clarification"]["run_id"], "option": 1}
        assert structured(await client.call_tool("ask", reply))["status"] == "answered"


async def test_what_the_user_can_fix_is_an_error_of_the_tool(server: Server) -> None:
    async with over_http(server) as client:
        refused = await client.call_tool("run_sql", {"sql": "DROP TABLE sales"})
        assert refused.is_error
        missing = await client.call_tool("describe_table", {"name": "sails"})
        assert "Did you mean sales?" in missing.content[0].text  # type: ignore[union-attr]
        declined = await client.call_tool("ask", {"question": REFUSED})
        assert structured(declined)["status"] == "declined"
    async with over_http(server, BROKEN) as client:
        failed = await client.call_tool("ask", {"question": QUESTION})
        assert failed.is_error
        assert "duckdb" not in failed.content[0].text.lower()  # type: ignore[union-attr]


async def test_tables_the_model_and_prompts_are_there_to_read(server: Server) -> None:
    async with over_http(server) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert {"ask", "run_sql", "list_tables", "describe_table", "list_saved", "run_saved"} <= set(tools)
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
        assert all(tool.output_schema for tool in tools.values())
        listed = structured(await client.call_tool("list_tables", {}))
        assert [table["name"] for table in listed["tables"]] == ["sales"]
        described = structured(await client.call_tool("describe_table", {"name": "sales"}))
        assert len(described["first_rows"]) == 4
        table = (await client.read_resource("tablespeak://tables/sales")).contents[0]
        assert json.loads(table.text)["name"] == "sales"  # type: ignore[union-attr]
        model = (await client.read_resource("tablespeak://model")).contents[0]
        assert "sales" in model.text  # type: ignore[union-attr]
        assert {prompt.name for prompt in (await client.list_prompts()).prompts} == {"explore", "explain"}


async def test_what_was_saved_is_listed_read_and_run_again(server: Server) -> None:
    async with over_http(server) as client:
        (saved,) = structured(await client.call_tool("list_saved", {}))["queries"]
        assert (saved["name"], saved["status"]) == (SAVED["name"], "saved")
        assert [(one["name"], one["default"]) for one in saved["parameters"]] == [("region", "north")]
        assert structured(await client.call_tool("list_saved", {"search": "nothing like it"}))["queries"] == []
        run = structured(await client.call_tool("run_saved", {"name": saved["name"]}))
        assert run["table"]["rows"] == [["north", 40]]
        given = {"name": saved["name"], "parameters": {"region": "south"}}
        assert structured(await client.call_tool("run_saved", given))["table"]["rows"] == [["south", 20]]
        missing = await client.call_tool("run_saved", {"name": "sales-of-a-regoin"})
        assert missing.is_error
        assert "sales-of-a-region" in missing.content[0].text  # type: ignore[union-attr]
        wrong = await client.call_tool("run_saved", {"name": saved["name"], "parameters": {"city": "Rome"}})
        assert wrong.is_error
        listed = (await client.read_resource("tablespeak://saved")).contents[0]
        assert json.loads(listed.text)["queries"][0]["name"] == saved["name"]  # type: ignore[union-attr]
        kept = (await client.read_resource(f"tablespeak://saved/{saved['name']}")).contents[0]
        assert json.loads(kept.text)["sql"] == SAVED["sql"]  # type: ignore[union-attr]


async def test_the_chart_is_an_app_that_needs_no_network(server: Server) -> None:
    async with over_http(server) as client:
        (ask,) = [tool for tool in (await client.list_tools()).tools if tool.name == "ask"]
        assert ask.meta is not None
        page = (await client.read_resource(ask.meta["ui"]["resourceUri"])).contents[0]
    assert page.mime_type == "text/html;profile=mcp-app"
    assert "http" not in page.text  # type: ignore[union-attr]
    assert "src=" not in page.text.replace("image.src =", "")  # type: ignore[union-attr]


async def test_without_the_token_nothing_is_told(server: Server) -> None:
    with pytest.raises((MCPError, BaseExceptionGroup, httpx2.HTTPStatusError)):
        async with over_http(server, token="wrong") as client:
            await client.list_tools()


async def test_the_same_on_standard_input_and_output(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(SALES, encoding="utf-8")
    loading = [TABLESPEAK, "load", str(tmp_path / "sales.csv"), "--data-dir", str(tmp_path / "data")]
    await asyncio.to_thread(subprocess.run, loading, check=True, capture_output=True)
    started = StdioServerParameters(command=TABLESPEAK, args=["mcp", "--data-dir", str(tmp_path / "data")])
    async with Client(started) as client:
        answer = structured(await client.call_tool("ask", {"question": QUESTION}))
    assert answer["table"]["rows"][0][0] == "north"
