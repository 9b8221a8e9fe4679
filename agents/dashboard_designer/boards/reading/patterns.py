"""Which words are which command; the first that fits is meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from agents.dashboard_designer.boards.commands import (
    AddText,
    Command,
    OfferFilter,
    Redraw,
    Refresh,
    Remove,
    Resize,
    Swap,
    Top,
    Unfilter,
)
from agents.dashboard_designer.boards.reading.drawing import added, redrawn, split
from agents.dashboard_designer.boards.reading.filtering import filtered
from agents.dashboard_designer.boards.reading.placing import moved, moved_beside, renamed, resized
from agents.dashboard_designer.boards.reading.vocabulary import ADVERBS, MARK_WORDS, SIZE_WORDS, target_of, unquoted

_BY = r"(?:\s+(?:(?P<beside>split|broken\s+down|coloured|colored|stacked)\s+)?(?:by|per)\s+(?P<by>[^,]+?))?"
_END = r"\s*$"


_T = r"(?P<target>.+?)"
_SETTING = r"(?:make|turn|change|convert|switch|show|draw|display|set|have|use)"
_ADVERB = "|".join(ADVERBS)
_WHERE = (
    r"(?:\s+(?:on|in|for|from)\s+(?P<where>(?:all|every|each|the\s+whole|everything|"
    r"the\s+\w+\s+(?:tile|chart|one)|the\s+(?:table|trend))\b.*))?"
)
_POINTED = r"(?:it|this|that|the\s+(?:\w+\s+)?(?:one|tile|chart|table|trend|first|second|third|last))"
_READERS: tuple[tuple[str, Callable[[re.Match[str]], Command | None]], ...] = (
    (r"(?:remove|clear|drop|delete|reset)\s+(?:all\s+|the\s+|every\s+)*filters?(?:\s+(?:of|from|on)\s+(?P<target>.+))?",
     lambda found: Unfilter(target=target_of(found["target"] or "all"))),
    (r"(?:turn\s+off|stop|disable|no)\s+(?:the\s+)?(?:automatic\s+)?refresh(?:ing)?", lambda found: Refresh(minutes=0)),
    (r"(?:refresh|update|reload)(?:\s+(?:it|this|the\s+(?:dash)?board))?\s+every\s+(?P<count>\d+\s+)?(?P<unit>minutes?|hours?)",
     lambda found: Refresh(minutes=int(found["count"] or 1) * (60 if found["unit"].lower().startswith("h") else 1))),
    (r"(?:remove|delete|drop|hide|get\s+rid\s+of|take\s+(?:out|away)|throw\s+out)\s+(?P<target>.+)",
     lambda found: Remove(target=target_of(found["target"]))),
    (rf"(?:rename|retitle)\s+{_T}\s+(?:to|as|into)\s+(?P<title>.+)", renamed),
    (rf"(?:change|set|make)\s+the\s+(?:title|name|heading)\s+of\s+{_T}\s+(?:to|as)\s+(?P<title>.+)", renamed),
    (r"call\s+(?P<target>(?:the\s+)?\S+?(?:\s+(?:one|tile|chart|table))?)\s+(?P<title>.+)", renamed),
    (r"(?:swap|exchange|switch)\s+(?P<one>.+?)\s+(?:and|with)\s+(?P<other>.+)",
     lambda found: Swap(one=target_of(found["one"]), other=target_of(found["other"]))),
    (rf"(?:move|put|place|bring|shift)\s+{_T}\s+(?:(?:up|down)\s+)?(?:to|at|on|in)?\s*(?:the\s+)?(?:very\s+)?"
     r"(?P<place>top|start|beginning|front|first|bottom|end|last)(?:\s+(?:place|position|of\s+.+))?", moved),
    (rf"(?:move|put|place|bring|shift)\s+{_T}\s+(?P<where>before|above|over|in\s+front\s+of|ahead\s+of|after|below|behind|under|"
     r"next\s+to|beside)\s+(?P<beside>.+)", moved_beside),
    (rf"(?:make|set|resize|stretch)\s+{_T}\s+(?:to\s+)?(?:be\s+)?(?P<size>{SIZE_WORDS})", resized),
    (r"widen\s+(?P<target>.+)", lambda found: Resize(target=target_of(found["target"]), size="wider")),
    (r"enlarge\s+(?P<target>.+)", lambda found: Resize(target=target_of(found["target"]), size="bigger")),
    (r"shrink\s+(?P<target>.+)", lambda found: Resize(target=target_of(found["target"]), size="smaller")),
    (r"add\s+(?:an?\s+)?(?:text|note|comment|heading|headline)(?:\s+(?:tile|box))?(?:\s+(?:saying|that\s+says|with|reading))?\s*:?\s*(?P<words>.+)",
     lambda found: AddText(text=unquoted(found["words"]))),
    (r"add\s+an?\s+filter\s+(?:for|by|on)\s+(?:the\s+)?(?P<words>.+)", lambda found: OfferFilter(words=unquoted(found["words"]))),
    (r"(?:show\s+|keep\s+|limit\s+to\s+)?(?:only\s+)?(?:the\s+)?top\s+(?P<count>\d+)(?:\s+\w+)?\s+(?:in|of|for|on)\s+(?P<target>.+)",
     lambda found: Top(target=target_of(found["target"]), count=int(found["count"]))),
    (rf"(?:limit|cut|reduce)\s+{_T}\s+to\s+(?:the\s+)?(?:top\s+|first\s+)?(?P<count>\d+)(?:\s+\w+)?",
     lambda found: Top(target=target_of(found["target"]), count=int(found["count"]))),
    (r"(?:only|just|show\s+only|keep\s+only|filter\s+(?:by|on|for|to)|restrict\s+to|limit\s+to)\s+(?P<words>.+?)"
     rf"{_WHERE}", filtered),
    (rf"(?:filter|restrict|limit)\s+{_T}\s+(?:to|by|on|for)\s+(?:only\s+)?(?P<words>.+)", filtered),
    (r"(?P<without>without|exclude|excluding|leave\s+out|ignore)\s+(?P<words>.+?)"
     rf"{_WHERE}", filtered),
    (r"stack\s+(?P<target>.+?)\s+(?:by|per)\s+(?P<by>.+)",
     lambda found: Redraw(target=target_of(found["target"]), shown="bar", layout="stacked", by=unquoted(found["by"]), beside=True)),
    (rf"{_T}\s+(?:should|must|has\s+to)\s+(?:be|become)\s+(?:an?\s+)?(?P<what>{MARK_WORDS}){_BY}", redrawn),
    (r"(?:split|break\s+down|group|break)\s+(?P<target>.+?)\s+(?:down\s+)?(?:by|per)\s+(?P<by>.+)", split),
    (rf"{_SETTING}\s+{_T}\s+(?:(?:in)?to\s+|as\s+|be\s+)?(?:an?\s+)?(?:stacked\s+)?(?P<what>{MARK_WORDS}){_BY}", redrawn),
    (rf"{_SETTING}\s+{_T}\s+(?:(?:in)?to\s+|be\s+)?(?P<grain>{_ADVERB})", redrawn),
    (rf"(?:make|turn|change|switch|set|group)\s+{_T}\s+(?:to\s+|go\s+)?(?:by|per)\s+(?P<by>.+)", redrawn),
    (rf"show\s+(?P<target>{_POINTED})\s+(?:by|per)\s+(?P<by>.+)", redrawn),
    (r"(?:add|include|insert|append|also\s+show|show(?:\s+me)?(?:\s+also)?|i\s+(?:also\s+)?(?:want|need)|give\s+me)\s+"
     r"(?P<words>.+)", added),
)  # fmt: skip
NEXT_TARGET = re.compile(
    rf"\s*(?:,\s*and|,|\band)\s+(?=the\s+(?:\w+\s+){{1,3}}?(?:(?:in)?to\s+|as\s+|be\s+)?(?:an?\s+)?(?:{MARK_WORDS})(?:\s+by\b|\s*,|\s+and\b|\s*$))",
    re.IGNORECASE,
)
PATTERNS = tuple((re.compile(pattern + _END, re.IGNORECASE), make) for pattern, make in _READERS)
