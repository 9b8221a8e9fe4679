"""“How many desk lamps did we sell?” asks for pieces: the quantity of the lines, and no number of rows or sum of money."""

from __future__ import annotations

import re

from agents.sql_expert.fields import name_fields
from agents.sql_expert.schema import Schema
from core.model import Entity, Measure
from semantic_layer import ValueIndex
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_OPEN = r"^(?:and |so )?(?:how many|(?:what is )?(?:the )?(?:total )?number of|what number of) (?P<what>(?!different\b|distinct\b)[^?,;]+?)"
_SOLD = r"(?:sold|sell|shipped|ship|delivered|deliver|moved|move)"
_BOUGHT = r"(?:ordered|order|bought|buy|purchased|purchase)"
_WE = r"(?:we|you|they|i|the (?:shop|company|store|business))"
_REST = r"(?P<rest>(?:\s[^?]*)?)[?.!\s]*$"
_BY_US = re.compile(rf"{_OPEN} (?:did|do|have|had) {_WE} (?:ever |already )?{_SOLD}{_REST}", re.IGNORECASE)
_WERE = re.compile(
    rf"{_OPEN}(?: (?:were|was|are|is|got|have been|had been|has been|(?:were|are) being))? (?:sold|{_BOUGHT[3:-1]}){_REST}",
    re.IGNORECASE,
)
_SELLER = re.compile(
    rf"{_OPEN} (?:did|do|does|have|has|had) (?P<seller>(?!{_WE}\b)[^?,;]+?) {_SOLD}{_REST}", re.IGNORECASE
)
_BY_THEM = re.compile(rf"{_OPEN} (?:did|do|have|had) (?P<who>(?!{_WE}\b)[^?,;]+?) {_BOUGHT}{_REST}", re.IGNORECASE)
_UNITS = word_set("unit units item items piece pieces copy copies")
_COLUMN = word_set("quantity qty units")


_PER_UNIT = re.compile(
    r"\b(?:(?:average|avg|mean) )?(?P<what>revenue|sales|turnover|profit|gross profit|income|discount) per "
    r"(?:unit|item|piece)(?: (?:sold|shipped|ordered))?\b(?! (?:price|cost|type|group))",
    re.IGNORECASE,
)


def units_sold(text: str, schema: Schema, values: ValueIndex) -> str:
    """The same question for the column of quantities; `text` itself where there is not exactly one, or rows are counted."""
    if _PER_UNIT.search(text) and not _is_told_per_unit(schema) and (counted := _quantity(schema)) is not None:
        return _PER_UNIT.sub(lambda per: f"{per['what']} divided by {counted[1].label}", text)
    found = next((one for pattern in (_BY_US, _SELLER, _BY_THEM, _WERE) if (one := pattern.match(text))), None)
    held = _quantity(schema) if found is not None else None
    if found is None or held is None:
        return text
    lines, quantity = held
    sold = _sold(found["what"], lines, schema, values)
    if sold is None:
        return text
    who, seller = (found.groupdict().get(name) for name in ("who", "seller"))
    whose = f" by {who}" if who else f" for {seller}" if seller else ""
    return f"total {quantity.label}{f' of {sold}' if sold else ''}{whose}{found['rest']}?"


def _is_told_per_unit(schema: Schema) -> bool:
    """Whether a column holds what one of them comes to: “revenue per unit” is then no quotient."""
    names = (set(full_words(one.name)) for entity in schema.model.entities for one in entity.fields)
    return any({"per", "unit"} <= words or {"per", "item"} <= words for words in names)


def _quantity(schema: Schema) -> tuple[Entity, Measure] | None:
    found = [
        (entity, one)
        for entity in schema.model.entities
        for one in entity.fields
        if isinstance(one, Measure) and _COLUMN.intersection(full_words(one.name))
    ]
    return found[0] if len(found) == 1 else None


def _sold(what: str, lines: Entity, schema: Schema, values: ValueIndex) -> str | None:
    """What was sold by its name, or its kind before “items”; empty for pieces of anything, None for what is no such thing."""
    words = re.sub(r"^(?:the|of|our) ", "", what.strip(), flags=re.IGNORECASE).split()
    if words[0].lower() in _UNITS:
        words = words[1:]
        if words and words[0].lower() != "of":
            return None
        words = [word for word in words if word.lower() not in ("of", "the", "our")]
        return " ".join(words) if not words or _is_held(words, lines, schema, values, named=False) else None
    if words[-1].lower() in _UNITS:
        return " ".join(words[:-1]) if _is_held(words[:-1], lines, schema, values, named=False) else None
    return " ".join(words) if _is_held(words, lines, schema, values, named=True) else None


def _is_held(words: list[str], lines: Entity, schema: Schema, values: ValueIndex, *, named: bool) -> bool:
    """Whether it stands in a column of what the lines refer to; in one that rows are `named` by."""
    for said in (" ".join(words), " ".join((*words[:-1], singular(words[-1])))):
        for one in values.lookup(said, fuzzy=False):
            entity = schema.model.entity(one.entity)
            names = [field.name for field in name_fields(entity)]
            linked = entity is lines or schema.reach.to_one(lines.name, entity.name) is not None
            if one.how in ("exact", "normalised") and linked and (not named or one.field in names):
                return True
    return False
