"""What left the machine for a language model's endpoint, run by run."""

from __future__ import annotations

import hashlib
from datetime import datetime

from catalog import Catalog, RunRecord
from core.egress import RunEgress, SentRequest
from core.errors import UnknownName
from workspace.spending import WorkspaceSpending

_AHEAD = "(The tables, told before the first question)"


class Egress:
    def __init__(self, workspace: str, catalog: Catalog, spending: WorkspaceSpending) -> None:
        self._workspace, self._catalog, self._spending = workspace, catalog, spending

    def keep(self, run_id: str, caller: str, number: int, request: SentRequest) -> None:
        self._catalog.sent_requests.keep(run_id, number, request)
        self._spending.keep(run_id, caller, number, request)

    def keep_ahead(self, caller: str, request: SentRequest) -> None:
        """What was told before anybody asked; the latest alone is kept."""
        self._catalog.sent_requests.keep(self._ahead, 1, request)
        self._spending.keep(self._ahead, caller, _seconds(request.sent_at), request)

    def forget_ahead(self) -> None:
        self._catalog.sent_requests.forget(self._ahead)

    def latest(self, most: int = 50) -> tuple[RunEgress, ...]:
        """The latest runs, newest first, those that sent nothing too, and what was told before anybody asked."""
        runs = self._catalog.conversations.runs(self._workspace, most)
        sent = self._catalog.sent_requests.of_runs([self._ahead, *(run.id for run in runs)])
        told = [_told(run, sent.get(run.id, ())) for run in runs]
        if self._ahead in sent:
            told.append(self._told_ahead(sent[self._ahead]))
        return tuple(sorted(told, key=lambda one: one.started_at, reverse=True))[:most]

    def _told_ahead(self, requests: tuple[SentRequest, ...]) -> RunEgress:
        if not requests:
            raise UnknownName("run", self._ahead, ())
        return RunEgress(run_id=self._ahead, question=_AHEAD, started_at=requests[0].sent_at, requests=requests)

    @property
    def _ahead(self) -> str:
        """In the place of a run's id."""
        return f"ahead-{hashlib.sha256(self._workspace.encode()).hexdigest()[:20]}"

    def of_run(self, run_id: str) -> RunEgress:
        """Raises UnknownName."""
        if run_id == self._ahead:
            return self._told_ahead(self._catalog.sent_requests.of_runs([run_id]).get(run_id, ()))
        run = self._catalog.conversations.run(self._workspace, run_id)
        if run is None:
            raise UnknownName("run", run_id, ())
        return _told(run, self._catalog.sent_requests.of_runs([run_id]).get(run_id, ()))


def _seconds(moment: datetime) -> int:
    """Since the year began: a number of its own for each request."""
    return int((moment - moment.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)).total_seconds())


def _told(run: RunRecord, requests: tuple[SentRequest, ...]) -> RunEgress:
    return RunEgress(run_id=run.id, question=run.question, started_at=run.started_at, requests=requests)
