"""`tablespeak doctor` tells what is there and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.edge import run

Captured = pytest.CaptureFixture[str]


def test_a_new_folder_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.delenv("TABLESPEAK_MODEL", raising=False)
    assert run(["doctor", "--data-dir", str(tmp_path), "--json"]) == 0
    findings = {one["name"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {one["status"] for one in findings.values()} == {"ok"}
    assert "rules answer alone" in findings["language model"]["told"]


def test_an_endpoint_that_is_not_there_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("TABLESPEAK_MODEL", "none-here")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert run(["doctor", "--data-dir", str(tmp_path)]) == 1
    assert "FAILED  answers: The language model at 127.0.0.1:9 cannot be reached" in capsys.readouterr().out
