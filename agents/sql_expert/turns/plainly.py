"""The same follow-up in the words that the readers of changes know: “leave it out of X” as “without X”, “weekly” as “by week”."""

from __future__ import annotations

import re

_POLITE = re.compile(
    r"^(?P<kept>(?:(?:and|but|ok|okay|so|then|now|also|no|sorry|actually)\b[\s,]*)*)"
    r"(?:(?:please|can|could|would) (?:you|we|i) (?:also |now |please |just )?(?:see|get|have|show(?: me)?|give me|do|make|add)|"
    r"i(?:'d| would| do)? (?:also |only |just |really )?(?:need(?:ed)?|want(?:ed)?|like)(?: to (?:see|have|know|get))?|"
    r"let(?:'s| us| me) (?:see|have|look at|do|get)|show(?: me)?(?= (?:only|just)\b)|give me(?= (?:only|just)\b))\s+(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,;-]+(?:i mean|i meant|that is|if possible|if you can|thanks|thank you|sorry|(?:just )?for me)\s*[.?!]*$",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"^(?P<open>(?:(?:and|but|now|then|ok|please)\b[\s,]*)*)(?:"
    r"(?:leave|leaving|take|taking|filter|filtering|strip|kick|throw) (?P<a>(?!out\b).+?) out(?: of (?:it|that|this|them))?"
    r"|(?P<b>.+?) (?:are |is |be )?(?:excluded|removed|left out|taken out|left aside)"
    r"|(?:don't|do not|dont) (?:include|count|show|consider|use) (?P<c>.+?)"
    r"|(?:get rid of|disregard|omit|minus|take out|filter out|taking out|except(?:ing)?) (?P<d>.+?))\s*[.?!]*$",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"\b(?:in|as)(?: an?)? (?:%|percent(?:ages?)?(?: terms)?|per cent|percentage points)(?=\W*$)"
    r"|^(?:%|percent(?:ages?)?|per cent)(?: of (?:the )?(?:total|whole|all))?(?=\W*$)",
    re.IGNORECASE,
)
_GRAINS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
    "annually": "year", "annual": "year", "day by day": "day", "week by week": "week", "month by month": "month",
    "quarter by quarter": "quarter", "year by year": "year",
}  # fmt: skip
_GRAIN = re.compile(
    r"^(?P<open>(?:(?:and|but|no|now|then|ok|also|rather|make (?:it|that)|show (?:it|that|them)|on an?)\b[\s,]*)*)"
    rf"(?P<grain>{'|'.join(_GRAINS)})(?: (?:basis|figures|numbers|view|totals?|breakdown|split))?(?P<rest>(?: instead| please| too)*)\W*$",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"^(?P<open>(?:(?:and|but|now|then|ok|also)\b[\s,]*)*)(?:keep only|keep just|"
    r"(?:restrict|limit|narrow|reduce|filter|cut)(?: (?:it|that|this|them|these|those))?(?: down)? (?:to|by|for|on)(?: only| just)?)\s+",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        map(str, range(2, 13)),
        strict=True,
    )
)
_NUMBERS |= {"fifteen": "15", "twenty": "20"}
_END = "highest|lowest|best|worst|biggest|smallest|largest|top|bottom|first|last"
_COUNTED = re.compile(
    rf"\b(?P<end>{_END}) (?P<word>{'|'.join(_NUMBERS)})\b(?! (?:days|weeks|months|quarters|years))", re.I
)
_BEHIND = re.compile(
    rf"\b(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)}) (?P<end>{_END})\b(?! (?:days|weeks|months|quarters|years))", re.I
)
_EACH = re.compile(
    r"^(?P<open>(?:(?:and|but|now|then|ok|also)\b[\s,]*)*)(?:(?:for|in|of|at|with) (?:each|every)|each|every|across"
    r"|for the different|by the different)"
    r"(?: of the)? (?=\w)(?!.*\bagain\b)",
    re.IGNORECASE,
)
_SOLD = re.compile(
    r"^(?:(?:and|but|so|then|now|ok)\b[\s,]*)*how many (?:(?:were|was|have been|got) sold|did (?:we|they) sell)"
    r"(?: of (?:it|them|those))?\W*$",
    re.IGNORECASE,
)
"""Pieces, whatever was counted before."""
_TREND = re.compile(
    r"^(?P<open>(?:(?:and|but|now|then|ok|also|show|as|the|a|how)\b[\s,]*)*)"
    r"(?:(?P<by>(?:by )?(?:month|week|quarter|year|day))(?:ly)? (?:trend|development|evolution)"
    r"|(?:over time|trend(?: over time)?|development over time|evolution over time))\W*$",
    re.IGNORECASE,
)
_WAS_IT = re.compile(
    r"^(?P<open>(?:(?:and|but|so|then)\b[\s,]*)*)(?:what|how much|how many|how) (?:is|was|were|are|about|did we have"
    r"|was there|were there|is there)"
    r"(?: (?:it|that|they|those|the (?:figure|number|result|value|total)s?))?(?: like)?"
    r" (?=(?:in|for|on|during|at|since|until|before|last|this|the (?:year|month|week|quarter))\b)",
    re.IGNORECASE,
)
_THAT = r"(?:then|back then|at that time|(?:in |for |during )?that (?:month|year|quarter|week|day)|(?:in|for|during) that (?:period|time))"
_AT_THAT_TIME = re.compile(
    rf"^(?:(?:and|but|so)\b[\s,]*)?(?:what (?:is|was|were|are) |how (?:high|large|big|much) (?:is|was|were|are) )?(?:the |our )?"
    rf"(?P<what>[a-z][\w ]*?) {_THAT}\W*$",
    re.IGNORECASE,
)
_MUCH = re.compile(
    r"^(?:(?:and|but|so)\b[\s,]*)?how much (?P<what>(?!of\b|more\b|less\b)\w+(?: \w+)?) (?:is|was|were|are) "
    r"(?:that|it|this|those)\W*$",
    re.IGNORECASE,
)
_WITH_IT = re.compile(
    r"\b(?P<compare>compare|compared) (?:it|that|this|them|those) (?=with\b|to\b|against\b)", re.IGNORECASE
)
_LAST_OF_THEIRS = re.compile(
    r"^(?:(?:and|but|so)\b[\s,]*)?(?:when (?:is|was)|what (?:is|was) the date of) (?P<whose>their|his|her|its) "
    r"(?:(?:last|latest|most recent)|(?P<first>first|earliest)) (?P<what>\w+)\W*$",
    re.IGNORECASE,
)
_ON_AVERAGE = re.compile(r"^(?P<open>(?:(?:and|but|now|then|ok)\b[\s,]*)*)on average\W*$", re.IGNORECASE)


def in_plain_words(text: str) -> str:
    """Unchanged where nothing in it is said in another way."""
    plain = _TRAILING.sub("", text.strip())
    plain = _POLITE.sub(lambda found: found["kept"], plain)
    if out := _OUT.match(plain):
        plain = f"{out['open']}without {out['a'] or out['b'] or out['c'] or out['d']}"
    plain = _KEEP.sub(lambda found: f"{found['open']}only ", plain)
    plain = _SHARES.sub("as a percentage", plain)
    if grain := _GRAIN.match(plain):
        plain = f"{grain['open']}by {_GRAINS[grain['grain'].lower()]}{grain['rest']}"
    if average := _ON_AVERAGE.match(plain):
        plain = f"{average['open']}the average"
    plain = _WITH_IT.sub(lambda found: f"{found['compare']} ", plain)
    if same := _AT_THAT_TIME.match(plain) or _MUCH.match(plain):
        plain = f"and the {same['what']}"
    if theirs := _LAST_OF_THEIRS.match(plain):
        plain = f"what is {theirs['whose']} {'earliest' if theirs['first'] else 'latest'} {theirs['what']} date"
    plain = _SOLD.sub("how many units of it were sold", plain)
    plain = _EACH.sub(lambda found: f"{found['open']}by ", plain)
    plain = _WAS_IT.sub("and ", plain)
    if trend := _TREND.match(plain):
        plain = f"{trend['open']}by {(trend['by'] or 'month').removeprefix('by ')}"
    plain = _COUNTED.sub(lambda found: f"{found['end']} {_NUMBERS[found['word'].lower()]}", plain)
    return _BEHIND.sub(lambda found: f"{found['end']} {_digits(found['count'])}", plain)


def _digits(count: str) -> str:
    return _NUMBERS.get(count.lower(), count)
