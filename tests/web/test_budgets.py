"""What the page promises of its speed, measured in a real browser; `pytest -rP` prints the figures."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import numpy as np
import pandas as pd
import pytest

from tests.web.conftest import Scenario

ROWS = 1_000_000


@pytest.fixture
def server_with_big_table(sample_server: str, tmp_path: Path) -> str:
    """A million orders in the default workspace."""
    draw = np.random.default_rng(1)
    days = np.datetime64("2024-01-01") + draw.integers(0, 700, ROWS).astype("timedelta64[D]")
    late = days + draw.integers(1, 60, ROWS).astype("timedelta64[D]")
    region = np.array(["North", "South", "East", "West"])[draw.integers(0, 4, ROWS)]
    file = tmp_path / "big.parquet"
    pd.DataFrame(
        {
            "order_id": np.arange(ROWS),
            "ordered_on": days,
            "shipped_on": late,
            "region": region,
            "amount": draw.random(ROWS),
        }
    ).to_parquet(file)
    with file.open("rb") as data:
        kept = httpx.post(
            f"{sample_server}/api/files/upload",
            params={"wait": True},
            files={"files": ("big.parquet", data)},
            timeout=120,
        )
    kept.raise_for_status()
    return sample_server


@pytest.mark.skipif(not os.environ.get("CI"), reason="a machine with other work does not keep times; set CI to measure")
def test_the_page_keeps_its_budgets_of_paint_shift_and_answer(in_browser: Scenario, server_with_big_table: str) -> None:
    in_browser("budgets", server_with_big_table)
