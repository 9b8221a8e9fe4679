"""No figure without a source: a sentence is vouched for figure by figure, or refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from agents.analyst.backings import Backing, backings_of, fits
from agents.analyst.claims import negation_in
from agents.analyst.figures import WrittenFigure, find_figures
from agents.analyst.grid import Grid, grid_of
from agents.analyst.judging import Judge
from agents.analyst.mentions import Vocabulary
from agents.analyst.periods import as_moment
from agents.analyst.plain_words import PlainWords
from agents.analyst.reading import Reading, read_sentence
from core.answer import CellRef, Fact, Figure, Sentence
from core.query import Query
from core.result import Result
from core.ways import Declined

_NEIGHBOURS = re.compile(r"(\w+)\W*$"), re.compile(r"^\W*(\w+)")


def check_text(
    text: str, facts: Sequence[Fact], result: Result, question: str = "", query: Query | None = None
) -> Sentence:
    """Raises Declined with the first figure or claim that nothing of the result bears out.

    `question` may hold the question and how it was read: periods and numbers that stand in it may be repeated.
    `query` gives columns their roles, labels and units; without it they are told from the cells.
    """
    return Checker(facts, result, question, query).check(text)


class Checker:
    """Checks many sentences about one result; `names` are of what it is about, and claim nothing."""

    def __init__(
        self,
        facts: Sequence[Fact],
        result: Result,
        question: str = "",
        query: Query | None = None,
        names: Sequence[str] = (),
    ) -> None:
        self._grid: Grid = grid_of(result, query)
        self._vocabulary = Vocabulary(self._grid, names)
        self._backings = backings_of(self._grid, facts)
        self._judge = Judge(self._grid, self._backings)
        self._dated = {moment: fact.id for fact in facts if (moment := as_moment(fact.value)) is not None}
        self._question = question
        self._asked = find_figures(question)

    def check(self, text: str) -> Sentence:
        reading = read_sentence(text, self._vocabulary)
        self._refuse_unread(reading)
        figures = tuple(self._figure(reading, f) for f in reading.figures if not self._judge.is_mere_word(reading, f))
        self._judge.refuse_unfounded(reading)
        return Sentence(text=text, figures=figures)

    def check_plain(self, text: str, words: PlainWords) -> Sentence:
        """Of a model's: it may say nothing but what its figures bear out."""
        sentence = self.check(text)
        kinds = [figure.fact.partition(":")[0] for figure in sentence.figures if figure.fact is not None]
        word = words.refused(read_sentence(text, self._vocabulary), kinds)
        if word is not None:
            raise Declined(f"Nothing in the result bears out “{word}”.")
        return sentence

    def _refuse_unread(self, reading: Reading) -> None:
        """Digits that were not understood as a figure, and words that would turn a figure's meaning around."""
        covered = [(f.start, f.end) for f in reading.figures if f.kind != "vague"]
        covered += [(m.start, m.end) for m in reading.mentions]
        for position, character in enumerate(reading.text):
            is_figure = unicodedata.numeric(character, None) is not None
            read = any(start <= position < end for start, end in covered)
            if is_figure and not read and not self._is_asked_word(reading.text, position):
                raise Declined(f"“{_word_at(reading.text, position)}” is no figure that can be checked.")
        negation = negation_in(" ".join(stretch.masked for stretch in reading.stretches))
        if negation and (reading.figures or reading.mentions):
            raise Declined(f"“{negation}” makes the sentence one that cannot be checked.")

    def _is_asked_word(self, text: str, position: int) -> bool:
        """A word with a digit in it, as the question spells it ("B2B")."""
        word = _word_at(text, position)
        return (
            not word.isdigit()
            and word[:1].isalpha()
            and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self._question, re.IGNORECASE))
        )

    def _figure(self, reading: Reading, figure: WrittenFigure) -> Figure:
        mention = reading.mention_around(figure)
        if mention is not None and (figure.kind == "period" or not self._is_bare_year(reading, figure)):
            return Figure(start=figure.start, end=figure.end, cell=_first_cell(mention.column, mention.rows))
        reason = f"“{reading.text[figure.start : figure.end]}” matches no value of the result."
        if figure.kind == "ordinal":
            return self._judge.ordinal(reading, figure)
        dated = self._dated.get(figure.period.first) if figure.period and figure.period.grain == "day" else None
        if dated is not None:
            return Figure(start=figure.start, end=figure.end, fact=dated)
        for backing in self._backings:
            if figure.kind in {"period", "vague"} or not fits(figure, backing):
                continue
            refusal = self._judge.refusal(reading, figure, backing)
            if refusal is None:
                return Figure(start=figure.start, end=figure.end, fact=backing.fact, cell=_cell_of(backing))
            reason = f"“{reading.text[figure.start : figure.end]}” {refusal}."
        if mention is not None or self._is_asked(reading, figure):
            cell = _first_cell(mention.column, mention.rows) if mention else None
            return Figure(start=figure.start, end=figure.end, cell=cell)
        raise Declined(reason)

    def _is_bare_year(self, reading: Reading, figure: WrittenFigure) -> bool:
        """Four digits that could be a value as well as a year."""
        before = reading.text[: figure.start].casefold().split()
        return figure.is_year and (
            not before or before[-1] not in {"in", "of", "since", "until", "during", "from", "to"}
        )

    def _is_asked(self, reading: Reading, figure: WrittenFigure) -> bool:
        """The question's own figure, beside the same word as there; a period needs no such word."""
        for asked in self._asked:
            if figure.kind == "period" or asked.kind == "period":
                same = figure.period is not None and asked.period is not None
                if same and figure.period.first == asked.period.first and figure.period.grain == asked.period.grain:  # type: ignore[union-attr]
                    return True
                continue
            same_value = (asked.value, asked.kind, asked.currency) == (figure.value, figure.kind, figure.currency)
            if same_value and (figure.is_year or _beside(reading.text, figure) & _beside(self._question, asked)):
                return True
        return self._judge.is_limit(reading, figure)


def _beside(text: str, figure: WrittenFigure) -> set[str]:
    before, after = _NEIGHBOURS[0].search(text[: figure.start]), _NEIGHBOURS[1].search(text[figure.end :])
    return {match[1].casefold() for match in (before, after) if match} - {"the", "a", "of", "in", "was", "is", "and"}


def _first_cell(column: str, rows: Iterable[int] | None) -> CellRef | None:
    return CellRef(row=min(rows), column=column) if rows else None


def _cell_of(backing: Backing) -> CellRef | None:
    return backing.cell if backing.fact is None else None


def _word_at(text: str, position: int) -> str:
    start, end = position, position
    while start and (text[start - 1].isalnum() or text[start - 1] in ".,-/"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in ".,-/"):
        end += 1
    return text[start:end].rstrip(".,") or text[position]
