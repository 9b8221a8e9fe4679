"""Questions that a database cannot answer, made out of questions that others can.

Two kinds: a question of one database put to another that has no word of it, and a question of a database with one
notion replaced by one that it does not have.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from evals.databases import table_versions
from evals.expectations import Expectation, NoAnswer
from evals.suite import Item, Suite
from semantic_layer.words import full_words, stem

_SHORTEST_NOTION = 4


def unanswerable_suite(source: Suite, count: int, seed: int) -> Suite:
    """Half of each kind, from the questions of a suite with gold queries."""
    picker = random.Random(seed)  # noqa: S311
    names = {db: _names(source, db) for db in sorted({item.asked.db for item in source.items})}
    words = {db: frozenset(word for name in known for word in _stems(name)) for db, known in names.items()}
    items = list(source.items)
    picker.shuffle(items)
    half = count // 2
    strange = _take(_put_elsewhere(items, words, picker), half)
    lacking = _take(_with_missing_notion(items, names, words, picker), count - half)
    return Suite(name="unanswerable", databases=source.databases, items=(*strange, *lacking))


def _put_elsewhere(items: Sequence[Item], words: Mapping[str, frozenset[str]], picker: random.Random) -> Iterator[Item]:
    databases = list(words)
    for item in items:
        other = picker.choice(databases)
        needed = {word for name in _gold_names(item) for word in _stems(name)}
        if other != item.asked.db and needed and not needed & words[other]:
            yield _unanswerable(item, "of another database", db=other)


def _with_missing_notion(
    items: Sequence[Item],
    names: Mapping[str, frozenset[str]],
    words: Mapping[str, frozenset[str]],
    picker: random.Random,
) -> Iterator[Item]:
    notions = sorted({name for known in names.values() for name in known if len(name) >= _SHORTEST_NOTION})
    for item in items:
        said = [spoken for name in _gold_names(item) if (spoken := _spoken(name, item.asked.question))]
        notion = picker.choice(notions)
        foreign = not set(_stems(notion)) & words[item.asked.db]
        if said and foreign and not set(_stems(notion)) & set(_stems(item.asked.question)):
            longest = max(said, key=len)
            question = item.asked.question.replace(longest, " ".join(full_words(notion)), 1)
            yield _unanswerable(item, "with a missing notion", question=question)


def _unanswerable(item: Item, kind: str, *, db: str | None = None, question: str | None = None) -> Item:
    asked = replace(
        item.asked,
        id=f"{item.asked.id} {kind}",
        db=db or item.asked.db,
        question=question or item.asked.question,
    )
    return Item(asked=asked, kind=kind, expected=_no_answer)


def _no_answer() -> Expectation:
    return NoAnswer()


def _take(items: Iterator[Item], count: int) -> list[Item]:
    return [item for item, _ in zip(items, range(count), strict=False)]


def _names(source: Suite, db: str) -> frozenset[str]:
    versions = table_versions(source.databases / f"{db}.duckdb")
    return frozenset(
        name for version in versions for name in (version.table.name, *(c.name for c in version.table.columns))
    )


def _gold_names(item: Item) -> list[str]:
    try:
        tree = sqlglot.parse_one(item.gold_sql or "", read="duckdb")
    except SqlglotError:
        return []
    return sorted({node.name for node in tree.find_all(exp.Table, exp.Column)})


def _stems(text: str) -> list[str]:
    return [stem(word) for word in full_words(text)]


def _spoken(name: str, question: str) -> str | None:
    """A name as the question says it, letter by letter, plural or not."""
    pattern = r"[\s_-]+".join(re.escape(word) for word in full_words(name))
    found = re.search(rf"\b{pattern}(?:e?s)?\b", question, re.IGNORECASE) if pattern else None
    return found[0] if found else None
