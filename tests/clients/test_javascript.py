from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.clients.conftest import BROKEN, QUESTION, REFUSED, Server


@pytest.mark.parametrize("module", ["openai.mjs", "ai_sdk.mjs", "ag_ui.mjs", "mcp.mjs"])
def test_an_official_client_gets_answers_refusals_and_errors(
    server: Server, in_node: Callable[..., None], module: str
) -> None:
    in_node(module, server.address, QUESTION, REFUSED, BROKEN)
