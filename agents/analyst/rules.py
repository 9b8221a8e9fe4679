"""Sentences written by rules, each checked like any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.analyst.check import Checker
from agents.analyst.grid import Grid, grid_of
from agents.analyst.tell_groups import main_measure, tell_groups
from agents.analyst.tell_rows import tell_cut, tell_nothing, tell_rows, tell_values
from agents.analyst.tell_series import tell_series
from core.answer import Fact, Sentence
from core.query import Query
from core.result import Result
from core.ways import Declined

_MOST_SENTENCES = 3
_MOST_OF_ANALYSIS = 6
_SHOWN = "The answer is in the table."


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """`facts` come from `find_facts` on the same query and result; `question` is the text that was asked.

    An analysis brings its own facts, and `drafts` of its sentences; `names` are of what it is about.
    """

    query: Query
    result: Result
    read_as: str
    facts: tuple[Fact, ...]
    question: str = ""
    drafts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class ByRules:
    """One to three plain sentences, the answer first. Never declines: at the least it points to the table."""

    name = "rules"

    async def __call__(self, task: Narration, /) -> tuple[Sentence, ...]:
        return narrate(task)


def narrate(task: Narration) -> tuple[Sentence, ...]:
    most = _MOST_OF_ANALYSIS if task.drafts else _MOST_SENTENCES
    sound = sound_sentences(task.drafts or drafts(task), task)[:most]
    return sound or (Sentence(text=_SHOWN),)


def sound_sentences(texts: Iterable[str], task: Narration) -> tuple[Sentence, ...]:
    """Those texts that the check vouches for; of the same sentence with and without its context the first."""
    checker = Checker(task.facts, task.result, f"{task.question} {task.read_as}", task.query, task.names)
    sound: list[Sentence] = []
    for text in texts:
        if any(_says_less(text, said.text) for said in sound):
            continue
        try:
            sound.append(checker.check(text))
        except Declined:
            continue
    return tuple(sound)


def check_sentences(
    sentences: Iterable[Sentence],
    facts: Sequence[Fact],
    result: Result,
    question: str = "",
    query: Query | None = None,
    names: Sequence[str] = (),
) -> tuple[Sentence, ...]:
    """Drops what is not borne out; raises Declined, with the first reason, where nothing stays."""
    checker = Checker(facts, result, question, query, names)
    sound: list[Sentence] = []
    reason = ""
    for sentence in sentences:
        try:
            sound.append(checker.check(sentence.text))
        except Declined as refused:
            reason = reason or refused.message
    if not sound:
        raise Declined(reason or "There is no sentence to check.")
    return tuple(sound)


def drafts(task: Narration) -> list[str]:
    """Sentences before the check, the most telling first."""
    grid = grid_of(task.result, task.query)
    facts = {fact.id: fact for fact in task.facts}
    if not grid.rows:
        return tell_nothing(grid, task.question)[:2]
    if grid.dimensions and grid.measures:
        texts = _tell_measured(grid, facts, task.question)
        return [texts[0], *tell_cut(grid), *texts[1:]] if grid.truncated else texts
    if (grid.measures or grid.other_values) and len(grid.rows) == 1:
        return tell_values(grid, facts, task.question)
    return tell_rows(grid, facts, task.question)


def _tell_measured(grid: Grid, facts: dict[str, Fact], question: str) -> list[str]:
    if len(grid.rows) == 1 and grid.ordered_by(main_measure(grid)) is None:
        return tell_values(grid, facts, question)
    series = grid.time is not None and len(grid.dimensions) == 1
    ranking = series and grid.plan is not None and grid.plan.limit is not None and grid.ordered_by(main_measure(grid))
    return tell_series(grid, facts, question) if series and not ranking else tell_groups(grid, facts, question)


def _says_less(text: str, said: str) -> bool:
    """The same sentence without its parenthesis, or the plainer form of one that stands."""
    return said.startswith(text.rstrip(".") + " (") or (text.startswith("Nothing matches") and said.startswith("No "))
