"""Dashboards in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import Settings
from tests.api.conftest import served
from tests.web.conftest import Scenario


@pytest.fixture
def sending_server(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TABLESPEAK_EXPORT_DIR", str(tmp_path / "out"))
    with served(Settings(data_dir=shutil.copytree(sample_data, tmp_path / "data"))) as address:
        yield address


def test_a_dashboard_is_built_by_keyboard_shared_revoked_and_printed(in_browser: Scenario, sample_server: str) -> None:
    in_browser("dashboards", sample_server)


def test_dashboards_are_accessible_at_four_widths_light_and_dark(in_browser: Scenario, sample_server: str) -> None:
    in_browser("dashboards-looks", sample_server)


def test_an_answer_is_dragged_onto_a_dashboard_that_keeps_its_filters_and_is_sent_by_a_schedule(
    in_browser: Scenario, sending_server: str
) -> None:
    in_browser("boards", sending_server)
