"""A suite asked of workspaces of its own, one for each data set."""

from __future__ import annotations

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
    """`expected` is None where no answer should be given."""

    id: str
    data: str
    question: str
    kind: str
    expect: Literal["rows", "decline", "clarify"]
    today: date
    expected: Expectation | None


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
    answer = await _answer(item, workspace)
    return Scored(item=item, verdict=await _verdict(item, answer, workspace), answer=answer)


async def _answer(item: Item, workspace: Workspace) -> Answer:
    try:
        return await workspace.ask(item.question, preview_rows=_MOST_ROWS).answer()
    except UserError:
        return Answer(status="error")


async def _verdict(item: Item, answer: Answer, workspace: Workspace) -> Verdict:
    if answer.status == "answered":
        return "right" if _is_right(item, answer) else "wrong"
    if answer.status == "clarification":
        return "right after asking" if await _offers_it(item, answer, workspace) else "clarified"
    return "right" if item.expect == "decline" else "declined"


def _is_right(item: Item, answer: Answer) -> bool:
    if item.expected is None or answer.result is None:
        return False
    return answers_it(answer.result.rows, item.expected)


async def _offers_it(item: Item, answer: Answer, workspace: Workspace) -> bool:
    for option in answer.clarification.options if answer.clarification else ():
        if option.plan is None:
            continue
        chosen = await workspace.ask(item.question, plan=option.plan, preview_rows=_MOST_ROWS).answer()
        if _is_right(item, chosen):
            return True
    return False
