"""The commands of the page on the model do what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cli.edge import run
from cli.model_commands import model

PAGE = (Path(__file__).parent.parent.parent / "docs" / "model.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_each_command_of_the_page_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLESPEAK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    assert run(["sample"]) == 0
    commands = re.findall(r"^\$ tablespeak (.*)$", PAGE, flags=re.M)
    assert len(commands) > 8
    for command in commands:
        assert run(shlex.split(command)) == 0, command


def test_each_command_about_the_model_is_on_the_page() -> None:
    assert [name for name in model.commands if f"model {name}" not in PAGE] == []
