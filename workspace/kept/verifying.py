"""Answers that people vouch for: they answer first, and are suggested where nothing was asked yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog import Catalog
from core.errors import InvalidInput
from core.question import Caller, check_owner
from workspace.kept.queries import SavedEntry, SavedQueries

if TYPE_CHECKING:
    from agents.sql_expert.kept import Verified

_LONGEST_NAME = 100


class VerifiedAnswers:
    def __init__(self, workspace: str, catalog: Catalog, queries: SavedQueries) -> None:
        self._workspace, self._catalog, self._queries = workspace, catalog, queries
        self._known: tuple[int, tuple[Verified, ...]] = (-1, ())

    def list(self) -> tuple[SavedEntry, ...]:
        """Those that hold come first, the one verified last before others; then those that were changed since."""
        found = [entry for entry in self._queries.list() if entry.verified is not None]
        found.sort(key=lambda entry: entry.verified.at if entry.verified else entry.record.made_at, reverse=True)
        return tuple(sorted(found, key=lambda entry: entry.verification is None))

    def entries(self) -> tuple[Verified, ...]:
        """What answers first: verified as it stands now, and with a question. Read anew only when something was changed."""
        stamp = self._catalog.queries.stamp(self._workspace)
        if self._known[0] != stamp:
            self._known = (stamp, self._entries() if stamp else ())
        return self._known[1]

    def verify(self, name: str, caller: Caller, *, by: str | None = None) -> SavedEntry:
        """`by` is how the person is called, where the server knows no names. Raises NotAllowed, UnknownName and InvalidInput."""
        check_owner(caller, "verify an answer")
        entry = self._queries.get(name)
        if not entry.query.question:
            raise InvalidInput(
                f"“{name}” has no question that it could answer.", hint="Give it a question, then verify it."
            )
        shown = " ".join((by or caller.name).split())[:_LONGEST_NAME]
        self._catalog.verified.mark(
            self._workspace, name, entry.record.number, by=shown or caller.name, caller=caller.name
        )
        return self._queries.get(name)

    def take_back(self, name: str, caller: Caller) -> SavedEntry:
        """It is a saved query like others. Raises NotAllowed and UnknownName."""
        check_owner(caller, "take a verification back")
        entry = self._queries.get(name)
        self._catalog.verified.take_back(self._workspace, name)
        return self._queries.get(entry.name)

    def _entries(self) -> tuple[Verified, ...]:
        marks = self._catalog.verified.all(self._workspace)
        if not marks:
            return ()
        from agents.sql_expert.kept import Verified

        return tuple(
            Verified(query=entry.query, number=entry.record.number, by=entry.verification.by, at=entry.verification.at)
            for entry in self._queries.list()
            if entry.verification is not None and entry.query.question
        )
