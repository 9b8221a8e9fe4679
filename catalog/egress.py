"""What each run sent to a language model, kept before it is sent."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Engine, Integer, String, Table, Text, delete, insert, select

from catalog.tables import metadata
from core.egress import SentRequest
from wire import dumps, loads

sent_requests = Table(
    "sent_requests",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("request", Text, nullable=False),
)


class SentRequests:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def keep(self, run_id: str, number: int, request: SentRequest) -> None:
        """In place of what was kept under the same number, which counts from 1 within a run."""
        this = (sent_requests.c.run_id == run_id) & (sent_requests.c.number == number)
        with self._writer.begin() as connection:
            connection.execute(delete(sent_requests).where(this))
            connection.execute(insert(sent_requests).values(run_id=run_id, number=number, request=dumps(request)))

    def forget(self, run_id: str) -> None:
        with self._writer.begin() as connection:
            connection.execute(delete(sent_requests).where(sent_requests.c.run_id == run_id))

    def of_runs(self, run_ids: Iterable[str]) -> dict[str, tuple[SentRequest, ...]]:
        """In the order in which they were sent; runs that sent nothing are left out."""
        wanted = select(sent_requests).where(sent_requests.c.run_id.in_(list(run_ids)))
        found: dict[str, tuple[SentRequest, ...]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(wanted.order_by(sent_requests.c.run_id, sent_requests.c.number)):
                found[row.run_id] = (*found.get(row.run_id, ()), loads(SentRequest, row.request))
        return found
