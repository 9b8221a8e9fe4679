"""How much one query of a workspace may take: what it was given, else the environment, else the defaults."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from catalog import Catalog
from core.errors import InvalidInput, UnknownName
from warehouse.limits import RANGES, Limits, limits_from
from warehouse.turns import turn_limits_from

_KNOWN_SECONDS = 1.0


class WorkspaceLimits:
    """`given` limits are those of the program that opened the workspace: nothing else is looked at."""

    def __init__(self, workspace: str, catalog: Catalog, given: Limits | None) -> None:
        self._workspace, self._catalog, self._given = workspace, catalog, given
        self._known: tuple[float, Limits] | None = None

    def current(self) -> Limits:
        """What another process has changed is seen within a second."""
        if self._given is not None:
            return self._given
        now = time.monotonic()
        if self._known is None or now - self._known[0] > _KNOWN_SECONDS:
            self._known = now, limits_from(os.environ).changed(self._catalog.limits.of(self._workspace))
        return self._known[1]

    def change(self, changes: Mapping[str, float | None]) -> Limits:
        """None takes a limit back to its default. Raises UnknownName and InvalidInput, and then nothing is changed."""
        if self._given is not None:
            raise InvalidInput("The limits of this workspace are set by the program that opened it.")
        for name in changes:
            if name not in RANGES:
                raise UnknownName("limit", name, RANGES)
        self.current().changed({name: value for name, value in changes.items() if value is not None})
        self._catalog.limits.change(self._workspace, changes)
        self._known = None
        return self.current()

    def described(self) -> dict[str, Any]:
        """Values, which of them are the workspace's own, and what each may be."""
        return {
            "limits": asdict(self.current()),
            "changed": sorted(self._catalog.limits.of(self._workspace)) if self._given is None else [],
            "ranges": {name: found._asdict() for name, found in RANGES.items()},
        }


def check_environment(environment: Mapping[str, str]) -> None:
    """Raises InvalidInput that names the variable, before anything is asked."""
    limits_from(environment)
    turn_limits_from(environment)
