from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.agents.shop_files import fill


@pytest.fixture(scope="session")
def shop_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose default workspace holds a small shop."""
    folder = tmp_path_factory.mktemp("model_shop")
    asyncio.run(fill(folder))
    return folder
