"""“The busiest route” of a table that has no routes, but says from where to where: its two columns together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.schema import Schema
from core.model import Dimension, Entity
from core.plan import Aggregate, Call, FieldRef, Plan, PlanMeasure, Value
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_ROUTE = re.compile(
    r"(?<!how many )(?<!different )(?<!number of )\b(?:route|connection|city pair|origin-destination pair)s?\b", re.I
)
"""How many of them there are is another question."""
_FROM = word_set("origin source start departure pickup")
_TO = word_set("destination dest end arrival dropoff")


def with_routes_told(text: str, schema: Schema) -> str:
    """`text` itself where something is called so, or not exactly one table has both columns."""
    if _ROUTE.search(text) is None or _are_named(schema):
        return text
    pairs = [pair for entity in schema.model.entities if (pair := _ends(entity)) is not None]
    return _ROUTE.sub(" and ".join(pairs[0]), text) if len(pairs) == 1 else text


def counted_routes(text: str, schema: Schema, read: Callable[[str], Plan | None]) -> Iterator[Plan]:
    """“How many routes are there”: different pairs of where from and where to."""
    found = _HOW_MANY.match(text.strip())
    if found is None or _are_named(schema):
        return
    both = [(entity, pair) for entity in schema.model.entities if (pair := _columns(entity)) is not None]
    plan = read(f"number of {both[0][0].label}{found['tail']}") if len(both) == 1 else None
    if plan is None or plan.entity != both[0][0].name or len(plan.measures) != 1 or plan.rows is not None:
        return
    entity, columns = both[0]
    of = tuple(FieldRef(entity=entity.name, name=one.name) for one in columns)
    route = Call(function="concat_ws", arguments=(Value(value=" / ", type="text"), *of))
    routes = Aggregate(function="count_distinct", entity=entity.name, of=route)
    yield replace(
        plan, measures=(PlanMeasure(name="routes", label="number of different routes", value=routes),), order=()
    )


_HOW_MANY = re.compile(
    r"^(?:what is |show (?:me )?)?(?:how many|(?:the )?number of|count)(?: the)?(?: different| distinct| unique)? "
    r"(?:routes|connections|city pairs)(?: (?:are|were|is) there| do we have| exist)?(?: (?:does|do|did))?(?P<tail>[^?]*?)"
    r"(?: (?:fly|flies|serve|serves|have|has|operate|operates|offer|offers))?[?.!\s]*$",
    re.IGNORECASE,
)


def with_ends_told(text: str, schema: Schema) -> str:
    """“Flights leaving JFK”, “that landed in Rome”: from there, to there, of a table that says from where to where."""
    if not any(_ends(entity) is not None for entity in schema.model.entities):
        return text
    for pattern, joint in ((_LEFT, "from"), (_CAME, "to")):
        text = pattern.sub(joint, text)
    return text


_CLAUSE = r"\b(?:(?:that|which) )?(?:(?:have|has|had|were|was|are|is) )?"
_LEFT = re.compile(
    rf"{_CLAUSE}(?:left|leave|leaves|leaving|departed|depart|departs|departing|took off|take off|taking off)"
    r"(?: from| out of)?(?= (?:the )?[A-Z])"
)
_CAME = re.compile(
    rf"{_CLAUSE}(?:arrived|arrive|arrives|arriving|landed|land|lands|landing|touched down)(?: in| at| to)(?= (?:the )?[A-Z])"
)


def _are_named(schema: Schema) -> bool:
    names = [one.name for entity in schema.model.entities for one in (entity, *entity.fields)]
    return any(singular(word) in ("route", "connection") for name in names for word in full_words(name))


def _ends(entity: Entity) -> tuple[str, str] | None:
    """Labels of the column of where from and the column of where to."""
    columns = _columns(entity)
    return None if columns is None else (columns[0].label, columns[1].label)


def _columns(entity: Entity) -> tuple[Dimension, Dimension] | None:
    texts = [one for one in entity.fields if isinstance(one, Dimension) and one.type == "text"]
    ends = [[one for one in texts if set(full_words(one.name)) & side] for side in (_FROM, _TO)]
    return (ends[0][0], ends[1][0]) if [len(one) for one in ends] == [1, 1] else None
