"""By how much one group is ahead of another: "how much more do hybrids cost than diesels", "how many more gulls than terns".

Told as one figure minus the other, which is read as it stands.
"""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_measure
from agents.sql_expert.linking import links_of
from agents.sql_expert.measured import measured_by
from agents.sql_expert.qualities import quality
from agents.sql_expert.schema import Schema
from core.model import Field, Measure
from core.table import NUMERIC_TYPES
from semantic_layer.words import name_words

_END = r"[?.!\s]*$"
_ON_AVERAGE = re.compile(r",?\s*\b(?:on average|typically|usually)\b,?\s*", re.IGNORECASE)
_DO = r"(?:do|does|did)"
_BE = r"(?:is|are|was|were)"
_MANY = r"^(?:by )?how many (?P<side>more|fewer) "
_OF_FIGURE = re.compile(rf"{_MANY}(?P<what>.+?) {_DO} (?P<one>.+?) than (?P<other>.+?){_END}", re.IGNORECASE)
_OF_ROWS = re.compile(
    rf"{_MANY}(?P<rows>.+?) (?:(?:{_BE} there|{_DO} (?:we|they) have) )?"
    r"(?P<tie>have|has|had|with|in|from|of|at|for|on|by|live in|come from|are|were) (?P<one>.+?) "
    rf"than (?P<again>(?:with|in|from|of|at|for|on|by|have|has|had|are|were) )?(?P<other>.+?){_END}",
    re.IGNORECASE,
)
_OF_KINDS = re.compile(
    rf"{_MANY}(?P<one>.+?) (?:{_BE} there )?than (?P<other>.+?)(?: {_BE} there| {_DO} (?:we|they) have)?{_END}",
    re.IGNORECASE,
)
_DONE_MORE = re.compile(
    rf"^(?:by )?how much (?P<side>more|less) {_DO} (?P<one>.+) (?P<verb>[a-z]+) than (?P<other>.+?){_END}",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    rf"^(?:by )?how (?:much|many \w+) (?P<adjective>(?:(?:more|less) )?\w+) (?:{_BE}|{_DO}) (?P<one>.+?) than (?P<other>.+?){_END}",
    re.IGNORECASE,
)
_NO_GROUP = re.compile(
    r"^(?:the )?(?:average|mean|median|others?|rest|all|any|last|previous|prior|before|expected|planned|usual|\d)\b|"
    r"\b(?:ago|average|last year|year before|month before)\b",
    re.IGNORECASE,
)
_STANDS_IN = re.compile(r"\bones?$", re.IGNORECASE)
_LATER_VERB = re.compile(rf"\s+(?:{_DO}|{_BE}|have|has|had)$", re.IGNORECASE)
_VERB = re.compile(r"\s+(?!have$|has$)[a-z]+$")
_ARTICLE = re.compile(r"^(?:an?|the|our) ", re.IGNORECASE)
_MEASURED = {
    "cost": "costliest",
    "weigh": "heaviest",
    "earn": "earns the most",
    "make": "earns the most",
    "spend": "spent the most",
    "last": "longest",
    "take": "longest",
    "sell": "sold the most",
}
_SUMMED = frozenset({"spend", "sell", "make"})
_CLEAR = 0.5


def by_how_much(text: str, schema: Schema) -> str:
    """`text` itself where no two groups are set against each other so."""
    typical = _ON_AVERAGE.search(text) is not None
    said = re.sub(r"\s+([?.!])", r"\1", _ON_AVERAGE.sub(" ", text).strip())
    return (
        _of_verb(said, schema, typical=typical)
        or _of_adjective(said, schema)
        or _of_figure(said, schema, typical=typical)
        or _of_rows(said, schema)
        or text
    )


def _of_verb(said: str, schema: Schema, *, typical: bool) -> str | None:
    """“How much more do hybrids cost than diesels”."""
    found = _matched(_DONE_MORE, said)
    if found is None:
        return None
    verb = found["verb"].lower()
    figure = _measured(_MEASURED.get(verb, ""), schema) or _number(verb, schema)
    if figure is None:
        return None
    function = "total" if verb in _SUMMED and not typical else "average"
    return _minus(
        f"{function} {_written(figure)}", found["one"], found["other"], turned=found["side"].lower() == "less"
    )


def _of_adjective(said: str, schema: Schema) -> str | None:
    """“How much heavier are females than males”."""
    found = _matched(_FURTHER, said)
    adjective = found["adjective"].lower() if found is not None else ""
    measured, figure = quality(adjective), _measured(adjective, schema)
    if found is None or figure is None or measured is None:
        return None
    one = _VERB.sub("", found["one"]) if re.search(rf" {_DO} ", said) else found["one"]
    return _minus(f"average {_written(figure)}", one, found["other"], turned=not measured.descending)


def _of_figure(said: str, schema: Schema, *, typical: bool) -> str | None:
    """“How many more goals did Ada score than Bo”, “how many more hours do cats sleep than dogs on average”."""
    found = _matched(_OF_FIGURE, said)
    figure = _number(found["what"], schema) if found is not None else None
    if found is None or figure is None:
        return None
    averaged = typical or (isinstance(figure, Measure) and figure.aggregation == "avg")
    what = f"{'average' if averaged else 'total'} {_written(figure)}"
    return _minus(what, _VERB.sub("", found["one"]), found["other"], turned=found["side"].lower() == "fewer")


def _of_rows(said: str, schema: Schema) -> str | None:
    """“How many more orders from Spain than from Italy”, “how many more cats than dogs are there”."""
    found = _matched(_OF_ROWS, said)
    if found is not None and _are_rows(found["rows"], schema):
        tie, again = found["tie"], (found["again"] or found["tie"]).strip()
        one = f"number of {found['rows']} {_joined(tie)} {found['one']}"
        other = f"number of {found['rows']} {_joined(again)} {_LATER_VERB.sub('', found['other'])}"
        return _ordered(one, other, turned=found["side"].lower() == "fewer")
    found = _matched(_OF_KINDS, said)
    if found is None or not (_STANDS_IN.search(found["other"]) or _are_rows(found["one"].rpartition(" ")[2], schema)):
        return None
    return _minus("number", found["one"], found["other"], turned=found["side"].lower() == "fewer")


def _matched(form: re.Pattern[str], said: str) -> re.Match[str] | None:
    found = form.match(said)
    return None if found is None or _NO_GROUP.search(found["other"]) else found


def _joined(tie: str) -> str:
    return {"have": "with", "has": "with", "had": "with", "are": "that are", "were": "that are"}.get(tie.lower(), tie)


def _minus(figure: str, one: str, other: str, *, turned: bool) -> str:
    one, other = _ARTICLE.sub("", one.strip()), _ARTICLE.sub("", _LATER_VERB.sub("", other.strip()))
    if _STANDS_IN.search(other):
        other = _STANDS_IN.sub(one.rpartition(" ")[2], other)
    return _ordered(f"{figure} of {one}", f"{figure} of {other}", turned=turned)


def _ordered(one: str, other: str, *, turned: bool) -> str:
    return f"{other} minus {one}" if turned else f"{one} minus {other}"


def _measured(adjective: str, schema: Schema) -> Field | None:
    """The one number that an adjective is about."""
    found = quality(adjective) if adjective else None
    links = [one for one in measured_by(found, schema) if is_measure(one.field)] if found is not None else []
    best = [one for one in links if one.score >= max(other.score for other in links)]
    return best[0].field if len(best) == 1 else None


def _number(words: str, schema: Schema) -> Field | None:
    """The column of numbers that is named so, and no table."""
    links = links_of(words, schema)
    if not links.fields or links.fields[0].score < _CLEAR or links.fields[0].field.type not in NUMERIC_TYPES:
        return None
    return links.fields[0].field if not links.entities or links.entities[0].score < links.fields[0].score else None


def _written(field: Field) -> str:
    """Its label, but for one that would be taken for a ratio (“miles per gallon”)."""
    return " ".join(name_words(field.name)) if " per " in field.label else field.label


def _are_rows(words: str, schema: Schema) -> bool:
    return any(link.score >= _CLEAR for link in links_of(words, schema).entities)
