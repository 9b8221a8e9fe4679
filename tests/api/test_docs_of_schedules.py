"""What can be set and called is told in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from api import Settings, create_app
from cli.schedule_commands import schedule
from workspace.exporting import EXPORT_FORMATS

HOUSE = Path(__file__).parents[2]
SCHEDULES = (HOUSE / "docs" / "schedules.md").read_text(encoding="utf-8")
EXPORTS = (HOUSE / "docs" / "exports.md").read_text(encoding="utf-8")


def test_every_variable_of_schedules_is_told() -> None:
    source = (HOUSE / "workspace" / "schedules" / "settings.py").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"TABLESPEAK_[A-Z_]+", source) if name not in SCHEDULES} == set()


def test_every_route_is_told(tmp_path: Path) -> None:
    paths = create_app(Settings(data_dir=tmp_path)).openapi()["paths"]
    wanted = [path for path in paths if path.startswith("/api/schedules")]
    assert len(wanted) >= 6
    for path in wanted:
        assert path in SCHEDULES or f"`/{path.rpartition('/')[2]}`" in SCHEDULES, path
    exported = [path for path in paths if re.fullmatch(r"/api/(runs|dashboards)/.*/export", path)]
    assert len(exported) == 2
    assert [path for path in exported if path not in EXPORTS] == []


@pytest.mark.parametrize("name", sorted(schedule.commands))
def test_every_command_is_told(name: str) -> None:
    assert isinstance(schedule.commands[name], click.Command)
    assert f"tablespeak schedule {name}" in SCHEDULES


def test_every_format_is_told() -> None:
    assert [name for name in EXPORT_FORMATS if f"`{name}`" not in EXPORTS] == []
