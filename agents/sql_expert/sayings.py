"""Everyday wording in the words that questions are read in, whatever the data is about: courtesy, short forms, turns of speech.

Each change keeps what is asked; what could keep rows out is never taken away.
"""

from __future__ import annotations

import re

from agents.number_words import ONES
from agents.sql_expert.everyday_turns import EVERYDAY, two_measured
from semantic_layer.vocabulary import word_set

_UNIT = r"(?:minute|hour|day|week|month|quarter|year)"
_PERIOD_WORDS = word_set("second minute hour day week month quarter year decade case one step two side bit little")
_LEAD = r"(?:(?:what|which|who|when) (?:is|was) |show(?: me)? )?(?:the |our )?"
_TABLE: tuple[tuple[str, str], ...] = (
    (r"\bwhat(?:s|['’]s)\b", "what is"), (r"\bwhos\b", "who is"), (r"\bhows\b", "how is"), (r"\bthats\b", "that is"),
    (r"\bhw (?=m[ae]n|mny|much|long|often)", "how "), (r"\b(?:manny|meny|mny)\b", "many"), (r"\b(?:stil|sitll|stlil)\b", "still"),
    (r"\bb4\b", "before"), (r"\b(?:hve|hav|haev)\b", "have"), (r"\bppl\b", "people"), (r"\b(?:wich|whcih|wihch)\b", "which"),
    (r"\b(?:thier|theyr)\b", "their"), (r"\bbetwen\b", "between"), (r"\b(?:wating|waitng|waitin)\b", "waiting"),
    (r"^(?:hi|hello|hey|good morning)(?: there| all| team)?\s*[,!.]\s*", ""),
    (r"^(?:quick (?:question|one)|just (?:wondering|curious|checking)|one more(?: thing)?)\s*[,:;.–-]+\s*", ""),
    (r"^(?:(?:do|does) (?:we|you|anyone|anybody) (?:have any idea|know)|any idea|i wonder|remind me|let me know|"
     r"i(?:['’]d| would) (?:like|love) to (?:know|see|find out)|i(?:['’]m| am) (?:curious|wondering|interested in|"
     r"trying to (?:find out|work out|figure out|see|understand)))\s*,?\s+(?=how |what |which |who |when |the |our )", ""),
    (r"[\s,;.]+(?:please|pls|plz|thanks|thank you|thx|cheers)\s*[.!?]*$", ""),
    (r"[\s,;(–-]+(?:each )?(?:just|only|simply|as) (?:the |a |one )?(?:plain |single |bare )?(?:number|figure|count)s?"
     r"(?: (?:is|are) (?:enough|fine)| will do| only)?\s*\)?[.?!]*$", ""),
    (r"[\s,;(–-]+(?:and )?(?:show|give)(?: me)? (?:both|all)(?: of)?(?: the| them)?(?: figures| numbers| values|"
     r" totals)?\s*\)?[.?!]*$", ""),
    (r"\s+(?:on|in) (?:our|the) (?:books|files|records|lists?)\b(?! (?:of|in|by|from|that|with)\b)", ""), (r"\s+on file\b", ""),
    (r"\bin with us\b", ""), (r"\bat any (?:point|time)\b", ""),
    (r"^(?:please )?(?:return|output|report|determine|provide|retrieve|compute)(?: me)? "
     r"(?=the |our |a |an |each |how |what |which )", "show "),
    (r",?\s+(?:in total|overall|altogether|all in all|all told)(?P<end>[.?!]*)$", r"\g<end>"),
    (r"\boccured\b", "occurred"), (r"\boccuring\b", "occurring"), (r"\brecieved\b", "received"),
    (r"^(?P<rows>(?:what (?:is|was) the )?(?:total )?(?:number|count) of \w+(?: \w+)?) by (?P<who>(?:the )?\w+ (?:who|whose|that)\b)",
     r"\g<rows> of \g<who>"),
    (r"^(?P<rows>(?:how many|number of|count of|total number of) \w+(?: were made| were placed)?) by (?P<who>(?:the |our )?\w+s) "
     r"(?=from (?!\d|last|this|the|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", r"\g<rows> of \g<who> "),
    (r"^for (?P<rows>(?!each\b|every\b|all\b)\w+(?: \w+)? (?:that|which|who) (?!have at|had at)[^,?]+), "
     r"(?P<what>(?:what|how|return|show)\b[^?.]*?)"
     r"(?P<by>\s+(?:per|by|for each) [\w ]+?)(?P<end>[?.].*)?$",
     r"\g<what> for \g<rows>\g<by>\g<end>"),
    (r"\b(?:hold|own|carry|possess) (?=(?:no|any|at least|at most|more than|fewer than|over|exactly|\d+)\b)", "have "),
    (r"\b(?P<who>who|that|which) (?:(?:have|has|had) )?(?:ever |already )?(?:made|placed|submitted|filed) "
     r"(?P<any>an?|any|some|at least one) (?=\w)(?!profit|loss|gain|difference|mistake)", r"\g<who> have \g<any> "),
    (r"\b(?P<rows>(?:number|count|total) of (?:\w+ )?\w+s) made(?=[.,;?!]|$| and\b| per\b| for\b)", r"\g<rows>"),
    (r"^(?P<lead>(?:(?:what is|what['’]s|show|show me) )?(?:the |our )?)(?P<group>(?!time|revenue|fifty)[a-z]+(?: [a-z]+)?) "
     r"(?:split|breakdown|mix|make-?up|composition) of (?:the |our )?(?P<rows>\w+(?: \w+)?)(?P<end>[?.!]*)$",
     r"\g<lead>number of \g<rows> by \g<group>\g<end>"),
    (r"^how (?:did|has|have|does|do) (?P<what>.+?) (?:develop|evolve|progress)(?:ed)? (?P<when>(?:in|during|throughout|over|across) "
     r"(?:the year )?(?:19|20)\d\d|(?:last|this) year)(?P<end>[?.!]*)$", r"\g<what> by month \g<when>\g<end>"),
    (r"\b(?P<top>top \w+) best[- ]selling (?P<what>[\w ]+?) by (?=\w)", r"\g<top> \g<what> by "),
    (r"(?<=\w), showing (?=(?:the |their |its |each )?(?:number|count|total|average|sum|share|percentage|name)\b)", " with "),
    (r"\bholds? no\b", "have no"), (r"\s+at all(?P<end>[.?!]*)$", r"\g<end>"),
    (r"\b(?:never once|not once|never ever|not a single time|at no (?:point|time)|not even once)\b", "never"),
    (r"\b(?:have|has|had) yet to\b", "have never"),
    (r"\b(?P<it>\w+) by (?P=it)\b(?! by\b)", r"by \g<it>"),
    (rf"\b(?:in|for|during|over|across|on) (?:each|every one|every) (?:one )?of the (?P<last>last|past|previous) "
     rf"(?P<count>\w+) (?P<unit>{_UNIT})s\b",
     r"for each \g<unit> in the \g<last> \g<count> \g<unit>s"),
    (r"\bfor (?:each and every|each single|each individual|every single)\b", "for each"),
    (r"^(?:per|by|for (?:each|every)|in each|in every) (?P<group>[\w-]+(?: [\w-]+){0,2}?)\s*[:,;]\s*(?P<what>(?!by |"
     r"per )[^:;?]+?)(?P<end>(?:[:?].*)?[?.!]*)$",
     r"\g<what> for each \g<group>\g<end>"),
    (r"\b(?P<share>(?:share|percentage|percent|proportion|fraction|part) of (?:all |the |our )*\w+(?: \w+)?) "
     r"(?:used|had|have|has|came with|come with|included|include|carried|carry|contained|contain|got) (?=(?:an?|any|some) \w)",
     r"\g<share> with "),
    (r"\b(?:not counting|leaving aside|leaving out|setting aside|not including|without counting|disregarding|"
     r"with the exception of|exclusive of|excl\.?)\b", "excluding"),
    (r"(?:,\s*|\s+)(?:with |and )?(?:the |any |all )?(?P<out>\w+) ones? (?:are |being )?(?:excluded|left out|not included|"
     r"not counted|taken out|ignored|left aside)\b", r" excluding \g<out>"),
    (rf"\b(?P<than>than|within|over|under|least|most|after|for|about|every) (?:a|an|one) (?:full |whole )?(?={_UNIT}\b)", r"\g<than> 1 "),
    *((rf"\b{word} (?={_UNIT}s\b)", f"{number} ") for word, number in ONES.items() if 2 <= number <= 12),
    (r"\b(?:a|one) fortnight\b", "14 days"), (r"\bhalf an hour\b", "30 minutes"),
    (r"\bhow much (?=different|distinct|separate)", "how many "),
    (r"\b(?:the )?main (?=reason|cause|source|type|kind|category|channel|problem|issue|topic|language|method|purpose)s?",
     "most common "),
    (rf"^(?P<lead>{_LEAD})first (?P<what>[\w-]+(?: [\w-]+)?) (?:we )?(?:ever|of all time)"
     r"(?: (?:made|placed|recorded|had|taken|received|got))?(?P<end>\W*)$", r"\g<lead>earliest \g<what>\g<end>"),
    (rf"^(?P<lead>{_LEAD})very first (?P<what>[\w-]+(?: [\w-]+)?(?: ever)?)(?P<end>\W*)$", r"\g<lead>earliest \g<what>\g<end>"),
    (r"\bthe number one (?=\w)", "the most common "),
    (r"\b(?P<lead>how many|which|number of|count of|all|the|our|"
     r"of) living (?=\w+s\b)", r"\g<lead> alive "), (r"^living (?=\w+s\b)", "alive "),
    (r"\b(?:who|that)(?:['’]s| is| are|['’]re)? (?:still|currently) (?:subscribed|enrolled|employed|signed up|with us|(?:a )?(?:paying )?"
     r"(?:members?|customers?|subscribers?|clients?)|on board|on the team|working here)\b", "that are active"),
    (r"\b(?P<be>is|are) (?:still|currently) (?:with us|on board|on the team|working (?:here|for us)|subscribed|enrolled|employed|signed up|"
     r"around|(?:an? )?(?:paying )?(?:members?|subscribers?))\b", r"\g<be> active"),
    (r"\b(?:recorded|logged|made|had|placed|received|took|got|did|booked|ordered|reported|submitted|entered|"
     r"filed) no (?=\w)", "without any "),
    (r"(?<![\w.,])(?P<least>\d[\d,]*)\+(?= [a-z]|[.?!]*$)", r"\g<least> or more"),
    (r"\bthan twice\b", "than 2 times"), (r"\bthan once\b", "than 1 times"), (r"\b(?P<least>least|most|exactly|"
     r"only) once\b", r"\g<least> 1 times"),
    (r"\b(?P<least>least|most|exactly|only) twice\b", r"\g<least> 2 times"),
    (r"\b(?:because of|owing to)\b", "for"),
    (r"\b(?:is|are) (?:still |currently )?(?:signed up|enrolled|employed|subscribed)(?: with us)? (?:right now|at the moment|"
     r"at present|currently|today|these days)\b", "are active"),
    (r"\bduring (?=(?:the )?(?:year |month of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]|h[12]|19|20)\w*)", "in "),
    (r"^(?:is|are) there (?:an?|any) (?P<what>[^?]+?)\s*[?,]\s*(?:and )?(?:if so,? )?which(?: ones?)?\s*\?*$", r"which \g<what>"),
    (r"\s*[,;.?]\s*(?:and )?(?:just|only|(?:show|give|list)(?: me)?(?: just| only)?(?= their| its)) (?:the |their |its )"
     r"(?P<items>\w+(?:(?:,| and) \w+)*)\s*[.!]*$", r": \g<items>"),
    (r"\s*[,;.?]\s*(?:(?:and )?(?:just|only) names|names only)(?: please)?\s*[.!]*$", ": names"),
    (r"[.?!]\s*(?:please )?(?:show|give|state|tell|list)(?: me)? (?:the |their )?(?:totals?|figures?|numbers?|values?|counts?|amounts?) "
     r"(?:of|for|in) (?:both|each|all|the two)(?: of (?:them|the))?(?: \w+)?(?=[,.;?!]|$)", ""),
    (r"^by how much (?P<is>is|was|are|were) (?P<what>.+?) (?P<for>for|in|of|at|on|with) (?P<one>.+?) "
     r"(?P<more>higher|lower|bigger|larger|smaller|greater|longer|shorter|heavier|lighter) than (?:(?P=for) )?",
     r"how much \g<more> \g<is> \g<what> \g<for> \g<one> than \g<for> "),
    (r"\b(?:on|in) (?:file|our (?:files|records|books))(?=[\s,.?!]|$)", ""),
    (r"\b(?:as of|up to) (?:now|today)\b", "today"),
    (r"\bfrom (?:one )?(?P<unit>day|week|month|quarter|year) to (?:the (?:next|following)(?: (?P=unit))?|another|(?P=unit))\b",
     r"\g<unit> over \g<unit>"),
    (r"^(?:on|in|at|for) which (?P<group>[\w-]+(?: [\w-]+){0,3}) (?:is|are|was|were) (?:the |our )?(?P<what>[\w-]+(?: [\w-]+){0,4}) "
     r"(?:the |at its )?(?P<top>highest|lowest|largest|smallest|biggest)(?P<end>[?.!]*)$",
     r"which \g<group> has the \g<top> \g<what>\g<end>"),
    (r"\b(?:has|have) (?:been|worked|stayed) (?:with us|here|around|(?:with|at|for) (?:us|the (?:company|firm|team|club)))(?: for)? "
     r"(?:the )?longest\b", "is the longest serving"),
    (r"\b(?:is|are|gets?|being) paid (?=(?:more|less|above|below|over|under)\b)", "earn "),
    (r"\b(?P<who>employees|staff|workers|colleagues|people|everyone|anyone) paid (?=(?:more|less|above|below|over|under)\b)",
     r"\g<who> earning "),
    (r"^(?P<asked>how many [\w-]+(?: [\w-]+){0,2}?) (?:(?:have|has) no|(?:do|does)(?: not|n['’]?t) have (?:any|a|an)) (?!more|less|fewer)",
     r"\g<asked> without any "),
    (r"\b(?:who|that|which) (?:have|has|had) no (?!more|less|fewer|idea|longer|value)", "without any "),
    (r"^(?:in|on|during) (?=which (?:month|year|quarter|week|day) (?:did|do|have|had) (?:we|they|you)\b)", ""),
    (r"\b(?P<end>best|top|worst)-selling\b", r"\g<end> selling"),
    (r"\b(?:sells?|sold) (?:the )?best\b", "sold the most"), (r"\b(?:sells?|sold) (?:the )?worst\b", "sold the least"),
    (r"\b(?P<did>sold|bought|purchased|spent|earned) (?P<end>most|least)(?= (?:in|during|last|this|since|overall|from|to|by|of)\b|[.?!]*$)",
     r"\g<did> the \g<end>"),
    (r"\b(?P<did>(?:buy|bought|purchase|order|rent|hire|book|ship|sell|sold)(?:ed|d)?) (?:something|anything)(?= |[.?!]*$)", r"\g<did>"),
    (r"(?:(?<=\w)(?<!who)(?<!that)(?<!which) |\b(?:who|that|which) )(?:nobody|no one|no-one) (?:has |have |had )?(?:ever )?"
     r"(?P<verb>\w+(?: on| in| for| at| to| with)?)(?= (?:in|since|during|last|this|after|before) |[?.,]|$)", " that were never used"),
)  # fmt: skip
_SAYINGS = tuple((re.compile(pattern, re.IGNORECASE), new) for pattern, new in (*_TABLE, *EVERYDAY))
_WHEN = (
    r"(?:(?:the )?(?:first|second) half of \d{4}|[hq][1-4],? \d{4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4}|\d{4}|"
    r"(?:last|this) (?:year|month|quarter|week))"
)
_DATE = r"(?:[\w-]+ )?[\w-]+[ -]date|date of [\w-]+|date (?:it|they) (?:was|were) \w+"
_GOING_BY = r"(?:(?:going |go |counted |told |judged |measured )?by|based on|according to|using|as per|on)"
_TOLD_BY = re.compile(
    rf"\b(?:in|for|during|of) (?P<when>{_WHEN})(?:,? {_GOING_BY} (?:the |its |their )?(?P<date>{_DATE})\b(?! and )|"
    rf"(?P<between>[^()]*?)(?:\s*\((?:{_GOING_BY} )?|[,.;?!]\s*{_GOING_BY} )(?:the |its |their )?(?P<last>{_DATE})\)?"
    r"(?P<end>[.?!]*)$)", re.IGNORECASE)  # fmt: skip
_STATE = re.compile(r"\b(?:active|current|currently|still|alive|open|outstanding|unpaid|overdue)\b", re.IGNORECASE)
_NOW = re.compile(
    r"[\s,]+(?:today|right now|at the moment|at present|now|these days|nowadays|presently)(?=[\s,.?!]|$)", re.IGNORECASE
)


def plainly(text: str) -> str:
    """The same question without its turns of speech; `text` itself where there are none."""
    for pattern, new in _SAYINGS:
        changed = pattern.sub(new, text)
        if changed != text and not _is_period(pattern, text):
            text = changed.strip() or text
    text = two_measured(_TOLD_BY.sub(_dated, text))
    return _NOW.sub("", text) if _STATE.search(text) and len(text.split()) > 3 else text


def _dated(found: re.Match[str]) -> str:
    """“In 2024 (by booking date)” is “with booking date in 2024”."""
    if found["date"]:
        return f"with {found['date']} in {found['when']}"
    return f"with {found['last']} in {found['when']}{found['between']}{found['end']}"


def _is_period(pattern: re.Pattern[str], text: str) -> bool:
    """“Month by month” is read as it stands."""
    found = pattern.search(text)
    return found is not None and found.groupdict().get("it", "").casefold() in _PERIOD_WORDS
