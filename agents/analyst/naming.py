"""How a row is called in a sentence, and its value."""

from __future__ import annotations

from agents.analyst.grid import Grid
from agents.analyst.numbers import cell_text, exact, label_text, number_text
from agents.analyst.wording import as_object, preposition, singular
from core.answer import Fact
from core.query import OutputColumn

_NAMES = frozenset({"name", "forename", "surname"})


def name_of(grid: Grid, row: int) -> str:
    """As in "Germany", "Bikes in Germany", "rating 5"."""
    whole = _whole_name(grid, row)
    if whole is not None:
        return whole
    first, *others = grid.dimensions
    return " ".join([_called(grid, row, first), *(_placed(grid, row, column) for column in others)])


def place_of(grid: Grid, row: int) -> str:
    """As in "in Germany", "for Bikes in March 2024"."""
    whole = _whole_name(grid, row)
    return f"for {whole}" if whole else " ".join(_placed(grid, row, column) for column in grid.dimensions)


def _whole_name(grid: Grid, row: int) -> str | None:
    """“Ada Lovelace” where the first and the last name are shown, “Ford, Fiesta” of a make and a model."""
    columns = grid.dimensions
    if len(columns) < 2 or any(preposition(one.label, one.grain) != "for" or one is grid.time for one in columns):
        return None
    cells = [grid.rows[row][grid.index(one.name)] for one in columns]
    if not all(isinstance(one, str) for one in cells):
        return None
    parts = [label_text(cell, column) for cell, column in zip(cells, columns, strict=True)]
    named = all(_NAMES.intersection(column.label.casefold().split()) for column in columns)
    return (" " if named else ", ").join(parts)


def value_of(grid: Grid, row: int, column: OutputColumn) -> str:
    return cell_text(grid.rows[row][grid.index(column.name)], column)


def fact_text(found: Fact) -> str:
    """Without its sign where the sentence says the direction."""
    number = exact(found.value)
    return number_text(abs(number) if number is not None else None, found.unit)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _called(grid: Grid, row: int, column: OutputColumn) -> str:
    cell = grid.rows[row][grid.index(column.name)]
    shown = label_text(cell, column)
    if isinstance(cell, bool):
        return f"{column.label}: {shown}"
    if exact(cell) is not None and shown.lstrip("−").replace(".", "").isdigit() and column.part != "year":
        return f"{singular(as_object(column.label))} {shown}"
    return shown


def _placed(grid: Grid, row: int, column: OutputColumn) -> str:
    cell = grid.rows[row][grid.index(column.name)]
    grain = (grid.grain if column is grid.time else column.grain) or (
        "year" if column.part in {"year", "month"} else None
    )
    if column.part == "day_of_week":
        grain = "day"
    if column.part == "hour":
        grain = "hour"
    if isinstance(cell, bool):
        return f"where {_called(grid, row, column)}"
    return f"{preposition(column.label, grain)} {_called(grid, row, column)}"
