"""States and provinces by name and by code: “texas” is TX in the data, and “TX” may be said of Texas (`provinces.txt`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from semantic_layer.words import normalise

_FILE = Path(__file__).with_name("provinces.txt")


def province_forms(phrase: str) -> tuple[str, ...]:
    """Other ways to write the province: its codes for a name, its names for a code in capitals; empty where it is none."""
    by_name, by_code = _tables()
    return by_name.get(normalise(phrase), ()) or (by_code.get(phrase, ()) if phrase.isupper() else ())


def is_province(value: str) -> bool:
    by_name, by_code = _tables()
    return value in by_code or normalise(value) in by_name


@cache
def _tables() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    by_name: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    by_code: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, code, others = line.split("|")
        for one in (name, *filter(None, others.split(","))):
            by_name[normalise(one)] += (code,)
        by_code[code] += (name,)
    return dict(by_name), dict(by_code)
