"""Filters of a whole dashboard, found from words and tried on each tile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.advisor.subjects import rows_of
from agents.dashboard_designer.boards.bench import Bench, free_name
from agents.dashboard_designer.boards.commands import Filter
from agents.dashboard_designer.boards.focus import dimension_meant
from agents.dashboard_designer.boards.plans import filtered
from agents.dashboard_designer.boards.redrawing import query_of, with_query
from agents.dashboard_designer.boards.targets import AnyTile, tiles_meant, title_of
from core.errors import UserError
from core.model import Entity
from core.plan import AbsolutePeriod, Comparison, Condition, FieldRef, In, Not, Plan, RelativePeriod, Value
from core.saved import DashboardDraft, DashboardFilter, FilterTarget, ParameterType, QueryTile, Scalar
from core.ways import Declined, Unclear

_TELLING = ("value", "date", "number", "comparison")


async def filtered_board(draft: DashboardDraft, command: Filter, bench: Bench, touched: str | None) -> dict[str, Any]:
    """A filter over the tiles it fits; what can be no filter of a dashboard goes into their Plans."""
    tiles = [tile for tile in tiles_meant(command.target, draft, touched) if isinstance(tile, QueryTile)]
    conditions: dict[str, Condition | str] = {}
    fits: list[tuple[QueryTile, Condition]] = []
    left: list[str] = []
    for tile in tiles:
        found = await _condition_on(tile, draft, command, bench, conditions)
        if isinstance(found, str):
            left.append(found)
        else:
            fits.append((tile, found))
    if not fits:
        raise Declined(left[0] if left else "There is no tile to filter.")
    draft = _with_filter(draft, fits, bench)
    which = ("All tiles" if len(tiles) > 1 else "The tile") if not left else f"{len(fits)} of {len(tiles)} tiles"
    verb = "leave out" if command.without else "show only"
    verb = verb.replace("leave", "leaves").replace("show", "shows") if which == "The tile" else verb
    told = f"{which} {verb} {command.words} now."
    return {"draft": draft, "told": (told, *dict.fromkeys(left)), "touched": None}


def unfiltered(draft: DashboardDraft) -> DashboardDraft:
    """Raises Declined where there are none."""
    if not draft.dashboard.filters:
        raise Declined("The dashboard has no filters.")
    return replace(draft, dashboard=replace(draft.dashboard, filters=()))


async def _condition_on(
    tile: QueryTile, draft: DashboardDraft, command: Filter, bench: Bench, known: dict[str, Condition | str]
) -> Condition | str:
    """The condition that leaves this tile rows, or why it has none."""
    query = query_of(tile, draft)
    title = title_of(tile, {query.name: query})
    if query.plan is None:
        return f"“{title}” is SQL, which is not filtered in words."
    entity = bench.model.entity(query.plan.entity)
    if entity.name not in known:
        known[entity.name] = await _condition_meant(command, entity, bench)
    condition = known[entity.name]
    if isinstance(condition, str):
        return condition
    try:
        await bench.rows_of(filtered(query.plan, condition))
    except UserError as refused:
        return f"“{title}” stays as it is: {refused.message}"
    return condition


async def _condition_meant(command: Filter, entity: Entity, bench: Bench) -> Condition | str:
    """By asking for the rows of the entity with these words, in several ways that people would."""
    rows, words = rows_of(entity), command.words
    refused: UserError | None = None
    for asked in (
        f"number of {rows} in {words}",
        f"number of {rows} for {words}",
        f"number of {words} {rows}",
        f"number of {rows} with {words}",
    ):
        try:
            query = await bench.understand(asked)
        except UserError as declined:
            refused = refused if isinstance(refused, Unclear) else declined
            continue
        plan = query.plan
        if plan is None or plan.entity != entity.name or plan.where is None or plan.having is not None:
            continue
        if _is_told_by(plan, words):
            return Not(condition=plan.where) if command.without else plan.where
    if isinstance(refused, Unclear):
        options = ", ".join(f"“{option.label}”" for option in refused.clarification.options)
        return f"“{words}” can be read as {options}. Say it with more words."
    return f"Nothing of the {rows} matches “{words}”."


def _is_told_by(plan: Plan, words: str) -> bool:
    """Whether a value, a date or a number among the words is what the condition was read from."""
    said = words.casefold()
    return any(one.role in _TELLING and one.words.casefold() in said for one in plan.reading)


def _with_filter(draft: DashboardDraft, fits: list[tuple[QueryTile, Condition]], bench: Bench) -> DashboardDraft:
    made = [(tile, _as_filter(condition), condition) for tile, condition in fits]
    if all(simple is not None for _, simple, _ in made):
        filters = list(draft.dashboard.filters)
        for tile, simple, _ in made:
            if simple is not None:
                _join(filters, simple, FilterTarget(tile=tile.id, field=simple.field))
        return replace(draft, dashboard=replace(draft.dashboard, filters=tuple(filters)))
    for tile, _, condition in made:
        query = query_of(tile, draft)
        if query.plan is not None:
            draft = with_query(draft, _now(tile, draft), query, filtered(query.plan, condition), None, bench)
    return draft


def _now(tile: QueryTile, draft: DashboardDraft) -> AnyTile:
    return next(one for one in draft.dashboard.tiles if one.id == tile.id)


def _join(filters: list[DashboardFilter], new: DashboardFilter, target: FilterTarget) -> None:
    """One filter for one field and value, with all tiles it is for; another value of the field takes its place."""
    for place, one in enumerate(filters):
        if one.field == new.field:
            others = tuple(each for each in one.targets if each.tile != target.tile)
            filters[place] = replace(one, default=new.default, type=new.type, targets=(*others, target))
            return
    filters.append(replace(new, name=free_name(new.name, (one.name for one in filters)), targets=(target,)))


def _as_filter(condition: Condition) -> DashboardFilter | None:
    """A filter on a field of its own table; None for what only a Plan can say."""
    match condition:
        case Comparison(left=FieldRef(via=()) as of, operator="=", right=Value(value=value, type=type_)):
            return _on(of, (value,), "text" if type_ == "text" else "number") if isinstance(value, str) else None
        case In(of=FieldRef(via=()) as of, values=values, negated=False) if values and all(
            isinstance(one.value, str) for one in values
        ):
            return _on(of, tuple(one.value for one in values), "text")
        case (
            RelativePeriod(of=FieldRef(via=()) as of, phrase=phrase)
            | AbsolutePeriod(of=FieldRef(via=()) as of, phrase=phrase)
        ):
            made = _on(of, (), "period")
            return replace(made, default=phrase, many=False)
        case _:
            return None


def _on(of: FieldRef, values: tuple[Scalar, ...], type_: ParameterType) -> DashboardFilter:
    label = of.name.replace("_", " ")
    return DashboardFilter(
        name=free_name(of.name, ()),
        type=type_,
        label=label[:1].upper() + label[1:],
        field=f"{of.entity}.{of.name}",
        default=values,
    )


def offered(draft: DashboardDraft, words: str, bench: Bench) -> DashboardDraft:
    """A filter without a value, to be set on the page; for the tiles it fits. Raises Declined."""
    for query in draft.queries:
        if query.plan is None:
            continue
        named = dimension_meant(words, bench.model.entity(query.plan.entity), bench.model)
        if named is not None and isinstance(named.of, FieldRef):
            made = replace(_on(named.of, (), "text"), default=None, label=named.label)
            if any(one.field == made.field for one in draft.dashboard.filters):
                raise Declined(f"There is a filter for “{named.label}” already.")
            name = free_name(made.name, (one.name for one in draft.dashboard.filters))
            filters = (*draft.dashboard.filters, replace(made, name=name))
            return replace(draft, dashboard=replace(draft.dashboard, filters=filters))
    raise Declined(f"Nothing that the tiles show can be filtered by “{words}”.", unmatched=(words,))
