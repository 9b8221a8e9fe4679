"""The group at one end of those that were told: “which was the best month?”, “which region had the most?”."""

from __future__ import annotations

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followup_changes import limited
from agents.sql_expert.turns.best_end import turns_round
from agents.sql_expert.turns.reread import sound
from agents.sql_expert.turns.standing import BEST
from core.plan import FieldRef, Plan, PlanDimension
from semantic_layer.words import full_words, stem

_HIGH = frozenset({"best", "most", "highest", "largest", "biggest", "top", "greatest", "strongest", "busiest"})
_LOW = frozenset({"worst", "least", "lowest", "smallest", "fewest", "weakest", "quietest"})


def best_group(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where the noun names no group that was told."""
    matched = BEST.match(text.strip())
    if (
        matched is None
        or last.limit is not None
        or last.combine is not None
        or not last.measures
        or len(last.dimensions) != 1
    ):
        return None
    end, noun = (matched["end"] or matched["far"]).lower(), (matched["of"] or matched["noun"])
    if end not in _HIGH | _LOW or not _is_called(last.dimensions[0], noun, task):
        return None
    return sound(limited(last, 1, descending=(end in _HIGH) != turns_round(end, last)), task)


def _is_called(group: PlanDimension, noun: str, task: Understanding) -> bool:
    names = [group.name, group.label, group.grain or ""]
    if isinstance(group.of, FieldRef) and group.grain is None:
        entity = task.model.entity(group.of.entity)
        names += [entity.label] if group.of.name in (entity.display, *entity.key) else []
    return stem(noun.lower()) in {stem(word) for name in names for word in full_words(name)}
