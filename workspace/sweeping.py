"""Files that nobody needs any more."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalog import Catalog
from workspace.layout import layout

LEASE_SECONDS = 3600.0
"""A file of a deleted version, or one that no version names yet, may be in somebody's hands for so long."""
_KEPT_MODELS = 3
"""Of older data, whose versions may be brought back; others are built again then."""
KEPT_FOR_RETRY = timedelta(days=7)


def sweep_data(data_dir: Path, catalog: Catalog, *, lease_seconds: float = LEASE_SECONDS) -> tuple[str, ...]:
    """The names of the files that were removed. Bytes of imports that failed are kept for seven days."""
    from semantic_layer import sweep_value_parts
    from warehouse import sweep

    now = datetime.now(UTC)
    catalog.imports.expire((now - KEPT_FOR_RETRY).isoformat())
    catalog.expire_models((now - timedelta(seconds=lease_seconds)).isoformat(), _KEPT_MODELS)
    removed: list[str] = []
    for workspace in catalog.workspaces():
        place = layout(data_dir, workspace)
        named = catalog.kept_paths((now - timedelta(seconds=lease_seconds)).isoformat())
        removed += sweep(place.tables, named, lease_seconds=lease_seconds)
        names, before = {Path(path).name for path in named}, time.time() - lease_seconds
        removed += _swept(place.uploads, names, before)
        removed += _swept(place.indexes, names, before)
        removed += _swept_folders(place.seen_values, before)
        removed += sweep_value_parts(place.indexes, sorted(place.indexes.glob("*.json")), before=before)
    return tuple(removed)


def _swept(folder: Path, named: set[str], before: float) -> Iterator[str]:
    for file in sorted(folder.iterdir()):
        if file.name not in named and file.is_file() and _last_written(file) < before:
            aside = file.with_name(f"{file.name}.swept")
            file.replace(aside)
            if _last_written(aside) < before:
                aside.unlink(missing_ok=True)
                yield file.name
            else:  # it was written anew between the look and the move
                aside.replace(file)


def _swept_folders(parent: Path, before: float) -> Iterator[str]:
    """What is asked for again is made again; who has files of one open keeps them."""
    for folder in sorted(parent.iterdir()):
        if _last_written(folder) < before:
            shutil.rmtree(folder, ignore_errors=True)
            yield folder.name


def _last_written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
