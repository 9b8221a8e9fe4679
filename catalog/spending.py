"""What each caller spent on language models by day, and the answers that need not be asked for again."""

from __future__ import annotations

from sqlalchemy import Column, Engine, Float, Index, Integer, String, Table, Text, delete, func, insert, select

from catalog.engine import now
from catalog.records import DaySpent, KeptResponse
from catalog.tables import metadata
from core.spending import Spent

MOST_RESPONSES = 5000
_LOOKED_AFTER = 100

model_spending = Table(
    "model_spending",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("caller", String(200), nullable=False),
    Column("day", String(10), nullable=False),
    Column("model", String(200), nullable=False),
    Column("calls", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("cost", Float, nullable=False),
    Index("model_spending_by_day", "day", "caller"),
)

model_responses = Table(
    "model_responses",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("made_at", String(40), nullable=False),
)


class Spending:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer
        self._kept_since = 0

    def keep(self, run_id: str, number: int, spent: DaySpent) -> None:
        """In place of what was kept under the same number, which counts from 1 within a run."""
        this = (model_spending.c.run_id == run_id) & (model_spending.c.number == number)
        with self._writer.begin() as connection:
            connection.execute(delete(model_spending).where(this))
            connection.execute(
                insert(model_spending).values(
                    run_id=run_id,
                    number=number,
                    workspace=spent.workspace,
                    caller=spent.caller,
                    day=spent.day,
                    model=spent.model,
                    calls=spent.spent.calls,
                    tokens=spent.spent.tokens,
                    cost=spent.spent.cost,
                )
            )

    def on_day(self, day: str, caller: str | None = None) -> Spent:
        """By one caller, or by all, in all workspaces; `day` as in 2026-01-31."""
        sums = [func.coalesce(func.sum(model_spending.c[name]), 0) for name in ("calls", "tokens", "cost")]
        wanted = select(*sums).where(model_spending.c.day == day)
        if caller is not None:
            wanted = wanted.where(model_spending.c.caller == caller)
        with self._engine.connect() as connection:
            calls, tokens, cost = connection.execute(wanted).one()
        return Spent(calls=int(calls), tokens=int(tokens), cost=float(cost))

    def by_day(self, workspace: str, since: str) -> tuple[DaySpent, ...]:
        """By day, caller and model, newest day first."""
        by = [model_spending.c[name] for name in ("day", "caller", "model")]
        sums = [func.sum(model_spending.c[name]) for name in ("calls", "tokens", "cost")]
        wanted = select(*by, *sums).where(model_spending.c.workspace == workspace, model_spending.c.day >= since)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.group_by(*by).order_by(by[0].desc(), by[1], by[2])).all()
        return tuple(
            DaySpent(
                workspace=workspace,
                day=day,
                caller=caller,
                model=model,
                spent=Spent(calls=int(calls), tokens=int(tokens), cost=float(cost)),
            )
            for day, caller, model, calls, tokens, cost in rows
        )

    def response(self, workspace: str, key: str) -> KeptResponse | None:
        this = (model_responses.c.workspace == workspace) & (model_responses.c.key == key)
        with self._engine.connect() as connection:
            row = connection.execute(select(model_responses).where(this)).first()
        if row is None:
            return None
        return KeptResponse(text=row.text, prompt_tokens=row.prompt_tokens, completion_tokens=row.completion_tokens)

    def keep_response(self, workspace: str, key: str, response: KeptResponse) -> None:
        """The oldest go when there are too many."""
        this = (model_responses.c.workspace == workspace) & (model_responses.c.key == key)
        with self._writer.begin() as connection:
            connection.execute(delete(model_responses).where(this))
            connection.execute(
                insert(model_responses).values(
                    workspace=workspace,
                    key=key,
                    text=response.text,
                    prompt_tokens=response.prompt_tokens,
                    completion_tokens=response.completion_tokens,
                    made_at=now(),
                )
            )
            self._kept_since += 1
            if self._kept_since % _LOOKED_AFTER == 0:
                newest = select(model_responses.c.made_at).order_by(model_responses.c.made_at.desc())
                oldest = connection.scalar(newest.offset(MOST_RESPONSES).limit(1))
                if oldest is not None:
                    connection.execute(delete(model_responses).where(model_responses.c.made_at <= oldest))

    def forget_responses(self, workspace: str) -> None:
        """For data that was deleted: answers may tell of it."""
        with self._writer.begin() as connection:
            connection.execute(delete(model_responses).where(model_responses.c.workspace == workspace))
