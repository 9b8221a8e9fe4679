"""A suite asked of workspaces of its own, one for each data set."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from core.answer import Answer
from core.errors import UserError
from evals.suites.own.data import today_of, write_files
from evals.suites.own.matching import Expectation, answers_it
from workspace import Workspace

Verdict = Literal["right", "right after asking", "wrong", "clarified", "declined"]
_MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`expected` is None where no answer should be given; `history` are the earlier questions of the same thread."""

    id: str
    data: str
    question: str
    kind: str
    expect: Literal["rows", "decline", "clarify"]
    today: date
    expected: Expectation | None
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    item: Item
    verdict: Verdict
    answer: Answer


def read_suite(folder: Path) -> list[Item]:
    expected = {line["id"]: _expectation(line) for line in _lines(folder / "expected.jsonl")}
    return [
        Item(
            id=line["id"],
            data=line["data"],
            question=line["question"],
            kind=line["kind"],
            expect=line["expect"],
            today=date.fromisoformat(line["anchor"]) if "anchor" in line else today_of(line["data"]),
            expected=expected.get(line["id"]),
            history=tuple(line.get("history", ())),
        )
        for line in _lines(folder / "questions.jsonl")
    ]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _expectation(line: dict[str, Any]) -> Expectation:
    return Expectation(
        columns=tuple(line["columns"]),
        alternatives=(line["rows"], *line["alternatives"]),
        ordered=line["ordered"],
        extra_columns=line["extra_columns"],
    )


class _Calendar:
    """A clock that is set to the day of each question."""

    today = date.min

    def __call__(self) -> date:
        return self.today


async def scored(items: Sequence[Item], suite: Path, scratch: Path) -> AsyncIterator[Scored]:
    """Imports each data set once into a workspace under `scratch`."""
    for data, group in groupby(sorted(items, key=lambda item: item.data), lambda item: item.data):
        name = data.replace("/", "-")
        calendar = _Calendar()
        place = Workspace.open(name, scratch / "workspaces", clock=calendar)
        async with place as workspace:
            async for _ in workspace.add(write_files(data, scratch / "files" / name, suite)):
                pass
            for item in group:
                calendar.today = item.today
                yield await _score(item, workspace)


async def _score(item: Item, workspace: Workspace) -> Scored:
    thread_id = await _thread(item, workspace)
    answer = await _answer(item, workspace, thread_id)
    return Scored(item=item, verdict=await _verdict(item, answer, workspace, thread_id), answer=answer)


async def _thread(item: Item, workspace: Workspace) -> str | None:
    """The conversation in which the earlier questions were asked; of what is asked back, the first option is chosen."""
    if not item.history:
        return None
    thread_id = workspace.start_thread(item.history[0])
    for text in item.history:
        run = workspace.ask(text, thread_id=thread_id)
        with contextlib.suppress(UserError):
            answer = await run.answer()
            if answer.clarification is not None and answer.clarification.options:
                await workspace.reply(run.id, 0).answer()
    return thread_id


async def _answer(item: Item, workspace: Workspace, thread_id: str | None) -> Answer:
    try:
        return await workspace.ask(item.question, thread_id=thread_id, preview_rows=_MOST_ROWS).answer()
    except UserError:
        return Answer(status="error")


async def _verdict(item: Item, answer: Answer, workspace: Workspace, thread_id: str | None) -> Verdict:
    if answer.status == "answered":
        return "right" if _is_right(item, answer) else "wrong"
    if answer.status == "clarification":
        return "right after asking" if await _offers_it(item, answer, workspace, thread_id) else "clarified"
    return "right" if item.expect == "decline" else "declined"


def _is_right(item: Item, answer: Answer) -> bool:
    if item.expected is None or answer.result is None:
        return False
    return answers_it(answer.result.rows, item.expected)


async def _offers_it(item: Item, answer: Answer, workspace: Workspace, thread_id: str | None) -> bool:
    for option in answer.clarification.options if answer.clarification else ():
        if option.plan is None:
            continue
        run = workspace.ask(item.question, plan=option.plan, thread_id=thread_id, preview_rows=_MOST_ROWS)
        if _is_right(item, await run.answer()):
            return True
    return False
