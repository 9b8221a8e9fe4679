"""What the values alone say: how likely it is that one column's values are all keys of another table by accident."""

from __future__ import annotations

from core.model import Entity, Field

_LARGE_DOMAIN = 20
_ACCIDENT = 1e-3
_FROM = 100
_SPARSE = 0.2


def told_by_values(source: Entity, column: Field, target: Entity, key: Field) -> bool:
    """Many different texts, or numbers that are rare where they lie; small numbers are contained in anything."""
    if source.name == target.name or target.key != (key.name,) or column.profile.distinct > key.profile.distinct:
        return False
    if column.type == key.type == "text":
        return column.profile.distinct >= _LARGE_DOMAIN
    return column.type == key.type == "integer" and _is_no_accident(source, column, key)


def _is_no_accident(source: Entity, column: Field, key: Field) -> bool:
    """The share of numbers that are keys, once for each different value.

    Tables often number their rows from the same start, so between keys only wide gaps among the keys count.
    """
    low, high = _whole(key.profile.minimum), _whole(key.profile.maximum)
    if low is None or high is None or column.profile.distinct < 2:
        return False
    between_keys = source.key == (column.name,) or column.name.casefold().endswith(("id", "key", "code", "no"))
    room = high - low + 1 if between_keys else high
    share = key.profile.distinct / max(1, room)
    if low < _FROM or (between_keys and share > _SPARSE):
        return False
    return bool(share ** min(column.profile.distinct, 50) < _ACCIDENT)


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int) else None
