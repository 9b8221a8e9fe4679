"""Two of a kind before one figure, in the words that figures are compared in: “the gap between web and store revenue”,
“how does web revenue compare with store revenue”, “do we get more orders on weekdays or weekends”.
"""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_measure, is_metric
from agents.sql_expert.linking import links_of
from agents.sql_expert.mainstays import main_event
from agents.sql_expert.schema import Schema
from semantic_layer import ValueIndex
from semantic_layer.words import singular

_TAIL = r"(?P<tail>(?: (?:in|during|since|for|by|per|last|this)\b[^?!;]*)?)[?.!\s]*$"
_LEAD = r"^(?:(?:what(?:'s| is| was)|show(?: me)?|calculate|give me) )?(?:the )?"
_ONE, _OTHER = r"(?P<one>\w+(?: \w+)??)", r"(?:the )?(?P<other>\w+(?: \w+)??)"
_BETWEEN = re.compile(
    rf"{_LEAD}(?:difference|gap) between (?:the )?{_ONE} and {_OTHER} (?P<what>\w+(?: \w+){{0,2}}?){_TAIL}",
    re.IGNORECASE,
)
_NOUN_FIRST = re.compile(
    rf"{_LEAD}(?P<what>\w+(?: \w+){{0,2}}?) (?:difference|gap) between (?:the )?{_ONE} and {_OTHER}{_TAIL}",
    re.IGNORECASE,
)
_HOW = re.compile(
    rf"^(?:how (?:do|does|did) (?:the )?{_ONE} (?P<what>\w+(?: \w+)?) compare|compare (?:the )?(?P<one2>\w+) (?P<what2>\w+(?: \w+)?)) "
    rf"(?:to|with|against) {_OTHER}{_TAIL}",
    re.IGNORECASE,
)
_DAYS = r"(?P<kind>week(?:day|end)s?)"
_WE_DO = re.compile(
    rf"^(?:do|did|have) (?:we|they|people|customers) (?:get|got|have|see|take|receive|had|place|make) (?:more|fewer|less) (?P<what>.+?) "
    rf"(?:on|at|in|during) (?:the )?(?P<when>{_DAYS}|spring|summer|autumn|fall|winter) or (?:(?:on|at|in|during) )?(?:the )?"
    rf"(?P<then>week(?:day|end)s?|spring|summer|autumn|fall|winter)[?.!\s]*$",
    re.IGNORECASE,
)
_HIGHER = re.compile(
    rf"^(?:is|are|was|were) (?:the |our )?(?P<what>.+?) (?:usually |typically )?(?:higher|lower|bigger|larger|better|more) "
    rf"(?:on|at|in|during) (?:the )?(?P<when>{_DAYS}|spring|summer|autumn|fall|winter) or (?:(?:on|at|in|during) )?(?:the )?"
    rf"(?P<then>week(?:day|end)s?|spring|summer|autumn|fall|winter)[?.!\s]*$",
    re.IGNORECASE,
)
_BUSIER = re.compile(
    r"^(?:are|is) (?:the )?(?:weekends?|weekdays?) (?:busier|quieter|slower) than (?:the )?(?:weekends?|weekdays?)[?.!\s]*$",
    re.IGNORECASE,
)
_FUNCTION = re.compile(r"^(?:average|total|mean|median|number of) ", re.IGNORECASE)
_CLEAR, _TABLE = 0.85, 0.95


def pairs_told(text: str, schema: Schema, values: ValueIndex) -> str:
    """`text` itself where the two are no values of one column, or what is compared is no figure."""
    said = text.strip()
    for pattern in (_BETWEEN, _NOUN_FIRST):
        found = pattern.match(said)
        if found is not None and _is_figure(found["what"], schema) and _are_alike(found["one"], found["other"], values):
            return f"difference in {_counted(found['what'], schema)} between {found['one']} and {found['other']}{found['tail']}"
    found = _HOW.match(said)
    if found is not None:
        one, what = found["one"] or found["one2"], found["what"] or found["what2"]
        other = re.sub(rf" {re.escape(what)}$", "", found["other"], flags=re.IGNORECASE)
        if _is_figure(what, schema) and _are_alike(one, other, values):
            return f"compare {one} and {other} {what}{found['tail']}"
    return _of_days(said, schema) or text


def _of_days(said: str, schema: Schema) -> str | None:
    """Both figures are told, so that it is seen which is more."""
    found = _WE_DO.match(said) or _HIGHER.match(said)
    if found is not None and _is_figure(found["what"], schema):
        of_days = found["kind"] is not None
        return f"{_counted(found['what'], schema)} {'on' if of_days else 'in'} {found['when']} {'and' if of_days else 'vs'} {found['then']}"
    event = main_event(schema.model) if _BUSIER.match(said) else None
    return f"number of {event.label} on weekdays and weekends" if event is not None else None


def _counted(what: str, schema: Schema) -> str:
    table = next(iter(links_of(what, schema).entities), None)
    return f"number of {what}" if table is not None and table.score >= _TABLE else what


def _is_figure(what: str, schema: Schema) -> bool:
    """A table in the plural, a column of numbers or a metric."""
    links = links_of(_FUNCTION.sub("", what), schema)
    table, best = next(iter(links.entities), None), next(iter(links.fields), None)
    if table is not None and table.score >= _TABLE and singular(what.casefold()) != what.casefold():
        return True
    return best is not None and best.score >= _CLEAR and (is_metric(best) or is_measure(best.field))


def _are_alike(one: str, other: str, values: ValueIndex) -> bool:
    """Whether a column holds both."""
    columns = [
        {
            (found.entity, found.field)
            for found in values.lookup(name, fuzzy=False)
            if found.how in ("exact", "normalised")
        }
        for name in (one, other)
    ]
    return bool(columns[0] & columns[1])
