"""Sentences of a language model over facts that code computed; what the check does not vouch for never appears."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from agents.analyst.check import Checker
from agents.analyst.grid import grid_of
from agents.analyst.numbers import label_text, number_text
from agents.analyst.plain_words import PlainWords
from agents.analyst.rules import Narration, narrate
from agents.fencing import RULE, fenced, lures, one_line
from agents.llm import Llm
from core.answer import Fact, Sentence
from core.egress import Told
from core.plan import Plan, Value
from core.table import Cell
from core.ways import Declined, NotApplicable

_MOST_FACTS = 12
_MOST_SENTENCES = 3
_MARK = re.compile(r"\{\s*([fn]\d+)\s*\}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“{])|\n+")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


class ByModel:
    """For analyses, and for answers that the model understood: where rules did, rules word them, without a call."""

    def __init__(self, llm: Llm) -> None:
        self.name = llm.name
        self._llm = llm

    async def __call__(self, task: Narration, /) -> tuple[Sentence, ...]:
        """Raises NotApplicable, and Declined where no sentence of the model's stands."""
        settings, usage = self._llm.settings, self._llm.meter.usage
        # What an analysis is about (its periods, its groups) stands in the labels of its facts, so it cannot be masked.
        wanted = settings.privacy == "samples" if task.drafts else usage.calls + usage.kept > 0
        if not wanted or not settings.sees_values or not task.facts or self._llm.failed_just_now:
            raise NotApplicable("Rules word this answer.")
        masked = settings.privacy == "masked"
        if masked and _has_headings_of_cells(task):
            raise NotApplicable("Headings that are made of the data are not told.")
        prompt = _Prompt(task, masked=masked)
        system = _instructions().replace("{rule}", RULE)
        completion = await self._llm.complete(system, fenced(prompt.text()), prompt.told())
        return _standing(prompt.sentences(completion.text), task)


class _Prompt:
    """Marks for figures, and for names where they must not be seen, with what each stands for."""

    def __init__(self, task: Narration, *, masked: bool) -> None:
        self._task, self._masked = task, masked
        self._meanings: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for name in sorted(_names(task), key=len, reverse=True) if masked else ():
            mark = f"n{len(self._names) + 1}"
            self._names[name] = mark
            self._meanings[mark] = name

    def text(self) -> str:
        return "\n".join(self._lines())

    def told(self) -> Told:
        """Names of groups and filters and, but for "masked", the figures are of the data."""
        figures = [value_text(fact) for fact in self._task.facts[:_MOST_FACTS]]
        cells = () if self._masked else tuple(dict.fromkeys((*sorted(_names(self._task)), *figures)))
        return Told(
            purpose="narration",
            tables=self._task.query.tables,
            columns=tuple(column.name for column in self._task.result.columns),
            cells=cells,
        )

    def sentences(self, answer: str) -> list[str]:
        """With marks filled in; sentences with a mark that was not given, or that lead elsewhere, are left out."""
        pieces = [_BULLET.sub("", piece).strip() for piece in _SENTENCE_END.split(answer) if not lures(piece)]
        filled = [_MARK.sub(self._meaning, piece) for piece in pieces if piece]
        return [_capitalised(piece) for piece in filled if "{" not in piece and "}" not in piece][:_MOST_SENTENCES]

    def _meaning(self, mark: re.Match[str]) -> str:
        return self._meanings.get(mark[1].lower(), mark[0])

    def _lines(self) -> Iterator[str]:
        if not self._masked:
            yield f"Question: {one_line(self._task.question)}"
        if self._task.query.plan is not None or not self._masked:
            yield f"It was read as: {self._hidden(self._task.read_as)}"
        yield "Facts:"
        for place, fact in enumerate(self._task.facts[:_MOST_FACTS], start=1):
            self._meanings[f"f{place}"] = value_text(fact)
            value = "" if self._masked else f" = {value_text(fact)}"
            yield f"- {{f{place}}}{value}: {self._hidden(fact.label)} ({fact.derivation})"

    def _hidden(self, text: str) -> str:
        text = one_line(text).replace("{", "(").replace("}", ")")
        for name, mark in self._names.items():
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"{{{mark}}}", text, flags=re.IGNORECASE)
        return text


def _has_headings_of_cells(task: Narration) -> bool:
    """Whether a column may be called by a value, as after PIVOT: nobody wrote its name."""
    written = task.query.sql.casefold()
    return task.query.plan is None and any(one.name.casefold() not in written for one in task.result.columns)


def value_text(fact: Fact) -> str:
    if isinstance(fact.value, bool) or not hasattr(fact.value, "__float__"):
        return label_text(fact.value)
    return number_text(fact.value, fact.unit)


def _names(task: Narration) -> set[str]:
    """How groups and filters are named: each may be a value of the data."""
    grid = grid_of(task.result, task.query)
    named = {column.name: column for column in grid.dimensions}
    names: set[str] = set()
    for place, column in enumerate(task.result.columns):
        cells = [row[place] for row in task.result.rows]
        shown = named.get(column.name)
        for cell in cells:
            if cell is not None and (shown is not None or _is_name(cell)):
                names |= {str(cell), label_text(cell, shown)}
    names |= {str(value.value) for value in _constants(task.query.plan)}
    return {name for name in names if name.strip()}


def _is_name(cell: Cell) -> bool:
    return not isinstance(cell, bool) and not hasattr(cell, "__float__")


def _constants(node: Plan | object) -> Iterator[Value]:
    if isinstance(node, Value):
        if node.type == "text":
            yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from _constants(item)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for part in dataclasses.fields(node):
            if part.name not in ("reading", "assumptions"):
                yield from _constants(getattr(node, part.name))


def _standing(texts: list[str], task: Narration) -> tuple[Sentence, ...]:
    """Sentences with figures that the check bears out; the rules' own in place of those it does not."""
    said_by_rules = narrate(task)
    labels = [column.label for column in grid_of(task.result, task.query).columns]
    context = [
        task.question,
        task.read_as,
        *labels,
        *(text for fact in task.facts for text in (fact.label, fact.derivation)),
    ]
    words = PlainWords(context, [one.text for one in said_by_rules])
    checker = Checker(task.facts, task.result, f"{task.question} {task.read_as}", task.query, task.names)
    kept = [_plain(text, checker, words) for text in texts]
    sound = [one for one in kept if one is not None]
    if not sound:
        raise Declined("No sentence of the language model was borne out by the result.")
    if len(sound) == len(kept):
        return tuple(sound)
    said = {one.text for one in sound}
    instead = [one for one in said_by_rules if one.text not in said][: len(kept) - len(sound)]
    return (*instead, *sound)[:_MOST_SENTENCES] if kept[0] is None else (*sound, *instead)[:_MOST_SENTENCES]


def _plain(text: str, checker: Checker, words: PlainWords) -> Sentence | None:
    try:
        sentence = checker.check_plain(text, words)
    except Declined:
        return None
    return sentence if sentence.figures else None


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _instructions() -> str:
    return Path(__file__).with_name("prompt.md").read_text(encoding="utf-8")
