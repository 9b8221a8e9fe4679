"""Which period was best, told in front of it: “our highest revenue day”, “record sales month”."""

from __future__ import annotations

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_PERIOD = saying(
    "[what is|what was|which is|which was|when was|show|show me] [the|our] "
    "{how:highest|best|biggest|largest|top|strongest|record|lowest|worst|weakest|smallest|poorest} "
    "{figure} {unit:day|date|week|month|quarter|year|weekday|day of the week} [so far|ever] {rest}"
)
_LOW = frozenset({"lowest", "worst", "weakest", "smallest", "poorest"})
_TAKINGS = word_set("revenue sales turnover takings income earning")


def best_period(text: str, roles: Roles) -> str:
    found = _PERIOD.match(text)
    if found is None or (not found["figure"].strip() and " by " in f" {found['rest']} "):
        return text
    figure = _figure(found["figure"], roles)
    if figure is None:
        return text
    side = "lowest" if found["how"].lower() in _LOW else "highest"
    unit = "day" if found["unit"].lower() == "date" else found["unit"]
    return f"which {unit} had the {side} {figure}{found['rest']}"


def _figure(words: str, roles: Roles) -> str | None:
    """A column of amounts is added up over a period; what is counted stays as it was said."""
    if set(full_words(words)) <= _TAKINGS and roles.has_takings:
        return roles.figure
    return words if roles.is_figure(words) else None
