"""Questions about one database, each answered by the same ways and checks as in a workspace."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from agents.agreeing import first_sound_query
from agents.desk import Desk
from agents.llm import Llm
from agents.model_settings import ModelSettings
from agents.option_previews import stated_by
from agents.sql_expert import Understanding
from agents.sql_expert.candidates import Candidate
from agents.sql_expert.rules import readings_of
from agents.usage import UsageMeter
from core.answer import Option
from core.errors import TablespeakError, UserError
from core.plan import Plan
from core.query import Query
from core.question import Question, Turn
from core.ways import Unclear
from evals.openings import open_source, source_of
from evals.predictions import Asked, Offered, Prediction
from evals.run import without_additions
from semantic_layer import describe_plan
from workspace.desk import lay_desk
from workspace.opened import Opened

_PREVIEW_ROWS = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """`ways` are names of ways to use, all where empty; `most_rows` of a result are kept. `model` is None for rules alone."""

    databases: Path
    model: ModelSettings | None = None
    ways: frozenset[str] = frozenset()
    most_rows: int = 10_000
    processes: int = 2


def predict(questions: Sequence[Asked], setup: Setup) -> Iterator[Prediction]:
    """Databases side by side, in the order of their names; the questions of one in the order given."""
    by_name = sorted(questions, key=lambda asked: asked.db)
    groups = [list(group) for _, group in groupby(by_name, key=lambda asked: asked.db)]
    if setup.processes == 1 or len(groups) == 1:
        for group in groups:
            yield from _of_database(group, setup)
        return
    with ProcessPoolExecutor(max_workers=setup.processes) as pool:
        for found in pool.map(_of_database, groups, [setup] * len(groups)):
            yield from found


def _of_database(questions: list[Asked], setup: Setup) -> list[Prediction]:
    return asyncio.run(_answered(questions, setup))


async def _answered(questions: list[Asked], setup: Setup) -> list[Prediction]:
    with tempfile.TemporaryDirectory(prefix="tablespeak-eval-") as scratch:
        try:
            async with open_source(source_of(setup.databases, questions[0].db), Path(scratch)) as opened:
                return [one async for one in _all_of(questions, opened, setup)]
        except TablespeakError as failed:
            return [Prediction(id=q.id, db=q.db, status="failed", message=failed.message) for q in questions]


async def _all_of(questions: list[Asked], opened: Opened, setup: Setup) -> AsyncIterator[Prediction]:
    llm = Llm(setup.model) if setup.model is not None else None
    try:
        for asked in questions:
            yield await _survived(asked, opened, setup, llm)
    finally:
        if llm is not None:
            await llm.close()


async def _turn(asked: Asked, history: tuple[Turn, ...], opened: Opened, setup: Setup, llm: Llm | None) -> Turn:
    """How an earlier question was understood; of a clarification its first reading, as if that had been chosen."""
    desk, task = _desk(opened, setup, llm), _task(asked, history, opened)
    try:
        query = (await first_sound_query(desk, task)).value
    except Unclear as unclear:
        chosen = unclear.clarification.options[0]
        return Turn(question=asked.question, plan=chosen.plan, sql=chosen.sql)
    except UserError:
        return Turn(question=asked.question)
    return Turn(question=asked.question, plan=query.plan, sql=query.sql)


async def _survived(asked: Asked, opened: Opened, setup: Setup, llm: Llm | None) -> Prediction:
    """One question that we fail at must not take the thousand others with it."""
    history: tuple[Turn, ...] = ()
    try:
        for earlier in asked.history:
            history = (*history, await _turn(replace(asked, question=earlier), history, opened, setup, llm))
        return await _prediction(asked, history, opened, setup, llm)
    except Exception as defect:
        log.exception("Answering %s failed", asked.id)
        return Prediction(id=asked.id, db=asked.db, status="failed", message=f"A defect: {type(defect).__name__}.")


async def _prediction(
    asked: Asked, history: tuple[Turn, ...], opened: Opened, setup: Setup, llm: Llm | None
) -> Prediction:
    desk, task = _desk(opened, setup, llm), _task(asked, history, opened)
    started = time.perf_counter()
    try:
        decided = await first_sound_query(desk, task)
    except TablespeakError as refused:
        seconds = time.perf_counter() - started
        found = await _not_answered(asked, task, refused, desk, opened, setup)
        return replace(found, seconds=seconds, tokens=_tokens(desk))
    seconds = time.perf_counter() - started
    query = decided.value
    blank = Prediction(id=asked.id, db=asked.db, status="failed", seconds=seconds, tokens=_tokens(desk), sql=query.sql)
    try:
        result = await opened.execute(query, setup.most_rows)
    except TablespeakError as failed:
        return replace(blank, message=_told(failed))
    best, plain = _likeliest(task), await _plain(query.plan, desk, opened, setup)
    columns = tuple(column.name for column in result.columns)
    answered = replace(
        blank,
        status="answered",
        columns=columns,
        rows=result.rows,
        more_rows=result.truncated,
        decided_by=decided.way,
        confidence=best.confidence if best else None,
        read_as=describe_plan(query.plan, opened.model) if query.plan else None,
    )
    if plain is None or plain.sql is None:
        return answered
    shown = Offered(label="shown", sql=query.sql, columns=columns, rows=result.rows)
    return replace(answered, sql=plain.sql, columns=plain.columns, rows=plain.rows, shown=shown)


async def _not_answered(
    asked: Asked, task: Understanding, refused: TablespeakError, desk: Desk, opened: Opened, setup: Setup
) -> Prediction:
    best = _likeliest(task)
    blank = Prediction(
        id=asked.id,
        db=asked.db,
        status="declined" if isinstance(refused, UserError) else "failed",
        message=_told(refused),
        confidence=best.confidence if best else None,
        guess=await _executed(Option(label="likeliest", plan=best.plan), desk, opened, setup) if best else None,
    )
    if not isinstance(refused, Unclear):
        return blank
    offered = [await _executed(option, desk, opened, setup) for option in refused.clarification.options]
    return replace(blank, status="clarified", readings=tuple(offered))


async def _plain(plan: Plan | None, desk: Desk, opened: Opened, setup: Setup) -> Offered | None:
    """What was asked for alone, where a plan shows more."""
    plain = without_additions(plan) if plan is not None else None
    if plain is None or plain == plan:
        return None
    return await _run("plain", _stated(Option(label="plain", plan=plain), opened), desk, opened, setup)


async def _executed(option: Option, desk: Desk, opened: Opened, setup: Setup) -> Offered:
    """What was asked for, with what people see where that is more; without rows where it is words alone, or does not run."""
    stated = _stated(option, opened)
    shown = await _run(option.label, stated, desk, opened, setup)
    if stated is None or shown.sql is None:
        return shown
    plain = await _plain(stated.plan, desk, opened, setup)
    return shown if plain is None or plain.sql is None else replace(plain, label=option.label, shown=shown)


def _stated(option: Option, opened: Opened) -> Query | None:
    try:
        return stated_by(option, opened.model)
    except TablespeakError:
        return None


async def _run(label: str, stated: Query | None, desk: Desk, opened: Opened, setup: Setup) -> Offered:
    if stated is None:
        return Offered(label=label)
    try:
        query = await desk.check_query(stated)
        result = await opened.execute(query, setup.most_rows)
    except TablespeakError:
        return Offered(label=label)
    columns = tuple(column.name for column in result.columns)
    return Offered(label=label, sql=query.sql, columns=columns, rows=result.rows)


def _desk(opened: Opened, setup: Setup, llm: Llm | None) -> Desk:
    desk = lay_desk(opened, _PREVIEW_ROWS, llm=None if llm is None else llm.for_run(UsageMeter()))
    if not setup.ways:
        return desk
    return replace(desk, planners=tuple(way for way in desk.planners if way.name in setup.ways))


def _task(asked: Asked, history: tuple[Turn, ...], opened: Opened) -> Understanding:
    today = asked.today or datetime.now().astimezone().date()
    question = Question(text=asked.question, today=today, history=history)
    return Understanding(question=question, model=opened.model, values=opened.values)


def _likeliest(task: Understanding) -> Candidate | None:
    """By the rules, whatever decided."""
    candidates = readings_of(task).candidates
    return candidates[0] if candidates else None


def _tokens(desk: Desk) -> int:
    return desk.meter.usage.prompt_tokens + desk.meter.usage.completion_tokens


def _told(refused: TablespeakError) -> str:
    return f"{refused.message} {refused.hint}" if refused.hint else refused.message
