"""One question put to a model in several ways: alone, with our prompt, with repair, and as people ask in a workspace."""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args

import duckdb

from agents.kept_answers import KeptAnswers
from agents.llm import Llm
from agents.nodes import by_the_one_shown
from agents.option_previews import stated_by
from agents.sql_expert import ByModel, DraftCheck, Understanding
from agents.sql_expert.answer_text import sql_in
from agents.sql_expert.model import first_request
from agents.usage import UsageMeter
from core.answer import Option
from core.errors import TablespeakError
from core.query import Query
from core.question import Question
from core.ways import Decided, Unclear, Way, first_sound
from evals.expectations import Expectation, Rows
from evals.models.bare import BareDatabase, Keys, asking
from evals.models.recorded import Asked, Recorded
from evals.openings import open_source, source_of
from evals.run import without_additions
from evals.suite import Item, Suite
from semantic_layer import compile_plan
from workspace.desk import lay_desk
from workspace.opened import Opened

Stage = Literal["bare", "context", "repair", "whole"]
STAGES: tuple[Stage, ...] = get_args(Stage)
Verdict = Literal["right", "right after asking", "wrong", "asked in vain", "declined"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one question at one stage. `seconds` are the model's and ours."""

    id: str
    db: str
    stage: Stage
    verdict: Verdict
    asked: Asked
    seconds: float
    sql: str | None = None
    told: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """`keys` are the declared ones by database, for the model alone."""

    llm: Llm
    recorded: Recorded
    keys: dict[str, Keys]
    stages: Sequence[Stage] = STAGES


async def tried(suite: Suite, bench: Bench) -> AsyncIterator[Tried]:
    """Database after database, so that what is the same in their prompts is read once."""
    by_name = sorted(suite.items, key=lambda item: item.asked.db)
    for db, group in groupby(by_name, key=lambda item: item.asked.db):
        items = list(group)
        if "bare" in bench.stages:
            async for found in _all_bare(items, suite.databases / f"{db}.duckdb", bench):
                yield found
        ours: list[Stage] = [stage for stage in bench.stages if stage != "bare"]
        if ours:
            with tempfile.TemporaryDirectory(prefix="tablespeak-eval-") as scratch:
                async with open_source(source_of(suite.databases, db), Path(scratch)) as opened:
                    for item in items:
                        for stage in ours:
                            yield await _Workspace(opened, bench).tried(item, stage)


async def _all_bare(items: Iterable[Item], path: Path, bench: Bench) -> AsyncIterator[Tried]:
    database = BareDatabase(path, bench.keys.get(path.stem))
    try:
        for item in items:
            yield await _bare(item, database, bench)
    finally:
        database.close()


async def _bare(item: Item, database: BareDatabase, bench: Bench) -> Tried:
    sql, rows, told = None, None, ""
    bench.recorded.start()
    try:
        completion = await _line(bench).complete(database.prompt, asking(item.asked.question))
        sql = sql_in(completion.text)
        rows = database.run(sql)
    except (TablespeakError, duckdb.Error) as failed:
        told = str(failed)
    asked = bench.recorded.asked
    return Tried(
        id=item.asked.id,
        db=item.asked.db,
        stage="bare",
        verdict=verdict_of(rows, item.expected()),  # type: ignore[arg-type]
        asked=asked,
        seconds=asked.seconds,
        sql=sql,
        told=told,
    )


def _line(bench: Bench) -> Llm:
    kept: KeptAnswers = bench.recorded
    return bench.llm.for_run(UsageMeter(), kept=kept)


def verdict_of(rows: Rows | None, expected: Expectation) -> Verdict:
    if rows is None:
        return "declined"
    return "right" if expected.accepts(rows) else "wrong"


class _Workspace:
    def __init__(self, opened: Opened, bench: Bench) -> None:
        self._opened, self._bench = opened, bench

    async def tried(self, item: Item, stage: Stage) -> Tried:
        self._bench.recorded.start()
        started, told, decided, rows = time.perf_counter(), "", None, None
        offered: tuple[Option, ...] = ()
        try:
            decided = await self._decided(self._task(item), stage)
            rows = (await self._opened.execute(decided.value, _MOST_ROWS)).rows
        except Unclear as unclear:
            told, offered = unclear.message, unclear.clarification.options
        except TablespeakError as refused:
            told = refused.message
        ours = time.perf_counter() - started
        expected = item.expected()
        verdict = verdict_of(rows, expected)
        if verdict == "wrong" and decided is not None and await self._is_plainly_right(decided.value, expected):
            verdict = "right"
        if offered:
            one_is_right = [await self._is_right(option, expected) for option in offered]
            verdict = "right after asking" if any(one_is_right) else "asked in vain"
        asked = self._bench.recorded.asked
        return Tried(
            id=item.asked.id,
            db=item.asked.db,
            stage=stage,
            verdict=verdict,
            asked=asked,
            seconds=max(ours, asked.seconds),
            sql=decided.value.sql if decided else None,
            told=told or (" ".join(decided.value.repairs) if decided else ""),
            decided_by=decided.way if decided else "",
        )

    async def _decided(self, task: Understanding, stage: Stage) -> Decided[Query]:
        llm = _line(self._bench)
        desk = lay_desk(self._opened, 1, llm=llm)
        check = DraftCheck(self._opened.columns, self._opened.model, self._opened.execute)
        if stage == "context":
            system, user = first_request(task, llm, check)
            completion = await llm.complete(system, user)
            return Decided(value=await desk.check_query(Query(sql=sql_in(completion.text))), way=llm.name)
        planners: tuple[Way[Understanding, Query], ...] = desk.planners
        if stage == "repair":
            planners = (ByModel(llm, check),)
        return by_the_one_shown(await first_sound(planners, task, desk.check_query))

    async def _is_right(self, option: Option, expected: Expectation) -> bool:
        try:
            stated = stated_by(option, self._opened.model)
            found = await self._opened.execute(stated, _MOST_ROWS) if stated is not None else None
        except TablespeakError:
            return False
        if stated is None or found is None:
            return False
        return expected.accepts(found.rows) or await self._is_plainly_right(stated, expected)

    async def _is_plainly_right(self, query: Query, expected: Expectation) -> bool:
        """An answer may show the figure that it ranks by, though it was not asked for."""
        plain = without_additions(query.plan) if query.plan is not None else None
        if plain is None or plain == query.plan:
            return False
        try:
            rows = (await self._opened.execute(compile_plan(plain, self._opened.model), _MOST_ROWS)).rows
        except TablespeakError:
            return False
        return expected.accepts(rows)

    def _task(self, item: Item) -> Understanding:
        today = item.asked.today or datetime.now().astimezone().date()
        question = Question(text=item.asked.question, today=today)
        return Understanding(question=question, model=self._opened.model, values=self._opened.values)


@asynccontextmanager
async def closing_line(llm: Llm) -> AsyncIterator[Llm]:
    try:
        yield llm
    finally:
        await llm.close()
