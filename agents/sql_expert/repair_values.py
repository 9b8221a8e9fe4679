"""Values in conditions, spelled as in the data; a filter on a value that is not there is refused."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from agents.sql_expert.repair_misplaced import moved
from core.errors import InvalidInput
from core.model import Dimension, Entity, SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.sql_sources import Source, Sources
from semantic_layer.value_codes import LONGEST_VALUE
from semantic_layer.value_file import holds_values

_CLOSE = 0.85


def mend_values(tree: exp.Expr, model: SemanticModel, values: ValueIndex) -> list[str]:
    """Raises InvalidInput for a value that no row holds."""
    notes = _mend_patterns(tree)
    for select in list(tree.find_all(exp.Select)):
        for compared, literal in list(_comparisons(select)):
            sources = Sources(select, model)
            home = sources.home(compared)
            field = _field(home, compared.name) if home else None
            if home is None or home.entity is None or field is None or len(literal.this) > LONGEST_VALUE:
                continue
            note = _mended(literal, home.entity, field, values)
            if note is None:
                note = moved(compared, literal, sources, values)
            if note:
                notes.append(note)
            elif note is None:
                raise InvalidInput(
                    f"No row of {home.entity.name} has {field.name} = “{literal.this}”.", stage="understanding"
                )
    return notes


def _mend_patterns(tree: exp.Expr) -> list[str]:
    """People who ask for names with an “a” in them do not think of capitals."""
    notes: list[str] = []
    for test in list(tree.find_all(exp.Like)):
        pattern = test.expression
        if isinstance(pattern, exp.Literal) and pattern.is_string and pattern.this.upper() != pattern.this.lower():
            test.replace(exp.ILike(this=test.this, expression=pattern))
            notes.append(f"“{pattern.this}” is sought in capitals and small letters.")
    return notes


def _comparisons(select: exp.Select) -> Iterator[tuple[exp.Column, exp.Literal]]:
    for test in select.find_all(exp.EQ, exp.NEQ, exp.In):
        if test.find_ancestor(exp.Select) is not select:
            continue
        sides = [test.this, *(test.expressions if isinstance(test, exp.In) else [test.expression])]
        compared = next((side for side in sides if isinstance(side, exp.Column)), None)
        for side in sides:
            if compared is not None and isinstance(side, exp.Literal) and side.is_string:
                yield compared, side


def _field(home: Source, name: str) -> Dimension | None:
    """A column whose every value is in the index."""
    for field in home.entity.fields if home.entity else ():
        if field.name.casefold() == name.casefold() and isinstance(field, Dimension) and holds_values(field):
            return field
    return None


def _mended(literal: exp.Literal, entity: Entity, field: Dimension, values: ValueIndex) -> str | None:
    """What was respelt, nothing where it stands in the data as it is written; None where no row holds it."""
    written: str = literal.this
    if not written.strip():
        return ""
    found = values.lookup_many([written]).get(written) or values.lookup(written, entities=[entity.name], limit=20)
    own = [match for match in found if (match.entity, match.field) == (entity.name, field.name)]
    if any(match.value == written for match in own):
        return ""
    good = [match for match in own if match.how != "part" and match.similarity >= _CLOSE]
    if not good:
        own = [match for match in values.lookup(written, entities=[entity.name], limit=20) if match.field == field.name]
        good = [match for match in own if match.how != "part" and match.similarity >= _CLOSE]
    if not good or (len(good) > 1 and good[1].similarity == good[0].similarity and good[1].value != good[0].value):
        return None
    best = good[0]
    literal.set("this", best.value)
    return f"“{written}” was read as “{best.value}” ({best.rows:,} rows of {entity.name})."
