"""Commands, done on a dashboard one after the other, each with a sentence on what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.dashboard_designer.boards import commands as words_of
from agents.dashboard_designer.boards.adding import added, added_text
from agents.dashboard_designer.boards.bench import Bench
from agents.dashboard_designer.boards.commands import Command
from agents.dashboard_designer.boards.filtering import filtered_board, offered, unfiltered
from agents.dashboard_designer.boards.placing import placed, resized
from agents.dashboard_designer.boards.reading import read_commands
from agents.dashboard_designer.boards.redrawing import limited, redrawn
from agents.dashboard_designer.boards.targets import (
    AnyTile,
    in_reading_order,
    one_tile,
    tiles_meant,
    title_of,
)
from core.errors import UserError
from core.saved import REFRESH_MINUTES, DashboardDraft, QueryTile, TextTile
from core.ways import Declined

_EXAMPLES = "“make the second a line by week”, “add returns by reason”, “only Germany on all tiles”, “remove the table”"
_MOST_COMMANDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`touched` is the tile that "it" means from here on."""

    draft: DashboardDraft
    told: tuple[str, ...]
    touched: str | None = None


async def changed_in_words(draft: DashboardDraft, words: str, bench: Bench) -> DashboardDraft:
    """What was understood is done, what was not is told. Raises Declined where nothing was."""
    commands = read_commands(words)
    if not commands:
        raise Declined("Nothing was said.", hint=f"Say what to change, like {_EXAMPLES}.")
    told: list[str] = []
    refused: list[str] = []
    touched: str | None = None
    for command in commands[:_MOST_COMMANDS]:
        try:
            done = await _done(draft, command, bench, touched)
        except UserError as declined:
            refused.append(_refusal(declined))
            continue
        draft, touched = done.draft, done.touched or touched
        told += done.told
    if len(commands) > _MOST_COMMANDS:
        refused.append(f"Only the first {_MOST_COMMANDS} changes were looked at.")
    if not told:
        raise Declined(" ".join(refused), hint=f"Say it like {_EXAMPLES}.")
    return replace(draft, told=(*told, *refused))


async def _done(draft: DashboardDraft, command: Command, bench: Bench, touched: str | None) -> Done:
    match command:
        case words_of.NotUnderstood(words=words):
            raise Declined(f"“{words}” is not a change that is understood here.")
        case words_of.Redraw():
            return Done(**await redrawn(draft, command, bench, touched))
        case words_of.Top():
            return Done(**await limited(draft, command, bench, touched))
        case words_of.Add():
            return Done(**await added(draft, command, bench))
        case words_of.Filter():
            return Done(**await filtered_board(draft, command, bench, touched))
        case words_of.OfferFilter(words=words):
            return Done(draft=offered(draft, words, bench), told=(f"Added a filter for {words}.",))
        case words_of.Unfilter():
            return Done(draft=unfiltered(draft), told=("Removed the filters.",))
        case words_of.AddText(text=text):
            return Done(**added_text(draft, text))
        case words_of.Refresh(minutes=minutes):
            return _refreshed(draft, minutes)
        case _:
            return _arranged(draft, command, touched)


def _arranged(draft: DashboardDraft, command: Command, touched: str | None) -> Done:
    match command:
        case words_of.Remove(target=target):
            return _removed(draft, target, touched)
        case words_of.Rename(target=target, title=title):
            return _renamed(draft, target, title, touched)
        case words_of.Resize(target=target, size=size):
            tiles = tiles_meant(target, draft, touched)
            return _with(
                draft,
                {tile.id: resized(tile, size) for tile in tiles},
                f"Made {_named(tiles, draft)} {_in_words(size)}.",
            )
        case words_of.Swap(one=first, other=second):
            return _swapped(draft, one_tile(first, draft, touched), one_tile(second, draft, touched))
        case words_of.Move():
            return _moved(draft, command, touched)
        case _:
            raise AssertionError(command)


def _removed(draft: DashboardDraft, target: str, touched: str | None) -> Done:
    gone = tiles_meant(target, draft, touched)
    names = {tile.id for tile in gone}
    left = [tile for tile in in_reading_order(draft.dashboard.tiles) if tile.id not in names]
    filters = tuple(
        replace(one, targets=tuple(each for each in one.targets if each.tile not in names))
        for one in draft.dashboard.filters
    )
    used = {tile.query for tile in left if isinstance(tile, QueryTile)}
    board = replace(draft.dashboard, tiles=placed(left), filters=filters)
    queries = tuple(query for query in draft.queries if query.name in used)
    return Done(draft=replace(draft, dashboard=board, queries=queries), told=(f"Removed {_named(gone, draft)}.",))


def _renamed(draft: DashboardDraft, target: str | None, title: str, touched: str | None) -> Done:
    if target is None:
        board = replace(draft.dashboard, title=title)
        return Done(draft=replace(draft, dashboard=board), told=(f"The dashboard is called “{title}” now.",))
    tile = one_tile(target, draft, touched)
    told = f"{_named((tile,), draft)} is called “{title}” now."
    new: AnyTile = replace(tile, text=f"## {title}") if isinstance(tile, TextTile) else replace(tile, title=title)
    return _with(draft, {tile.id: new}, told)


def _swapped(draft: DashboardDraft, one: AnyTile, other: AnyTile) -> Done:
    tiles = [
        other if tile.id == one.id else one if tile.id == other.id else tile
        for tile in in_reading_order(draft.dashboard.tiles)
    ]
    board = replace(draft.dashboard, tiles=placed(tiles))
    return Done(draft=replace(draft, dashboard=board), told=(f"Swapped {_named((one, other), draft)}.",))


def _moved(draft: DashboardDraft, command: words_of.Move, touched: str | None) -> Done:
    moving = tiles_meant(command.target, draft, touched)
    names = {tile.id for tile in moving}
    others = [tile for tile in in_reading_order(draft.dashboard.tiles) if tile.id not in names]
    place = len(others) if command.place == "bottom" else 0
    where = f"to the {command.place}"
    if command.beside is not None:
        beside = one_tile(command.beside, draft, touched)
        if beside.id in names:
            raise Declined("A tile cannot be moved beside itself.")
        place = next(index for index, tile in enumerate(others) if tile.id == beside.id) + command.after
        where = f"{'after' if command.after else 'before'} {_named((beside,), draft)}"
    board = replace(draft.dashboard, tiles=placed([*others[:place], *moving, *others[place:]]))
    return Done(
        draft=replace(draft, dashboard=board),
        told=(f"Moved {_named(moving, draft)} {where}.",),
        touched=moving[0].id if len(moving) == 1 else None,
    )


def _refreshed(draft: DashboardDraft, minutes: int) -> Done:
    if minutes not in REFRESH_MINUTES:
        offered = ", ".join(str(one) for one in REFRESH_MINUTES if one)
        raise Declined(
            f"A dashboard cannot be refreshed every {minutes} minutes.", hint=f"Every {offered} minutes can be chosen."
        )
    told = f"It is refreshed every {minutes} minutes now." if minutes else "It is not refreshed by itself now."
    return Done(draft=replace(draft, dashboard=replace(draft.dashboard, refresh_minutes=minutes)), told=(told,))


def _with(draft: DashboardDraft, new: dict[str, AnyTile], told: str) -> Done:
    tiles = [new.get(tile.id, tile) for tile in in_reading_order(draft.dashboard.tiles)]
    board = replace(draft.dashboard, tiles=placed(tiles))
    return Done(draft=replace(draft, dashboard=board), told=(told,), touched=next(iter(new)) if len(new) == 1 else None)


def _named(tiles: Sequence[AnyTile], draft: DashboardDraft) -> str:
    queries = {query.name: query for query in draft.queries}
    if len(tiles) > 2:
        return f"{len(tiles)} tiles"
    return " and ".join(f"“{title_of(tile, queries)}”" for tile in tiles)


def _in_words(size: str) -> str:
    return {
        "full": "as wide as the page",
        "half": "half as wide as the page",
        "third": "a third as wide as the page",
    }.get(size, size)


def _refusal(declined: UserError) -> str:
    return f"{declined.message} {declined.hint}" if declined.hint else declined.message
