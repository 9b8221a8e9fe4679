"""Notices of what happened to the data of a workspace, from whichever process it happened in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from catalog import Catalog, Notice
from workspace.imports import FileAdded, FileRefused

LOOK_SECONDS = 0.5
_SHOWN = 3


class Notices:
    """`reader` is the name of a caller; each has read what it has read."""

    def __init__(self, workspace: str, catalog: Catalog) -> None:
        self._workspace = workspace
        self._kept = catalog.notices

    def list(self, reader: str, *, unread_only: bool = False, after: int = 0, most: int = 100) -> tuple[Notice, ...]:
        """Newest first; with `after`, those that came later than that one, oldest first."""
        return self._kept.list(self._workspace, reader, after=after, unread_only=unread_only, most=most)

    def newest(self) -> int:
        return self._kept.newest(self._workspace)

    def mark(self, reader: str, ids: Sequence[int] | None, *, read: bool) -> int:
        """All where no `ids` are given; how many changed."""
        return self._kept.mark_read(self._workspace, reader, ids, read=read)

    async def follow(self, reader: str, after: int) -> AsyncGenerator[Notice]:
        """Those that came after notice `after`, and those to come, without end."""
        while True:
            for notice in await asyncio.to_thread(self.list, reader, after=max(after, 0)):
                if notice.id > after:
                    after = notice.id
                    yield notice
            await asyncio.sleep(LOOK_SECONDS)


def tell_of_import(catalog: Catalog, workspace: str, outcome: FileAdded | FileRefused) -> None:
    """Nothing of what changed nothing, and of what somebody stopped."""
    match outcome:
        case FileRefused(name=name, problem=problem) if problem.code != "cancelled":
            catalog.notices.add(
                workspace, "import_failed", f"{name} could not be imported: {problem.message}", {"file": name}
            )
        case FileAdded(unchanged=False, name=name, tables=tables):
            told = ", ".join(f"{table.table.name} ({table.table.rows:,} rows)" for table in tables) or "no table"
            about = {"file": name, "file_id": outcome.file_id, "tables": ",".join(each.table.name for each in tables)}
            catalog.notices.add(workspace, "data_arrived", f"{name} arrived: {told}.", about)
            tell_of_breaks(catalog, workspace, name, [f"{broken.name} ({broken.why})" for broken in outcome.breaks])


def tell_of_breaks(catalog: Catalog, workspace: str, file: str, breaks: Sequence[str]) -> None:
    if breaks:
        told = "; ".join(breaks[:_SHOWN]) + ("; …" if len(breaks) > _SHOWN else "")
        text = f"{file} changed what the model was made for: {told}"
        catalog.notices.add(workspace, "model_broke", text, {"file": file, "count": str(len(breaks))})


def tell_of_model(catalog: Catalog, workspace: str, number: int, differences: Sequence[str]) -> None:
    told = "; ".join(differences[:_SHOWN]) + ("; …" if len(differences) > _SHOWN else "")
    catalog.notices.add(
        workspace,
        "model_changed",
        f"Version {number} of the model is current. {told}".strip(),
        {"version": str(number)},
    )
