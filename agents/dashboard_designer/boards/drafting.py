"""Executed ideas as a dashboard that is not saved yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agents.dashboard_designer.boards.bench import free_name
from agents.dashboard_designer.boards.idea import Executed
from agents.dashboard_designer.boards.placing import SIZES, placed
from core.saved import Dashboard, DashboardDraft, QueryTile, SavedQuery

_ORDER = ("figure", "trend", "breakdown", "map", "spread", "ranking", "rows")


def drafted(
    title: str, found: Sequence[Executed], taken: Iterable[str] = (), told: Sequence[str] = ()
) -> DashboardDraft:
    """Key figures above, then what they are made of, tables below. `taken` are names of queries and dashboards in use."""
    names = set(taken)
    tiles: list[QueryTile] = []
    queries: list[SavedQuery] = []
    for one in sorted(found, key=lambda each: _ORDER.index(each.idea.kind)):
        idea = one.idea
        name = free_name(idea.title, names)
        names.add(name)
        queries.append(SavedQuery(name=name, title=idea.title, question=idea.question, plan=idea.plan, chart=idea.view))
        width, height = SIZES[idea.kind]
        tiles.append(QueryTile(id=name, query=name, x=0, y=0, w=width, h=height))
    board = Dashboard(name=free_name(title, names), title=title, tiles=placed(tiles, fill=True))
    return DashboardDraft(dashboard=board, queries=tuple(queries), told=tuple(told))
