"""A sentence taken apart: figures, what it names, and the stretches that belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from agents.analyst.claims import Claims, claims_of
from agents.analyst.figures import WrittenFigure, find_figures, hedge_before
from agents.analyst.mentions import Mention, Vocabulary

_BREAK = re.compile(
    r"[;:()–—]|[,.!?](?=\s|$)|\b(?:and|while|but|whereas|versus|vs\.?|followed by|compared (?:with|to)|against|than|"
    r"from|since|to|then|after|before|though|although)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:top|bottom|first|last|best|worst|highest|lowest) $", re.IGNORECASE)
_CLAIMING_UNITS = frozenset({"min"})


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of the sentence between commas, colons and conjunctions; `masked` has names and hedges blanked."""

    start: int
    end: int
    masked: str
    lead: str
    mentions: tuple[Mention, ...]

    @cached_property
    def claims(self) -> Claims:
        return claims_of(self.masked)

    @cached_property
    def rows_named(self) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.rows is not None)

    @cached_property
    def columns_named(self) -> frozenset[str]:
        return frozenset(mention.column for mention in self.mentions if mention.rows is None)

    @cached_property
    def first_column(self) -> str | None:
        """The column that an extreme is about where several are named: "the highest revenue with 12 orders"."""
        named = [mention for mention in self.mentions if mention.rows is None]
        return named[0].column if len(self.columns_named) > 1 else None

    def rows_by(self, column: str) -> frozenset[int] | None:
        """Rows named here by a value of `column`; of periods the finer ones count."""
        mentions = [mention for mention in self.rows_named if mention.column == column]
        fine = [mention for mention in mentions if not mention.coarse] or mentions
        return frozenset[int]().union(*(mention.rows or frozenset() for mention in fine)) if fine else None


@dataclass(frozen=True, kw_only=True)
class Reading:
    text: str
    figures: tuple[WrittenFigure, ...]
    mentions: tuple[Mention, ...]
    stretches: tuple[Stretch, ...]

    @cached_property
    def opening(self) -> Claims:
        """Of a first stretch without a figure ("On average, …"), which is about all that follows."""
        first = self.stretches[0]
        is_about_all = len(self.stretches) > 1 and not any(figure.start < first.end for figure in self.figures)
        return first.claims if is_about_all else claims_of("")

    def stretch_at(self, position: int) -> int:
        return next((i for i, s in enumerate(self.stretches) if s.start <= position < s.end), len(self.stretches) - 1)

    def mention_around(self, figure: WrittenFigure) -> Mention | None:
        """A name of a row or column that the figure is part of."""
        around = [m for m in self.mentions if m.start <= figure.start and figure.end <= m.end]
        return next((m for m in around if m.rows), around[0] if around else None)

    def nearest(self, index: int, wanted: str) -> int | None:
        """The stretch that a figure of stretch `index` takes rows or columns from: its own, one before, one after."""
        order = self._order(index) if wanted == "rows_named" else self._plain_order(index)
        return next((i for i in order if getattr(self.stretches[i], wanted)), None)

    def rows_at(self, index: int) -> frozenset[int] | None:
        """Rows that meet the nearest names of each column; None where no row is named at all."""
        found: frozenset[int] | None = None
        for column in {mention.column for mention in self.mentions if mention.rows is not None}:
            named = next(
                (rows for i in self._order(index) if (rows := self.stretches[i].rows_by(column)) is not None), None
            )
            if named is not None:
                found = named if found is None else found & named
        return found

    def _order(self, index: int) -> list[int]:
        """As "80 from France" belongs together, "from 80 to 100" does not."""
        leads = [stretch.lead for stretch in self.stretches[index + 1 : index + 3]]
        first = [index, index + 1] if leads[:1] == ["from"] and leads[1:] != ["to"] else []
        return [*first, *self._plain_order(index)]

    def _plain_order(self, index: int) -> list[int]:
        return [index, *range(index - 1, -1, -1), *range(index + 1, len(self.stretches))]

    def around(self, figure: WrittenFigure) -> str:
        """The figure's stretch between the figures before and after it, names and hedges blanked."""
        own = self.stretches[self.stretch_at(figure.start)]
        start = max([own.start, *(f.end for f in self.figures if f.end <= figure.start)])
        end = min([own.end, *(f.start for f in self.figures if f.start >= figure.end)])
        return own.masked[start - own.start : end - own.start]

    def after(self, figure: WrittenFigure) -> str:
        """What follows the figure in its stretch, with names."""
        return self.text[figure.end : self.stretches[self.stretch_at(figure.start)].end]

    def is_counting(self, figure: WrittenFigure) -> bool:
        """As in "top 5"."""
        return _NUMBERED.search(self.text[: figure.start]) is not None


def read_sentence(text: str, vocabulary: Vocabulary) -> Reading:
    figures = find_figures(text)
    mentions = vocabulary.mentions(text, figures)
    named = vocabulary.names_in(text)
    spans = [(m.start, m.end) for m in mentions] + [(f.start, f.end) for f in figures] + list(named)
    cuts = [
        (match.start(), match.end())
        for match in _BREAK.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in spans)
    ]
    masked = _masked(text, mentions, figures, named)
    starts = [(0, 0), *cuts]
    stretches = tuple(
        Stretch(
            start=start,
            end=stop,
            masked=masked[start:stop],
            lead=text[start:end].casefold().strip(),
            mentions=tuple(m for m in mentions if start <= m.start < stop),
        )
        for (start, end), stop in zip(starts, [*(cut[0] for cut in cuts), len(text) + 1], strict=True)
    )
    return Reading(text=text, figures=figures, mentions=mentions, stretches=stretches)


def _masked(
    text: str, mentions: tuple[Mention, ...], figures: tuple[WrittenFigure, ...], named: tuple[tuple[int, int], ...]
) -> str:
    letters = list(text)
    spans = [*((m.start, m.end) for m in mentions), *named]
    spans += [(hedge_before(text, f.start), _with_unit_word(text, f)) for f in figures if f.kind != "growth"]
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _with_unit_word(text: str, figure: WrittenFigure) -> int:
    """The end of "12 min", whose unit claims nothing."""
    unit = figure.unit_word
    return text.casefold().index(unit, figure.end) + len(unit) if unit and unit in _CLAIMING_UNITS else figure.end
