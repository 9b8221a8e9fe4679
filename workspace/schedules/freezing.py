"""What is to be sent, frozen: an answer, a saved query or a dashboard as it is now, with the schema it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from catalog import Catalog, RunRecord
from core.answer import Answer
from core.errors import InvalidInput, UnknownName, UserError
from core.plan import Plan
from core.result import Result
from core.saved import Dashboard, ParameterValue, QueryTile, SavedQuery
from core.schedule import Frozen, FrozenQuery, FrozenTable
from core.table import TableVersion
from workspace.answers import fold
from workspace.exporting import said

if TYPE_CHECKING:
    from workspace.kept.filters import FieldFilter
    from workspace.kept.queries import SavedQueries
    from workspace.opened import Opened

_LONGEST_TITLE = 300


def frozen_run(catalog: Catalog, workspace: str, run_id: str) -> Frozen:
    """Raises UnknownName, and InvalidInput for a run without an answer."""
    run = catalog.conversations.run(workspace, run_id)
    if run is None:
        raise UnknownName("run", run_id, ())
    if run.status != "answered" or run.sql is None:
        raise InvalidInput("That run has no answer to send.", hint="Only an answered question can be scheduled.")
    answer = fold(catalog.conversations.events(run_id))
    item = FrozenQuery(
        query=_query_of(run), title=_short(run.question), sentences=tuple(one.text for one in answer.sentences)
    )
    return Frozen(kind="run", source=run_id, title=_short(run.question), items=(item,))


def frozen_query(queries: SavedQueries, name: str, given: Mapping[str, ParameterValue]) -> Frozen:
    """Raises UnknownName."""
    entry = queries.get(name)
    query = entry.query
    item = FrozenQuery(query=query, title=query.title, given=given, version=entry.record.number)
    return Frozen(kind="query", source=name, title=query.title, description=query.description, items=(item,))


def frozen_dashboard(
    queries: SavedQueries, board: Dashboard, given: Mapping[str, ParameterValue], opened: Opened, today: date
) -> Frozen:
    """Its tiles from the top left on, with the filters that are `given`, else their defaults. Raises UnknownName."""
    from workspace.kept.filters import filter_values

    values = filter_values(board, given)
    tiles = sorted((tile for tile in board.tiles if isinstance(tile, QueryTile)), key=lambda tile: (tile.y, tile.x))
    if not tiles:
        raise InvalidInput("The dashboard has no tile with a query.", hint="Add one, then schedule it.")
    return Frozen(
        kind="dashboard",
        source=board.name,
        title=board.title,
        description=board.description,
        filters=tuple(
            f"{one.label or one.name}: {said(values[one.name])}" for one in board.filters if one.name in values
        ),
        items=tuple(_tile(queries, board, tile, values, opened, today) for tile in tiles),
    )


def with_schema(item: FrozenQuery, answer: Answer, versions: Sequence[TableVersion]) -> FrozenQuery:
    """The columns that it gave, and those that it read, as they are now."""
    used = {one.name for one in answer.receipt.tables} if answer.receipt else set()
    sql = answer.receipt.sql if answer.receipt else ""
    tables = tuple(_table(version, sql) for version in versions if version.table.name in used)
    sentences = item.sentences or tuple(one.text for one in answer.sentences)
    columns = answer.result.columns if answer.result else ()
    return replace(item, tables=tables, columns=columns, sentences=sentences)


def drift(item: FrozenQuery, versions: Sequence[TableVersion]) -> str | None:
    """What of the schema that the query reads is not what it was; None where all of it is."""
    now = {version.table.name: {one.name: one.type for one in version.table.columns} for version in versions}
    for table in item.tables:
        if table.name not in now:
            return f"The table {table.name} is not there any more."
        for name, kind in table.columns:
            found = now[table.name].get(name)
            if found is None:
                return f"The column {table.name}.{name} is not there any more."
            if not _is_alike(kind, found):
                return f"The column {table.name}.{name} was {kind} and is {found} now."
    return None


def drift_of_result(item: FrozenQuery, result: Result) -> str | None:
    """What the columns of the result are that they were not."""
    was, now = [one.name for one in item.columns], [one.name for one in result.columns]
    if was != now:
        return f"The result had the columns {', '.join(was)}; it has {', '.join(now)} now."
    for before, after in zip(item.columns, result.columns, strict=True):
        if not _is_alike(before.type, after.type):
            return f"The column {before.name} of the result was {before.type} and is {after.type} now."
    return None


_FAMILIES = (frozenset({"integer", "decimal", "float"}), frozenset({"date", "timestamp", "timestamptz"}))


def _is_alike(was: str, now: str) -> bool:
    return was == now or any({was, now} <= family for family in _FAMILIES)


def _table(version: TableVersion, sql: str) -> FrozenTable:
    words = set(re.findall(r"\w+", sql.casefold()))
    every = "*" in sql
    columns = ((one.name, one.type) for one in version.table.columns if every or one.name.casefold() in words)
    return FrozenTable(name=version.table.name, columns=tuple(columns))


def _query_of(run: RunRecord) -> SavedQuery:
    bare = SavedQuery(name="answer", title=_short(run.question), question=run.question)
    return replace(bare, plan=run.plan) if run.plan is not None else replace(bare, sql=run.sql)


def _tile(
    queries: SavedQueries,
    board: Dashboard,
    tile: QueryTile,
    values: Mapping[str, ParameterValue],
    opened: Opened,
    today: date,
) -> FrozenQuery:
    """With its filters inside: those on fields become conditions of its Plan, after its parameters were filled."""
    from workspace.kept.filters import filters_of_tile

    entry = queries.get(tile.query)
    filters = filters_of_tile(tile, entry.query, board, values)
    bare = FrozenQuery(query=entry.query, title=tile.title or entry.query.title, version=entry.record.number)
    if not filters.fields:
        return replace(bare, given=filters.parameters)
    from agents.sql_expert.kept import fill

    plan = fill(entry.query, filters.parameters, opened.model, today).query.plan
    for wanted in filters.fields:
        plan = _narrowed(plan, wanted, entry.query, opened, today)
    if plan is None:
        return replace(bare, given=filters.parameters)
    return replace(bare, query=replace(entry.query, plan=plan, sql=None, parameters=()))


def _narrowed(plan: Plan | None, wanted: FieldFilter, query: SavedQuery, opened: Opened, today: date) -> Plan | None:
    """A filter that does not fit is left out, unless it was asked of this tile."""
    from semantic_layer import compile_plan
    from semantic_layer.compiler.paths import SeveralPaths
    from workspace.kept.filters import with_condition

    try:
        if plan is None:
            raise InvalidInput(f"“{query.title}” is SQL that no filter on a field fits.", hint="Give it a parameter.")
        narrowed = with_condition(plan, wanted, opened.model, today)
        compile_plan(narrowed, opened.model)
    except (UserError, SeveralPaths):
        if wanted.asked:
            raise
        return plan
    return narrowed


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_TITLE]
