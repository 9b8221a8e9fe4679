"""What analysts write, over the tables of `shop.py`: one statement a line."""

from __future__ import annotations

from pathlib import Path

LEGITIMATE = tuple(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").splitlines())
