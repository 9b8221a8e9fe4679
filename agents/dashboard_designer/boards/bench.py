"""What changing a dashboard needs of the data: questions understood, Plans run, names that are free."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from core.model import SemanticModel
from core.plan import Plan
from core.query import Query
from core.result import Result
from core.saved import SavedQuery
from core.ways import Declined

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """`understand` and `run` raise UserError. `saved` are names of queries that others may use, so that they are not changed here."""

    model: SemanticModel
    understand: Callable[[str], Awaitable[Query]]
    run: Callable[[Plan], Awaitable[Result]]
    saved: frozenset[str] = frozenset()

    async def rows_of(self, plan: Plan) -> Result:
        """Raises Declined where there are none."""
        result = await self.run(plan)
        if not result.rows or all(cell is None for row in result.rows for cell in row):
            raise Declined("There are no rows for that.")
        return result


def free_name(title: str, taken: Iterable[str]) -> str:
    """The title in lower-case words with hyphens, with a number where it is taken."""
    words = re.findall(r"[a-z0-9]+", title.casefold())
    base = "-".join(words)[:_LONGEST_NAME].strip("-") or "tile"
    names, name, count = set(taken), base, 1
    while name in names:
        count += 1
        name = f"{base}-{count}"
    return name


def renamed_where_saved(query: SavedQuery, bench: Bench, taken: Iterable[str]) -> str:
    """The query's own name, or a new one where it is saved already."""
    return free_name(query.title, {*taken, *bench.saved}) if query.name in bench.saved else query.name
