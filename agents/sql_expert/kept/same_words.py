"""Words that say the same in a question: the names and synonyms that a model gives one thing, one and several, per and by."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence

from agents.sql_expert.tokens import Token
from core.model import SemanticModel
from semantic_layer.words import name_words, normalise, singular

Key = tuple[str, object, object]
Names = Mapping[tuple[str, ...], str]

LONGEST_NAME = 5
_SAID_ALIKE = {
    ("per",): ("by",),
    ("for", "each"): ("by",),
    ("how", "many"): ("number", "of"),
    ("count", "of"): ("number", "of"),
}
_MOST_KEPT = 8
_recent: OrderedDict[int, tuple[SemanticModel, Names]] = OrderedDict()


def names_of(model: SemanticModel) -> Names:
    """What each phrase names, where it names one thing of the model alone. Kept for the models asked about last."""
    kept = _recent.get(id(model))
    if kept is not None and kept[0] is model:
        return kept[1]
    named: dict[tuple[str, ...], set[str]] = {}
    for target, label in _labelled(model):
        words = tuple(singular(word) for word in normalise(label).split())
        if 0 < len(words) <= LONGEST_NAME:
            named.setdefault(words, set()).add(target)
    names = {words: next(iter(targets)) for words, targets in named.items() if len(targets) == 1}
    _recent[id(model)] = (model, names)
    while len(_recent) > _MOST_KEPT:
        _recent.popitem(last=False)
    return names


def keys_at(tokens: Sequence[Token], place: int, names: Names) -> Iterator[tuple[tuple[Key, ...], int]]:
    """How what begins at `place` can be read, and where it ends; the longest name first, the word itself last."""
    words = [singular(token.folded) for token in tokens[place : place + LONGEST_NAME] if token.kind == "word"]
    for length in range(len(words), 0, -1):
        phrase = tuple(words[:length])
        if any(token.kind != "word" for token in tokens[place : place + length]):
            continue
        if phrase in names:
            yield (("name", names[phrase], None),), place + length
        if phrase in _SAID_ALIKE:
            yield tuple(("word", word, None) for word in _SAID_ALIKE[phrase]), place + length
    yield (_key(tokens[place]),), place + 1


def _key(token: Token) -> Key:
    if token.kind == "number":
        return "number", token.number, token.unit
    return token.kind, singular(token.folded) if token.kind == "word" else token.folded, None


def _labelled(model: SemanticModel) -> Iterator[tuple[str, str]]:
    for entity in model.entities:
        for label in (*_spoken(entity.name, entity.label), *entity.synonyms):
            yield entity.name, label
        for field in entity.fields:
            for label in (*_spoken(field.name, field.label), *field.synonyms):
                yield f"{entity.name}.{field.name}", label
    for metric in model.metrics:
        for label in (*_spoken(metric.name, metric.label), *metric.synonyms):
            yield metric.name, label
    for synonym in model.synonyms:
        yield synonym.target, synonym.phrase


def _spoken(name: str, label: str) -> tuple[str, str]:
    return " ".join(name_words(name)), label
