"""Verified questions that are much like one, but not it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.examples import Example
from agents.sql_expert.fillers import FILLER
from agents.sql_expert.kept.filling import fill
from agents.sql_expert.kept.same_words import Key, Names, keys_at, names_of
from agents.sql_expert.kept.verified import Verified
from agents.sql_expert.tokens import tokenise
from core.errors import UserError

_MOST = 2
_ALIKE = 0.34
"""Of all that two questions say, the share that both say."""
_STRUCTURE = frozenset(
    {"what", "which", "who", "how", "of", "in", "by", "and", "or", "for", "to", "from", "with", "per"}
)


def near_verified(entries: Sequence[Verified], task: Understanding) -> tuple[Example, ...]:
    """The nearest ones with the SQL that they have today; none that the model's changes have broken."""
    if not entries:
        return ()
    names = names_of(task.model)
    asked = frozenset(_keys(task.question.text, names))
    ranked = sorted(((_alike(asked, entry, names), entry) for entry in entries), key=lambda pair: -pair[0])
    near = [entry for alike, entry in ranked[: 2 * _MOST] if alike >= _ALIKE]
    return tuple(_examples(near, task))[:_MOST]


def _examples(near: Sequence[Verified], task: Understanding) -> Iterator[Example]:
    for entry in near:
        try:
            filled = fill(entry.query, {}, task.model, task.question.today)
        except UserError:
            continue
        if not filled.query.parameters:
            yield Example(question=entry.query.question or entry.query.title, sql=filled.query.sql)


def _alike(asked: frozenset[Key], entry: Verified, names: Names) -> float:
    told = frozenset(_keys(entry.query.question or "", names))
    return len(asked & told) / len(asked | told) if asked and told else 0.0


def _keys(text: str, names: Names) -> Iterator[Key]:
    tokens = [one for one in tokenise(text) if one.kind != "symbol"]
    place = 0
    while place < len(tokens):
        keys, end = next(keys_at(tokens, place, names))
        word = tokens[place].folded
        if end > place + 1 or (word not in FILLER and word not in _STRUCTURE):
            yield from keys
        place = end
