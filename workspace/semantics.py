"""The semantic model and value index of the current table versions, built once for each set of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from catalog import Catalog, ModelRecord, new_id
from core.model import SemanticModel
from core.table import TableVersion
from workspace.layout import Layout

INDEX = ".values.json"


def versions_key(versions: Sequence[TableVersion]) -> str:
    """The same for the same table versions in any order."""
    named = sorted(f"{version.table.name}\n{version.number}" for version in versions)
    return hashlib.sha256("\n\n".join(named).encode()).hexdigest()


def model_of(versions: Sequence[TableVersion], place: Layout, catalog: Catalog) -> ModelRecord:
    """The kept model of these versions, else a new one, kept."""
    key = versions_key(versions)
    kept = catalog.model(place.workspace, key)
    if kept is not None and kept.index.endswith(INDEX) and place.absolute(kept.index).exists():
        return kept
    return _build(versions, key, place, catalog)


def _build(versions: Sequence[TableVersion], key: str, place: Layout, catalog: Catalog) -> ModelRecord:
    from semantic_layer import build_model, what_breaks, write_value_index
    from semantic_layer.publishing import known_model
    from warehouse import open_versions
    from wire import dumps

    previous = catalog.model(place.workspace)
    known = known_model(previous.model if previous else None, catalog.model_versions.model(place.workspace))
    index = place.indexes / f"{new_id()}{INDEX}"
    with open_versions(versions) as connection:
        model: SemanticModel = build_model(versions, connection, known=known)
        write_value_index(model, connection, index)
    record = ModelRecord(model=model, versions_key=key, index=place.relative(index))
    catalog.keep_model(place.workspace, record)
    catalog.model_versions.keep_breaks(place.workspace, key, dumps(what_breaks(model, known) if known else ()))
    return record
