"""Answers of a database worded by a language model, whoever understood their questions."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from agents.advisor import first_questions
from agents.analyst import ByModel, ByRules, Narration, find_facts, last_date
from agents.llm import Llm
from agents.usage import UsageMeter
from core.answer import Sentence, Usage
from core.errors import TablespeakError
from core.model import SemanticModel
from core.query import Query
from core.result import Result
from core.ways import first_sound
from evals.narration.figures import unsupported
from evals.openings import open_source, source_of
from semantic_layer import compile_plan, describe_plan

_ROWS = 10_000


class Asked(UsageMeter):
    """Counts as if the model had understood the question, so that it words the answer."""

    @property
    def usage(self) -> Usage:
        counted = super().usage
        return replace(counted, calls=max(1, counted.calls))


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """`by` is the way that worded it; `loose` are figures that nothing supports."""

    question: str
    text: str
    by: str
    figures: int
    loose: tuple[str, ...] = ()


async def worded_answers(databases: Path, db: str, llm: Llm, most: int) -> AsyncIterator[Worded]:
    with tempfile.TemporaryDirectory(prefix="tablespeak-narration-") as scratch:
        try:
            async with open_source(source_of(databases, db), Path(scratch)) as opened:
                for candidate in first_questions(opened.model)[:most]:
                    query = compile_plan(candidate.plan, opened.model)
                    result = await opened.execute(query, _ROWS)
                    yield await _worded(candidate.text, query, result, opened.model, llm)
        except TablespeakError:
            return


async def _worded(question: str, query: Query, result: Result, model: SemanticModel, llm: Llm) -> Worded:
    facts = find_facts(query, result, _until(query, model))
    read_as = describe_plan(query.plan, model) if query.plan is not None else question
    task = Narration(query=query, result=result, read_as=read_as, facts=facts, question=question)

    async def check(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        return sentences

    decided = await first_sound((ByModel(llm.for_run(Asked())), ByRules()), task, check)
    text = " ".join(sentence.text for sentence in decided.value)
    figures = sum(len(sentence.figures) for sentence in decided.value)
    loose = unsupported(text, result, facts, f"{question} {read_as}")
    return Worded(question=question, text=text, by=decided.way, figures=figures, loose=loose)


def _until(query: Query, model: SemanticModel) -> date | None:
    return last_date(model, query.plan)
