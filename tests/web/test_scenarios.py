"""The list of scenarios names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import tests.web


def test_each_of_the_twelve_scenarios_names_its_tests() -> None:
    listed = tests.web.__doc__ or ""
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [int(number) for number in re.findall(r"^ ?(\d+)\. ", listed, re.MULTILINE)] == list(range(1, 13))
    named = set(re.findall(r"test_\w+", listed))
    assert {name for name in named if f"def {name}(" not in sources} == set()
