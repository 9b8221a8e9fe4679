"""Whether a spec makes sense in itself, before anything is run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from core.errors import InvalidInput
from core.saved import GRID_COLUMNS, REFRESH_MINUTES, Dashboard, DashboardFilter, QueryTile, SavedQuery, TextTile
from workspace.kept.naming import check_name

MOST_TILES = 100
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_SQL = 300, 20_000, 100_000
_MOST_PARAMETERS = 50
_TALLEST = 1_000


def check_query(query: SavedQuery) -> SavedQuery:
    """Raises InvalidInput, and GuardRefusal for SQL that cannot be read."""
    check_name(query.name)
    _check_texts(query.title, query.description, query.question or "")
    if (query.plan is None) == (query.sql is None):
        raise InvalidInput("A saved query has either a Plan or SQL.", hint="Give one of “plan” and “sql”.")
    if query.as_of is not None:
        _check_date(query.as_of)
    if len(query.parameters) > _MOST_PARAMETERS:
        raise InvalidInput(f"A saved query has at most {_MOST_PARAMETERS} parameters.")
    _check_names("parameter", (one.name for one in query.parameters))
    if query.plan is not None:
        from agents.sql_expert.kept.filling import check_places

        check_places(query)
    else:
        _check_sql(query)
    _check_defaults(query)
    return query


def _check_sql(query: SavedQuery) -> None:
    from warehouse.sql_parameters import parameters_in

    sql = query.sql or ""
    if not sql.strip() or len(sql) > _LONGEST_SQL:
        raise InvalidInput(f"The SQL is empty or longer than {_LONGEST_SQL:,} characters.")
    declared = {name for one in query.parameters for name in _placeholders(one.name, one.type)}
    used = set(parameters_in(sql))
    if used - declared:
        raise InvalidInput(
            f"The SQL has a parameter “:{min(used - declared)}” that is not declared.",
            hint="Declare it under “parameters”, with a type and a default.",
        )
    idle = [one.name for one in query.parameters if not used & set(_placeholders(one.name, one.type))]
    if idle:
        raise InvalidInput(f"The SQL has no “:{_placeholders(idle[0], 'text')[0]}” for the parameter “{idle[0]}”.")


def _placeholders(name: str, kind: str) -> tuple[str, ...]:
    return (f"{name}_start", f"{name}_end") if kind == "period" else (name,)


def _check_defaults(query: SavedQuery) -> None:
    from agents.sql_expert.kept import typed_value

    for one in query.parameters:
        if one.default is not None:
            typed_value(one, one.default)
        elif query.plan is None:
            raise InvalidInput(f"The parameter “{one.name}” has no default.", hint="SQL needs a value to run with.")


def check_dashboard(board: Dashboard) -> Dashboard:
    """Raises InvalidInput. Whether its queries are there is seen when it is run."""
    check_name(board.name)
    _check_texts(board.title, board.description)
    if len(board.tiles) > MOST_TILES:
        raise InvalidInput(f"A dashboard has at most {MOST_TILES} tiles.")
    if board.refresh_minutes not in REFRESH_MINUTES:
        raise InvalidInput(f"refresh_minutes is one of {', '.join(str(one) for one in REFRESH_MINUTES)}.")
    _check_names("tile", (tile.id for tile in board.tiles), plain=False)
    for tile in board.tiles:
        _check_tile(tile)
    _check_names("filter", (one.name for one in board.filters))
    tiles = {tile.id: tile for tile in board.tiles}
    for one in board.filters:
        _check_filter(one, tiles)
    return board


def _check_tile(tile: QueryTile | TextTile) -> None:
    fits = tile.w >= 1 and tile.h >= 1 and tile.x >= 0 and tile.y >= 0
    if not fits or tile.x + tile.w > GRID_COLUMNS or tile.y + tile.h > _TALLEST:
        raise InvalidInput(
            f"The tile “{tile.id}” does not fit on the grid.",
            hint=f"It has {GRID_COLUMNS} columns: x from 0, and x + w at most {GRID_COLUMNS}.",
        )
    if isinstance(tile, TextTile) and len(tile.text) > _LONGEST_TEXT:
        raise InvalidInput(f"The text of the tile “{tile.id}” is longer than {_LONGEST_TEXT:,} characters.")
    if isinstance(tile, QueryTile):
        check_name(tile.query)


def _check_filter(one: DashboardFilter, tiles: dict[str, QueryTile | TextTile]) -> None:
    for target in one.targets:
        if not isinstance(tiles.get(target.tile), QueryTile):
            raise InvalidInput(f"The filter “{one.name}” is for a tile “{target.tile}” that shows no query.")
        if (target.parameter is None) == (target.field is None):
            raise InvalidInput(
                f"The filter “{one.name}” changes either a parameter or a field of the tile “{target.tile}”.",
                hint="Give one of “parameter” and “field”.",
            )


def _check_texts(title: str, *texts: str) -> None:
    if not title.strip() or len(title) > _LONGEST_TITLE:
        raise InvalidInput(f"A title has 1 to {_LONGEST_TITLE} characters.")
    if any(len(text) > _LONGEST_TEXT for text in texts):
        raise InvalidInput(f"A description or question has at most {_LONGEST_TEXT:,} characters.")


def _check_names(kind: str, names: Iterable[str], *, plain: bool = True) -> None:
    counted = Counter(names)
    for name, count in counted.items():
        if count > 1:
            raise InvalidInput(f"There are two {kind}s named “{name}”.")
        if not name or len(name) > 100 or (plain and not (name.isascii() and name.isidentifier())):
            raise InvalidInput(f"“{name[:100]}” cannot name a {kind}.", hint="Use letters, digits and underscores.")


def _check_date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"“{text}” is not a date.", hint="Write it like 2024-05-31.") from None
