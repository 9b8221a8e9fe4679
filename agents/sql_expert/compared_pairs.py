"""Two figures of a question for which of them is more: "does A sell better than B", "is the fee higher in Rome than in Bari".

Each pattern gives two questions for figures and the word that says which should be more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.sql_expert.measured import measured_by
from agents.sql_expert.qualities import quality
from agents.sql_expert.schema import schema_of
from agents.sql_expert.sets.both_and_not import before_time
from agents.sql_expert.units_sold import units_sold
from core.model import SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.words import singular

Pair = tuple[tuple[str, str], str]
_DID, _IS, _OUR = r"(?:did|does|do|has|have|had)", r"(?:is|are|was|were)", r"(?:the |our |an? )?"
_PLACE = r"(?:in|on|during|for|from|at|through|via|by|of|among|with)"
_WAY = r"(?P<way>more|fewer|less|higher|lower|larger|bigger|greater|smaller|longer|shorter)"
_OTHER = rf"{_OUR}(?P<other>[^?!;]+?)(?: {_DID})?[?.!\s]*$"
_WE_DO = re.compile(
    rf"^(?P<helper>{_DID}) (?P<who>we|you|they|people|customers) (?P<verb>[a-z]+) (?P<way>more|fewer|less) (?P<one>[^?]+?) than {_OTHER}",
    re.I,
)
_DOES = re.compile(
    rf"^(?P<helper>{_DID}) {_OUR}(?P<one>.+?) (?P<verb>[a-z]+) (?P<way>more|less|better|worse) than {_OTHER}", re.I
)
_HAS = re.compile(
    rf"^{_DID} {_OUR}(?P<one>.+?) (?:have|has|had|get|got) (?:an? )?(?P<way>higher|lower|larger|bigger|smaller|longer|shorter|greater) "
    rf"(?P<what>.+?) than {_OTHER}",
    re.I,
)
_BEING = re.compile(
    rf"^{_IS} {_OUR}(?P<one>.+?) (?:(?P<more>more|less) )?(?P<how>[a-z]+)(?: on average)? than {_OTHER}", re.I
)
_COMMON = re.compile(
    rf"^{_IS} {_OUR}(?P<what>.+?) (?P<way>more|less) (?:common|frequent|numerous|popular) (?P<at>{_PLACE}) (?P<one>.+?) than {_OTHER}",
    re.I,
)
_THERE = re.compile(
    rf"^{_IS} {_OUR}(?P<what>(?:(?! {_PLACE} | there ).)+?) (?:usually |generally |typically )?{_WAY} "
    rf"(?P<at>{_PLACE}) (?P<one>.+?) than {_OTHER}",
    re.I,
)
_IT_IS = re.compile(
    rf"^(?:is|was) it (?:usually |generally |typically )?(?P<how>[a-z]+) (?P<at>{_PLACE}) (?P<one>.+?) than {_OTHER}",
    re.I,
)
_WAYS = {"better": "more", "worse": "less", "longer": "more", "shorter": "less"}
_FIGURE = re.compile(r"\b(?:average|mean|median|total|number|count|highest|lowest|share|rate|percentage)\b", re.I)


def more_pairs(text: str, model: SemanticModel, values: ValueIndex) -> Iterator[Pair]:
    plain = text.strip()
    schema = schema_of(model)
    for pattern, made in ((_THERE, _of_places), (_COMMON, _of_places), (_WE_DO, _done_by_us), (_HAS, _had)):
        found = pattern.match(plain)
        if found is not None:
            for pair, way in made(found):
                yield (units_sold(pair[0], schema, values), units_sold(pair[1], schema, values)), way
            return
    if found := _IT_IS.match(plain):
        yield from _of_weather(found, model)
    if found := _DOES.match(plain):
        yield from _done(found, model)
    if found := _BEING.match(plain):
        yield from _measured(found, model)


def _of_places(found: re.Match[str]) -> Iterator[Pair]:
    """The same figure at two places; of a noun for rows, how many there are."""
    at, (other, time) = found["at"], before_time(found["other"])
    other = other if re.match(rf"{_PLACE} ", other, re.I) else f"{at} {re.sub(r'^(?:that|those) ', '', other)}"
    what = found["what"]
    counted = f"how many {what}" if found.re is _COMMON else what
    leads = (counted,) if found.re is _COMMON or _FIGURE.search(what) else (what, f"average {what}", f"total {what}")
    for lead in leads:
        yield (_joined(lead, at, found["one"], time), _joined(lead, other, time)), _way(found["way"])


def _done_by_us(found: re.Match[str]) -> Iterator[Pair]:
    """“Did we sell more of this than of that?” is about two figures of ours."""
    other, time = before_time(found["other"])
    did = f"{found['helper']} {found['who']} {found['verb']}"
    one, other = (re.sub(r"^(?:of )?(?:the )?", "", part) for part in (found["one"], other))
    yield (_joined("how many", one, did, time), _joined("how many", other, did, time)), _way(found["way"])
    yield (_joined("how much", one, did, time), _joined("how much", other, did, time)), _way(found["way"])


def _had(found: re.Match[str]) -> Iterator[Pair]:
    other, time = before_time(found["other"])
    what = found["what"] if _FIGURE.search(found["what"]) else f"average {singular(found['what'])}"
    yield (_joined(what, "of", found["one"], time), _joined(what, "of", other, time)), _way(found["way"])


def _done(found: re.Match[str], model: SemanticModel) -> Iterator[Pair]:
    """What a verb comes to: “order more” is how many orders, “sell better” how much was sold."""
    (other, time), helper, verb = before_time(found["other"]), found["helper"], found["verb"].lower()
    if verb in _NO_VERBS:
        return
    names = {one.label.lower() for one in model.entities}
    rows = next((noun for noun in (f"{verb}s", f"{verb}es") if noun in names), None)
    if rows is not None and found["way"].lower() in ("more", "less"):
        asked = f"how many {rows} {helper}"
        yield (_joined(asked, found["one"], "have", time), _joined(asked, other, "have", time)), _way(found["way"])
    asked = f"how much {helper}"
    yield (_joined(asked, found["one"], verb, time), _joined(asked, other, verb, time)), _way(found["way"])


_NO_VERBS = frozenset(
    {"is", "are", "was", "were", "have", "has", "had", "no", "not", "any", "much", "even", "the", "a"}
)


def _measured(found: re.Match[str], model: SemanticModel) -> Iterator[Pair]:
    """“Is the oak desk more expensive than the pine one”: by the column that the adjective measures."""
    told = quality(found["how"].lower()) or (quality(_OF_MORE.get(found["how"].lower(), "")) if found["more"] else None)
    links = sorted(measured_by(told, schema_of(model)), key=lambda one: -one.score) if told is not None else []
    if told is None or not links or told.time:
        return
    more = told.descending != ((found["more"] or "").lower() == "less")
    other, time = before_time(found["other"])
    other = _STANDING_IN.sub(" ".join(found["one"].split()[1:]), other)
    for link in links[:2]:
        what = f"average {link.field.label} of"
        yield (_joined(what, found["one"], time), _joined(what, other, time)), "more" if more else "less"


def _of_weather(found: re.Match[str], model: SemanticModel) -> Iterator[Pair]:
    """“Is it windier in winter than in summer” is about the average wind of both."""
    told = quality(found["how"].lower())
    links = sorted(measured_by(told, schema_of(model)), key=lambda one: -one.score) if told is not None else []
    if told is None or not links:
        return
    at, (other, time) = found["at"], before_time(found["other"])
    other = other if re.match(rf"{_PLACE} ", other, re.I) else f"{at} {other}"
    what = f"average {links[0].field.label}"
    yield (_joined(what, at, found["one"], time), _joined(what, other, time)), "more" if told.descending else "less"


_STANDING_IN = re.compile(r"\bones?$", re.IGNORECASE)
"""“Red vans than green ones”."""
_OF_MORE = {"expensive": "priciest", "costly": "priciest", "powerful": "strongest", "recent": "latest"}


def _joined(*words: str) -> str:
    return " ".join(one.strip() for one in words if one.strip())


def _way(word: str) -> str:
    return _WAYS.get(word.lower(), word.lower())
