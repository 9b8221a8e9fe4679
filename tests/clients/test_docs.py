"""Every example of docs/frontends.md is run as it stands, but for the server's address."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from api import Settings
from api.routes import integration
from api.settings import settings_from
from catalog.records import NoticeKind
from tests.api.conftest import served
from tests.clients.conftest import JAVASCRIPT

HOUSE = Path(__file__).parent.parent.parent
FRONTENDS = (HOUSE / "docs" / "frontends.md").read_text(encoding="utf-8")
SERVING = (HOUSE / "docs" / "serving.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", FRONTENDS, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def address(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = shutil.copytree(sample_data, tmp_path_factory.mktemp("documented") / "data")
    with served(Settings(data_dir=data)) as opened:
        yield opened


def printed(command: list[str], folder: Path | None = None) -> str:
    environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment, cwd=folder)
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.mark.parametrize("example", examples("python"))
def test_an_example_in_python_prints_the_answer(address: str, example: str) -> None:
    told = printed([sys.executable, "-c", example.replace(ADDRESS, address)])
    assert "Store" in told or "tables" in told


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("example", examples("sh"))
def test_an_example_with_curl_prints_the_answer(address: str, example: str) -> None:
    told = printed(["sh", "-ec", example.replace("curl -s", "curl -sf").replace(ADDRESS, address)])
    assert "Store" in told or '"threads"' in told or '"sources"' in told


@pytest.mark.parametrize("example", examples("js"))
def test_an_example_in_javascript_prints_the_answer(address: str, example: str) -> None:
    if shutil.which("node") is None or not (JAVASCRIPT / "node_modules").is_dir():
        if os.environ.get("CI"):
            pytest.fail("The JavaScript clients are not installed.")
        pytest.skip("The JavaScript clients are not installed; run make install.")
    told = printed(["node", "--input-type=module", "-e", example.replace(ADDRESS, address)], JAVASCRIPT)
    assert "Store" in told


def test_each_page_and_configuration_of_the_docs_is_there_once() -> None:
    assert len(examples("html")) == len(examples("jsx")) == 1
    assert len(examples("json")) == 2


def test_every_feature_and_kind_of_notice_is_written_down() -> None:
    for name in (*get_args(integration.Feature), *get_args(NoticeKind)):
        assert f"`{name}`" in FRONTENDS


def test_every_setting_of_the_server_is_written_down_with_its_default(tmp_path: Path) -> None:
    rows = dict(re.findall(r"^\| `(TABLESPEAK_\w+)` \|[^|]*\| `([^`]+)` \|$", SERVING, re.MULTILINE))
    assert settings_from(rows, tmp_path) == settings_from({}, tmp_path)
    assert {"TABLESPEAK_WORKERS", "TABLESPEAK_LINGER", "TABLESPEAK_DRAIN", "TABLESPEAK_LOG_FORMAT"} <= set(rows)
