from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.semantic_layer.database import Database, database
from tests.semantic_layer.plans import SHOP, shop


@pytest.fixture(scope="session")
def shop_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("shop")
    with database(folder, shop(), SHOP) as opened:
        yield opened
