"""What names the rows of a sheet that has no column of names: “player”, “country”, “species”."""

from __future__ import annotations

from agents.sql_expert.fields import name_fields
from core.model import Dimension, Entity, Field
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_FEWEST, _NEARLY_ALL = 5, 0.95
_NO_NAMES = word_set("""
email mail phone telephone fax address street url website link code key hash token note comment remark description text body
message summary detail details review reviews feedback opinion quote lyrics
password login uuid guid path file image photo picture postcode zip sku isbn iban vin plate
""")


def telling_fields(entity: Entity) -> tuple[Field, ...]:
    """What names a row where the table says so, else the first column whose words nearly every row has of its own."""
    if entity.display or entity.key:
        return name_fields(entity)
    named = name_fields(entity)
    if len(named) > 1:
        return named
    return next(((one,) for one in entity.fields if tells_row(one)), ())


def tells_row(field: Field) -> bool:
    """Whether nearly every row has a name of its own in it."""
    words = full_words(field.name)
    values = [str(value) for value, _ in field.profile.top]
    lettered = bool(values) and sum(any(letter.isalpha() for letter in one) for one in values) >= 0.9 * len(values)
    cased = any(one[:1].isupper() and not one.isupper() for one in values)
    plain = field.type == "text" and len(words) == 1 and words[0] not in _NO_NAMES
    apart = field.profile.rows >= _FEWEST and field.profile.distinct >= _NEARLY_ALL * field.profile.rows
    return isinstance(field, Dimension) and field.role != "flag" and plain and lettered and cased and apart
