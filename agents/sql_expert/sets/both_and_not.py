"""Those who did one thing and another, one but not the other, or neither: "customers who bought tea but never coffee".

Each part is read as a question of its own; where the second says less than the first ("but not tea"), words of the first
stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.sets.among import counted, kept_among, own_parts
from agents.sql_expert.tokens import tokenise
from core.model import SemanticModel
from core.plan import Condition, Exists, Plan

Read = Callable[[str], Plan | None]
_NEGATION = (
    r"(?:(?:they |who |that |which )?(?:(?:have |has |had |did |do |does |was |were )?(?:never|not)"
    r"|(?:haven|hasn|hadn|didn|don|doesn|wasn|weren)['’]?t|without|no)(?: (?:ever|any|actually|yet))*)"
)
_BUT = re.compile(
    rf"^(?P<head>.+?),? (?:but|and|yet|though) {_NEGATION} (?P<other>[^,;]+?)(?P<end>[?.!\s]*)$", re.IGNORECASE
)
_BOTH = re.compile(
    r"^(?P<head>.+?) both (?P<one>[^,;]+?) (?:and|as well as) (?:also )?(?P<other>[^,;]+?)(?P<end>[?.!\s]*)$",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"^(?P<head>.+?) (?P<one>in [^,;]+?),? and (?:then )?(?:again|also) (?P<other>in [^,;]+?)(?P<end>[?.!\s]*)$",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"^(?P<head>.+?) (?:neither (?P<one>.+?) nor (?P<other>[^,;]+?)|not (?P<only>\w+) or (?P<last>[^,;]+?))"
    r"(?P<end>[?.!\s]*)$",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"^(?P<head>[^,;]+?) (?:(?P<rel>who|that|which) )?(?:(?P<aux>have|has|had|did|do|does|was|were|['’]ve) (?:never|not)|never"
    r"|(?P<cut>haven|hasn|hadn|didn|don|doesn|wasn|weren)['’]?t)(?: (?:ever|yet|actually))* "
    r"(?P<done>[^,;]+?)(?P<end>[?.!\s]*)$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"^(?P<head>[^,;]+?) (?:without|with no|(?:that |which |who )?(?:have|has|had) no) (?:any )?(?P<one>\w+)"
    r"(?: or| nor|,? and (?:without|no))(?: any)? (?P<other>\w+)(?P<end>[?.!\s]*)$",
    re.IGNORECASE,
)
_AND_NOT = re.compile(
    r",? (?:and|or|nor) (?:(?:have|has|had|did|do|does|was|were) )?(?:never|not)(?: ever)? ", re.IGNORECASE
)
_OR = re.compile(
    r",? (?:and|or|nor) (?:(?:have|has|had|did|do|does|was|were) )?(?:never |not )?(?=\w+ed\b)", re.IGNORECASE
)
_KEPT_AUXILIARY = {"was": "were", "were": "were", "wasn": "were", "weren": "were", "have": "have", "has": "have", "had": "have",
                   "haven": "have", "hasn": "have", "hadn": "have", "'ve": "have", "’ve": "have"}  # fmt: skip
_ASKED_ALONE = re.compile(
    r"^(?:which|what|who|list|show(?: me)?|how many|find|get|and|or|is|are|do|does)$", re.IGNORECASE
)
COUNT = re.compile(r"^(?:how many(?: of (?:the|our))?|(?:the )?number of|count(?: the| all)?) ", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no|without|neither|nor)\b|n['’]t\b", re.IGNORECASE)
"""Of “not open and not paid” neither is what the other is kept from."""
_MOST_WORDS = 5
_ONE = re.compile(r"\bones?$", re.IGNORECASE)
"""“A small car but not a sporty one”."""


def sets_of(text: str, model: SemanticModel, read: Read, keep: Callable[..., None]) -> Iterator[Plan]:
    """`keep` is told which readings a plan is made of."""
    listed = COUNT.sub("which ", text.strip())
    for reader in (_both, _but_not, _neither, _without_both, _never):
        for plan, *parts in reader(listed, model, read):
            made = plan if listed == text.strip() else counted(plan)
            if made is not None:
                keep(*parts)
                yield made


def _both(text: str, model: SemanticModel, read: Read) -> Iterator[tuple[Plan, ...]]:
    found = _BOTH.match(text) or _AGAIN.match(text)
    if found is None:
        return
    head, other = found["head"], found["other"].split()
    for last in range(min(3, len(other))):
        tail = " ".join(other[len(other) - last :])
        first, listed = read(f"{head} {found['one']} {tail}".strip()), read(f"{head} {found['other']}")
        if first is None or listed is None or not _are_alike(first, listed):
            continue
        plan = kept_among(first, listed, model, negated=False)
        if plan is not None:
            yield plan, first, listed
            return


def _but_not(text: str, model: SemanticModel, read: Read) -> Iterator[tuple[Plan, ...]]:
    found = _BUT.match(text)
    if found is None or _DENIED.search(found["head"]):
        return
    other, time = before_time(_ONE.sub(found["head"].rpartition(" ")[2], found["other"]))
    first = read(f"{found['head']} {time}".strip())
    if first is None:
        return
    for question in _with_words_before(found["head"], f"{other} {time}".strip()):
        listed = read(question)
        if listed is None or not _are_alike(first, listed):
            continue
        plan = kept_among(first, listed, model, negated=True)
        if plan is not None:
            yield plan, first, listed
            return


def _neither(text: str, model: SemanticModel, read: Read) -> Iterator[tuple[Plan, ...]]:
    found = _NEITHER.match(text)
    if found is None:
        return
    head, time = found["head"], ""
    one, other = found["one"] or found["only"], found["other"] or found["last"]
    other, time = before_time(other)
    questions = [f"{head} {each} {time}".strip() for each in (one, other)]
    lists = [read(question) for question in questions]
    if lists[0] is None or lists[1] is None or not _are_alike(lists[0], lists[1]):
        return
    for base in map(read, _shortened(head)):
        plan = kept_among(base, lists[0], model, negated=True) if base is not None else None
        plan = kept_among(plan, lists[1], model, negated=True) if plan is not None else None
        if base is not None and plan is not None:
            yield plan, base, lists[0], lists[1]
            return


def _never(text: str, model: SemanticModel, read: Read) -> Iterator[tuple[Plan, ...]]:
    found = _NOT.match(text)
    if found is None or _ASKED_ALONE.match(found["head"]):
        return
    base = read(found["head"])
    if base is None:
        return
    auxiliary = _KEPT_AUXILIARY.get((found["cut"] or found["aux"] or "").strip().lower(), "")
    opening = f"{found['head']} {found['rel'] or 'that'} {auxiliary}".strip()
    for parts in dict.fromkeys((tuple(_OR.split(found["done"])), tuple(_AND_NOT.split(found["done"])))):
        yield from _kept_from_all(base, [f"{opening} {done}" for done in parts], model, read)


def _without_both(text: str, model: SemanticModel, read: Read) -> Iterator[tuple[Plan, ...]]:
    """“Without reviews or returns”: there are none of either."""
    found = _WITHOUT.match(text)
    base = read(found["head"]) if found is not None and not _ASKED_ALONE.match(found["head"]) else None
    if found is not None and base is not None:
        yield from _kept_from_all(base, [f"{found['head']} with {found[one]}" for one in ("one", "other")], model, read)


def _kept_from_all(base: Plan, questions: list[str], model: SemanticModel, read: Read) -> Iterator[tuple[Plan, ...]]:
    """Rows that none of the lists holds."""
    plan: Plan | None = base
    lists = [base]
    for question in questions:
        listed = read(question)
        plan = kept_among(plan, listed, model, negated=True) if plan is not None and listed is not None else None
        if plan is None or listed is None:
            return
        lists.append(listed)
    if plan is not None:
        yield plan, *lists


def _with_words_before(head: str, other: str) -> Iterator[str]:
    """What the first part says, its last words exchanged for the second's."""
    words = head.split()
    for left_out in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        yield f"{' '.join(words[:-left_out])} {other}"


def _shortened(head: str) -> Iterator[str]:
    """The rows alone: without the verb and what introduces it."""
    words = head.split()
    for left_out in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        if not _ASKED_ALONE.match(words[-left_out - 1]):
            yield " ".join(words[:-left_out])


def before_time(words: str) -> tuple[str, str]:
    """What is said, and the period it is told for; a period alone is what is said."""
    tokens = tokenise(words)
    phrases = date_phrases(tokens)
    if not phrases or phrases[-1].last != len(tokens):
        return words, ""
    first = phrases[-1].first
    while first and tokens[first - 1].folded in ("in", "during", "since", "on", "over", "for", "before", "after"):
        first -= 1
    if first == 0:
        return words, ""
    return words[: tokens[first].start].strip(), words[tokens[first].start :].strip()


def _are_alike(first: Plan, second: Plan) -> bool:
    """Whether each says something of its own, of the same kind."""
    own, others = own_parts(first, second), own_parts(second, first)
    if [_is_bare(one) for one in (*own, *others)] == [True, True]:
        return True
    return bool(own) and [_kind(one) for one in own] == [_kind(one) for one in others]


def _is_bare(condition: Condition) -> bool:
    """There is one of them, whichever it is."""
    return isinstance(condition, Exists) and condition.where is None and not condition.negated


def _kind(condition: Condition) -> tuple[str, str, bool]:
    if isinstance(condition, Exists):
        return "Exists", condition.entity, condition.where is not None
    return type(condition).__name__, "", False
