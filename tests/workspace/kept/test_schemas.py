from __future__ import annotations

import json
from pathlib import Path

import pytest

from workspace import spec_file_schema

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("kind", ["query", "dashboard"])
def test_the_schema_in_the_docs_is_the_one_that_is_served(kind: str) -> None:
    assert json.loads((DOCS / f"{kind}.schema.json").read_text(encoding="utf-8")) == spec_file_schema(kind)
