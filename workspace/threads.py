"""Conversations: listed, renamed, searched, branched, deleted, and opened as they were."""

from __future__ import annotations

from catalog import Catalog, RunRecord, ThreadRecord
from core.errors import InvalidInput, UnknownName
from workspace.runs import Runs

MOST_LISTED = 200
_MOST_IN_TITLE = 200


class Threads:
    def __init__(self, workspace: str, catalog: Catalog, runs: Runs) -> None:
        self._workspace = workspace
        self._kept = catalog.conversations
        self._runs = runs

    def start(self, title: str) -> ThreadRecord:
        return self.find(self._kept.start_thread(self._workspace, _title(title)))

    def list(
        self, *, containing: str | None = None, before: str | None = None, most: int = 50
    ) -> tuple[ThreadRecord, ...]:
        """The one asked in last comes first; `before` is the last one of the page before."""
        return self._kept.threads(self._workspace, min(most, MOST_LISTED), containing=containing, before=before)

    def find(self, thread_id: str) -> ThreadRecord:
        """Raises UnknownName."""
        thread = self._kept.thread(self._workspace, thread_id)
        if thread is None:
            raise UnknownName("thread", thread_id, ())
        return thread

    def runs(self, thread_id: str) -> tuple[RunRecord, ...]:
        """Oldest first; raises UnknownName."""
        return self._kept.runs_of(self.find(thread_id).id)

    def asked(
        self, *, containing: str | None = None, before: str | None = None, most: int = 50
    ) -> tuple[RunRecord, ...]:
        """Runs of any conversation, newest first; `before` is the last one of the page before."""
        return self._kept.asked(self._workspace, most, containing=containing, before=before)

    def rename(self, thread_id: str, title: str) -> ThreadRecord:
        """Raises UnknownName and InvalidInput."""
        self._kept.rename_thread(self._workspace, self.find(thread_id).id, _title(title))
        return self.find(thread_id)

    async def delete(self, thread_id: str) -> None:
        """With every run in it; those that go on are stopped first. Raises UnknownName."""
        for run in self.runs(thread_id):
            if run.status is None:
                await self._runs.follow(run.id).cancel()
        self._kept.delete_thread(self._workspace, thread_id)

    def branch(self, thread_id: str, run_id: str, title: str | None = None) -> ThreadRecord:
        """A new thread that goes on from the turn `run_id` of this one, which stays as it is. Raises UnknownName."""
        runs = [run.id for run in self.runs(thread_id)]
        if run_id not in runs:
            raise UnknownName("turn of this thread", run_id, ())
        named = _title(title) if title is not None else self.find(thread_id).title
        return self.find(self._kept.branch_thread(self._workspace, thread_id, run_id, named))


def _title(title: str) -> str:
    shown = " ".join(title.replace("\0", "").split())
    if not shown:
        raise InvalidInput("A conversation needs a title.", hint="Its first question is a good one.")
    return shown[:_MOST_IN_TITLE]
