"""“When was it delivered?”, “when did they join?”: the date of that name of the rows that were told."""

from __future__ import annotations

import re

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.references import carried_over, subject_of
from agents.sql_expert.schema import schema_of
from core.model import Entity
from core.plan import FieldRef, Plan, PlanField, Rows
from semantic_layer.words import full_words, stem

_WHEN = re.compile(
    r"^(?:and |so )*when (?:was|were|did|is|are|has|have) (?:it|they|he|she|those|these|that)(?: been)? (?P<verb>\w+)"
    r"(?: \w{1,4})?[\s?.!]*$",
    re.IGNORECASE,
)


def dates_of_told(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where no date, or more than one, is called so."""
    matched = _WHEN.match(text.strip())
    if matched is None:
        return None
    for name in dict.fromkeys((subject_of(last, task.model), last.entity)):
        entity = task.model.entity(name)
        found = _called(entity, stem(matched["verb"].lower()))
        if len(found) != 1:
            continue
        of = FieldRef(entity=entity.name, name=found[0])
        shown = PlanField(name=found[0], label=entity.field(found[0]).label, of=of)
        read = Plan(entity=entity.name, rows=Rows(fields=(shown,)))
        return carried_over(last, read, task.model, schema_of(task.model).reach)
    return None


def _called(entity: Entity, verb: str) -> list[str]:
    return [
        one.name
        for one in entity.fields
        if is_temporal(one)
        and verb in {stem(word) for name in (one.name, one.label, *one.synonyms) for word in full_words(name)}
    ]
