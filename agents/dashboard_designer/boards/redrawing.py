"""Tiles shown otherwise: another chart, other periods, other groups, fewer rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.analyst.wording import in_lower
from agents.dashboard_designer.boards.adding import view_of
from agents.dashboard_designer.boards.bench import Bench, free_name, renamed_where_saved
from agents.dashboard_designer.boards.commands import Redraw, Top
from agents.dashboard_designer.boards.focus import dimension_meant
from agents.dashboard_designer.boards.plans import by_dimension, by_grain, top
from agents.dashboard_designer.boards.targets import AnyTile, tiles_meant, title_of
from agents.dashboard_designer.design import Design
from agents.dashboard_designer.viewing import viewed
from core.errors import UserError
from core.plan import Plan, PlanDimension
from core.result import Result
from core.saved import DashboardDraft, QueryTile, SavedQuery
from core.ways import Declined
from semantic_layer import compile_plan

_MOST_TOP = 1000
_LONGEST_GROUP = 5


async def redrawn(draft: DashboardDraft, command: Redraw, bench: Bench, touched: str | None) -> dict[str, Any]:
    tiles = tiles_meant(command.target, draft, touched)
    told: list[str] = []
    for tile in tiles:
        query = query_of(tile, draft)
        plan = await _regrouped(query, command, bench)
        view = query_view(tile, query) if command.shown is None else view_of(command.shown)
        changed = plan is not None and plan != query.plan
        title = _retitled(tile, query, plan) if changed else None
        if plan is not None:
            result = await bench.rows_of(plan)
            await _check_view(replace(query, plan=plan, chart=view), result, bench)
        shown = f" as {_in_words(command.shown)}" if command.shown else ""
        told.append(f"“{title_of(tile, {query.name: query})}” is shown{shown}{_by_words(command)} now.")
        new_tile = replace(tile, view=view) if isinstance(tile, QueryTile) else tile
        draft = with_query(draft, new_tile, query, plan if changed else None, title, bench)
    return {"draft": draft, "told": tuple(told), "touched": tiles[0].id if len(tiles) == 1 else None}


async def limited(draft: DashboardDraft, command: Top, bench: Bench, touched: str | None) -> dict[str, Any]:
    tiles = tiles_meant(command.target, draft, touched)
    count = min(max(command.count, 1), _MOST_TOP)
    for tile in tiles:
        query = query_of(tile, draft)
        if query.plan is None:
            raise Declined(f"“{query.title}” is SQL, which is not changed in words.", hint="Edit it as a query.")
        plan = top(query.plan, count)
        await bench.rows_of(plan)
        draft = with_query(draft, tile, query, plan, None, bench)
    names = " and ".join(f"“{title_of(tile, {one.name: one for one in draft.queries})}”" for tile in tiles[:2])
    return {
        "draft": draft,
        "told": (f"{names} {'shows' if len(tiles) == 1 else 'show'} the first {count} now.",),
        "touched": tiles[0].id if len(tiles) == 1 else None,
    }


def query_of(tile: AnyTile, draft: DashboardDraft) -> SavedQuery:
    if not isinstance(tile, QueryTile):
        raise Declined("A text is not drawn.", hint="Rename or remove it.")
    found = next((query for query in draft.queries if query.name == tile.query), None)
    if found is None:
        raise Declined(f"The query “{tile.query}” of that tile is not there any more.")
    return found


def query_view(tile: AnyTile, query: SavedQuery) -> Any:
    is_set = isinstance(tile, QueryTile) and (tile.view.show != "auto" or tile.view.mark is not None)
    return tile.view if is_set and isinstance(tile, QueryTile) else query.chart


def with_query(
    draft: DashboardDraft, tile: AnyTile, query: SavedQuery, plan: Plan | None, title: str | None, bench: Bench
) -> DashboardDraft:
    """The tile in its place; of a new `plan` its query is made anew where others may use the old one."""
    queries = list(draft.queries)
    if plan is not None and isinstance(tile, QueryTile):
        shared = sum(isinstance(one, QueryTile) and one.query == query.name for one in draft.dashboard.tiles) > 1
        taken = {one.name for one in draft.queries}
        name = (
            free_name(title or query.title, {*taken, *bench.saved})
            if shared
            else renamed_where_saved(query, bench, taken)
        )
        new = replace(query, name=name, plan=plan, title=title or query.title, question=None)
        queries = [one for one in queries if one.name != query.name or shared] + [new]
        tile = replace(tile, query=name, title=tile.title if title is None else None)
    tiles = tuple(tile if one.id == tile.id else one for one in draft.dashboard.tiles)
    return replace(draft, dashboard=replace(draft.dashboard, tiles=tiles), queries=tuple(queries))


async def _regrouped(query: SavedQuery, command: Redraw, bench: Bench) -> Plan | None:
    plan = query.plan
    if command.grain is None and command.by is None:
        return plan
    if plan is None:
        raise Declined(f"“{query.title}” is SQL, which is not changed in words.", hint="Edit it as a query.")
    if command.grain is not None:
        return by_grain(plan, command.grain, bench.model)
    dimension = await _dimension(str(command.by), plan, bench)
    return by_dimension(plan, dimension, beside=command.beside or command.layout == "stacked")


async def _dimension(words: str, plan: Plan, bench: Bench) -> PlanDimension:
    entity = bench.model.entity(plan.entity)
    named = dimension_meant(words, entity, bench.model)
    if named is not None:
        return named
    if len(words.split()) > _LONGEST_GROUP or " and " in f" {words} ":
        raise Declined(f"“{words}” is more than one thing to group by.", hint="Say one change after the other.")
    try:
        query = await bench.understand(f"number of {entity.label} by {words}")
    except UserError:
        query = None
    grouped = query.plan.dimensions if query is not None and query.plan is not None else ()
    if len(grouped) != 1 or query is None or query.plan is None or query.plan.entity != plan.entity:
        raise Declined(
            f"{entity.label[:1].upper()}{entity.label[1:]} cannot be grouped by “{words}”.", unmatched=(words,)
        )
    return grouped[0]


async def _check_view(query: SavedQuery, result: Result, bench: Bench) -> None:
    """Raises Declined where the rows cannot be drawn as that."""
    if query.plan is None or query.chart.show not in ("chart", "number"):
        return
    design = Design(query=compile_plan(query.plan, bench.model), result=result, title=query.title)
    chart = await viewed(query.chart, design)
    if chart is None:
        raise Declined(f"“{query.title}” cannot be drawn as {_in_words(query.chart.mark or query.chart.show)}.")
    wanted = query.chart.mark
    if wanted is not None and chart.mark != wanted:
        reason = chart.note.split(". ")[0].split(", so ")[0]
        raise Declined(f"“{query.title}” cannot be drawn as {_in_words(wanted)}: {reason}.")


def _retitled(tile: AnyTile, query: SavedQuery, plan: Plan | None) -> str | None:
    """A title of the old kind ("… by month") for the new groups; None where a person gave it another."""
    if plan is None or not plan.measures or not plan.dimensions:
        return None
    groups = " and ".join(one.grain or in_lower(one.label) for one in plan.dimensions if one.shown)
    return f"{plan.measures[0].label} by {groups}"


def _by_words(command: Redraw) -> str:
    return f" by {command.grain or command.by}" if command.grain or command.by else ""


_SHOWN = {
    "arc": "a pie",
    "rect": "a heat map",
    "point": "points",
    "area": "an area",
    "histogram": "a histogram",
    "bar": "bars",
    "box": "box plots",
}


def _in_words(shown: str) -> str:
    return _SHOWN.get(shown, f"a {shown}")
