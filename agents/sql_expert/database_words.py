"""The words that the database's own errors are made of: all others in them may be of the data."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_LEFT_OUT = "…"
_TEXT = """
    a according add added addition aggregate all ambiguous an and any appear are argument arguments array as at available be between bigint
    binder     bit blob bool boolean both but by byte called can candidate candidates cannot case cast casting casts catalog cause changing
    character characters clause column columns combine compare compared comparison constant constraint contain contains
    conversion convert converted could current data date day days decimal defined delimiter dialect did different dimension disk
    divide division does double duplicate either element elements empty end entry enum error exception exceeded exceeds exist
    exists expected explicit expression expressions extract failed field fields file find first float for format found from
    function functions given greater group grouping has have having hour hours hugeint if implementation implicit in index input
    instead int int128 int16 int32 int64 int8 integer internal interpreted interval into invalid is it its join json key keys
    lambda left length less like limit line list literal malformed map mark match matches matching max maximum mean memory
    microsecond millisecond min minimum minute minutes minus missing mixed month months more multiple multiplication must name
    named names near need negative nested no non not null number numbers numeric object of offset on one only operator or order
    other out outside over overflow parameter parameters parse parsed parser part pattern position positive precision prepared
    quarter quote range read recognized reference referenced result return returned returns right row rows same scalar scale
    schema second seconds select set should signed single size smallint specified specifier specify string struct subqueries
    subquery subtraction sum supported syntax table tables temporary than that the then this time timestamp timestamps timestamptz
    timezone tinyint to too try type types ubigint uinteger unable underflow unexpected union unit unknown unnest unsigned
    unterminated use used using usmallint utinyint uuid value values varchar version was week when where while window with within
    without would year years you zero zone
"""
_WORDS = frozenset(_TEXT.split())


def only_known(text: str, known: str) -> str:
    """An error of the database with nothing in it but its own words and those of the `known` texts."""
    told = _WORDS | {word.casefold() for word in _WORD.findall(known)}
    kept: list[str] = []
    for piece in text.partition("\n")[0].split():
        shown = piece if all(word.casefold() in told for word in _WORD.findall(piece)) else _LEFT_OUT
        if shown != _LEFT_OUT or kept[-1:] != [_LEFT_OUT]:
            kept.append(shown)
    return " ".join(kept)
