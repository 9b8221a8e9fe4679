"""Words that say nothing without what was told before them: “how does that compare with last year?”, “the rest”."""

from __future__ import annotations

import re

_THAT = r"(?:that|this|(?-i:[Ii]t)|them|those|these|the result)"
AGAINST = re.compile(
    r"^(?:(?:and|so|now|ok|but|then|please|also|show|add|give)\b[\s,]*)*(?:(?:me|us)\b[\s,]*)?(?:"
    rf"(?:and )?how (?:does|do|did|is|are|was|were) {_THAT}(?: \w+)? compared? (?:to|with|against)"
    rf"|compar(?:e|ed|ing)(?: {_THAT})?(?: to| with| against)?|in comparison (?:to|with)"
    rf"|(?:put|set|place) {_THAT} (?:next to|against|beside)|side by side with|vs\.?|versus|as against|as opposed to|relative to"
    rf"|(?:is|was|are|were) {_THAT} (?:a lot |much |any )?(?:more|less|higher|lower|better|worse|bigger|smaller|fewer|larger) than"
    r"|(?:what (?:is|was|'s) )?(?:the )?(?:absolute |relative )?(?:change|difference|growth|increase|decrease)s?"
    r" (?:from|since|to|against|versus|vs\.?|over|with|compared (?:to|with))"
    r") (?P<other>.+?)[\s?.!]*$",
    re.IGNORECASE,
)
SIDES = re.compile(
    r"^(?:(?:and|so|now|ok|but|then|please|show(?: me)?)\b[\s,]*)*(?P<one>\w[\w -]*?) (?:vs\.?|versus|against) (?P<other>\w[\w -]*?)\W*$",
    re.IGNORECASE,
)

_SHORTLY = (
    r"^(?:(?:and|but|now|then|so|ok|what about|how about|what of|only|just|show(?: me)?|for|in|with|of|from)\b[\s,]*)*"
)
REST = re.compile(
    _SHORTLY + r"(?:(?:all )?(?:of )?(?:the )?(?:rest|others?|remaining ones|remainder)"
    r"|every(?:where|one|body|thing) else|any(?:where|one|body) else|elsewhere"
    r"|all the other(?: ones)?|all (?:the )?(?:rest|others)|(?:all )?(?:the )?(?:other|remaining) (?P<noun>\w+(?: \w+)?)"
    r"|(?:everything|everybody|everyone|everywhere|anything|anyone|all|all of them) (?:but|except|apart from|other than|besides)(?: for)?"
    r" (?:that|this|it|them|those|these|him|her|there)(?: (?:two|three|ones?))?)(?: (?:then|instead|together|combined|please))*\W*$",
    re.IGNORECASE,
)
BOTH = re.compile(
    r"^(?:(?:and|but|now|then|so|ok|what about|how about|what is|what's|show(?: me)?|for|of|the)\b[\s,]*)*"
    r"(?:(?:both|all (?:three|of them)|those two|these two|the two|two of them|two)(?: of them| of those)?(?: periods| years| months)?"
    r"(?: (?:together|combined|in total|in all|added(?: up| together)?|summed(?: up)?|at once))?"
    r"|together|combined|added (?:up|together)|(?:sum|total) of (?:both|the two|those two|these two|these|those)"
    r"|(?:sum|add) (?:them|both|those)(?: up| together)?)"
    r"(?: please)?\W*$",
    re.IGNORECASE,
)


_PUT = (
    r"^(?:(?:and|but|now|then|ok|please|can you|could you|sorry|no|instead|rather|in|with|show(?: me)?|put|list|sort(?:ed)?"
    r"|order(?:ed)?|rank(?:ed)?"
    r"|arrange[d]?|(?:it|them|that|this|those|these)|the|from|by)\b[\s,]*)*"
)
TURNED = re.compile(
    _PUT + r"(?:other way (?:a)?round|(?:reverse[d]?|opposite|inverse|inverted|flip(?:ped)?|turn(?:ed)?)"
    r"(?: (?:it|them|that|this|order|sort(?:ing)?|(?:it |them |that )?(?:a)?round|the order|the sort(?:ing)?))*)(?: please| instead)?\W*$",
    re.IGNORECASE,
)
_HIGH = "highest|largest|biggest|most|best|top|greatest|most expensive|longest|heaviest|dearest|busiest|strongest"
_LOW = "lowest|smallest|fewest|least|worst|cheapest|least expensive|shortest|lightest|weakest|quietest"
FIGURES = re.compile(
    _PUT + rf"(?:(?P<high>{_HIGH}|high to low|large to small|largest to smallest|highest to lowest|most to least"
    r"|biggest to smallest|descending|desc)"
    rf"|(?P<low>{_LOW}|low to high|small to large|smallest to largest|lowest to highest|least to most|ascending|asc))"
    r"(?: (?:ones?|values?|figures?|amounts?|numbers?|order))*(?:(?: come)? (?:first|(?:at|on)(?: the)? top|up front))?"
    r"(?: please| instead)?\W*$",
    re.IGNORECASE,
)
AT_FRONT = re.compile(r"\b(?:first|top|up front|to|asc\w*|desc\w*)\b|\border\b", re.IGNORECASE)
TIMES = re.compile(
    _PUT
    + r"(?:(?P<new>newest|latest|most recent|last)|(?P<old>oldest|earliest))(?: ones?)? (?:first|(?:at|on)(?: the)? top)\W*$"
    r"|" + _PUT + r"(?P<chrono>(?:reverse )?chronological(?:ly)?|date|time|month)(?: order)?\W*$",
    re.IGNORECASE,
)
NAMES = re.compile(
    _PUT
    + r"(?:alphabetic(?:al(?:ly)?)?(?: order)?|a(?: ?- ?|–| to )z|(?P<down>z(?: ?- ?|–| to )a)|names?(?: instead| please)?)\W*$",
    re.IGNORECASE,
)
_SORTING = re.compile(
    r"\b(?:sort|order|rank|arrang|alphabet|first|top|reverse|round|ascending|descending|chrono)|\bz\b|\btop\b", re.I
)


PLACES = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
}
_TOP = "top|biggest|largest|highest|best|leading|winning|number one|winner|leader"
_BOTTOM = "smallest|lowest|bottom|last|worst|weakest"
PLACE = re.compile(
    rf"\b(?:the |that )?(?:(?P<ordinal>{'|'.join(PLACES)})(?: (?:one|placed|place|ranked|on the list|in the list))+"
    rf"|(?P<high>{_TOP})(?: (?:one|of (?:them|those|these|all)))"
    rf"|(?P<alone>number one|winner)|(?P<low>{_BOTTOM}) one|(?:number|no\.?|#) ?(?P<number>[1-5])(?! \w*s\b))(?P<own>'s)?",
    re.IGNORECASE,
)
DRILL = re.compile(
    r"^(?:(?:and|but|now|then|ok|please|can (?:we|you|i))\b[\s,]*)*(?:drill|zoom|dig|look|go|break|split|focus|expand)"
    r"(?:\s(?:down|in|into|deeper|further|closer|on|at|more|closely|up))*\s+(?P<what>.+?)(?: (?:down|up))?"
    r"(?:,? (?P<by>(?:by|per|into|across|over) .+?))?[\s?.!]*$",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"^(?:the )?(?P<end>biggest|largest|highest|top|best|smallest|lowest|worst|first|last)(?: \w+)?$", re.IGNORECASE
)
ASKED = re.compile(
    r"^(?:(?:and|so|then|but)\b[\s,]*)*(?:who|which(?: one)?|what)(?: (?:is|was|are|were|comes?|came|'s))*(?: (?:in|at|on))?(?: the)? "
    rf"(?P<word>{'|'.join(PLACES)}|number [1-5])(?: (?:place|position|rank|one))?\W*$",
    re.IGNORECASE,
)


_SO = r"^(?:(?:and|but|so|then|ok)\b[\s,]*)*"
_FIGURE = r"(?:that|this|it|those|these|them|the (?:number|figure|total|result)s?)"
BEHIND = re.compile(
    _SO + rf"(?:(?P<who>who(?:se)?|what)|(?:which|what) (?P<noun>\w+(?: \w+)?))"
    rf"(?: (?:is|are|was|were|do|does|did|has|have))*(?: \w+)?"
    rf" (?:behind|in|responsible for|accountable for|affected by|involved in|concerned by|driving|causing|caus(?:e|ed)|makes? up|made up"
    rf"|account for|accounts for|contributed to|part of|included in|concerned) {_FIGURE}\W*$",
    re.IGNORECASE,
)
WHICH = re.compile(
    _SO + r"(?:(?:by|from|for|to|in|at|with) )?(?:which|what|whose) (?P<noun>\w+(?: \w+)?)"
    rf"(?: (?:is|are|was|were) {_FIGURE})?(?: from| by| for| in| with)?\W*$",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"^(?:ones?|else|about|if|for|next|now|then|happened|changed|is|are|was|were|do|does|did)\b", re.IGNORECASE
)


_WHO_WERE = re.compile(
    _SO + r"(?:who|what|which) (?:are|were|is|was) the (?P<noun>\w+)(?: (?:behind|in|for|of) " + _FIGURE + r")?\W*$",
    re.IGNORECASE,
)
BEST = re.compile(
    _SO + r"(?:which|what) (?:(?:is|was|were|are) (?:the|our|their) (?P<end>\w+) (?P<of>\w+)"
    r"|(?P<noun>\w+)(?: \w+)? (?:is|was|were|had|has|did) (?:the )?(?P<far>\w+))\W*$",
    re.IGNORECASE,
)
_STANDING = re.compile(
    rf"\b(?:is|was|are|were|do|does|did|than|like|of|from|for|with|to|into|by|about|behind|in|on|without|include[ds]?) {_THAT}(?: one)?\W*$"
    rf"|^(?:(?:and|so|but|then|ok|now)\b[\s,]*)*(?:is|was|are|were|does|did|do|why (?:is|was|does|did)|how (?:does|did|is|was)) {_THAT}\b"
    rf"|\bcompared? (?:{_THAT}|to|with)\b"
    r"|\b(?:that|this) (?:one|many|much)\b|\bthe (?:same|former|latter|above|previous one)\b(?! (?:day|time|date|year|month|week|as))"
    r"|\b(?:as well|instead|again|too)\W*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"^(?:and |so |but )*(?:vs\.?|versus|compared|rather than|as opposed to)\b", re.IGNORECASE)


def stands_on_before(text: str) -> bool:
    said = text.strip()
    return bool(_STANDING.search(said) or _COMPARED.match(said)) or is_an_order(said) or relates_to_what_was_told(said)


def relates_to_what_was_told(text: str) -> bool:
    """What is said of it can be no other value, period or group."""
    said = text.strip()
    if (
        AGAINST.match(said)
        or SIDES.match(said)
        or REST.match(said)
        or BOTH.match(said)
        or PLACE.search(said)
        or is_a_drill(said)
    ):
        return True
    return BEHIND.match(said) is not None or noun_behind(said) is not None


def is_an_order(text: str) -> bool:
    """Only says in which order."""
    found = any(pattern.match(text) for pattern in (TURNED, FIGURES, TIMES, NAMES))
    return found and _SORTING.search(text) is not None


def is_a_drill(text: str) -> bool:
    matched = DRILL.match(text.strip())
    if matched is None:
        return False
    return PLACE.search(matched["what"]) is not None or ENDED.match(matched["what"]) is not None or not matched["by"]


def is_of_someone_behind(text: str) -> bool:
    """“Who is behind that?”, with no word of what they are."""
    return BEHIND.match(text.strip()) is not None and noun_behind(text) is None


def noun_behind(text: str) -> str | None:
    matched = BEHIND.match(text.strip()) or WHICH.match(text.strip())
    matched = matched or _WHO_WERE.match(text.strip())
    noun = matched["noun"] if matched is not None else None
    return noun if noun and not _OTHER_WORDS.match(noun) else None
