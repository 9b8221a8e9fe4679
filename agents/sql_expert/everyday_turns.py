"""More everyday wording in the words that questions are read in: orders, names and kinds as they are said to a colleague."""

from __future__ import annotations

import re

_UP = "smallest|lowest|fewest|least|shortest|lightest|cheapest|worst|slowest|earliest"
_DOWN = "largest|biggest|highest|most|longest|heaviest|dearest|best|fastest|latest|newest"
_MEASURED = {
    "tall": "height", "high": "height", "heavy": "weight", "old": "age", "long": "length", "big": "size", "large": "size", "fast": "speed",
    "deep": "depth", "wide": "width", "expensive": "price",
}  # fmt: skip
_AS = r"(?:marked|flagged|labell?ed|classed|classified|tagged)"
_RANKED = r"(?P<what>(?!first\b|\w+(?:ed|paid|sold) first\b)\w+(?: \w+){0,2}?) first"
_ROW_OF = r"(?P<what>(?!name\b|year\b|month\b|week\b|day\b)\w+) (?P<of>of|by|from|for|placed by|made by)"
_ON = r"(?:in|on|by|for|in terms of|with respect to|when it comes to) (?:their |the )?"
_SMALL = "two|three|four|five|six|seven|eight|nine|ten"
_ENDS = "highest|lowest|largest|smallest|greatest|biggest"
_SO_MANY = (
    rf"^(?:(?:which|what)(?: are| were)?(?: the)? |the |(?:show|list|give)(?: me)?(?: the)? )?(?P<count>\d+|{_SMALL}) "
    r"(?P<unit>days|weeks|months|quarters|years) (?:that |which )?(?:with|had|have|saw|recorded)"
)
EVERYDAY: tuple[tuple[str, str], ...] = (
    (r",?\s+(?:from )?a(?: ?[-–] ?| to )z(?=\s*(?:[.?!]|,? please|$))", " in alphabetical order"),
    (r",?\s+(?:from )?z(?: ?[-–] ?| to )a(?=\s*(?:[.?!]|,? please|$))", " in reverse alphabetical order"),
    (r"\bwhat (?:it|they|he|she)(?: is| are|['’]s|['’]re) called\b", "the name"),
    (r"\bwhat (?:is (?:it|he|she)|are they) called\b", "what are their names"),
    (r"\bwhere (?:it|they|he|she)(?: is| are| was| were|['’]s|['’]re)(?: located| based)?(?=,| and\b|[.?!]|$)", "its location"),
    (r"\band when (?:(?:it|that|this) (?:was|happened|occurred|took place)|was (?:it|that)|did (?:it|that) happen)(?=,|[.?!]|$)",
     "and its date"),
    (r"\band where was (?:it|that)(?=,|[.?!]|$)", "and its location"),
    (r"^what (?:kind|sort|type|style) of (?P<rows>\w+(?: \w+)?) (?:do|does|did) (?:we|they|you|people|customers|guests|clients|users) "
     r"(?:see|get|have|sell|use|go for|choose|pick|prefer|buy|book) (?:the )?(?P<end>most|least)(?: often)?(?=[?.!]|$| in\b)",
     r"what is the \g<end> common type of \g<rows>"),
    (r"\s+(?:that |which |who )?we(?:['’]ve| have) got(?=[,:.?!]|$)", ""),
    (r"\b(?:that |who |which )?(?:(?:we|they|you) )?(?:(?:have|has|had|are|is|were|was) )?(?:got |put )?down as\b", "that are"),
    (rf"\b(?P<be>is|are|was|were) {_AS} as(?= \S)", r"\g<be>"),
    (rf"\b{_AS}(?: as| with)?(?= ['\"“‘])", "that are"),
    (r"\b(?:that |which |who )?(?:fall|falls|fell|come|comes|came) under(?: the (?:category|heading)(?: of)?)?\b", "that are in"),
    (rf",\s*(?:{_UP}) {_RANKED}(?P<end>\W*)$", r", ordered by \g<what> ascending\g<end>"),
    (rf",\s*(?:{_DOWN}) {_RANKED}(?P<end>\W*)$", r", ordered by \g<what> descending\g<end>"),
    (r"\b(?:split|broken down|divided) (?:by|into|between) (?:men and women|women and men|males and females|boys and girls)\b",
     "by gender"),
    (r"^is (?P<who>[^?,]+?)(?:, who [^,?]+,)? (?:a man or a woman|a woman or a man|male or female|a boy or a girl)\W*$",
     r"what is the gender of \g<who>?"),
    (r"^(?:of|among|out of) (?:all )?(?:the |our |those )?(?P<rows>[^?]+?), (?:what|which|how (?:big|large)(?: a)?) (?:is the )?"
     r"(?P<part>share|percent|percentage|proportion|fraction)(?: of (?:them|these|those))? (?=\w)(?!of\b|by\b|per\b)",
     r"what \g<part> of the \g<rows> "),
    (r"\b(?P<what>pay|wage|salary|price|age|income|score|height|weight) gap (?=between\b)", r"difference in average \g<what> "),
    (r"\b(?:payroll|wage bill|salary bill)(?! id\b| number\b| run\b)", "total salary"),
    (r"\b(?P<be>is|are|was|were) (?:due|down) to (?=[a-z])(?!be\b)", r"\g<be> "),
    (r"\b(?P<done>used|ordered|borrowed|booked|chosen|visited|rented|played|watched|requested|picked|viewed|streamed)(?: the)? "
     r"(?P<end>most|least)(?=[?.!]|$| in\b| by\b| on\b| during\b)", r"\g<done> \g<end> often"),
    (rf"^(?P<ask>what|which) (?P<be>was|is) the (?:very )?first {_ROW_OF} "
     r"(?=(?-i:[A-Z]))", r"\g<ask> \g<be> the earliest \g<what> \g<of> "),
    (rf"^(?P<ask>what|which) (?P<be>was|is) the (?:very )?last {_ROW_OF} "
     r"(?=(?-i:[A-Z]))", r"\g<ask> \g<be> the latest \g<what> \g<of> "),
    (r"^(?:on |in |at |during )?(?P<ask>which|what) (?P<unit>(?!is\b|was\b|the\b)\w+(?: \w+)?) (?:was|were|is|are) (?:the |our )?"
     rf"(?P<what>(?!the\b)\w+(?: \w+){{0,2}}?) (?:the |at (?:its|their) )?(?P<end>{_ENDS})"
     r"(?P<tail>(?: (?:in|during|of|for|by)\b[^?]*)?)(?P<close>\W*)$", r"\g<ask> \g<unit> had the \g<end> \g<what>\g<tail>\g<close>"),
    (r"\b(?:(?:that|who|which) )?(?:have|has|had|with) (?P<rows>\w+(?: \w+)?),? (?:and|of which|where) all(?: of (?:them|these|which))? "
     r"(?:are|were|have been) ", r"whose \g<rows> are all "),
    (r"^(?!.*\b(?:share|percentage of|percent of|proportion|rate|ratio|margin|growth|change)\b)(?P<asked>.+?\b(?:by|per|for each)\b.+?),? "
     r"(?:as (?:a )?percentages?|in (?:percent|%)|as (?:a )?%)(?P<end>[?.!]*)$", r"\g<asked> as a share of total\g<end>"),
    (r"\b(?:that |which |who )?(?:have|has|with|having|contain|contains|containing|include|includes) "
     r"(?:the (?:word|text|name|term|string) )?(?P<text>(?!an?\b|the\b|no\b|any\b|same\b|different\b|more\b)[\w-]+) "
     r"in (?:their|its|his|her|the) (?P<column>name|title|description|label|comment|email|address|subject)s?\b(?! of\b)",
     r'whose \g<column> contains "\g<text>"'),
    (r"^(?:on average,? )?how many (?P<what>[a-z][\w ]*?) (?:(?:do|did) (?:we|they|you|i) (?:get|have|make|see|do|sell|take|receive) |"
     r"are there |were there |is there )?(?P<per>per|a|each|every|in a) (?P<unit>day|week|month|quarter|year|hour)(?P<tail>[^?]*?)"
     r"(?:,? on average)(?P<end>[^?]*)(?P<close>\W*)$", r"average number of \g<what> per \g<unit>\g<tail>\g<end>\g<close>"),
    (r"^(?:which|what) (?P<unit>day|week|month|quarter|year|weekday|season|hour) (?:was|is|were) (?:the )?(?P<end>best|worst) "
     r"(?:for|in terms of|when it comes to) (?P<what>[^?]+?)(?P<close>\W*)$", r"\g<end> \g<unit> for \g<what>\g<close>"),
    (r"\b(?P<left>[a-z]+) to (?P<right>[a-z]+) ratio\b(?!,? (?:top|bottom)\b)", r"ratio of \g<left> to \g<right>"),
    (r"^(?P<ask>which|what) (?P<what>\w+(?: \w+)?) (?:do|did|have|has) (?:we|they|people|customers) "
     r"(?:sell|sold|buy|bought|order|ordered) the (?P<end>most|least|fewest) of\b", r"\g<ask> \g<what> sold the \g<end> units"),
    (rf"^how (?:do|does|did|have|has) (?P<one>[^?]+?) (?:and|vs\.?|versus) (?P<other>[^?]+?) compare {_ON}(?P<what>[^?]+?)(?P<close>\W*)$",
     r"\g<what>, \g<one> versus \g<other>\g<close>"),
    (rf"^how (?:do|does|did) (?P<one>[^?]+?) compare (?:to|with|against) (?P<other>[^?]+?) {_ON}(?P<what>[^?]+?)(?P<close>\W*)$",
     r"\g<what>, \g<one> versus \g<other>\g<close>"),
    (r"^compare (?P<one>[^?]+?) (?:and|vs\.?|versus|with|to|against) (?P<other>[^?]+?) "
     r"(?:in terms of|with respect to|when it comes to|on) (?P<what>[^?]+?)(?P<close>\W*)$",
     r"\g<what>, \g<one> versus \g<other>\g<close>"),
    (r"\b(?P<which>which|what|\w+est|best|worst|most \w+|least \w+) (?P<unit>day|week) of the year\b(?! \d)", r"\g<which> \g<unit>"),
    (rf"{_SO_MANY} (?P<end>the (?:most|highest|largest|biggest|greatest|best)\b[^?]*?)(?P<close>\W*)$",
     r"which \g<unit> had \g<end>, top \g<count>\g<close>"),
    (rf"{_SO_MANY} (?P<end>the (?:fewest|least|lowest|smallest|worst)\b[^?]*?)(?P<close>\W*)$",
     r"which \g<unit> had \g<end>, bottom \g<count>\g<close>"),
    (r"^(?:the )?(?P<end>\w+est|best|worst) (?P<rows>[a-z]+(?: [a-z]+)?),? (?:the )?top (?P<count>\d+)(?P<close>\W*)$",
     r"\g<count> \g<end> \g<rows>\g<close>"),
    (r"\b(?:that |which |who )?(?:did|do|does|have|has|had)(?:n['’]t| not| never) (?:ever )?(?:use|used|apply|carry|carried) "
     r"(?:an? |any )?(?=[a-z])", "without "),
    (r"\b(?P<done>shipped|sent|delivered|dispatched|posted|resolved|closed|answered|completed) (?:on )?the same day"
     r"(?: (?:as )?(?:they were |it was )?(?:ordered|placed|opened|received))?(?=[.?!]|$| by\b| in\b| per\b)", r"\g<done> within 0 days"),
    (r"\bthe very (?=first\b|last\b|\w+est\b)", "the "),
    (r"^(?:which|what) (?P<rows>\w+(?: \w+)?) (?:is|are|was|were) the (?P<end>highest|lowest|tallest)(?=[?.!\s]*$)",
     r"the \g<end> \g<rows>"),
    (r"\bby (?=(?:distance|miles|kilometres|kilometers|km) (?:flown|travelled|traveled|covered|driven|run|ridden|sailed)\b)", "by total "),
    (r"\b(?P<run>running|cumulative) total of (?=[a-z]+s\b)", r"\g<run> total "),
    (r"\b(?:are|were|is|was) (?=\d(?:(?:,| or| to| and) \d)+[- ]stars?\b)", "with "),
    (r"(?:(?:that |which )?(?:were|was|are|is) )?\bnot (?P<done>ship|deliver|dispatch|return|resolv|clos|complet|answer|process)"
     r"(?:p)?ed within (?P<time>(?:\d+|an?|one|two|three) (?:hour|day|week|month)s?)\b", r"that took more than \g<time> to \g<done>"),
    (r"\b(?P<what>revenue|sales|money|income|turnover) (?:(?:that )?(?:we|was) )?lost (?:to|from|through|on|due to|because of|with) "
     r"(?=cancel)", r"\g<what> from "),
    (r"\bwhose (?P<one>[a-z]+) (?:is|are) (?:not in|missing (?:from|in)|not found in|not listed in|absent from|unknown to) (?:the )?"
     r"(?:(?P=one)s?)(?: table| list| data| file)?\b", r"without a \g<one>"),
    (r"\bwith (?:an )?(?:unknown|missing|no known) (?P<one>[a-z]+)(?=[?.!]*$| by\b| per\b| in\b)", r"without a \g<one>"),
    (r"^(?P<lead>(?:show(?: me)? |what (?:is|are) )?(?:the )?)(?:number of )?(?P<what>[a-z]+(?: [a-z]+)?) (?P<by>by|per|for each) "
     r"(?P<group>[a-z]+(?: [a-z]+)?),? (?:as an? |in )?(?:share|percentage|percent|proportion|fraction|%) of "
     r"(?:all(?: [a-z]+)?|(?:the )?(?:total|whole|overall)(?: [a-z]+)?)(?P<end>[?.!]*)$",
     r"\g<lead>share of \g<what> \g<by> \g<group>\g<end>"),
    (r"\b(?:first|earliest) and (?:the )?(?:last|latest|most recent) (?P<what>(?:[a-z]+ )?(?:date|day|time))s?\b",
     r"minimum and maximum \g<what>"),
    (r"\bdates? of (?:the |their )?(?:first|earliest) and (?:the )?(?:last|latest|most recent) (?P<what>[a-z]+)s?\b",
     r"minimum and maximum \g<what> date"),
    (r"\b(?:the )?combined (?P<what>[a-z]+(?: [a-z]+)?) (?P<of>of|from|for|in) (?P<one>[\w&'’ -]+?) and (?P<other>[\w&'’ -]+?)"
     r"(?P<end>(?: (?:in|by|per|during|since) [^?]*)?[?.!]*)$", r"total \g<what> \g<of> \g<one> or \g<other>\g<end>"),
    (r"^how (?:did|has|have) (?:the )?(?P<what>.+?) (?:change|develop|move|evolve)d? from (?P<one>\d{4}) to (?P<other>\d{4}) "
     r"(?P<by>by|per|for each) (?P<group>[^?]+?)(?P<end>[?.!]*)$", r"change in \g<what> from \g<one> to \g<other> by \g<group>\g<end>"),
    (r"\brated (?P<than>(?:above|below|over|under|at least|at most|(?:more|less|higher|lower|better|worse) than) \d[\d.]*) on average\b",
     r"with an average rating \g<than>"),
    (r"\b(?P<not>(?:not|never|n['’]t) (?:\w+ ){1,3}?)(?:for|in) (?:(?:over|more than|at least) )?(?P<count>\d+|an?|two|three|six|twelve)"
     r" (?P<unit>(?:day|week|month|year|quarter)s?)(?=[?.!]*\s*$)", r"\g<not>in the last \g<count> \g<unit>"),
    (r"\bin the last an? (?P<unit>day|week|month|year|quarter)\b", r"in the last 1 \g<unit>"),
    (r"(?<=\d) (?:h|hrs)\b(?=[\s.?!,]|$)", " hours"), (r"(?<=\d) ft\b", " feet"),
)  # fmt: skip
_HOW = re.compile(
    rf"^(?P<mean>on average,? )?how (?P<one>{'|'.join(_MEASURED)}) and how (?P<other>{'|'.join(_MEASURED)}) (?:is|are|was|were) "
    r"(?P<who>[^?]+?)(?P<after>,? on average)?[?.!\s]*$",
    re.IGNORECASE,
)


def two_measured(text: str) -> str:
    """“How tall and how heavy are the men” asks for two columns; `text` itself where it does not."""
    found = _HOW.match(text.strip())
    if found is None:
        return text
    mean = "average " if found["mean"] or found["after"] else ""
    one, other = _MEASURED[found["one"].lower()], _MEASURED[found["other"].lower()]
    return f"{mean}{one} and {other} of {found['who']}"
