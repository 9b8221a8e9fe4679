"""What changed from one version of a spec to the next, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core.saved import Dashboard, SavedQuery
from wire import spec_object

_MOST = 20
_LONGEST = 80
_WHOLE = frozenset({"plan", "sql", "view", "chart", "parameters", "targets"})
"""Told as changed, without what is inside of them."""
_LISTS = {"tiles": "id", "filters": "name", "parameters": "name"}
_ONE = {"tiles": "tile", "filters": "filter", "parameters": "parameter"}


def changes_in_words(before: SavedQuery | Dashboard | None, after: SavedQuery | Dashboard) -> tuple[str, ...]:
    """Nothing where they are the same."""
    if before is None:
        return ("Made.",)
    found = list(_changes(spec_object(before), spec_object(after)))
    more = (f"… and {len(found) - _MOST} more changes.",) if len(found) > _MOST else ()
    return (*found[:_MOST], *more)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if key in _LISTS:
            yield from _of_list(key, old or [], new or [])
        elif key in _WHOLE:
            yield f"{key} was {_came_or_went(old, new)}."
        else:
            yield f"{key}: {_shown(old)} → {_shown(new)}"


def _of_list(key: str, before: list[Any], after: list[Any]) -> Iterator[str]:
    named = _LISTS[key]
    old = {one[named]: one for one in before}
    new = {one[named]: one for one in after}
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield f"{_ONE[key]} “{name}” was removed."
        elif name not in old:
            yield f"{_ONE[key]} “{name}” was added."
        elif old[name] != new[name]:
            parts = [
                part for part in dict.fromkeys((*old[name], *new[name])) if old[name].get(part) != new[name].get(part)
            ]
            yield f"{_ONE[key]} “{name}” was changed: {', '.join(parts)}."
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        yield f"{key} were put into another order."


def _came_or_went(old: Any, new: Any) -> str:
    return "added" if old is None else "removed" if new is None else "changed"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”"
