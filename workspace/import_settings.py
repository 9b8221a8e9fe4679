"""How much importing may take, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import InvalidInput
from core.import_choices import ReadLimits

PREFIX = "TABLESPEAK_IMPORT_"
_UNITS = {"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_COUNTED = ("rows", "columns", "cells", "pages", "ratio", "files")
_SIZES = ("size", "unpacked")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """`at_once` files are read at the same time; the others wait for their turn."""

    limits: ReadLimits = field(default_factory=ReadLimits)
    at_once: int = 2


def import_settings_from(environment: Mapping[str, str]) -> ImportSettings:
    """Raises InvalidInput that names the variable."""
    chosen: dict[str, int | float] = {}
    for name in _COUNTED:
        _add(chosen, name, _count(environment, name))
    for name in _SIZES:
        _add(chosen, name, _size(environment, name))
    _add(chosen, "seconds", _count(environment, "seconds"))
    memory = _size(environment, "memory")
    _add(chosen, "memory_mb", None if memory is None else max(1, memory >> 20))
    at_once = _count(environment, "at_once")
    limits = ReadLimits(**chosen)  # type: ignore[arg-type]
    return ImportSettings(limits=limits, at_once=ImportSettings().at_once if at_once is None else at_once)


def import_settings() -> ImportSettings:
    return import_settings_from(os.environ)


def _add(chosen: dict[str, int | float], name: str, value: int | None) -> None:
    if value is not None:
        chosen[name] = value


def _count(environment: Mapping[str, str], name: str) -> int | None:
    text = environment.get(PREFIX + name.upper(), "").strip().replace("_", "")
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise InvalidInput(f"{PREFIX}{name.upper()} is “{text}”.", hint="Use a whole number from 1.")
    return int(text)


def _size(environment: Mapping[str, str], name: str) -> int | None:
    text = environment.get(PREFIX + name.upper(), "").strip()
    if not text:
        return None
    read = re.fullmatch(r"(\d+)\s*([KMGT]?B|)", text.upper())
    if read is None or int(read[1]) < 1:
        raise InvalidInput(f"{PREFIX}{name.upper()} is “{text}”.", hint="Use bytes or a size like 500MB or 4GB.")
    return int(read[1]) * _UNITS[read[2]]
