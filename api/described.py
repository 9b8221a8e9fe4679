"""`python -m api.described` prints the API's OpenAPI document, which the page's types are made from (`make api-types`)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from api import Settings, create_app


def openapi_document() -> str:
    """As JSON; the same text for the same routes."""
    with TemporaryDirectory() as folder:
        return json.dumps(create_app(Settings(data_dir=Path(folder))).openapi(), sort_keys=True)


if __name__ == "__main__":
    sys.stdout.write(openapi_document())
