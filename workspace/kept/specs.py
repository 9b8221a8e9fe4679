"""What saved queries and dashboards have in common: names, versions, going back."""

from __future__ import annotations

from typing import Generic

from catalog import SpecChange, SpecRecord
from catalog.specs import Spec, Specs
from core.errors import UnknownName
from core.question import Caller
from workspace.kept.naming import name_from


class KeptSpecs(Generic[Spec]):
    """`noun` is what one of them is called ("saved query")."""

    def __init__(self, workspace: str, kept: Specs[Spec], noun: str) -> None:
        self._workspace, self._noun = workspace, noun
        self._kept: Specs[Spec] = kept
        self._known: tuple[int, tuple[SpecRecord[Spec], ...]] = (-1, ())

    def names(self) -> tuple[str, ...]:
        return tuple(record.name for record in self._records())

    def record(self, name: str) -> SpecRecord[Spec]:
        """Raises UnknownName."""
        found = next((record for record in self._records() if record.name == name), None)
        if found is None:
            raise UnknownName(self._noun, name, self.names())
        return found

    def versions(self, name: str) -> tuple[SpecRecord[Spec], ...]:
        """Newest first, also of one that was deleted. Raises UnknownName."""
        found = self._kept.versions(self._workspace, name)
        if not found:
            raise UnknownName(self._noun, name, self.names())
        return found

    def delete(self, name: str) -> None:
        """Its versions stay, and any of them can be brought back. Raises UnknownName."""
        if not self._kept.delete(self._workspace, name):
            raise UnknownName(self._noun, name, self.names())

    def bring_back(self, name: str, number: int, caller: Caller) -> SpecRecord[Spec]:
        """What version `number` said, as a new version; of a deleted one too. Raises UnknownName."""
        versions = self.versions(name)
        wanted = next((one for one in versions if one.number == number), None)
        if wanted is None:
            raise UnknownName("version", str(number), [str(one.number) for one in versions])
        words = (f"Back to version {number}.",)
        self._kept.keep(self._workspace, [SpecChange(spec=wanted.spec, base=None, words=words, by=caller.name)])
        return self.record(name)

    def free_name(self, title: str) -> str:
        return name_from(title, self.names(), self._noun.split()[-1])

    def _records(self) -> tuple[SpecRecord[Spec], ...]:
        stamp = self._kept.stamp(self._workspace)
        if self._known[0] != stamp:
            self._known = (stamp, self._kept.list(self._workspace))
        return self._known[1]
