"""“Are there more orders from the web or the store?”, “do cats or dogs sleep more”: which of the two has more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from core.model import SemanticModel
from semantic_layer.words import full_words, singular

Held = Callable[[str], Mapping[tuple[str, str], str]]
_OPEN = (
    r"^(?:(?:are|were) there|(?:do|did|have) (?:we|you|they|i) (?P<did>have|get|got|see|sell|sold|make|made|take|receive|received|had)"
    r"|do|did|does) "
)
_PREPOSITION = r"(?:from|to|in|on|at|by|with|for|via|through|into)"
_BEING = r"(?:are|were|go|went|come|came|leave|left|depart|departed|arrive|arrived|land|landed|start|started|made|placed|sold|shipped)"
_OF_ROWS = re.compile(
    rf"{_OPEN}(?P<way>more|fewer) (?P<rows>[a-z]+(?: [a-z]+)??) (?:{_BEING} )?(?P<joint>{_PREPOSITION}) "
    rf"(?:the )?(?P<one>[^?,]+?) or (?:{_PREPOSITION} )?(?:the )?(?P<other>[^?,]+?)[?.!\s]*$",
    re.IGNORECASE,
)
_OF_KINDS = re.compile(
    rf"{_OPEN}(?P<way>more|fewer) (?P<one>[^?,]+?) or (?:more )?(?P<other>[^?,]+?)(?: (?P<rows>[a-z]+))?[?.!\s]*$",
    re.IGNORECASE,
)
_DID_MORE = re.compile(
    r"^(?:do|did|does|have|has) (?P<way>more|fewer) (?P<one>[a-z' -]+?) or (?P<other>[a-z' -]+?) (?P<verb>[a-z]+)(?P<rest>[^?]*?)[?.!\s]*$",
    re.IGNORECASE,
)
_DO_MORE = re.compile(
    r"^(?:do|does|did|has|have) (?:the )?(?P<one>[^?,]+?) or (?:the )?(?P<other>[^?,]+?) (?P<verb>[a-z]+) "
    r"(?P<way>more|fewer|less|longer)(?P<what> [a-z]+(?: [a-z]+)?)?[?.!\s]*$",
    re.IGNORECASE,
)
_STARTS, _ENDS = frozenset({"origin", "source", "start"}), frozenset({"destination", "dest", "end"})
_VERBS = {"have": "has", "do": "has", "get": "has", "sell": "sold"}


def as_which(text: str, model: SemanticModel, held: Held) -> str:
    """`text` itself where it is asked otherwise; `held` tells the columns that hold a name, and how it is written there."""
    done = _DO_MORE.match(text.strip())
    if done is not None and held(done["one"]).keys() & held(done["other"]).keys():
        verb = _VERBS.get(done["verb"].lower(), done["verb"])
        return f"which {verb} {done['way']}{done['what'] or ''}, {done['one']} or {done['other']}?"
    found = _OF_ROWS.match(text.strip())
    if found is not None and (both := held(found["one"]).keys() & held(found["other"]).keys()):
        column = _end_meant(found["joint"].lower(), both)
        return f"which{column}{_having(found)} {found['rows']}, {found['one']} or {found['other']}?"
    did = _DID_MORE.match(text.strip())
    columns = sorted(held(did["one"]).keys() & held(did["other"]).keys()) if did is not None else []
    if did is not None and columns:
        entity = model.entity(columns[0][0])
        most = "most" if did["way"].casefold() == "more" else "fewest"
        return f"which {entity.field(columns[0][1]).label} has the {most} {entity.label} that {_past(did['verb'])}{did['rest']}?"
    return _of_kinds(text, model, held)


def _past(verb: str) -> str:
    if verb.casefold().endswith("ed"):
        return verb
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


def _of_kinds(text: str, model: SemanticModel, held: Held) -> str:
    """“More Kitchen or Garden products”; where the rows are not said, those that hold both kinds."""
    found = _OF_KINDS.match(text.strip())
    if found is None:
        return text
    for other, rows in ((found["other"], found["rows"]), (f"{found['other']} {found['rows'] or ''}".strip(), None)):
        both = sorted(held(found["one"]).keys() & held(other).keys())
        if both and (rows is None or singular(rows) != rows):
            counted = rows or model.entity(both[0][0]).label
            having = _having(found) if rows else f" has {found['way']}"
            return f"which{having} {counted}, {found['one']} or {other}?"
    return text


def _having(found: re.Match[str]) -> str:
    sold = (found["did"] or "").casefold() in ("sell", "sold")
    return f"{' sold' if sold else ' has'} {found['way']}"


def _end_meant(joint: str, both: set[tuple[str, str]]) -> str:
    """Of two columns that hold the names, that of where from or where to."""
    side = _STARTS if joint == "from" else _ENDS if joint in ("to", "into") else frozenset()
    meant = [field for _, field in both if side & set(full_words(field))]
    return f" {meant[0].replace('_', ' ')}" if len(meant) == 1 else ""
