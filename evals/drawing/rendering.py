"""Whether specifications are drawn by both who draw: vl-convert for pictures, Vega's interpreter under Node as on the page."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from charts import render_svg, vega_lite
from core.errors import InvalidInput
from evals.drawing.scoring import Scored

_SCRIPT = Path(__file__).with_name("interpret.mjs")
WEB = Path(__file__).parent.parent.parent / "web"
_AT_ONCE = 100


def can_interpret() -> bool:
    return shutil.which("node") is not None and (WEB / "node_modules").exists()


def interpreted(specs: Mapping[str, Any]) -> dict[str, Any]:
    """By name: the `svg`, and what the interpreter `said` on the way."""
    node = shutil.which("node") or "node"
    given = json.dumps(specs)
    done = subprocess.run(  # noqa: S603
        [node, str(_SCRIPT), str(WEB)], input=given, capture_output=True, text=True, check=True, timeout=180
    )
    drawn: dict[str, Any] = json.loads(done.stdout)
    return drawn


def not_drawn(scored: Sequence[Scored]) -> Iterator[str]:
    """A line for each chart whose specification is not valid, or that one of the two does not draw."""
    specs: dict[str, Any] = {}
    for place, one in enumerate(scored):
        if one.chart is None or one.result is None:
            continue
        try:
            specs[f"{one.request.id} {place}"] = spec = vega_lite(one.chart, one.result)
            render_svg(spec)
        except InvalidInput as invalid:
            yield f"{one.request.id}: {invalid.message}"
    for names in batches(sorted(specs)):
        for name, drawn in interpreted({name: specs[name] for name in names}).items():
            if not drawn["svg"]:
                yield f"{name.split(' ')[0]}: {drawn['said'][:1]}"


def batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
