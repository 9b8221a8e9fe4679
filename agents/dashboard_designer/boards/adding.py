"""New tiles: a question in words, or a text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.dashboard_designer.boards.bench import Bench, free_name
from agents.dashboard_designer.boards.commands import Add, Place, Shown
from agents.dashboard_designer.boards.placing import SIZES, placed
from agents.dashboard_designer.boards.targets import AnyTile, in_reading_order
from core.errors import UserError
from core.plan import Plan
from core.query import Query
from core.saved import GRID_COLUMNS, DashboardDraft, QueryTile, SavedQuery, TextTile, ViewSettings
from core.ways import Declined, Unclear

_MOST_TILES = 40


async def added(draft: DashboardDraft, command: Add, bench: Bench) -> dict[str, Any]:
    """A tile of what the words ask, run once; raises Declined where they are not understood or give no rows."""
    query = await _understood(command.words, bench)
    if query.plan is None:
        raise Declined(f"“{command.words}” says more than a tile of rules can.", hint="Ask it, and add the answer.")
    await bench.rows_of(query.plan)
    same = next((one for one in draft.queries if one.plan == query.plan), None)
    if same is not None:
        raise Declined(f"“{same.title}” shows that already.")
    title = command.words.strip().rstrip("?.!")
    title = title[:1].upper() + title[1:]
    view = view_of(command.shown)
    made = SavedQuery(
        name=free_name(title, {*bench.saved, *(one.name for one in draft.queries)}),
        title=title,
        question=command.words,
        plan=query.plan,
        chart=view,
    )
    width, height = _size(query.plan, view)
    tile = QueryTile(id=free_name(made.name, _ids(draft)), query=made.name, x=0, y=0, w=width, h=height)
    grown = _with_tile(draft, tile, command.place)
    return {"draft": replace(grown, queries=(*draft.queries, made)), "told": (f"Added “{title}”.",), "touched": tile.id}


def added_text(draft: DashboardDraft, text: str) -> dict[str, Any]:
    tile = TextTile(id=free_name("text", _ids(draft)), text=text, x=0, y=0, w=GRID_COLUMNS, h=1)
    return {"draft": _with_tile(draft, tile, "top"), "told": ("Added the text.",), "touched": tile.id}


def view_of(shown: Shown | None) -> ViewSettings:
    match shown:
        case None:
            return ViewSettings()
        case "table" | "number":
            return ViewSettings(show=shown)
        case _:
            return ViewSettings(show="chart", mark=shown)


async def _understood(words: str, bench: Bench) -> Query:
    """As the words are, or as a count of them ("returns by reason")."""
    try:
        return await bench.understand(words)
    except UserError as declined:
        refused = declined
    try:
        return await bench.understand(f"number of {words}")
    except UserError:
        if isinstance(refused, Unclear):
            options = ", ".join(f"“{option.label}”" for option in refused.clarification.options)
            raise Declined(f"“{words}” can be read as {options}.", hint="Say it with more words.") from None
        raise Declined(f"“{words}” cannot be added: {refused.message}", hint=refused.hint) from None


def _with_tile(draft: DashboardDraft, tile: AnyTile, place: Place | None) -> DashboardDraft:
    tiles = in_reading_order(draft.dashboard.tiles)
    if len(tiles) >= _MOST_TILES:
        raise Declined(f"A dashboard of {_MOST_TILES} tiles is full.", hint="Remove one first.")
    ordered = [tile, *tiles] if place == "top" else [*tiles, tile]
    return replace(draft, dashboard=replace(draft.dashboard, tiles=placed(ordered)))


def _size(plan: Plan, view: ViewSettings) -> tuple[int, int]:
    if view.show == "number" or not (plan.dimensions or plan.rows):
        return SIZES["figure"]
    return SIZES["rows"] if plan.rows is not None else SIZES["breakdown"]


def _ids(draft: DashboardDraft) -> set[str]:
    return {tile.id for tile in draft.dashboard.tiles}
