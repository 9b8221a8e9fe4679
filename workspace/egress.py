"""What left the machine for a language model's endpoint, run by run."""

from __future__ import annotations

from catalog import Catalog, RunRecord
from core.egress import RunEgress, SentRequest
from core.errors import UnknownName
from workspace.spending import WorkspaceSpending


class Egress:
    def __init__(self, workspace: str, catalog: Catalog, spending: WorkspaceSpending) -> None:
        self._workspace, self._catalog, self._spending = workspace, catalog, spending

    def keep(self, run_id: str, caller: str, number: int, request: SentRequest) -> None:
        self._catalog.sent_requests.keep(run_id, number, request)
        self._spending.keep(run_id, caller, number, request)

    def latest(self, most: int = 50) -> tuple[RunEgress, ...]:
        """The latest runs, newest first, those that sent nothing too."""
        runs = self._catalog.conversations.runs(self._workspace, most)
        sent = self._catalog.sent_requests.of_runs(run.id for run in runs)
        return tuple(_told(run, sent.get(run.id, ())) for run in runs)

    def of_run(self, run_id: str) -> RunEgress:
        """Raises UnknownName."""
        run = self._catalog.conversations.run(self._workspace, run_id)
        if run is None:
            raise UnknownName("run", run_id, ())
        return _told(run, self._catalog.sent_requests.of_runs([run_id]).get(run_id, ()))


def _told(run: RunRecord, requests: tuple[SentRequest, ...]) -> RunEgress:
    return RunEgress(run_id=run.id, question=run.question, started_at=run.started_at, requests=requests)
