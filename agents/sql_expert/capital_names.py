"""Names that values begin with: “San Francisco” of San Francisco Intl, “Chicago” of the airports there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import ValueLink
from agents.sql_expert.tokens import Token
from agents.sql_expert.values import Links, close_values, value_links
from core.model import SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_MOST = 3
_SCORE = 0.9
_WEAKEST = 0.5


def capital_names(
    index: ValueIndex, text: str, tokens: Sequence[Token], known: Links, model: SemanticModel
) -> dict[str, tuple[ValueLink, ...]]:
    """For words with capitals that stand side by side and are no value as a whole."""
    found: dict[str, tuple[ValueLink, ...]] = {}
    for name in _runs(text, tokens):
        if known.get(name):
            continue
        links = close_values(index, [name], model, parts=True).get(name, ())
        begun = [one for one in links if str(one.value.value).casefold().startswith(f"{name.casefold()} ")]
        if begun and len({one.value.value for one in begun}) == 1:
            found[name] = tuple(replace(one, score=max(one.score, _SCORE)) for one in begun)
    return found


def _runs(text: str, tokens: Sequence[Token]) -> list[str]:
    """Two or three words with capitals, the first word of the question apart, which has one in any case."""
    capital = [at > 0 and one.kind == "word" and one.text[:1].isupper() for at, one in enumerate(tokens)]
    runs: list[str] = []
    at = 0
    while at < len(tokens):
        last = at
        while last < len(tokens) and capital[last]:
            last += 1
        if 2 <= last - at <= _MOST:
            runs.append(text[tokens[at].start : tokens[last - 1].end])
        at = last + 1
    return runs


def begun_places(index: ValueIndex, names: Iterable[str], model: SemanticModel) -> Links:
    """For names without another meaning that values of one column of places begin with: all of these are meant."""
    found: dict[str, tuple[ValueLink, ...]] = {}
    for name in names:
        links = value_links((one for one in index.lookup(name) if one.similarity >= _WEAKEST), model)
        begun = [one for one in links if str(one.value.value).casefold().startswith(f"{name.casefold()} ")]
        columns = {(one.entity.name, one.field.name) for one in begun}
        if len(columns) != 1 or not _holds_places(begun[0]):
            continue
        several = len({one.value.value for one in begun}) > 1
        found[name] = (replace(begun[0], score=_SCORE, begins=f"{name} " if several else None),)
    return found


def _holds_places(link: ValueLink) -> bool:
    words = {singular(word) for name in (link.entity.name, link.field.name) for word in full_words(name)}
    return bool(words & _PLACES)


_PLACES = word_set("""
airport station city town place location port harbour harbor terminal stop site store branch hotel school university college
stadium park museum hospital clinic office warehouse district region county municipality village restaurant venue depot
""")
