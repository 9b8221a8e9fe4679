"""Who came newly or came back: “how many new customers did we get in May”, “customers who ordered again”."""

from __future__ import annotations

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Entity
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

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
_CAME = (
    "(came|come|ordered|bought|purchased|booked|stayed|visited|shopped|rented|borrowed|donated|gave|attended|paid|dined|ate|"
    "placed an order|made a purchase|placed orders|made purchases)"
)
_AGAIN = (
    f"(returned to us|are returning|are back|{_CAME[1:-1]}) [back|again] "
    "{often:again|back|a second time|one more time|another time|for a second time|for a second visit|for a second stay|"
    "for a second order|for more|more than once|only once|just once|once only|exactly once|once|one time only|only one time} {rest}"
)
_OURS = "[all] [of] [our|the]"
_HEADS = "{head:how many|number of|which|what|list|show|show me|list all}"
_BACK = (
    saying(f"{_HEADS} {_OURS} {{who}} [who|that|have|has] {_AGAIN}"),
    saying(f"{_OURS} {{who}} (who|that) [have|has] {_AGAIN}"),
    saying(f"{_HEADS} {_OURS} {{who}} [who|that] (came back|come back|returned to us|are returning|are back) {{rest}}"),
)
_KINDS = "{kind:repeat|returning|recurring|one-time|one time|single-purchase|single-order|one-off|single-visit}"
_REPEAT = (
    saying(
        f"[how many|number of|list|show|show me|who are|which are] [our|the] {_KINDS} {{who}} [do we have|are there|have we] {{rest}}"
    ),
    saying(
        f"[how many|number of|list|show|show me|who are|which are] [our|the] {_KINDS} {{who}} (did|do|have) we (have|had|get) {{rest}}"
    ),
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
    if roles.event is None:
        return text
    for pattern in (*_BACK, *_REPEAT):
        found = pattern.match(text)
        said = found.groupdict() if found is not None else {}
        who = _people(said["who"], roles) if said else None
        if who is not None and not (said.get("kind") and _is_called(said["kind"].lower(), roles)):
            counted = text.lower().startswith(("how many", "number of"))
            few = _ONCE & set(full_words(said.get("often") or said.get("kind") or ""))
            often = f"{'exactly' if few and 'more' not in text.lower() else 'more than'} 1 {roles.event.label}"
            return f"{'how many ' if counted else ''}{who} with {often}{said.get('rest') or ''}"
    return text


_ANYBODY = word_set("people person customer client buyer shopper purchaser donor visitor guest")
_ONCE = word_set("once one single")


def _is_called(word: str, roles: Roles) -> bool:
    """A column or a table has this very word in its name; “returns” are no returning customers."""
    names = (one for entity in roles.schema.model.entities for one in (entity, *entity.fields))
    return any(word in (*full_words(one.name), *full_words(one.label)) for one in names)


def _people(who: str, roles: Roles) -> str | None:
    if singular(who.lower()) in _ANYBODY and len(roles.persons) == 1:
        return roles.persons[0].label
    return who if roles.table(who) in roles.persons else None
