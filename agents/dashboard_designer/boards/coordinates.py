"""The latitude and the longitude of what an entity holds, where it has both."""

from __future__ import annotations

from core.model import Entity, Field, Measure
from core.plan import FieldRef, PlanMeasure
from semantic_layer.words import full_words

_DEGREES = {"latitude": 90.0, "longitude": 180.0}


def coordinates_of(entity: Entity) -> tuple[Field, Field] | None:
    """None where one is missing, or where there are two of one kind."""
    found = [[field for field in entity.fields if _is_coordinate(field, name)] for name in _DEGREES]
    latitudes, longitudes = found
    return (latitudes[0], longitudes[0]) if len(latitudes) == len(longitudes) == 1 else None


def measures_place(measure: PlanMeasure, entity: Entity) -> bool:
    """Whether it puts degrees together, which says nothing."""
    places = coordinates_of(entity)
    of = getattr(measure.value, "of", None)
    return places is not None and isinstance(of, FieldRef) and of.name in {field.name for field in places}


def _is_coordinate(field: Field, name: str) -> bool:
    ends = (field.profile.minimum, field.profile.maximum)
    is_number = isinstance(field, Measure) or field.type in ("float", "decimal")
    if field.hidden or not is_number or name not in full_words(field.name):
        return False
    numbers = [float(end) for end in ends if isinstance(end, int | float)]
    return all(abs(number) <= _DEGREES[name] for number in numbers)
