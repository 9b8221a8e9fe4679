"""English for analytics: phrases that say what is done with the data, whatever the data is about.

Each row is a kind of cue, its value and the phrases that write it; the longest phrase wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from agents.sql_expert.fillers import FILLER as FILLER
from agents.sql_expert.qualities import MORE_QUALITIES, QUALITIES
from semantic_layer.vocabulary import word_set

CueKind = Literal[
    "ask", "count", "aggregate", "distinct", "superlative", "top", "comparison", "text", "null", "not", "and", "or",
    "group", "each", "order", "direction", "clause", "preposition", "be", "have", "share", "change", "running",
    "versus", "than", "average", "grain", "part", "everything", "punctuation", "filler", "never", "both", "comparative", "between",
    "gaps",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    kind: CueKind
    value: str = ""


_TABLE: tuple[tuple[CueKind, str, str], ...] = (
    ("ask", "list", "list|show|display|give|return|find|get|tell|present|provide|report|see|retrieve|fetch|identify"),
    ("ask", "list", "find out|list out the|work out the|point out|figure out"),
    ("ask", "list", "show me|give me|tell me|list out|i want|i need|i would like|please show|can you|could you"),
    ("ask", "list", "please to show me|please to show|i'd like|i'd like to see|i would like to see|i want to see|let me see"),
    ("ask", "list", "i need to know|i want to know|i'd like to know|do you know|pull up|pull"),
    ("ask", "list", "compute|calculate|output|determine|enumerate|look up|select|work out|name the|name all"),
    ("ask", "list", "compare|break down|breakdown of|analyze|analyse|plot|chart|graph|visualize|visualise"),
    ("part", "", "day of week|day of the week|weekday|days of the week|month of year|month of the year|hour of day"),
    ("part", "", "hour of the day|day of month|day of the month"),
    ("ask", "which", "which|what|what is|what are|what was|what were|what's|which are|which is|which of"),
    ("ask", "who", "who|whom|who is|who are|who was|who were"),
    ("ask", "when", "when|when is|when was|when did|when were|what date|which date"),
    ("ask", "where", "where is|where are|where was|where were|where do|where does|where did"),
    ("ask", "age", "how old"),
    ("ask", "length", "how long"),
    ("ask", "height", "how tall|how high"),
    ("ask", "weight", "how heavy"),
    ("ask", "cost", "how expensive"),
    ("ask", "distance", "how far"),
    ("ask", "quantity", "how much|how did|how has|how have|how does|how do"),
    ("count", "", "how many|number of|the number of|count|counts|count of|count the number of|# of|total number of|no. of"),
    ("count", "", "the total number of|the count of|counts of|numbers of|total count of|amount of times|how often"),
    ("count", "people", "headcount|head count"),
    ("count", "", "nr of|nr. of|no of|num of|nbr of|qty of"),
    ("count", "", "volume of|volume|volumes"),
    ("count", "times", "number of times|how many times"),
    ("count", "distinct", "how many kinds of|how many types of"),
    ("aggregate", "avg", "average|mean|avg|on average|the average|averages|averaged|typical"),
    ("aggregate", "sum", "total|sum|sum of|overall|combined|summed|altogether|totals|total of"),
    ("aggregate", "min", "minimum|min|mininum|minimal"),
    ("aggregate", "max", "maximum|max|maximal"),
    ("aggregate", "median", "median|medians"),
    ("aggregate", "stddev", "standard deviation|std dev|stddev"),
    ("aggregate", "variance", "variance"),
    ("distinct", "", "distinct|different|unique|various|kinds of|types of different"),
    ("superlative", "desc", "highest|largest|biggest|greatest|most|top|maximum|max|best|the most|the largest number of"),
    ("superlative", "desc", "the highest number of|the greatest number of|the maximum number of|most number of|a lot of"),
    ("superlative", "desc", "highest amount of|largest amount of|greatest amount of|largest number of|highest number of"),
    ("superlative", "desc", "greatest number of|maximum number of|strongest"),
    ("superlative", "asc", "lowest|smallest|least|fewest|minimum|worst|the least|the fewest|bottom|smallest number of"),
    ("superlative", "asc", "least amount of|lowest amount of|smallest amount of|fewest amount of"),
    ("superlative", "desc", "most amount of|top amount of|biggest amount of"),
    ("superlative", "asc", "lowest number of|least number of|fewest number of|minimum number of|the smallest number of"),
    ("superlative", "frequent", "most times|the most times|most number of times|the most number of times"),
    ("superlative", "frequent", "greatest number of times"),
    ("superlative", "frequent", "the greatest number of times|the largest number of times|most common|most frequent"),
    ("superlative", "frequent", "most popular|most often|most frequently|most commonly"),
    ("superlative", "rare", "least common|least frequent|least popular|rarest|least often"),
    ("superlative", "frequent", "most used|most frequently used|most commonly used|most popularly used"),
    ("superlative", "frequent", "busiest|most active"),
    ("superlative", "rare", "quietest|least busy|least active|slackest"),
    ("superlative", "rare", "least used|least commonly used|least frequently used"),
    ("comparison", ">", "more than|greater than|over|above|higher than|larger than|bigger than|exceeding|exceeds"),
    ("comparison", ">", "exceed|exceeded|surpass|surpassed|topping|ever exceeded"),
    ("comparison", ">", "is more than|are more than|>|beyond|in excess of|better than|strictly more than|upwards of"),
    ("comparison", "<", "less than|fewer than|under|below|lower than|smaller than|<|worse than|not exceeding"),
    ("comparison", ">=", "at least|no less than|no fewer than|minimum of|a minimum of|>=|not less than|not below"),
    ("comparison", ">=", "or more"),
    ("comparison", ">=", "greater than or equal to|more than or equal to|equal to or more than"),
    ("comparison", ">=", "equal to or greater than"),
    ("comparison", "<=", "at most|no more than|not more than|up to|a maximum of|maximum of|<=|or less|or fewer"),
    ("comparison", "<=", "not above|within"),
    ("comparison", "<=", "less than or equal to|equal to or less than|smaller than or equal to"),
    ("comparison", "=", "equal to|equals|exactly|=|is equal to|same as|named|called|titled|labeled|labelled"),
    ("comparison", "=", "with value"),
    ("comparison", "!=", "not equal to|other than|!=|<>|different from|is not equal to"),
    ("between", "", "b w|lie between|lies between|lying between|falls between|is between|are between"),
    ("between", "", "between|in the range of|in the range|ranging from|within the range of|in range"),
    ("text", "contains", "contains|containing|contain|including|includes|include|with the word|with the letter|like"),
    ("text", "contains", "contain the word|contains the word|containing the word|with the substring|include the word"),
    ("text", "contains", "contain the letter|contains the letter|containing the letter|have the letter|has the letter"),
    ("text", "contains", "with the letters|include the string|contain the string|contains the string|contains letter"),
    ("text", "contains", "has substring|have substring|substring|having substring|with substring|as part of"),
    ("text", "contains", "contain letter|has the word|have the word|including the word|containing letter"),
    ("text", "contains", "that includes|mentioning|mentions|mention|mentioned"),
    ("text", "contains", "has the substring|have the substring|the substring|includes the word|contain the substring"),
    ("text", "starts_with", "starting with|starts with|start with|beginning with|begins with|begin with|started with"),
    ("text", "starts_with", "starting with the letter|starts with the letter|start with the letter|begins with letter"),
    ("text", "starts_with", "starts with letter|start with letter|beginning with the letter|begin with the letter"),
    ("text", "ends_with", "ending with|ends with|end with|ending in|ends in|end in|ended with|ending with the letter"),
    ("null", "", "unknown|not available|not set|unset|not filled in|not given"),
    ("null", "", "missing|empty|null|blank|not known|unspecified|not specified|no value|not recorded|undefined"),
    ("null", "not", "not null|not empty|not missing|known|specified|not blank"),
    ("not", "", "not yet|but not|but no|excluding the|exclude|exclude the|leave out|leaving out|ignoring|ignore"),
    ("not", "", "outside|outside of|w o"),
    ("not", "", "not|without|except|excluding|other than|except for|apart from|besides|no|non|neither|nor|lacking"),
    ("never", "", "never|not any|do not have any|does not have any|without any|has no|have no|had no|having no"),
    ("and", "", "and|as well as|along with|together with|and also|plus|&|and the|and their|and its|and his"),
    ("and", "", "followed by|but"),
    ("or", "", "or|or the"),
    ("versus", "", "vs|versus|vs.|compared to|compared with|against"),
    ("both", "", "both|either"),
    ("punctuation", ",", ",|;|:"),
    ("punctuation", ".", ".|?|!"),
    ("group", "", "by|per|for each|for every|in each|of each|from each|on each|at each|for every single"),
    ("group", "", "grouped by|group by"),
    ("group", "", "broken down by|break down by|split by|across|for all the different|for each of the|by each"),
    ("group", "", "with each"),
    ("group", "", "broken out by|separately for|according to|depending on|for different|of different"),
    ("group", "", "in different|with different"),
    ("group", "", "for the different|in every|of every|breakdown by|for each of|across different|across all"),
    ("group", "", "for each different"),
    ("each", "", "each|every"),
    ("order", "", "sorted by|ordered by|order by|sort by|ranked by|in order of|sorted in order of|arranged by"),
    ("order", "", "listed by"),
    ("order", "", "sort them by|order them by|in the order of|order the results by|sort the results by"),
    ("order", "", "in order by|rank by"),
    ("order", "", "sort the result by|order the result by|sort the list by|order the list by|sorted by their"),
    ("order", "", "ordered by their"),
    ("order", "", "ordered|sorted|sort|sort results by|arranged|ordering by|ordered in|sorted in|sort in"),
    ("order", "", "order in|ranked"),
    ("order", "", "order results by|sort the results|order the results|sort the result|sort the list"),
    ("order", "", "order them|sort them"),
    ("direction", "asc", "in ascending order of|in ascending order|ascending|ascendingly|in increasing order of"),
    ("direction", "asc", "increasing"),
    ("direction", "asc", "in increasing order|from lowest to highest|from smallest to largest|from low to high|asc"),
    ("direction", "asc", "from the lowest to the highest|from youngest to oldest|from earliest to latest"),
    ("direction", "asc", "from oldest to newest"),
    ("direction", "asc", "in the ascending order of|in ascending order by|in the increasing order of"),
    ("direction", "asc", "in ascending order of the"),
    ("direction", "asc", "from the earliest to the latest|in chronological order|chronologically"),
    ("direction", "asc", "from shortest to longest"),
    ("direction", "asc", "in ascending order of their|ascending order of|ascending order by|ascending order"),
    ("direction", "asc", "increasing order"),
    ("direction", "asc", "in ascending|in increasing"),
    ("direction", "desc", "in descending|in decreasing|in descending order of|in descending order|descending"),
    ("direction", "desc", "in decreasing order of|decreasing|desc"),
    ("direction", "desc", "in decreasing order|from highest to lowest|from largest to smallest|from high to low"),
    ("direction", "desc", "from most to least"),
    ("direction", "desc", "from the highest to the lowest|from oldest to youngest|from latest to earliest"),
    ("direction", "desc", "from newest to oldest"),
    ("direction", "desc", "in the descending order of|in descending order by|in the decreasing order of"),
    ("direction", "desc", "from longest to shortest"),
    ("direction", "desc", "highest first|largest first|biggest first|most first|newest first|latest first|top first"),
    ("direction", "desc", "most recent first|best first|high to low|highest to lowest|largest to smallest|descendingly"),
    ("direction", "asc", "lowest first|smallest first|oldest first|earliest first|fewest first|least first|cheapest first"),
    ("direction", "asc", "low to high|lowest to highest|smallest to largest"),
    ("direction", "desc", "in order of descending|in order of decreasing|descending order of|descending order"),
    ("direction", "desc", "decreasing order of"),
    ("direction", "asc", "in order of ascending|in order of increasing|in ascending order based on"),
    ("direction", "asc", "sorted from the lowest"),
    ("direction", "alphabetical", "alphabetically|in alphabetical order|in alphabetical order of|alphabetical order"),
    ("direction", "alphabetical", "alphabetical"),
    ("direction", "alphabetical", "in ascending alphabetical order|in alphabetic order|in alphabetical order by"),
    ("direction", "alphabetical", "in lexicographical order"),
    ("direction", "alphabetical", "in ascending alphabetical order of|ascending alphabetical order|in alphabetic order of"),
    ("direction", "alphabetical", "in lexicographic order|in lexicographical order of|in alphabetical order of the"),
    ("direction", "reverse", "in reverse alphabetical order|in descending alphabetical order|reverse alphabetical order"),
    ("direction", "reverse", "in reverse alphabetical order of|in descending alphabetical order of"),
    ("direction", "reverse", "in reverse lexicographical order|in reversed alphabetical order"),
    ("clause", "whose", "whose|where|with|having|that have|that has|which have|which has|who have|who has|that had"),
    ("clause", "whose", "who had|w /|w"),
    ("clause", "that", "that|which|who|that are|that is|who are|who is|which are|which is|that were|that was|who were"),
    ("clause", "that", "that do|who do|that did|who did|which were|which was|if|when it|in which|for which"),
    ("clause", "that", "on which|that can"),
    ("clause", "that", "who was|such that|given that|so that|provided that|only those|to which|at which|who can"),
    ("preposition", "of", "of|of the|of all|of all the|for all the|for all|of any|of these|of those|of this"),
    ("preposition", "in", "in|from|at|on|for|to|within|during|inside|among|through|via|using|under the|in the"),
    ("preposition", "in", "from the|into"),
    ("preposition", "in", "for the|at the|on the|to the|belonging to|located in|based in|made by|as|about|toward"),
    ("preposition", "in", "towards"),
    ("be", "", "is|are|was|were|be|been|being|am"),
    ("have", "", "have|has|had"),
    ("share", "", "percentage of|percent of|share of|proportion of|% of|fraction of|what percentage of"),
    ("share", "", "what percent of|what part of|which part of|which share of|which percentage of|per cent of|what per cent of"),
    ("share", "", "as a percentage of total|as a percentage of the total|as % of total|as a share of total|% of total"),
    ("share", "", "as percentage of total|as percent of total|in % of total|as a share of the total|share of total"),
    ("share", "", "as a percent of total|relative to the total|as a proportion of total|percent of total"),
    ("share", "", "what share of|what proportion of|what fraction of|the percentage of|contribution of|% share of"),
    ("change", "", "growth|change|growth of|change in|growth in|growth rate of|change from the previous"),
    ("change", "", "percent change in"),
    ("change", "", "month over month|year over year|quarter over quarter|week over week|day over day|mom|yoy|qoq"),
    ("change", "", "compared to the previous|compared with the previous|versus the previous|vs previous"),
    ("change", "", "vs the previous"),
    ("change", "", "percentage change in|change compared to the previous|growth rate|increase in"),
    ("change", "", "month on month|year on year"),
    ("change", "", "percent change|percentage change|compared to previous|versus previous|relative to the previous"),
    ("gaps", "", "fill gaps|fill the gaps|filling gaps|filling the gaps|with gaps filled|including gaps|including zeros|including zeroes|"
     "including empty|including missing|including months without any|including days without any|with zeros"),
    ("running", "", "running total of|cumulative|running total|running sum of|cumulatively|accumulated|running"),
    ("than", "", "than"),
    ("average", "", "above average|above the average|more than average|more than the average|than the average"),
    ("average", "", "than average|higher than average|higher than the average|greater than the average"),
    ("average", "", "over the average"),
    ("average", "", "greater than average|larger than the average|larger than average|older than average"),
    ("average", "", "longer than average"),
    ("average", "below", "below average|below the average|less than average|less than the average"),
    ("average", "below", "lower than the average"),
    ("average", "below", "lower than average|smaller than the average|smaller than average|under the average"),
    ("average", "below", "fewer than average"),
    ("grain", "", "over time|trend|trends|trend of|trend in|trended|timeline|develop|evolve|evolved|developed"),
    ("grain", "", "evolution of|evolved over time|develop over time|developed over time|changed over time|change over time"),
    ("grain", "year", "over the years|through the years|year by year|across years|by the year|over years"),
    ("grain", "month", "over the months|month by month|across months"),
    ("grain", "quarter", "over the quarters|quarter by quarter"),
    ("grain", "week", "over the weeks|week by week"),
    ("grain", "day", "over the days|day by day"),
    ("everything", "", "all information|all the information|all details|all the details|all columns|everything"),
    ("everything", "", "all data"),
    ("everything", "", "all fields|full details|complete information|all attributes|all info|any information"),
    ("everything", "", "full information|all of the information|all of the details|details about|information about"),
    ("everything", "", "all the information about|all the details about|all information about|all the details of"),
)  # fmt: skip

_PREVIOUS: tuple[tuple[CueKind, str, str], ...] = tuple(
    ("change", unit, f"{opening} {word} {unit}")
    for opening in ("compared to the", "compared with the", "versus the", "vs the", "relative to the", "against the",
                    "from the", "over the", "compared to", "compared with", "versus", "vs", "from", "than the")
    for word in ("previous", "prior", "preceding", "last")
    for unit in ("year", "quarter", "month", "week", "day")
    if not (opening in ("from", "from the", "over the") and word == "last")
)  # fmt: skip
_NOTHING = (
    "in percent|as a percentage|as percentage|in %|as percent|in percentage terms|"
    "carried out|out of all|out of the|out of all the|"
    "right now|at the moment|at present|so far|to date|in general|on the whole|one is enough|both figures|show both|"
    "just the number|just the number of them|of ours|of them all|with us|for us|to us|i.e|i.e.|e.g|e.g.|out there|"
    "a part of|in charge of|in total|in all|there in total|in the table|in the database|in the system|on record|at all|in the data"
)
_LOW = (
    "lowest|smallest|least|fewest|shortest|youngest|low|small|cheapest|least expensive|worst|a|first|lightest|slowest"
)
_HIGH = "highest|largest|greatest|most|longest|oldest|high|large|most expensive|best|z|last|heaviest|fastest|biggest"
_EARLY, _LATE = "oldest|earliest|least recent|first|old", "newest|latest|most recent|last|recent|new"
_DIRECTIONS: tuple[tuple[CueKind, str, str], ...] = tuple(
    ("direction", direction, f"from {article}{start} to {article}{end}")
    for direction, starts, ends in (("asc", _LOW, _HIGH), ("asc", _EARLY, _LATE), ("desc", _HIGH, _LOW),
                                    ("desc", _LATE, _EARLY))
    for start in starts.split("|")
    for end in ends.split("|")
    for article in ("", "the ")
    if start != end
)  # fmt: skip
_HOLDING = ("contains", "contain", "containing", "has", "have", "having", "with", "includes", "include", "including")
_TEXTS: tuple[tuple[CueKind, str, str], ...] = tuple(
    ("text", "contains", f"{verb} {article}{noun}")
    for verb in _HOLDING
    for article in ("", "the ", "a ")
    for noun in ("word", "words", "letter", "letters", "substring", "string", "phrase", "text", "keyword", "character")
)
UNIT_WORDS = word_set("""
second seconds minute minutes min mins hour hours hrs day days night nights week weeks month months year years km
kilometers kilometres miles mile meter meters metre metres cm mm feet foot inches inch kg kilograms kilogram
grams g lb lbs pounds tons tonnes dollars dollar usd euros euro eur gbp cents percent degrees celsius
fahrenheit liters litres liter litre ml mph kmh tonne ton gram mg oz ounces ms milliseconds bytes kb mb gb tb
megabytes gigabytes
""")


@cache
def phrases() -> dict[tuple[str, ...], tuple[Cue, ...]]:
    """Words of each phrase → the cues they may write."""
    found: dict[tuple[str, ...], list[Cue]] = {}
    for kind, value, written in (*_TABLE, *_PREVIOUS, *_DIRECTIONS, *_TEXTS):
        for phrase in written.split("|"):
            cue = Cue(kind=kind, value=value)
            if cue not in found.setdefault(tuple(phrase.split()), []):
                found[tuple(phrase.split())].append(cue)
    found.update({tuple(phrase.split()): [Cue(kind="filler")] for phrase in _NOTHING.split("|")})
    for adjective in (*QUALITIES, *MORE_QUALITIES):
        if adjective.startswith(("most ", "least ")):
            found.setdefault(("the", *adjective.split()), []).insert(0, Cue(kind="superlative", value=adjective))
        comparative = adjective.split()[0] in ("more", "less") or adjective.endswith("er")
        found.setdefault(tuple(adjective.split()), []).insert(
            0, Cue(kind="comparative" if comparative else "superlative", value=adjective)
        )
    return {words: tuple(cues) for words, cues in found.items()}
