"""Groups by what they are ranked by: “categories by revenue”, “customers by spend”, “products by returns”, “rank cities by rating”."""

from __future__ import annotations

import re

from agents.sql_expert.dates import UNITS
from agents.sql_expert.fields import name_fields
from agents.sql_expert.linking import links_of
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Entity, Measure
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_BY = saying(
    "[show me|show|list|give me|rank|sort|order|compare] [the|our|all|all the|all our] {group} [ranked|sorted|ordered|compared] "
    "by [their|its|the] {figure} {rest}"
)
_VERSUS = saying(
    "[compare] {first} (and|with|to|vs|versus|against) {second} (by|on|in terms of) [their|its] {figure} {rest}"
)
_TAKINGS = word_set("revenue sales turnover takings income earnings spend spending spent")
_COUNT = re.compile(r"^(?:number|count) of (?P<rows>.+)$", re.IGNORECASE)
_OF = re.compile(
    r"^ of (?:the |our |their )?(?P<rows>\w+(?: \w+)??)(?P<rest>(?: (?:in|during|since|this|last|for|from)\b.*)?)$",
    re.IGNORECASE,
)
_NAMED = 0.6


def ranked_by(text: str, roles: Roles) -> str:
    """Where the figure is of other rows than the groups themselves; “orders by month” and “revenue by city” stay."""
    versus = _VERSUS.match(text)
    if versus is not None and not any(roles.is_figure(versus[one]) for one in ("first", "second")):
        figure = versus["figure"]
        named = roles.is_figure(figure) or set(full_words(figure)) <= _TAKINGS
        return f"{figure} in {versus['first']} vs {versus['second']}{versus['rest']}" if named else text
    found = _BY.match(text)
    if found is None:
        return text
    group, figure, rest = found["group"], found["figure"], found["rest"]
    counted = _OF.match(rest) if figure.lower() in ("number", "count") else None
    if counted is not None:
        figure, rest = f"number of {counted['rows']}", counted["rest"]
    if roles.is_figure(group) or not roles.is_named(group) or group.split()[-1].lower() in UNITS:
        return text
    own = _own_figure(figure, group, roles)
    if own is not None:
        return f"list {own[0]} and {own[1]} of {group} ordered by {own[1]} descending{rest}"
    told = _figure(figure, group, roles)
    return f"{told} by {_each(group)}{rest}" if told is not None else text


def _figure(words: str, group: str, roles: Roles) -> str | None:
    count = _COUNT.match(words)
    rows = roles.table(count["rows"] if count else words)
    if rows is not None and (count or singular(words.split()[-1].lower()) != words.split()[-1].lower()):
        return f"number of {rows.label}" if _are_of(rows, group, roles) else None
    if set(full_words(words)) <= _TAKINGS:
        taken = next((one for one in roles.taken if _are_of(one.entity, group, roles)), None)
        if taken is None:
            return None
        return roles.figure if roles.figure == "revenue" or taken is roles.taken[0] else f"total {taken.field.label}"
    links = [one for one in links_of(words, roles.schema).fields if one.score >= _NAMED]
    if not links:
        return None
    measure = links[0].field
    if not isinstance(measure, Measure) or not _are_of(links[0].entity, group, roles):
        return None
    how = "total" if measure.aggregation == "sum" and measure.additivity == "additive" else "average"
    return f"{how} {measure.label}"


def _own_figure(words: str, group: str, roles: Roles) -> tuple[str, str] | None:
    """“Products by price”: what names them and their own figure; of rows that happened, a figure is rather counted by."""
    table = roles.table(group)
    if table is None or any(one.entity.name == table.name for one in roles.taken):
        return None
    own = [one for one in links_of(words, roles.schema).fields if one.score >= _NAMED and one.entity.name == table.name]
    if not own or not isinstance(own[0].field, Measure):
        return None
    return ", ".join(one.label for one in name_fields(table)), own[0].field.label


def _are_of(rows: Entity, group: str, roles: Roles) -> bool:
    """Whether several of the rows may be of one such group: of a row that they refer to, or of a value that is shared."""
    links = links_of(group, roles.schema)
    tables = [one.entity for one in links.entities if one.score >= _NAMED]
    if tables:
        return tables[0].name != rows.name and roles.schema.reach.to_one(rows.name, tables[0].name) is not None
    columns = [one for one in links.fields if one.score >= _NAMED and not isinstance(one.field, Measure)]
    if not columns:
        return False
    profile, entity = columns[0].field.profile, columns[0].entity
    shared = profile.distinct < entity.rows
    return shared and (entity.name == rows.name or roles.schema.reach.to_one(rows.name, entity.name) is not None)


def _each(group: str) -> str:
    *before, last = group.split()
    return " ".join([*before, singular(last.lower())])
