from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from api import Settings
from tests.api.conftest import served


def test_health_names_the_model_and_never_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLESPEAK_MODEL", "a-model")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    with served(Settings(data_dir=tmp_path)) as address:
        response = httpx.get(f"{address}/api/health")
    assert response.json()["model"] == "a-model"
    assert "secret" not in response.text


def test_health_without_a_model_names_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLESPEAK_MODEL", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    with served(Settings(data_dir=tmp_path)) as address:
        assert httpx.get(f"{address}/api/health").json()["model"] is None
