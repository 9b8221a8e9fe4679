"""`python -m evals dabench`: how many questions about files have every value right, without a model or with one."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from agents.model_settings import ModelSettings, model_settings_from
from core.answer import Answer
from core.errors import InvalidInput
from evals.dabench.filling import filled
from evals.dabench.questions import ClosedQuestion, is_right, read_questions
from workspace import Workspace

_folder = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`given` are the values that were found in the answer, by name."""

    question: ClosedQuestion
    answer: Answer
    given: dict[str, str]

    @property
    def answered(self) -> bool:
        return self.answer.status == "answered"

    @property
    def right(self) -> bool:
        told = self.question.answer
        return self.answered and all(is_right(self.given.get(name), value) for name, value in told.items())


@click.command("dabench")
@click.option("--data", type=_folder, required=True, help="Holds questions.jsonl and the folder csv.")
@click.option("--half", type=click.Choice(["learning", "measuring", "all"]), default="all", show_default=True)
@click.option("--with-model", is_flag=True, help="The one that the environment configures.")
@click.option("--show", is_flag=True, help="Print each question of the learning half that is not right.")
def dabench_command(data: Path, half: Any, with_model: bool, show: bool) -> None:
    """Ask about each file as people would, with what they say on how to compute."""
    model = model_settings_from(os.environ) if with_model else None
    if with_model and model is None:
        raise InvalidInput("No language model is configured.", hint="Set TABLESPEAK_MODEL.")
    questions = read_questions(data, half)
    found = asyncio.run(_all(data, questions, model))
    if show and half == "learning":
        for one in found:
            if not one.right:
                click.echo(_told(one))
    for line in totals(found):
        click.echo(line)


async def _all(data: Path, questions: list[ClosedQuestion], model: ModelSettings | None) -> list[Outcome]:
    by_file = sorted(questions, key=lambda one: one.file)
    found: list[Outcome] = []
    for file, group in groupby(by_file, key=lambda one: one.file):
        async for one in _of_file(data / "csv" / file, list(group), model):
            found.append(one)
    return found


async def _of_file(path: Path, questions: list[ClosedQuestion], model: ModelSettings | None) -> AsyncIterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="tablespeak-eval-") as scratch:
        async with Workspace.open("default", Path(scratch), model=model) as workspace:
            async for _ in workspace.add([path]):
                pass
            for question in questions:
                answer = await _answered(workspace, question)
                yield Outcome(question=question, answer=answer, given=filled(question, answer))


async def _answered(workspace: Workspace, question: ClosedQuestion) -> Answer:
    """What is said on how to compute is told as well; where that is not understood, the question alone is asked."""
    whole = await workspace.ask(f"{question.question}\n{question.constraints}").answer()
    if whole.status == "answered":
        return whole
    return await workspace.ask(question.question).answer()


def totals(found: list[Outcome]) -> list[str]:
    count = len(found) or 1
    right, answered = sum(one.right for one in found), sum(one.answered for one in found)
    values = Counter(
        is_right(one.given.get(name), value)
        for one in found
        if one.answered
        for name, value in one.question.answer.items()
    )
    without = [one for one in found if not one.question.needs_learning]
    return [
        f"{len(found)} questions: {right} right ({right / count:.1%}), {answered - right} wrong, "
        f"{len(found) - answered} not answered",
        f"values of answered questions: {values[True]} right, {values[False]} wrong",
        f"of {len(without)} that need no machine learning: {sum(one.right for one in without)} right",
    ]


def _told(one: Outcome) -> str:
    text = " ".join(sentence.text for sentence in one.answer.sentences)
    return (
        f"## {one.question.id} {one.question.file}: {one.question.question[:160]}\n   {one.answer.status}: {text[:400]}\n"
        f"   given {one.given}\n   expected {dict(one.question.answer)}"
    )
