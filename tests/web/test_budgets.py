"""What the page promises of its speed, measured in a real browser; `pytest -rP` prints the figures."""

from __future__ import annotations

import os

import pytest

from tests.web.conftest import Scenario


@pytest.mark.skipif(not os.environ.get("CI"), reason="a machine with other work does not keep times; set CI to measure")
def test_the_page_keeps_its_budgets_of_paint_shift_and_answer(in_browser: Scenario, sample_server: str) -> None:
    in_browser("budgets", sample_server)
