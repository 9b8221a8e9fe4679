"""How much one query of a workspace may take: what it was given, else the environment, else the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from catalog import Catalog
from core.errors import InvalidInput, UnknownName
from warehouse.limits import RANGES, Limits, limits_from
from warehouse.turns import turn_limits_from


class WorkspaceLimits:
    """`given` limits are those of the program that opened the workspace: nothing else is looked at."""

    def __init__(self, workspace: str, catalog: Catalog, given: Limits | None) -> None:
        self._workspace, self._catalog, self._given = workspace, catalog, given

    def current(self) -> Limits:
        """What any process has changed is seen at once."""
        if self._given is not None:
            return self._given
        return limits_from(os.environ).changed(self._catalog.limits.of(self._workspace))

    def change(self, changes: Mapping[str, float | None]) -> Limits:
        """None takes a limit back to its default. Raises UnknownName and InvalidInput, and then nothing is changed."""
        if self._given is not None:
            raise InvalidInput("The limits of this workspace are set by the program that opened it.")
        for name in changes:
            if name not in RANGES:
                raise UnknownName("limit", name, RANGES)
        self.current().changed({name: value for name, value in changes.items() if value is not None})
        self._catalog.limits.change(self._workspace, changes)
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
