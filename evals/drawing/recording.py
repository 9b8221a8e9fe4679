"""Every specification that is emitted while something else runs, kept once in a folder, to be drawn afterwards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from charts import render_svg
from charts.spec import build
from charts.spec.validate import validate
from core.errors import InvalidInput
from evals.drawing.rendering import batches, can_interpret, interpreted

_OF_ROWS_OR_WORDS = frozenset({"title", "description", "data"})


def record_specs(folder: Path) -> None:
    """From now on in this process. Those that differ in titles and rows alone are kept once, with and without gaps and rows."""
    known = set[str]()

    def validated(spec: object) -> None:
        validate(spec)
        name = _name(spec)
        if name not in known:
            known.add(name)
            (folder / f"{name}.json").write_text(json.dumps(spec, default=str), encoding="utf-8")

    vars(build)["validate"] = validated


def recorded(folder: Path) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def failures(specs: dict[str, Any]) -> Iterator[str]:
    """A line for each that is not valid, or that one of the two who draw does not draw. They draw side by side."""
    parts = batches(sorted(specs)) if can_interpret() else ()
    with ThreadPoolExecutor(1) as beside:
        interpreting = [beside.submit(interpreted, {name: specs[name] for name in names}) for names in parts]
        for name, spec in specs.items():
            try:
                if "<svg" not in render_svg(spec):
                    yield f"{name}: vl-convert drew nothing"
            except InvalidInput as invalid:
                yield f"{name}: {invalid.message}"
        for part in interpreting:
            for name, drawn in part.result().items():
                if not drawn["svg"]:
                    yield f"{name}: {drawn['said'][:1]}"


def _name(spec: object) -> str:
    if not isinstance(spec, dict):
        return "none"
    rows = spec.get("data", {}).get("values", [])
    has_gaps = any(value is None for row in rows for value in row.values())
    parts = {key: value for key, value in spec.items() if key not in _OF_ROWS_OR_WORDS}
    told = json.dumps([parts, min(len(rows), 3), has_gaps], default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
