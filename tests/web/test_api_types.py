"""The page's types of the API are those of the server's routes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from api.described import openapi_document
from tests.web.conftest import WEB

COMMITTED = WEB / "src" / "api" / "schema.d.ts"
OPTIONS = ("--path-params-as-types", "--default-non-nullable=false")
GENERATOR = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


@pytest.mark.skipif(not GENERATOR.is_file(), reason="the page's packages are not installed")
def test_the_types_of_the_page_are_made_from_the_routes_as_they_are(tmp_path: Path) -> None:
    document, made = tmp_path / "openapi.json", tmp_path / "schema.d.ts"
    document.write_text(openapi_document(), encoding="utf-8")
    command = ["node", str(GENERATOR), str(document), *OPTIONS, "--output", str(made)]
    subprocess.run(command, cwd=WEB, check=True, capture_output=True, timeout=60)
    assert made.read_text(encoding="utf-8") == COMMITTED.read_text(encoding="utf-8"), "Run: make api-types"
