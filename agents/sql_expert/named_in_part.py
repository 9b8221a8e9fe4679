"""Names of which only a part was said, though enough to know them by."""

from __future__ import annotations

from collections.abc import Mapping

from agents.sql_expert.schema import Name, Schema
from semantic_layer.thesaurus import near_words
from semantic_layer.vocabulary import word_set
from semantic_layer.words import stem

_TAILS = frozenset(map(stem, word_set("id code name number")))
_ALL_BUT_TAIL, _IN_OTHER_WORDS, _EITHER = 0.78, 0.74, 0.72
_SYNONYM = 0.7


def fit_in_part(name: Name, said: Mapping[str, float], schema: Schema) -> float:
    """The least that a name fits by which of its words were said: 0 where that tells nothing.

    “Product type” is “product_type_code”, and so is “goods category”; “state” is “state_province_county”, which lists
    words for one thing.
    """
    if name.field is None or said.keys() <= schema.entity_stems[name.entity.name]:
        return 0.0
    least = min(said.values())
    if len(said) > 1 and name.stems[-1] in _TAILS - said.keys() and len(said) == len(name.stems) - 1:
        return _ALL_BUT_TAIL if least == 1.0 else _IN_OTHER_WORDS if least >= _SYNONYM else 0.0
    if least < 1.0:
        return 0.0
    alone = next(iter(said)) if len(said) == 1 else None
    if alone is None or alone in _TAILS:
        return 0.0
    others = near_words(alone)
    return _EITHER if any(one in others for one in name.stems if one != alone) else 0.0
