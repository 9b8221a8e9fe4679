"""What people said of answers, and facts they found worth keeping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Engine, RowMapping, delete, insert, select, update

from catalog.engine import new_id, now
from catalog.kept_tables import feedback, insights
from catalog.rows import moment
from core.saved import Feedback, KeptInsight
from wire import dumps, loads

ReviewStatus = Literal["open", "accepted", "rejected"]
MOST_INSIGHTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRecord:
    """`query` is the saved query that was made of it when it was accepted."""

    id: str
    feedback: Feedback
    caller: str
    made_at: datetime
    status: ReviewStatus = "open"
    decided_by: str | None = None
    decided_at: datetime | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightRecord:
    id: str
    insight: KeptInsight
    made_by: str
    made_at: datetime


class KeptFeedback:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def give(self, workspace: str, said: Feedback, caller: str) -> FeedbackRecord:
        """In place of what the same caller said of the same run before, unless that was decided on."""
        record_id = new_id()
        mine = (feedback.c.workspace == workspace) & (feedback.c.run_id == said.run_id) & (feedback.c.caller == caller)
        with self._writer.begin() as connection:
            connection.execute(delete(feedback).where(mine, feedback.c.status == "open"))
            connection.execute(
                insert(feedback).values(
                    id=record_id,
                    workspace=workspace,
                    run_id=said.run_id,
                    verdict=said.verdict,
                    cause=said.cause,
                    definition=dumps(said),
                    caller=caller,
                    made_at=now(),
                    status="open",
                )
            )
        found = self.get(workspace, record_id)
        assert found is not None
        return found

    def get(self, workspace: str, feedback_id: str) -> FeedbackRecord | None:
        wanted = select(feedback).where(feedback.c.workspace == workspace, feedback.c.id == feedback_id)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else _feedback_record(row)

    def list(
        self, workspace: str, *, verdict: str | None = None, status: str | None = None, run_id: str | None = None
    ) -> tuple[FeedbackRecord, ...]:
        """Newest first."""
        wanted = select(feedback).where(feedback.c.workspace == workspace)
        for column, value in ((feedback.c.verdict, verdict), (feedback.c.status, status), (feedback.c.run_id, run_id)):
            if value is not None:
                wanted = wanted.where(column == value)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(feedback.c.made_at.desc(), feedback.c.id)).mappings()
            return tuple(_feedback_record(row) for row in rows)

    def decide(
        self, workspace: str, feedback_id: str, status: ReviewStatus, *, by: str, query: str | None = None
    ) -> bool:
        """False where somebody else has decided already."""
        mine = (feedback.c.workspace == workspace) & (feedback.c.id == feedback_id) & (feedback.c.status == "open")
        values = {"status": status, "decided_by": by, "decided_at": now(), "query_name": query}
        with self._writer.begin() as connection:
            return connection.execute(update(feedback).where(mine).values(**values)).rowcount == 1

    def reopen(self, workspace: str, feedback_id: str) -> bool:
        mine = (feedback.c.workspace == workspace) & (feedback.c.id == feedback_id) & (feedback.c.status != "open")
        values = {"status": "open", "decided_by": None, "decided_at": None}
        with self._writer.begin() as connection:
            return connection.execute(update(feedback).where(mine).values(**values)).rowcount == 1

    def keep_insight(self, workspace: str, insight: KeptInsight, by: str) -> InsightRecord | None:
        """None where there are as many as a workspace keeps."""
        row = {"id": new_id(), "workspace": workspace, "definition": dumps(insight), "made_by": by, "made_at": now()}
        with self._writer.begin() as connection:
            known = connection.scalars(select(insights.c.id).where(insights.c.workspace == workspace)).all()
            if len(known) >= MOST_INSIGHTS:
                return None
            connection.execute(insert(insights).values(**row))
        return InsightRecord(id=row["id"], insight=insight, made_by=by, made_at=moment(row["made_at"]))

    def insights(self, workspace: str) -> tuple[InsightRecord, ...]:
        """Newest first."""
        wanted = select(insights).where(insights.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(insights.c.made_at.desc(), insights.c.id)).mappings()
            return tuple(
                InsightRecord(
                    id=row["id"],
                    insight=loads(KeptInsight, row["definition"]),
                    made_by=row["made_by"],
                    made_at=moment(row["made_at"]),
                )
                for row in rows
            )

    def drop_insight(self, workspace: str, insight_id: str) -> bool:
        mine = (insights.c.workspace == workspace) & (insights.c.id == insight_id)
        with self._writer.begin() as connection:
            return connection.execute(delete(insights).where(mine)).rowcount == 1


def _feedback_record(row: RowMapping) -> FeedbackRecord:
    return FeedbackRecord(
        id=row["id"],
        feedback=loads(Feedback, row["definition"]),
        caller=row["caller"],
        made_at=moment(row["made_at"]),
        status=row["status"],
        decided_by=row["decided_by"],
        decided_at=moment(row["decided_at"]) if row["decided_at"] else None,
        query=row["query_name"],
    )
