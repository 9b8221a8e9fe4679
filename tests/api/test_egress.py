"""What left the machine, over HTTP and in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from api import Settings
from cli.edge import run
from tests.agents.scripted_endpoint import endpoint
from tests.api.conftest import ORDERS, served, upload

QUESTION = "What frobnication do we see?"
KEY = "sk-secret-canary"


def test_egress_is_listed_for_each_run_and_never_holds_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with endpoint("SELECT COUNT(*) FROM orders") as model:
        monkeypatch.setenv("TABLESPEAK_MODEL", "scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("TABLESPEAK_PRIVACY", "schema")
        with (
            served(Settings(data_dir=tmp_path / "data")) as address,
            httpx.Client(base_url=address, timeout=30) as client,
        ):
            upload(client, "orders.csv", ORDERS)
            for question in (QUESTION, "how many orders"):
                client.post("/api/ask", json={"question": question}, headers={"Accept": "text/event-stream"})
            by_rules, by_model = client.get("/api/egress").json()["runs"]
            alone = client.get("/api/egress", params={"run_id": by_model["run_id"]}).json()["runs"]
            unknown = client.get("/api/egress", params={"run_id": "none"})
    assert model.requests
    assert by_rules["requests"] == []
    assert alone == [by_model]
    assert unknown.status_code == 404
    assert [request["texts"] for request in by_model["requests"]] == [
        [part["content"] for part in json.loads(body)["messages"]] for body in model.requests
    ]
    assert KEY not in json.dumps([by_rules, by_model])
    _check_terminal(tmp_path / "data", by_model["run_id"], capsys)


def _check_terminal(data_dir: Path, run_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--workspace", "default", "--data-dir", str(data_dir)]
    assert run(["egress", *place]) == 0
    listed = capsys.readouterr().out
    assert QUESTION in listed
    assert "understanding to scripted at 127.0.0.1" in listed
    assert "0 cells" in listed
    assert run(["egress", run_id, *place]) == 0
    assert f"Question: {QUESTION}" in capsys.readouterr().out
