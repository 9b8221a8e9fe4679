"""Which tiles of a dashboard words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.saved import DashboardDraft, QueryTile, SavedQuery, TextTile
from core.ways import Declined
from semantic_layer.words import stems

AnyTile = QueryTile | TextTile
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ALL = re.compile(
    r"(?:(?:all|every|each)(?:\s+(?:of\s+)?(?:the\s+)?(?:tiles?|charts?|ones?|of\s+(?:them|it)))?|everything|"
    r"the\s+(?:whole\s+)?(?:dash)?board|them|everywhere)",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|this|that|this\s+one|that\s+one)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:the\s+)?(?:tile|chart|number|no\.?)?\s*#?(\d{1,2})(?:st|nd|rd|th)?(?:\s+(?:tile|chart|one))?", re.IGNORECASE
)
_ORDINAL = re.compile(
    rf"(?:the\s+)?(?P<place>{'|'.join(_ORDINALS)}|(?:second\s+to\s+)?last)(?:\s+(?P<kind>\w+))?", re.IGNORECASE
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SEVERAL = re.compile(
    rf"(?:the\s+)?(?P<end>first|last)\s+(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})(?:\s+(?:tiles|charts|ones))?",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:,\s*and|,|\band)\s+", re.IGNORECASE)
_ANY_TILE = frozenset({"one", "tile", "chart", "graph", "panel"})
_NOISE = frozenset(stems("the a an of tile chart graph panel one by per in on total"))
_KINDS: dict[str, frozenset[str]] = {
    "table": frozenset({"tabl", "list"}),
    "trend": frozenset({"trend", "line", "curv", "timelin"}),
    "figure": frozenset({"number", "figur", "kpi", "key"}),
    "arc": frozenset({"pie", "donut"}),
    "bar": frozenset({"bar", "breakdown", "column"}),
    "text": frozenset({"text", "note"}),
}
_LEAST = 0.6


def tiles_meant(words: str, draft: DashboardDraft, touched: str | None = None) -> tuple[AnyTile, ...]:
    """In reading order. `touched` is the tile that was changed last. Raises Declined where none or several could be meant."""
    tiles = in_reading_order(draft.dashboard.tiles)
    said = words.strip()
    if _ALL.fullmatch(said):
        return tiles
    if _IT.fullmatch(said):
        return (_last_touched(tiles, touched),)
    queries = {query.name: query for query in draft.queries}
    several = _SEVERAL.fullmatch(said)
    if several is not None:
        return _several(several, tiles)
    placed = _by_place(said, tiles, queries)
    if placed is not None:
        return (placed,)
    named = _LISTED.split(said)
    if len(named) > 1 and all(_is_place(one) for one in named):
        return tuple(one_tile(one, draft, touched) for one in named)
    return _by_words(said, tiles, queries)


def one_tile(words: str, draft: DashboardDraft, touched: str | None = None) -> AnyTile:
    tiles = tiles_meant(words, draft, touched)
    if len(tiles) == 1:
        return tiles[0]
    raise Declined(f"“{words}” means {len(tiles)} tiles.", hint="Name one, like “the second”.")


def _several(found: re.Match[str], tiles: Sequence[AnyTile]) -> tuple[AnyTile, ...]:
    """As in “the first two”, “the last 3”."""
    count = _COUNTS.get(found["count"].lower()) or int(found["count"])
    if not 0 < count <= len(tiles):
        raise Declined(f"There are {len(tiles)} tiles.", hint="Count from the top left.")
    return tuple(tiles[:count] if found["end"].lower() == "first" else tiles[-count:])


def _is_place(words: str) -> bool:
    return bool(_NUMBERED.fullmatch(words) or _ORDINAL.fullmatch(words))


def in_reading_order(tiles: Sequence[AnyTile]) -> tuple[AnyTile, ...]:
    return tuple(sorted(tiles, key=lambda tile: (tile.y, tile.x)))


def title_of(tile: AnyTile, queries: dict[str, SavedQuery]) -> str:
    if isinstance(tile, TextTile):
        return tile.text.splitlines()[0].lstrip("# ") if tile.text else ""
    return tile.title or (queries[tile.query].title if tile.query in queries else tile.query)


def kind_of(tile: AnyTile, queries: dict[str, SavedQuery]) -> str:
    """What people call it: text, table, figure, trend, arc, bar."""
    if isinstance(tile, TextTile):
        return "text"
    query = queries.get(tile.query)
    view = tile.view if tile.view.show != "auto" or tile.view.mark else query.chart if query else tile.view
    if view.show == "table":
        return "table"
    if view.show == "number":
        return "figure"
    if view.mark is not None:
        return {"line": "trend", "area": "trend"}.get(view.mark, view.mark)
    plan = query.plan if query else None
    if plan is None:
        return "bar"
    if plan.rows is not None:
        return "table"
    return "trend" if any(one.grain for one in plan.dimensions) else "bar" if plan.dimensions else "figure"


def _last_touched(tiles: Sequence[AnyTile], touched: str | None) -> AnyTile:
    found = next((tile for tile in tiles if tile.id == touched), None)
    if found is None and len(tiles) == 1:
        return tiles[0]
    if found is None:
        raise Declined("It is not clear which tile “it” is.", hint="Name one, like “the second”.")
    return found


def _by_place(said: str, tiles: Sequence[AnyTile], queries: dict[str, SavedQuery]) -> AnyTile | None:
    numbered, ordinal = _NUMBERED.fullmatch(said), _ORDINAL.fullmatch(said)
    if numbered is not None:
        return _at(int(numbered[1]) - 1, tiles, said)
    if ordinal is None:
        return None
    place, kind = ordinal["place"].lower(), (ordinal["kind"] or "").lower()
    among = tiles
    if kind and kind not in _ANY_TILE and kind.rstrip("s") not in _ANY_TILE:
        wanted = next((name for name, words in _KINDS.items() if set(stems(kind)) & words), None)
        if wanted is None:
            return None
        among = [tile for tile in tiles if kind_of(tile, queries) == wanted]
    if place.endswith("last"):
        return _at(len(among) - (1 if place == "last" else 2), among, said)
    return _at(_ORDINALS.index(place), among, said)


def _at(index: int, tiles: Sequence[AnyTile], said: str) -> AnyTile:
    if not 0 <= index < len(tiles):
        raise Declined(
            f"There is no {said.removeprefix('the ')}: {len(tiles)} tiles fit.", hint="Count from the top left."
        )
    return tiles[index]


def _by_words(said: str, tiles: Sequence[AnyTile], queries: dict[str, SavedQuery]) -> tuple[AnyTile, ...]:
    """By what the tile is called, by what kind it is, or both ("the breakdown by status")."""
    words = frozenset(stems(said))
    kinds = {name for name, called in _KINDS.items() if words & called}
    of_kind = [tile for tile in tiles if kind_of(tile, queries) in kinds]
    named = words - _NOISE
    best = _most_alike(named, tiles, queries)
    if best is None and kinds:
        best = _most_alike(named - frozenset().union(*(_KINDS[kind] for kind in kinds)), of_kind, queries)
    if best is not None:
        return (best,)
    if len(of_kind) == 1 or (said.lower().endswith("s") and len(of_kind) > 1):
        return tuple(of_kind)
    plainest = [tile for tile in of_kind if _groups_of(tile, queries) == 1]
    if len(plainest) == 1:
        return (plainest[0],)
    could = [
        title_of(tile, queries) for tile in of_kind or tiles if of_kind or _likeness(named, title_of(tile, queries))
    ]
    if could:
        names = ", ".join(f"“{name}”" for name in could[:4])
        raise Declined(f"“{said}” could be {names}.", hint="Name one, or count: “the second”.")
    raise Declined(f"No tile is called “{said}”.", hint="Name a tile by its title, or count: “the second”.")


def _most_alike(words: frozenset[str], tiles: Sequence[AnyTile], queries: dict[str, SavedQuery]) -> AnyTile | None:
    """The one tile whose title holds all the words, or is all but the same; None where none is, or several are alike."""
    scored = [(_likeness(words, title_of(tile, queries)), tile) for tile in tiles]
    holding = [(score, tile) for score, tile in scored if score and _holds(words, title_of(tile, queries))]
    if len(holding) == 1:
        return holding[0][1]
    top = max((score for score, _ in holding or scored), default=0.0)
    best = [tile for score, tile in holding or scored if score == top]
    return best[0] if len(best) == 1 and top >= _LEAST else None


def _holds(words: frozenset[str], title: str) -> bool:
    return words <= frozenset(stems(title))


def _groups_of(tile: AnyTile, queries: dict[str, SavedQuery]) -> int:
    query = queries.get(tile.query) if isinstance(tile, QueryTile) else None
    return len(query.plan.dimensions) if query is not None and query.plan is not None else 0


def _likeness(said: frozenset[str], title: str) -> float:
    words = frozenset(stems(title)) - _NOISE
    return len(said & words) / len(said | words) if said and said & words else 0.0
