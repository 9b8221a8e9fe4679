"""Words that change a dashboard, as commands. What is meant by "the second" is found out later, on the board."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from core.chart import Mark
from core.plan import Grain

Place = Literal["top", "bottom"]
Size = Literal["wider", "narrower", "taller", "shorter", "bigger", "smaller", "full", "half", "third"]
Shown = Mark | Literal["table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """`target` is None for the dashboard itself."""

    target: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """To a `place`, else `after` or before the tile `beside`."""

    target: str
    place: Place | None = None
    beside: str | None = None
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resize:
    target: str
    size: Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """`by` are words for what it is grouped by; `beside`: as well as by what it is grouped by already."""

    target: str
    shown: Shown | None = None
    layout: Literal["stacked"] | None = None
    grain: Grain | None = None
    by: str | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    target: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    words: str
    shown: Shown | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddText:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """`words` are the condition ("Germany", "last year"); of the tiles that `target` names."""

    words: str
    target: str = "all"
    without: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFilter:
    """A filter for people to set. `words` name what it is on."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfilter:
    target: str = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    words: str


Command = (
    Remove
    | Rename
    | Move
    | Swap
    | Resize
    | Redraw
    | Top
    | Add
    | AddText
    | Filter
    | OfferFilter
    | Unfilter
    | Refresh
    | NotUnderstood
)

_VERBS = (
    r"(?:remove|delete|drop|hide|rename|retitle|call|move|put|place|bring|swap|exchange|make|turn|change|convert|show|draw|"
    r"display|add|include|insert|only|filter|limit|restrict|clear|widen|enlarge|shrink|refresh|split|break|group|set|keep|exclude)"
)
_APART = re.compile(
    rf"\s*(?:[;\n]+|[.!](?=\s|$)|,\s*(?:and\s+|then\s+|and\s+then\s+)?(?={_VERBS}\b)|\s(?:and|then|and\s+then)\s+(?={_VERBS}\b))\s*",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:please|now|then|also|and|could\s+you|can\s+you|would\s+you|i\s+(?:want|would\s+like|'d\s+like)\s+(?:you\s+)?to|let'?s)"
    r"[\s,]+|[\s,]+please$",
    re.IGNORECASE,
)
_QUOTES = "“”\"'‘’`"
_GRAINS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
           "annually": "year", "hourly": "hour"}  # fmt: skip
_GRAIN = re.compile(rf"^(?:by\s+|per\s+|each\s+)?({'|'.join(get_args(Grain))})s?$", re.IGNORECASE)
_MARKS: tuple[tuple[str, Shown], ...] = (
    (r"(?:pie|donut|doughnut)s?(?:\s+chart)?", "arc"),
    (r"(?:heat\s*-?map)s?(?:\s+chart)?", "rect"),
    (r"(?:scatter(?:\s*-?(?:plot|chart))?|points)", "point"),
    (r"areas?(?:\s+chart)?", "area"),
    (r"(?:line|curve)s?(?:\s+(?:chart|graph))?", "line"),
    (r"(?:(?:horizontal|vertical|grouped)\s+)?(?:bar|column)s?(?:\s+(?:chart|graph))?", "bar"),
    (r"histograms?", "histogram"),
    (r"box(?:es|\s*-?plots?)", "box"),
    (r"maps?", "map"),
    (r"(?:big\s+|single\s+|key\s+)?(?:number|figure|kpi)s?", "number"),
    (r"(?:plain\s+)?(?:table|list)s?", "table"),
)
_MARK_WORDS = "|".join(f"(?:{words})" for words, _ in _MARKS)
_BY = r"(?:\s+(?:(?P<beside>split|broken\s+down|coloured|colored|stacked)\s+)?(?:by|per)\s+(?P<by>[^,]+?))?"
_END = r"\s*$"


def read_commands(words: str) -> tuple[Command, ...]:
    """One for each sentence or part of one, in order."""
    parts = (_bare(part) for whole in _APART.split(words) for part in _with_verbs(whole))
    return tuple(_command(part) for part in parts if part)


def _with_verbs(part: str) -> list[str]:
    """Of "make the second a line and the third a pie" two parts, each with the verb."""
    verb, *others = _NEXT_TARGET.split(part)
    said = re.match(r"\s*(make|turn|show|change|draw)\b", verb, re.IGNORECASE)
    return [part] if said is None or not others else [verb, *(f"{said[1]} {other}" for other in others)]


def _bare(part: str) -> str:
    text, before = part.strip(), None
    while text != before:
        before, text = text, _POLITE.sub("", text).strip()
    return text.rstrip(" ?")


def _command(part: str) -> Command:
    for pattern, make in _PATTERNS:
        found = pattern.match(part)
        if found is not None:
            made = make(found)
            if made is not None:
                return made
    return NotUnderstood(words=part)


def _quoted(text: str) -> str:
    return text.strip().strip(_QUOTES).strip()


def _target(text: str) -> str:
    return _quoted(text)


def _renamed(found: re.Match[str]) -> Command:
    target = _target(found["target"])
    is_board = re.fullmatch(
        r"(?:(?:the|this)\s+)?(?:(?:whole\s+)?(?:dashboard|board|page)|it\s+all)", target, re.IGNORECASE
    )
    return Rename(target=None if is_board else target, title=_quoted(found["title"]))


def _moved(found: re.Match[str]) -> Command:
    top = {"top", "start", "beginning", "front", "first"}
    return Move(target=_target(found["target"]), place="top" if found["place"].lower() in top else "bottom")


def _moved_beside(found: re.Match[str]) -> Command:
    before = found["where"].lower() in ("before", "above", "over", "in front of", "ahead of")
    return Move(target=_target(found["target"]), beside=_target(found["beside"]), after=not before)


_SIZES: tuple[tuple[str, Size], ...] = (
    (r"full[\s-]?width|as\s+wide\s+as\s+.+|across\s+.+|the\s+(?:full|whole)\s+width", "full"),
    (r"half(?:[\s-]?(?:width|as\s+wide))?(?:\s+(?:the\s+)?width)?", "half"),
    (r"(?:a\s+|one\s+)?third(?:[\s-]?(?:width|wide))?(?:\s+of\s+.+)?", "third"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?wider|broader", "wider"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?narrower|slimmer", "narrower"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?(?:taller|higher)", "taller"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?(?:shorter|lower|flatter)", "shorter"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?(?:bigger|larger)", "bigger"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?smaller", "smaller"),
)
_SIZE_WORDS = "|".join(f"(?:{words})" for words, _ in _SIZES)


def _resized(found: re.Match[str]) -> Command | None:
    size = next((size for words, size in _SIZES if re.fullmatch(words, found["size"].strip(), re.IGNORECASE)), None)
    return None if size is None else Resize(target=_target(found["target"]), size=size)


def _redrawn(found: re.Match[str]) -> Command | None:
    named = found.groupdict()
    what, by = named.get("what"), named.get("by")
    grain_word = (named.get("grain") or "").lower()
    grain = _grain(by) or _grain_of(grain_word)
    if what is None and by is None and grain is None:
        return None
    return Redraw(
        target=_target(found["target"]),
        shown=_shown(what),
        layout="stacked" if "stacked" in (found[0] if what else "").lower() else None,
        grain=grain,
        by=None if by is None or _grain(by) else _quoted(by),
        beside=bool(named.get("beside")),
    )


def _split(found: re.Match[str]) -> Command:
    grain = _grain(found["by"])
    return Redraw(target=_target(found["target"]), grain=grain, by=None if grain else _quoted(found["by"]), beside=True)


def _added(found: re.Match[str]) -> Command:
    words, place = found["words"].strip(), None
    at = re.search(r"\s+(?:at|to|on)\s+the\s+(top|start|beginning|bottom|end)$", words, re.IGNORECASE)
    if at is not None:
        words, place = words[: at.start()], "top" if at[1].lower() in ("top", "start", "beginning") else "bottom"
    as_mark = re.search(rf"\s+(?:as|in|with)\s+(?:an?\s+)?(?P<what>{_MARK_WORDS})$", words, re.IGNORECASE)
    of_mark = re.match(
        rf"(?:an?\s+)?(?P<what>{_MARK_WORDS})\s+(?:of|with|showing|for)\s+(?:the\s+)?", words, re.IGNORECASE
    )
    shown = None
    if as_mark is not None:
        words, shown = words[: as_mark.start()], _shown(as_mark["what"])
    elif of_mark is not None:
        words, shown = words[of_mark.end() :], _shown(of_mark["what"])
    words = re.sub(
        r"^(?:an?\s+)?(?:tile|chart|graph|panel)\s+(?:of|with|for|showing)\s+", "", words, flags=re.IGNORECASE
    )
    return Add(words=words, shown=shown, place=place)  # type: ignore[arg-type]


def _filtered(found: re.Match[str]) -> Command | None:
    named = found.groupdict()
    words = _quoted(named["words"])
    target = named.get("target") or named.get("where") or "all"
    return Filter(words=words, target=_target(target), without=bool(named.get("without"))) if words else None


def _grain(text: str | None) -> Grain | None:
    found = _GRAIN.match(_quoted(text)) if text else None
    return found[1].lower() if found else None  # type: ignore[return-value]


def _grain_of(word: str) -> Grain | None:
    return _GRAINS.get(word)  # type: ignore[return-value]


def _shown(what: str | None) -> Shown | None:
    if what is None:
        return None
    return next((shown for words, shown in _MARKS if re.fullmatch(words, what.strip(), re.IGNORECASE)), None)


_T = r"(?P<target>.+?)"
_SETTING = r"(?:make|turn|change|convert|switch|show|draw|display|set|have|use)"
_ADVERB = "|".join(_GRAINS)
_WHERE = (
    r"(?:\s+(?:on|in|for|from)\s+(?P<where>(?:all|every|each|the\s+whole|everything|"
    r"the\s+\w+\s+(?:tile|chart|one)|the\s+(?:table|trend))\b.*))?"
)
_POINTED = r"(?:it|this|that|the\s+(?:\w+\s+)?(?:one|tile|chart|table|trend|first|second|third|last))"
_READERS: tuple[tuple[str, Callable[[re.Match[str]], Command | None]], ...] = (
    (r"(?:remove|clear|drop|delete|reset)\s+(?:all\s+|the\s+|every\s+)*filters?(?:\s+(?:of|from|on)\s+(?P<target>.+))?",
     lambda found: Unfilter(target=_target(found["target"] or "all"))),
    (r"(?:turn\s+off|stop|disable|no)\s+(?:the\s+)?(?:automatic\s+)?refresh(?:ing)?", lambda found: Refresh(minutes=0)),
    (r"(?:refresh|update|reload)(?:\s+(?:it|this|the\s+(?:dash)?board))?\s+every\s+(?P<count>\d+\s+)?(?P<unit>minutes?|hours?)",
     lambda found: Refresh(minutes=int(found["count"] or 1) * (60 if found["unit"].lower().startswith("h") else 1))),
    (r"(?:remove|delete|drop|hide|get\s+rid\s+of|take\s+(?:out|away)|throw\s+out)\s+(?P<target>.+)",
     lambda found: Remove(target=_target(found["target"]))),
    (rf"(?:rename|retitle)\s+{_T}\s+(?:to|as|into)\s+(?P<title>.+)", _renamed),
    (rf"(?:change|set|make)\s+the\s+(?:title|name|heading)\s+of\s+{_T}\s+(?:to|as)\s+(?P<title>.+)", _renamed),
    (r"call\s+(?P<target>(?:the\s+)?\S+?(?:\s+(?:one|tile|chart|table))?)\s+(?P<title>.+)", _renamed),
    (r"(?:swap|exchange|switch)\s+(?P<one>.+?)\s+(?:and|with)\s+(?P<other>.+)",
     lambda found: Swap(one=_target(found["one"]), other=_target(found["other"]))),
    (rf"(?:move|put|place|bring|shift)\s+{_T}\s+(?:(?:up|down)\s+)?(?:to|at|on|in)?\s*(?:the\s+)?(?:very\s+)?"
     r"(?P<place>top|start|beginning|front|first|bottom|end|last)(?:\s+(?:place|position|of\s+.+))?", _moved),
    (rf"(?:move|put|place|bring|shift)\s+{_T}\s+(?P<where>before|above|over|in\s+front\s+of|ahead\s+of|after|below|behind|under|"
     r"next\s+to|beside)\s+(?P<beside>.+)", _moved_beside),
    (rf"(?:make|set|resize|stretch)\s+{_T}\s+(?:to\s+)?(?:be\s+)?(?P<size>{_SIZE_WORDS})", _resized),
    (r"widen\s+(?P<target>.+)", lambda found: Resize(target=_target(found["target"]), size="wider")),
    (r"enlarge\s+(?P<target>.+)", lambda found: Resize(target=_target(found["target"]), size="bigger")),
    (r"shrink\s+(?P<target>.+)", lambda found: Resize(target=_target(found["target"]), size="smaller")),
    (r"add\s+(?:an?\s+)?(?:text|note|comment|heading|headline)(?:\s+(?:tile|box))?(?:\s+(?:saying|that\s+says|with|reading))?\s*:?\s*(?P<words>.+)",
     lambda found: AddText(text=_quoted(found["words"]))),
    (r"add\s+an?\s+filter\s+(?:for|by|on)\s+(?:the\s+)?(?P<words>.+)", lambda found: OfferFilter(words=_quoted(found["words"]))),
    (r"(?:show\s+|keep\s+|limit\s+to\s+)?(?:only\s+)?(?:the\s+)?top\s+(?P<count>\d+)(?:\s+\w+)?\s+(?:in|of|for|on)\s+(?P<target>.+)",
     lambda found: Top(target=_target(found["target"]), count=int(found["count"]))),
    (rf"(?:limit|cut|reduce)\s+{_T}\s+to\s+(?:the\s+)?(?:top\s+|first\s+)?(?P<count>\d+)(?:\s+\w+)?",
     lambda found: Top(target=_target(found["target"]), count=int(found["count"]))),
    (r"(?:only|just|show\s+only|keep\s+only|filter\s+(?:by|on|for|to)|restrict\s+to|limit\s+to)\s+(?P<words>.+?)"
     rf"{_WHERE}", _filtered),
    (rf"(?:filter|restrict|limit)\s+{_T}\s+(?:to|by|on|for)\s+(?:only\s+)?(?P<words>.+)", _filtered),
    (r"(?P<without>without|exclude|excluding|leave\s+out|ignore)\s+(?P<words>.+?)"
     rf"{_WHERE}", _filtered),
    (r"stack\s+(?P<target>.+?)\s+(?:by|per)\s+(?P<by>.+)",
     lambda found: Redraw(target=_target(found["target"]), shown="bar", layout="stacked", by=_quoted(found["by"]), beside=True)),
    (rf"{_T}\s+(?:should|must|has\s+to)\s+(?:be|become)\s+(?:an?\s+)?(?P<what>{_MARK_WORDS}){_BY}", _redrawn),
    (r"(?:split|break\s+down|group|break)\s+(?P<target>.+?)\s+(?:down\s+)?(?:by|per)\s+(?P<by>.+)", _split),
    (rf"{_SETTING}\s+{_T}\s+(?:(?:in)?to\s+|as\s+|be\s+)?(?:an?\s+)?(?:stacked\s+)?(?P<what>{_MARK_WORDS}){_BY}", _redrawn),
    (rf"{_SETTING}\s+{_T}\s+(?:(?:in)?to\s+|be\s+)?(?P<grain>{_ADVERB})", _redrawn),
    (rf"(?:make|turn|change|switch|set|group)\s+{_T}\s+(?:to\s+|go\s+)?(?:by|per)\s+(?P<by>.+)", _redrawn),
    (rf"show\s+(?P<target>{_POINTED})\s+(?:by|per)\s+(?P<by>.+)", _redrawn),
    (r"(?:add|include|insert|append|also\s+show|show(?:\s+me)?(?:\s+also)?|i\s+(?:also\s+)?(?:want|need)|give\s+me)\s+"
     r"(?P<words>.+)", _added),
)  # fmt: skip
_NEXT_TARGET = re.compile(
    rf"\s*(?:,\s*and|,|\band)\s+(?=the\s+(?:\w+\s+){{1,3}}?(?:(?:in)?to\s+|as\s+|be\s+)?(?:an?\s+)?(?:{_MARK_WORDS})(?:\s+by\b|\s*,|\s+and\b|\s*$))",
    re.IGNORECASE,
)
_PATTERNS = tuple((re.compile(pattern + _END, re.IGNORECASE), make) for pattern, make in _READERS)
