"""Who came newly or came back: “how many new customers did we get in May”, “customers who ordered again”."""

from __future__ import annotations

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Entity
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

_HEAD = "{head:how many|number of|the number of|list|show|show me|which|who are the|who are our|count of}"
_NEW = (
    saying(
        f"[and|so] {_HEAD} [brand] new {{who}} (did|do|have|has) (we|they|you) "
        "(get|got|gain|gained|win|won|acquire|acquired|sign up|signed up|add|added|attract|attracted|have) {rest}"
    ),
    saying(
        f"[and|so] {_HEAD} [brand] new {{who}} [joined|joined us|signed up|came|came in|registered|were added|started|are there] {{rest}}"
    ),
)
_AGAIN = (
    "(came back|come back|returned to us|ordered again|bought again|purchased again|booked again|visited again|came again|"
    "are returning|are back|bought more than once|ordered more than once|purchased more than once|booked more than once|"
    "came more than once|visited more than once)"
)
_BACK = saying(
    f"{{head:how many|number of|which|what|list|show|show me|list all}} [of our|our|the] {{who}} [who|that|have] {_AGAIN}"
)
_REPEAT = saying(
    "[how many|number of|list|show|show me|who are|which are] [our|the] (repeat|returning|recurring) {who} [do we have|are there|have we]"
)
_SINCE = frozenset(
    map(
        stem,
        word_set("""
        signup signed sign joined join registered register registration created create creation since hired hire enrolled
        enrollment enrolment onboarded added opened acquired activated
        """),
    )
)


def newly_come(text: str, roles: Roles) -> str:
    for pattern in _NEW if not roles.knows("new") else ():
        found = pattern.match(text)
        entity = roles.table(found["who"]) if found is not None and found["rest"] else None
        since = _since(entity) if entity is not None else None
        if found is not None and since is not None:
            return f"{found['head']} {found['who']} with {since}{found['rest']}"
    return _again(text, roles)


def _since(entity: Entity) -> str | None:
    """The one date on which a row began to be there."""
    told = [one for one in entity.fields if is_temporal(one) and {stem(word) for word in full_words(one.name)} & _SINCE]
    return told[0].label if len(told) == 1 else None


def _again(text: str, roles: Roles) -> str:
    event = roles.event
    if event is None:
        return text
    for pattern in (_BACK,) if roles.knows("repeat") or roles.knows("returning") else (_BACK, _REPEAT):
        found = pattern.match(text)
        who = _people(found["who"], roles) if found is not None else None
        if found is not None and who is not None:
            counted = text.lower().startswith(("how many", "number of"))
            return f"{'how many ' if counted else ''}{who} with more than 1 {event.label}"
    return text


def _people(who: str, roles: Roles) -> str | None:
    if who.lower() == "people" and len(roles.persons) == 1:
        return roles.persons[0].label
    return who if roles.table(who) in roles.persons else None
