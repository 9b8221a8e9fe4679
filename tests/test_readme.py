"""What the README says is so."""

from __future__ import annotations

from pathlib import Path

from cli.commands import tablespeak
from cli.objects import answer_object
from cli.place import DATA_DIR_VARIABLE
from core.answer import Answer

HOUSE = Path(__file__).parent.parent
README = (HOUSE / "README.md").read_text(encoding="utf-8")


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
