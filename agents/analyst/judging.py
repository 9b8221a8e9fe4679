"""Whether a sentence may say of a value what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.analyst.backings import Backing
from agents.analyst.claims import claims_of
from agents.analyst.figures import WrittenFigure
from agents.analyst.grid import Grid
from agents.analyst.nouns import refused_count, refused_noun
from agents.analyst.places import extremes, is_next, moved, ranks
from agents.analyst.reading import Reading, Stretch
from core.answer import CellRef, Figure
from core.ways import Declined

_FROM = re.compile(r"\b(?:from|to|at|of|reach\w*|with|:)\s*$", re.IGNORECASE)
_AVERAGE = re.compile(r"average|mean|median|avg|typical", re.IGNORECASE)
_TOTAL = re.compile(r"total|sum|overall|combined|number|count|running", re.IGNORECASE)


class Judge:
    """Refusals are words that follow the figure ("is the value of another row")."""

    def __init__(self, grid: Grid, backings: Sequence[Backing]) -> None:
        self._grid = grid
        self._signed = [backing for backing in backings if backing.claim in {"change", "trend"}]

    def refusal(self, reading: Reading, figure: WrittenFigure, backing: Backing) -> str | None:
        index = reading.stretch_at(figure.start)
        for judge in (self._of_column, self._of_noun, self._of_claim, self._of_rows, self._of_sign):
            reason = judge(reading, index, figure, backing)
            if reason is not None:
                return reason
        return None

    def _of_column(self, reading: Reading, index: int, _: WrittenFigure, backing: Backing) -> str | None:
        if backing.column is None:
            return None
        near = reading.nearest(index, "columns_named")
        if near is None:
            return None
        named = reading.stretches[near].columns_named
        about = {backing.column, self._grid.column(backing.column).of}
        return None if about & named else "is a value of another column"

    def _of_noun(self, reading: Reading, _: int, figure: WrittenFigure, backing: Backing) -> str | None:
        label = self._grid.column(backing.column).label if backing.column else ""
        return refused_noun(reading.after(figure), figure, backing, label)

    def _of_claim(self, reading: Reading, index: int, figure: WrittenFigure, backing: Backing) -> str | None:
        own = reading.stretches[index]
        around = reading.stretches[max(index - 1, 0) : index + 2]
        claims = own.claims
        label = self._grid.column(backing.column).label if backing.column else ""
        opening = reading.opening
        if (claims.average or opening.average) and not _AVERAGE.search(label):
            return "is not an average"
        if (
            (claims.total or opening.total)
            and backing.claim not in {"total", "count"}
            and not self._is_whole(backing, label)
        ):
            return "is not a total"
        match backing.claim:
            case "count" | "absence":
                return refused_count(reading.after(figure), own.claims, figure, backing)
            case "share" if not any(stretch.claims.share for stretch in around) and backing.fact:
                return "is a share, which the sentence does not say"
            case "difference" if not any(stretch.claims.difference for stretch in around):
                return "is a difference, which the sentence does not say"
            case "total" if not claims.total and reading.nearest(index, "rows_named") is not None:
                return "is the total of all rows"
        return None

    def _is_whole(self, backing: Backing, label: str) -> bool:
        return len(self._grid.rows) == 1 or bool(_TOTAL.search(label))

    def _of_rows(self, reading: Reading, index: int, _: WrittenFigure, backing: Backing) -> str | None:
        if backing.rows is None:
            return None
        if backing.claim in {"difference", "ratio", "change"} and len(backing.rows) > 1:
            return self._of_pair(reading, backing)
        near = reading.nearest(index, "rows_named")
        own = reading.stretches[index]
        named = reading.rows_at(index)
        if named is None:
            named = self._rows_by_claim(reading, index, backing)
        if named is None:
            named = self._rows_with_value(backing)
        if not set(backing.rows) <= named:
            return "is the value of another row"
        if self._is_ambiguous(named, backing):
            return "could be any of several rows"
        stretches = [own, *([reading.stretches[near]] if near is not None and not own.rows_named else [])]
        return self._of_extreme(stretches, reading, backing)

    def _rows_by_claim(self, reading: Reading, index: int, backing: Backing) -> frozenset[int] | None:
        """Without a name, "the highest" or "from … to …" tells the row."""
        claims = reading.stretches[index].claims
        ranged = any(stretch.claims.range or stretch.lead == "from" for stretch in reading.stretches)
        found: set[int] = set()
        for extreme, said in (("highest", claims.high or ranged), ("lowest", claims.low or ranged)):
            if said and backing.column is not None:
                found |= extremes(self._grid, self._grid.column(backing.column), extreme)
        return frozenset(found) & frozenset(backing.rows or ()) if found else None

    def _rows_with_value(self, backing: Backing) -> frozenset[int]:
        if backing.column is None:
            return frozenset(range(len(self._grid.rows)))
        numbers = self._grid.numbers(self._grid.column(backing.column))
        return frozenset(row for row, number in enumerate(numbers) if number is not None)

    def _is_ambiguous(self, named: frozenset[int], backing: Backing) -> bool:
        if backing.column is None or len(named) <= 1:
            return False
        numbers = self._grid.numbers(self._grid.column(backing.column))
        values = {numbers[row] for row in named}
        return len(values) > 1

    def _of_pair(self, reading: Reading, backing: Backing) -> str | None:
        """All rows named must be the pair's; the subject of a ratio comes first, and "from" is earlier than "to"."""
        named = [mention for mention in reading.mentions if mention.rows is not None and not mention.coarse]
        pair = set(backing.rows or ())
        if any(not (mention.rows or frozenset()) & pair for mention in named):
            return "compares other rows"
        rows = frozenset[int]().union(*(mention.rows or frozenset() for mention in named))
        if not rows <= pair and len(self._grid.dimensions) == 1:
            return "compares other rows"
        if backing.claim == "ratio" and (not named or (backing.rows or (0,))[0] not in (named[0].rows or ())):
            return "is the ratio the other way round"
        if backing.claim == "change" and len(rows) == 1 and not self._is_step(reading, backing):
            return "is not the change in that row"
        leads = [
            (stretch.lead, reading.rows_at(index))
            for index, stretch in enumerate(reading.stretches)
            if stretch.rows_named and stretch.lead in {"from", "to"}
        ]
        ordered = backing.rows or ()
        if backing.claim == "change" and any(
            (lead == "from" and ordered[-1] in rows) or (lead == "to" and ordered[0] in rows and "from" in dict(leads))
            for lead, rows in leads
            if rows is not None and len(rows) == 1
        ):
            return "is the change the other way round"
        return None

    def _is_step(self, reading: Reading, backing: Backing) -> bool:
        """From one period to the next, or told as "from" or "since" the earlier one."""
        told = any(stretch.lead in {"from", "since"} and stretch.rows_named for stretch in reading.stretches)
        return told or is_next(self._grid, self._grid.column(backing.column or ""), backing.rows or ())

    def _of_extreme(self, stretches: Sequence[Stretch], reading: Reading, backing: Backing) -> str | None:
        if backing.column is None or any(_has_ordinal(reading, stretch) for stretch in stretches):
            return None
        column = self._grid.column(backing.column)
        stretches = [stretch for stretch in stretches if stretch.first_column in {None, backing.column}]
        for extreme, said in (
            ("highest", any(stretch.claims.high for stretch in stretches)),
            ("lowest", any(stretch.claims.low for stretch in stretches)),
        ):
            if said and not set(backing.rows or ()) <= extremes(self._grid, column, extreme):
                return f"is not the {extreme}"
        return None

    def _of_sign(self, reading: Reading, index: int, figure: WrittenFigure, backing: Backing) -> str | None:
        direction = self._direction(reading, index, figure, backing)
        if direction is None:
            return "is said to go both ways"
        if backing.claim in {"change", "trend", "difference"} and not (backing.claim == "trend" and direction == 0):
            return self._of_change(reading, figure, backing, direction)
        if figure.kind != "growth" and (backing.value < 0) != (figure.signed == "-"):
            return "has the other sign"
        if direction and backing.claim not in {"ratio", "count", "absence"}:
            return self._of_level(reading, index, figure, backing, direction)
        return None

    def _of_change(self, reading: Reading, figure: WrittenFigure, backing: Backing, direction: int) -> str | None:
        value = backing.value * self._turned(reading, backing)
        if figure.kind == "growth":
            direction, signed = 0, "-" if figure.signed else "+"
        else:
            signed = figure.signed
        if direction:
            fits_direction = value * direction > 0 and signed != "-"
            return None if fits_direction else "goes the other way"
        if (value < 0) != (signed == "-"):
            return "has the other sign"
        said = signed or any(stretch.claims.change for stretch in reading.stretches)
        return (
            None
            if said or backing.fact is None or backing.claim == "difference"
            else "is a change, which the sentence does not say"
        )

    def _turned(self, reading: Reading, backing: Backing) -> int:
        """A difference is told from the first row named."""
        named = next((m for m in reading.mentions if m.rows is not None), None)
        if backing.claim != "difference" or named is None or not backing.rows:
            return 1
        return -1 if backing.rows[-1] in (named.rows or ()) and backing.rows[0] not in (named.rows or ()) else 1

    def _of_level(
        self, reading: Reading, index: int, figure: WrittenFigure, backing: Backing, direction: int
    ) -> str | None:
        """As in "rose to 100": against the other period that is named, else the period before."""
        own = reading.stretches[index]
        before = reading.text[max(own.start - 1, 0) : figure.start]
        if not (_FROM.search(before) or own.lead in {"from", "to", ":"}):
            return "is not a change"
        return None if self._moved(reading, backing, direction) else "did not go that way"

    def _moved(self, reading: Reading, backing: Backing, direction: int) -> bool:
        if backing.column is None or backing.rows is None or len(backing.rows) != 1 or len(self._grid.dimensions) != 1:
            return False
        (row,) = backing.rows
        named = {one for m in reading.mentions if not m.coarse for one in m.rows or () if one != row}
        return moved(self._grid, self._grid.column(backing.column), row, named, direction)

    def _direction(self, reading: Reading, index: int, figure: WrittenFigure, backing: Backing) -> int | None:
        """Of the figure's own stretch; a change also takes the nearest one before, else after."""
        moves = backing.claim in {"change", "difference", "trend"}
        own = reading.stretches[index].claims.direction if moves else claims_of(reading.around(figure)).direction
        follows = reading.stretches[index].lead in {"from", "to"}
        if own != 0 or not (follows or moves):
            return own
        others = [*reversed(reading.stretches[:index]), *reading.stretches[index + 1 :]]
        return next((stretch.claims.direction for stretch in others if stretch.claims.direction != 0), 0)

    def _is_borne_out(self, direction: int, rows: frozenset[int] | None) -> bool:
        """Without a row: by every trend, or where there is none, by a change over all periods."""
        if rows is not None:
            about = [backing for backing in self._signed if backing.rows is not None and set(backing.rows) & rows]
            return any(backing.value * direction > 0 for backing in about)
        trends = [backing for backing in self._signed if backing.claim == "trend"]
        overall = [backing for backing in self._signed if ":overall" in (backing.fact or "")]
        return bool(trends or overall) and all(backing.value * direction > 0 for backing in trends or overall)

    def refuse_unfounded(self, reading: Reading) -> None:
        """Directions and extremes that are claimed without a figure of their own."""
        for index, stretch in enumerate(reading.stretches):
            self._refuse_extreme(reading, index, stretch)
            figures = [f for f in reading.figures if reading.stretch_at(f.start) == index]
            if stretch.claims.direction and not figures and not reading.figures:
                rows = reading.rows_at(index)
                if not self._is_borne_out(stretch.claims.direction, rows):
                    raise Declined("Nothing in the result bears out the direction that the sentence tells.")

    def _refuse_extreme(self, reading: Reading, index: int, stretch: Stretch) -> None:
        rows = reading.rows_at(index)
        if rows is None or _has_ordinal(reading, stretch) or not (stretch.claims.high or stretch.claims.low):
            return
        near_columns = reading.nearest(index, "columns_named")
        near = reading.stretches[near_columns] if near_columns is not None else stretch
        named = {near.first_column} if near.first_column else near.columns_named
        columns = [c for c in (*self._grid.measures, *self._grid.comparisons) if not named or c.name in named]
        for extreme, said in (("highest", stretch.claims.high), ("lowest", stretch.claims.low)):
            if said and not any(rows & extremes(self._grid, column, extreme) for column in columns):
                raise Declined(f"The result does not bear out that this is the {extreme}.")

    def ordinal(self, reading: Reading, figure: WrittenFigure) -> Figure:
        """A rank of the row that is named nearest, or its place among the rows."""
        index = reading.stretch_at(figure.start)
        rows = reading.rows_at(index)
        place = int(figure.value)
        for row in rows or ():
            for column in self._grid.measures:
                if place in ranks(self._grid, column, row, reading.stretches[index].claims.low):
                    return Figure(start=figure.start, end=figure.end, cell=self._grid.ref(row, column))
            if row == place - 1 and not (reading.stretches[index].claims.high or reading.stretches[index].claims.low):
                cell = CellRef(row=row, column=self._grid.columns[0].name)
                return Figure(start=figure.start, end=figure.end, cell=cell)
        raise Declined(f"“{reading.text[figure.start : figure.end]}” is not the place of that row.")

    def is_mere_word(self, reading: Reading, figure: WrittenFigure) -> bool:
        """As "first" in a sentence that names no row."""
        nameless = reading.rows_at(reading.stretch_at(figure.start)) is None
        return figure.kind == "ordinal" and figure.value == 1 and nameless

    def is_limit(self, reading: Reading, figure: WrittenFigure) -> bool:
        """The 5 of "top 5", where five rows are shown, or the first five of a measure are named."""
        if figure.kind != "number" or not reading.is_counting(figure):
            return False
        named = {row for mention in reading.mentions for row in mention.rows or ()}
        return figure.value == len(self._grid.rows) or (
            figure.value == len(named)
            and any(
                all(min(ranks(self._grid, measure, row, False), default=len(named) + 1) <= len(named) for row in named)
                for measure in self._grid.measures
            )
        )


def _has_ordinal(reading: Reading, stretch: Stretch) -> bool:
    return any(figure.kind == "ordinal" and stretch.start <= figure.start < stretch.end for figure in reading.figures)
