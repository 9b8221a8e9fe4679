"""How values are spread: "distribution of ratings" counts rows by value, "histogram of amounts" by intervals."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.field_pairs import called
from core.model import Entity, Field, SemanticModel
from core.plan import Bins, FieldRef, Order, OutputRef, Plan, PlanDimension
from core.table import NUMERIC_TYPES
from semantic_layer.words import full_words

Read = Callable[[str], Plan | None]
_SPREAD = re.compile(
    r"^(?:what (?:is|does) |show (?:me )?|plot |give me )?(?:the |a )?(?:distribution|histogram|spread|frequency) (?:of|for) "
    r"(?:the )?(?P<what>[\w ]+?)(?P<tail>(?:\s+(?:in|for|during|since|over|last|this|where|from|among)\b.*)?)[?.!]*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"^(?:what is |show (?:me )?|give me )?(?:the |our )?(?P<what>[\w ]+?) (?:split|breakdown|mix|distribution|make-?up)"
    r"(?P<tail>(?:\s+(?:in|for|during|since|over|last|this|where|from|among|of)\b.*)?)[?.!]*$",
    re.IGNORECASE,
)
_SPREAD_OUT = re.compile(
    r"^how (?:is|are|was|were) (?:the |our )?(?P<what>[\w ]+?) (?:distributed|spread(?: out)?|split|broken down)"
    r"(?: (?:across|over|among|between) (?:the |our |all )?(?P<rows>[\w]+))?(?P<tail>(?:\s+(?:in|for|during|since|over|last|this|where|"
    r"from)\b.*)?)[?.!]*$",
    re.IGNORECASE,
)
_FEW, _INTERVALS = 25, 10


def spread(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """One plan where one column is called so."""
    patterns = (_SPREAD, _SPLIT, _SPREAD_OUT)
    matched = next((one for pattern in patterns if (one := pattern.match(text.strip())) is not None), None)
    if matched is None:
        return
    found = called_in(matched["what"].split(), model)
    rows = matched.groupdict().get("rows")
    if len(found) != 1 or (rows is not None and not _names(rows, found[0][0])):
        return
    entity, field = found[0]
    counted = read(f"number of {entity.label}{matched['tail']}")
    if counted is None or counted.entity != entity.name or counted.dimensions or len(counted.measures) != 1:
        return
    dimension = PlanDimension(
        name=field.name, label=field.label, of=FieldRef(entity=entity.name, name=field.name), bins=bins_of(field)
    )
    yield replace(counted, dimensions=(dimension,), order=(Order(by=OutputRef(name=field.name)),))


def called_in(words: list[str], model: SemanticModel) -> list[tuple[Entity, Field]]:
    """Columns that are called so: just so, where any is."""
    found = [(entity, field) for entity in model.entities if (field := _of(words, entity)) is not None]
    return [one for one in found if full_words(one[1].name) == full_words(" ".join(words))] or found


def _of(words: list[str], entity: Entity) -> Field | None:
    """“Order amounts” is the amount of orders."""
    return called(words, entity) or (called(words[1:], entity) if len(words) > 1 and _names(words[0], entity) else None)


def _names(word: str, entity: Entity) -> bool:
    return word.casefold().rstrip("s") == entity.label.casefold().rstrip("s")


def bins_of(field: Field) -> Bins | None:
    low, high = field.profile.minimum, field.profile.maximum
    if field.type not in NUMERIC_TYPES or field.profile.distinct <= _FEW:
        return None
    if isinstance(low, str | bool) or isinstance(high, str | bool) or low is None or high is None:
        return None
    width = (float(high) - float(low)) / _INTERVALS  # type: ignore[arg-type]
    return Bins(width=_round(width)) if width > 0 else None


def _round(width: float) -> float:
    """The next of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= width)
