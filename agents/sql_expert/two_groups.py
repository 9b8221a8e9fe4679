"""Two groups against each other: "was the price higher in Rome or in Paris", "are hybrids heavier than petrol cars"."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_measure
from agents.sql_expert.measured import measured_by
from agents.sql_expert.qualities import quality
from agents.sql_expert.schema import Schema

_END = r"[?.!\s]*$"
_IN = r"(?:in|for|on|at|among|with|of)"
_EITHER = re.compile(
    rf"^(?:was|is|were|are|did|does) (?:the )?(?P<what>.+?) (?:higher|lower|bigger|larger|smaller|greater|better|worse|longer|shorter|more|"
    rf"less) (?P<in>{_IN}) (?P<one>.+?),? or (?:(?P=in) )?(?P<other>[\w'-]+(?: [\w'-]+)?)(?P<tail> (?:in|during|on|since)\b[^?]*)?{_END}",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"^(?:average|mean|median|total|number|count|share|percentage|highest|lowest|maximum|minimum|sum)\b", re.IGNORECASE
)
_THAN = re.compile(
    r"^(?:are|were) (?!there\b|any\b)(?:the )?(?P<one>[a-z][\w' -]*?) (?:(?P<more>more|less) )?(?P<adjective>[a-z]+) "
    r"than (?:the )?(?!average\b|all\b)(?P<other>[a-z][a-z' -]*?)"
    rf"(?: on average)?{_END}",
    re.IGNORECASE,
)
_STANDING_IN = re.compile(r"\bones?$", re.IGNORECASE)


def of_two_groups(text: str, schema: Schema) -> str:
    """A figure of each of the two; `text` itself where nothing is compared so."""
    found = _EITHER.match(text.strip())
    if found is not None and _FUNCTION.match(found["what"]):
        tail = found["tail"] or ""
        return f"{found['what']} {found['in']} {found['one']}{tail} and {found['what']} {found['in']} {found['other']}{tail}"
    found = _THAN.match(text.strip())
    figure = _figure(found, schema) if found is not None else None
    if found is None or figure is None:
        return text
    one, other = found["one"].strip(), found["other"].strip()
    if _STANDING_IN.search(other):
        other = _STANDING_IN.sub(" ".join(one.split()[1:]), other)
    return f"average {figure} of {one} and average {figure} of {other}"


def _figure(found: re.Match[str], schema: Schema) -> str | None:
    """The one number that the adjective is about."""
    adjective = found["adjective"].lower()
    said = f"{found['more'].lower()} {adjective}" if found["more"] else adjective
    measured = quality(said)
    fields = [one for one in measured_by(measured, schema) if is_measure(one.field)] if measured is not None else []
    best = [one for one in fields if one.score >= max(other.score for other in fields)]
    return best[0].field.label if len(best) == 1 else None
