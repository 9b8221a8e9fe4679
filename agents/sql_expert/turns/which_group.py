"""“Which of them has the best rating?” after groups were told: the group that has, and no row of those it is made of."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.turns.meant import MeantRows, MeantValues, groups_told
from agents.sql_expert.turns.reread import read_alone, sound
from core.model import Entity
from core.plan import FieldRef, Plan


def are_behind_groups(meant: MeantRows, last: Plan) -> bool:
    """Whether groups were told, and these are only the rows that they are made of."""
    told = list(groups_told(last))
    return bool(told) and not any(one.entity == meant.entity.name and _tells_apart(one, meant.entity) for one in told)


def _tells_apart(field: FieldRef, entity: Entity) -> bool:
    """Whether hardly any two rows have the same there."""
    return field.name in entity.key or entity.field(field.name).profile.distinct >= _NEARLY_ALL * entity.rows


_NEARLY_ALL = 0.8


def of_told_group(asked: str, meant: MeantValues, task: Understanding) -> Plan | None:
    """`asked` with the column in the place of ‹group›, of the values that were told."""
    entity, name = meant.places[0]
    field = FieldRef(entity=entity, name=name)
    label = task.model.entity(entity).field(name).label.lower()
    read = read_alone(asked.replace("‹group›", label), task) if not meant.one else None
    if read is None or [one.of for one in read.dimensions if one.shown] != [field]:
        return None
    kept = meant.condition(field, read.entity)
    return sound(replace(read, where=all_of((*parts_of(read.where), *parts_of(kept)))), task)
