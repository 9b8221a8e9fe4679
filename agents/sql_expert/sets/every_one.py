"""The words of such questions: who it is, what they did, and of how many different ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.number_words import ONES
from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.schema import Schema
from agents.sql_expert.sets.among import counted, is_list
from agents.sql_expert.sets.both_and_not import COUNT, before_time
from agents.sql_expert.sets.kinds import Kinds, Read, at_the_event, kinds_in, linking_event, with_so_many
from core.model import Dimension
from core.plan import AbsolutePeriod, ComparisonOperator, Condition, Plan, RelativePeriod
from semantic_layer.vocabulary import word_set

_ONES = "|".join(word for word in ONES if ONES[word])
_NUMBER = rf"(?P<number>\d+|{_ONES}|a single)"
_DIFFERENT = r"(?P<different>(?:different|distinct|separate|unique|individual) )?(?:(?:kind|type|sort)s? of )?"
_WHAT = r"(?P<what>[^,;]+?)[?.!\s]*$"
_THEIR = "(?:their|its|his|her)"
_KIND = r"(?:(?:kind|type|sort)s? of )?"
_EVERY = re.compile(
    rf"^(?P<head>.+?) (?:every(?: single)?|each and every|each of|all(?: of)?)(?! (?:of )?{_THEIR}\b)(?: the| our)? "
    rf"(?:(?:{_ONES}) )?{_KIND}{_WHAT}",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    rf"^(?P<head>.+?) (?P<how>at least|no fewer than|more than|over|fewer than|less than|at most|exactly|(?:in |on |at )?only|just) "
    rf"{_NUMBER} {_DIFFERENT}{_WHAT}",
    re.IGNORECASE,
)
_OR_MORE = re.compile(rf"^(?P<head>.+?) {_NUMBER} or (?P<how>more|fewer) {_DIFFERENT}{_WHAT}", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"^(?P<head>.+?) (?P<how>several|multiple|various|more than one) {_DIFFERENT}{_WHAT}", re.IGNORECASE
)
_OPERATORS: dict[str, ComparisonOperator] = {
    "at least": ">=", "no fewer than": ">=", "more than": ">", "over": ">", "fewer than": "<", "less than": "<", "at most": "<=",
    "exactly": "=", "only": "=", "just": "=", "more": ">=", "fewer": "<=",
}  # fmt: skip
_RANKED = re.compile(
    r"\b(?:most|least|best|worst|top|bottom|highest|lowest|largest|smallest|average|total|sum|per|by|how much|share|percent\w*|"
    r"number of|more|less|fewer|over|under|above|below)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r" (?:who|that|which|with|having|have|has|(?!during|string)[a-z]{3,}(?:ing|ed)|sold|bought|flown|sent|made)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^(?:which|what|who|list|show(?: me)?|find|give me|name)$", re.IGNORECASE)
_NO_VERB = word_set("""
span spans spanned cover covers covered include includes carry carries stock stocks offer offers serve serves
who that which with having have has had is are was were be been in on at to from of for by do does did
""")
_OF = ("of", "for", "the", "by", "per", "and", "names", "name")
_MOST_WORDS = 3


def every_one(text: str, schema: Schema, read: Read, keep: Callable[..., None]) -> Iterator[Plan]:
    """`keep` is told which readings a plan is made of."""
    listed = COUNT.sub("which ", text.strip())
    for pattern in (_EVERY, _SO_MANY, _OR_MORE, _SEVERAL):
        found = pattern.match(listed)
        if found is None or _RANKED.search(found["head"]):
            continue
        plan, parts = _read(found, schema, read)
        made = plan if plan is None or listed == text.strip() else counted(plan)
        if made is not None:
            keep(*parts)
            yield made


def _read(found: re.Match[str], schema: Schema, read: Read) -> tuple[Plan | None, tuple[Plan, ...]]:
    words = found.groupdict()
    what, time = before_time(found["what"])
    kinds_list = read(what)
    kinds = kinds_in(kinds_list, schema)
    if kinds is None or kinds_list is None or _says_less(words, kinds, schema):
        return None, ()
    for who_words, verb in _subjects(found["head"]):
        who = read(who_words)
        if who is None or not is_list(who):
            continue
        done = (read(f"{who_words} {verb}") or _passive(who_words, verb, read)) if verb else None
        event = linking_event(who, kinds, done, schema)
        times = _times(time, event, schema, read)
        understood = done is not None or not verb or _is_read_whole(who_words, verb, what, read)
        if event is None or times is None or not understood:
            return None, ()
        operator, number = _bound(words)
        kinds = at_the_event(kinds, event, schema)
        return with_so_many(who, kinds, operator, number, times, event), (who, kinds_list)
    return None, ()


def _says_less(words: dict[str, str | None], kinds: Kinds, schema: Schema) -> bool:
    """“At least two orders” are rows; only what is told apart, or a column of kinds, is of several kinds."""
    if "different" not in words or words["different"]:
        return False
    field = schema.model.entity(kinds.of.entity).field(kinds.of.name)
    is_kind = isinstance(field, Dimension) and field.role == "category" and field.type == "text"
    return kinds.rows or not is_kind or words.get("number") is None


def _subjects(head: str) -> Iterator[tuple[str, str]]:
    """Who it is, and what they do; the shortest first."""
    words = head.split()
    asked = 1 if _ASKED.match(words[0]) else 0
    plain = words[0].lower() in ("which", "what") and len(words) > 1 and words[1].lower() not in _NO_VERB
    relative = _RELATIVE.search(head, len(words[0]))
    if relative is not None and len(head[: relative.start()].split()) > asked:
        yield head[: relative.start()], _verb(head[relative.start() :])
        return
    if not plain or words[-1].lower() in _OF:
        return
    for count in range(asked + 1, min(asked + _MOST_WORDS, len(words)) + 1):
        yield " ".join(words[:count]), _verb(" ".join(words[count:]))


def _verb(words: str) -> str:
    """Nothing where there are only words of being and having."""
    said = words.split()
    if all(word.lower() in _NO_VERB for word in said):
        return ""
    return " ".join(said) if said[0].lower() in ("who", "that", "which", "with") else f"that {' '.join(said)}"


def _passive(who: str, verb: str, read: Read) -> Plan | None:
    """“Products bought by every segment” were bought."""
    found = re.match(r"^that (?P<done>[a-z]+(?:ed|ought|old|own|ent|ade)) by$", verb)
    return read(f"{who} that were {found['done']}") if found is not None else None


def _is_read_whole(who: str, verb: str, what: str, read: Read) -> bool:
    return read(f"{who} {verb} {what}") is not None


def _times(time: str, event: str | None, schema: Schema, read: Read) -> tuple[Condition, ...] | None:
    if not time or event is None:
        return ()
    plan = read(f"{schema.model.entity(event).label} {time}")
    parts = parts_of(plan.where) if plan is not None and plan.entity == event else ()
    return parts if parts and all(isinstance(one, AbsolutePeriod | RelativePeriod) for one in parts) else None


def _bound(words: dict[str, str | None]) -> tuple[ComparisonOperator, int | None]:
    how, number = (words.get("how") or "").lower().split(), words.get("number")
    if number is None:
        return (">", 1) if how else ("=", None)
    said = " ".join(word for word in how if word not in ("in", "on") or len(how) == 1).removeprefix("at only") or "only"
    value = 1 if number.lower() == "a single" else ONES.get(number.lower(), 0) or int(number)
    return _OPERATORS.get(said, "="), value
