from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.table import TableVersion
from tests.warehouse.shop import write_shop
from warehouse import Limits, Pool


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[TableVersion, ...]:
    folder: Path = tmp_path_factory.mktemp("versions")
    return write_shop(folder)


@pytest_asyncio.fixture
async def pool(shop: tuple[TableVersion, ...]) -> AsyncIterator[Pool]:
    running = Pool(shop, Limits(seconds=5, memory_mb=256, threads=1, rows=100), workers=1)
    running.start()
    yield running
    await running.close()
