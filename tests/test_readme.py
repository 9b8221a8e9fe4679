"""What the README says is so."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cli.commands import tablespeak
from cli.objects import answer_object
from cli.place import DATA_DIR_VARIABLE
from core.answer import Answer

HOUSE = Path(__file__).parent.parent
README = (HOUSE / "README.md").read_text(encoding="utf-8")


def _answered(*arguments: str, data_dir: Path) -> list[str]:
    """Lines of standard output without trailing spaces, milliseconds left out."""
    command = [sys.executable, "-c", "from cli import main; main()", *arguments, "--data-dir", str(data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HOUSE, check=True, timeout=60)
    return _comparable(done.stdout)


def _comparable(text: str) -> list[str]:
    return [line.rstrip() for line in re.sub(r"[\d,]+ ms", "… ms", text).strip("\n").splitlines()]


@pytest.mark.slow
def test_the_answer_it_shows_is_the_answer_that_is_given(tmp_path: Path) -> None:
    command, shown = re.findall(r"\$ tablespeak (ask --workspace sample .*)\n((?:.*\n)+?)```", README)[0]
    _answered("sample", data_dir=tmp_path)
    assert _answered(*shlex.split(command), data_dir=tmp_path) == _comparable(shown)


def test_every_command_is_in_it_with_its_arguments() -> None:
    for name in tablespeak.commands:
        assert f"| `tablespeak {name}" in README, name


def test_every_key_of_an_answer_and_the_setting_are_in_it() -> None:
    for name in (*answer_object(Answer(status="cancelled")), DATA_DIR_VARIABLE):
        assert f"`{name}`" in README, name


def test_every_target_it_names_is_in_the_makefile() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    for target in ("install", "run", "test", "check", "bench"):
        assert f"make {target}" in README, target
        assert f"\n{target}:" in makefile, target


def test_what_it_links_to_is_there() -> None:
    for name in ("ARCHITECTURE.md", "LICENSE"):
        assert f"({name})" in README
        assert (HOUSE / name).is_file()
