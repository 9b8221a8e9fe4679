"""Lengths of time that are said in another unit than a column is told in: "20 minutes" of "duration_seconds"."""

from __future__ import annotations

from core.model import Field
from semantic_layer.words import full_words

_SECONDS = {
    word: seconds
    for words, seconds in (
        ("ms millisecond milliseconds", 0.001), ("s sec second seconds", 1), ("min mins minute minutes", 60),
        ("h hr hrs hour hours", 3600), ("d day days", 86400), ("week weeks", 604800),
    )
    for word in words.split()
}  # fmt: skip


def in_unit_of(number: int | float, unit: str, field: Field) -> int | float:
    """`number` as it stands where no other unit is told."""
    said = _SECONDS.get(unit)
    words = (*full_words(field.unit or ""), *full_words(field.name), *full_words(field.label))
    told = next((_SECONDS[word] for word in words if word in _SECONDS and len(word) > 1), None)
    if said is None or told is None or said == told:
        return number
    value = number * said / told
    return int(value) if float(value).is_integer() else value
