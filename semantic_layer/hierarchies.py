"""Levels of grouping: columns whose every value belongs to one value of another ("city" within "country")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from core.model import Dimension, Field, Hierarchy
from core.table import Table
from semantic_layer.profile import Connection, first_row, quoted
from semantic_layer.words import full_words, singular

_MOST_COLUMNS = 8
_MOST_VALUES = 20_000
_FIRST_LOOK = 3_000
_MOST_CONFIRMED = 8
_ROWS_A_VALUE = 4
_LADDERS = tuple(
    tuple(frozenset(step.split("/")) for step in ladder.split())
    for ladder in (
        "planet continent region/zone/area/territory country/nation state/province county/district/prefecture"
        " city/town/municipality neighbourhood/neighborhood/borough/ward postcode/zip/postal street",
        "year quarter month week day",
        "industry sector company/firm/organisation/organization branch/site/location",
        "division department team/group/unit employee/person",
        "category/type/class/family subcategory/subtype/subclass/subfamily product/item/article sku",
        "manufacturer/maker brand/make line/series model/product",
        "faculty/college department programme/program course section",
        "genre/league/conference division team/club/band player/artist",
    )
)
_CALENDAR = _LADDERS[1]


def find_hierarchies(
    table: Table, fields: Sequence[Field], key: tuple[str, ...], connection: Connection
) -> tuple[Hierarchy, ...]:
    """By functional dependency: a look at the first rows for all pairs, then at all rows for the few that hold there."""
    columns = _candidates(fields, key)
    pairs = [(child, parent) for child, parent in _pairs(columns) if _may_belong(child, parent)]
    kept = _not_contradicted(table, pairs, connection)
    ranked = sorted(kept, key=lambda pair: (_steps(*pair) is None, pair[0].profile.distinct))[:_MOST_CONFIRMED]
    confirmed = ranked if table.rows <= _FIRST_LOOK else _holding(table, ranked, connection)
    return (*_chains(confirmed), *_by_calendar(fields))


def _candidates(fields: Sequence[Field], key: tuple[str, ...]) -> list[Dimension]:
    usable = [
        field
        for field in fields
        if isinstance(field, Dimension)
        and field.role in ("category", "identifier")
        and (field.name,) != key
        and field.type in ("text", "integer")
        and 2 <= field.profile.distinct <= _MOST_VALUES
        and field.profile.nulls < field.profile.rows / 2
    ]
    named = [field for field in usable if any(_step(field.name, ladder) is not None for ladder in _LADDERS)]
    return [*named, *(field for field in usable if field not in named)][:_MOST_COLUMNS]


def _pairs(columns: Sequence[Dimension]) -> Iterator[tuple[Dimension, Dimension]]:
    for one, other in combinations(columns, 2):
        child, parent = (one, other) if one.profile.distinct >= other.profile.distinct else (other, one)
        yield child, parent


def _may_belong(child: Dimension, parent: Dimension) -> bool:
    """Fewer parents than children; by values alone only where each child comes often enough to have been contradicted."""
    if child.profile.distinct <= parent.profile.distinct:
        return False
    steps = _steps(child, parent)
    if steps is not None:
        return steps > 0
    if any(_step(field.name, _CALENDAR) is not None for field in (child, parent)):
        return False
    filled = child.profile.rows - child.profile.nulls
    often = filled >= _ROWS_A_VALUE * child.profile.distinct
    return often and child.profile.distinct >= 2 * parent.profile.distinct and parent.profile.distinct >= 3


def _not_contradicted(
    table: Table, pairs: Sequence[tuple[Dimension, Dimension]], connection: Connection
) -> list[tuple[Dimension, Dimension]]:
    """The pairs that hold in the first rows; telling that here costs less than to have so many groupings planned."""
    if not pairs:
        return []
    names = sorted({field.name for pair in pairs for field in pair})
    listed = ", ".join(quoted(name) for name in names)
    rows = connection.execute(f"SELECT {listed} FROM {quoted(table.name)} LIMIT {_FIRST_LOOK}").fetchall()
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    return [pair for pair in pairs if columns and _holds(columns[pair[0].name], columns[pair[1].name])]


def _holds(children: Sequence[object], parents: Sequence[object]) -> bool:
    """Mostly the first few rows say no."""
    known: dict[object, object] = {}
    for child, parent in zip(children, parents, strict=True):
        if child is not None and parent is not None and known.setdefault(child, parent) != parent:
            return False
    return bool(known)


def _holding(
    table: Table, pairs: Sequence[tuple[Dimension, Dimension]], connection: Connection
) -> list[tuple[Dimension, Dimension]]:
    """In all rows; one grouping tells all parents of a child."""
    parents: dict[str, list[str]] = {}
    for child, parent in pairs:
        parents.setdefault(child.name, []).append(parent.name)
    holding = {(child, name) for child, names in parents.items() for name in _held(table, child, names, connection)}
    return [pair for pair in pairs if (pair[0].name, pair[1].name) in holding]


def _held(table: Table, child: str, parents: Sequence[str], connection: Connection) -> list[str]:
    ends = ", ".join(
        f"min({quoted(parent)}) AS low{number}, max({quoted(parent)}) AS high{number}"
        for number, parent in enumerate(parents)
    )
    held = ", ".join(f"coalesce(bool_and(low{number} = high{number}), false)" for number in range(len(parents)))
    grouped = f"SELECT {ends} FROM {quoted(table.name)} WHERE {quoted(child)} IS NOT NULL GROUP BY {quoted(child)}"
    told = first_row(connection, f"SELECT {held} FROM ({grouped})")
    return [parent for parent, holds in zip(parents, told, strict=True) if holds]


def _chains(pairs: Sequence[tuple[Dimension, Dimension]]) -> list[Hierarchy]:
    """From each column that nothing belongs to, up through the nearest parents."""
    parents: dict[str, list[Dimension]] = {}
    named: dict[str, Dimension] = {}
    for child, parent in pairs:
        parents.setdefault(child.name, []).append(parent)
        named[child.name] = child
    above = {parent.name for _, parent in pairs}
    return [_chain(named[leaf], parents) for leaf in parents if leaf not in above]


def _chain(leaf: Dimension, parents: dict[str, list[Dimension]]) -> Hierarchy:
    levels, sure = [leaf], True
    while levels[-1].name in parents:
        nearest = max(parents[levels[-1].name], key=lambda parent: (parent.profile.distinct, parent.name))
        sure = sure and _steps(levels[-1], nearest) is not None
        levels.append(nearest)
    upwards = [f"each {low.label} has one {high.label}" for low, high in pairwise(levels)]
    few = leaf.profile.rows < 2 * leaf.profile.distinct
    return Hierarchy(
        levels=tuple(level.name for level in reversed(levels)),
        evidence=f"In all rows {' and '.join(upwards)}{', though most come only once' if few else ''}.",
        confidence=0.95 if sure and not few else 0.6 if few else 0.7,
    )


def _by_calendar(fields: Sequence[Field]) -> list[Hierarchy]:
    """A month comes in each year, so that no dependency shows it; the names do."""
    steps: dict[int, Dimension] = {}
    for field in fields:
        step = _step(field.name, _CALENDAR)
        if step is not None and isinstance(field, Dimension) and field.type not in ("date", "timestamp", "timestamptz"):
            steps.setdefault(step, field)
    if len(steps) < 2 or 0 not in steps:
        return []
    levels = tuple(steps[step].name for step in sorted(steps))
    return [
        Hierarchy(levels=levels, evidence="The names are parts of a calendar, one within the other.", confidence=0.9)
    ]


def _steps(child: Dimension, parent: Dimension) -> int | None:
    """How many rungs the child stands below the parent on a ladder that both are on; None where there is none."""
    for ladder in _LADDERS:
        low, high = _step(child.name, ladder), _step(parent.name, ladder)
        if low is not None and high is not None and low != high:
            return low - high
    return None


@lru_cache(maxsize=16_384)
def _step(name: str, ladder: tuple[frozenset[str], ...]) -> int | None:
    """By the last word, or the last two as one ("sub category"); by the one before a name, an id or a code."""
    words = [singular(word) for word in full_words(name)]
    if len(words) > 1 and words[-1] in ("name", "id", "code"):
        words = words[:-1]
    for word in ("".join(words[-2:]), *words[-1:]):
        found = [index for index, step in enumerate(ladder) if word in step]
        if found:
            return found[0]
    return None
