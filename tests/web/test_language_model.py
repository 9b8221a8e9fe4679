"""The page where a language model is set: what it is sent, and what happens when it is down."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.agents.scripted_endpoint import Endpoint, endpoint
from tests.api.conftest import ORDERS, served, upload
from tests.web.conftest import Scenario


@contextmanager
def served_with_model(url: str, privacy: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TABLESPEAK_MODEL", "scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    monkeypatch.setenv("TABLESPEAK_PRIVACY", privacy)
    with served(Settings(data_dir=data_dir)) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "orders.csv", ORDERS)
        yield address


@pytest.mark.parametrize("privacy", ["schema", "masked", "samples"])
def test_the_preview_of_settings_is_the_request_that_the_model_receives(
    privacy: str, in_browser: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint("SELECT region, COUNT(*) AS n FROM orders GROUP BY region") as model:
        with served_with_model(model.url, privacy, tmp_path, monkeypatch) as address:
            kept = in_browser("privacy", address)
        shown = (kept / "privacy-shown.txt").read_text(encoding="utf-8")
        ahead, asked = told_ahead(model), [body for body in map(json.loads, model.requests) if body["max_tokens"] > 1]
    assert shown == "\n\n".join(part["content"] for part in asked[0]["messages"])
    assert {body["messages"][0]["content"] for body in ahead} <= {asked[0]["messages"][0]["content"]}


def told_ahead(model: Endpoint) -> list[dict[str, Any]]:
    """Requests that begin as the first question's does and ask nothing."""
    return [body for body in map(json.loads, model.requests) if body["max_tokens"] == 1]


def test_a_model_that_is_down_is_said_and_rules_still_answer(
    in_browser: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with served_with_model(url, "schema", tmp_path, monkeypatch) as address:
            in_browser("model-down", address)
