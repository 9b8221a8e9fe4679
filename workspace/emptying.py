"""Everything of a workspace deleted, once a person has typed that this is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog import Catalog
from core.errors import InvalidInput

if TYPE_CHECKING:
    from workspace.workspace import Workspace

WORDS = "delete everything"


async def empty(workspace: Workspace, catalog: Catalog, typed: str) -> dict[str, int]:
    """How much of each kind went; the files of tables are removed by the sweep that follows.

    Raises InvalidInput unless the words were typed, and then nothing is deleted.
    """
    if typed.strip().casefold() != WORDS:
        raise InvalidInput("Nothing was deleted.", hint=f"Type “{WORDS}” to confirm.")
    gone = {"conversations": await _conversations(workspace), "tables": 0, "queries": 0, "dashboards": 0}
    workspace.egress.forget_ahead()
    for board in workspace.dashboards.list():
        workspace.dashboards.delete(board.name)
        gone["dashboards"] += 1
    for query in workspace.queries.list():
        workspace.queries.delete(query.record.name)
        gone["queries"] += 1
    for name in catalog.table_names(workspace.name):
        for entry in workspace.versions.list(name):
            workspace.versions.delete(name, entry.version.number, force=True)
        gone["tables"] += 1
    return gone


async def _conversations(workspace: Workspace) -> int:
    count = 0
    while found := workspace.threads.list(most=100):
        for thread in found:
            await workspace.threads.delete(thread.id)
        count += len(found)
    return count
