"""Everyday ways to ask, in the words that questions are read in: a count said last, dates in words, how busy it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.addresses import endings_told
from agents.sql_expert.clock_times import with_clock_columns
from agents.sql_expert.counted_beside import counted_beside
from agents.sql_expert.counted_for_us import counted_for_us, of_each_kind
from agents.sql_expert.daily import with_days_counted
from agents.sql_expert.dates_told import by_event, dates_told, without_own_units
from agents.sql_expert.definitions import short_told
from agents.sql_expert.delays import with_delays_told
from agents.sql_expert.first_event import first_event
from agents.sql_expert.full_names import by_both_names
from agents.sql_expert.given_names import by_given_name
from agents.sql_expert.how_much_more import by_how_much
from agents.sql_expert.how_so import how_so
from agents.sql_expert.kinds_by import kinds_by
from agents.sql_expert.latest_rows import latest_rows
from agents.sql_expert.mainstays import main_event
from agents.sql_expert.measured_at import measured_at
from agents.sql_expert.moments import MONTHS
from agents.sql_expert.money_lost import money_lost
from agents.sql_expert.more_than_average import with_more_than_average
from agents.sql_expert.most_done import most_done
from agents.sql_expert.net_of import net_of
from agents.sql_expert.never_done import with_so_many_rows, without_rows
from agents.sql_expert.not_shown import not_shown
from agents.sql_expert.numbered_kinds import of_each_size
from agents.sql_expert.pairs_told import pairs_told
from agents.sql_expert.peaks import turning_points
from agents.sql_expert.people_said import in_names_of_people
from agents.sql_expert.routes import with_ends_told, with_routes_told
from agents.sql_expert.row_ratios import per_population
from agents.sql_expert.rows_by_number import row_by_number
from agents.sql_expert.said_otherwise import said_otherwise
from agents.sql_expert.sayings import plainly
from agents.sql_expert.schema import Schema, schema_of
from agents.sql_expert.signs import figures_told
from agents.sql_expert.so_many_of import with_so_many_of
from agents.sql_expert.superiors import plainly_told
from agents.sql_expert.terms import with_figures_told
from agents.sql_expert.trade import in_words_of_the_tables
from agents.sql_expert.two_groups import of_two_groups
from agents.sql_expert.units_of_periods import with_periods_behind
from agents.sql_expert.units_sold import units_sold
from agents.sql_expert.what_it_costs import what_it_costs
from agents.sql_expert.which_of_the import which_of_the
from agents.sql_expert.who_did import by_what_they_did
from agents.sql_expert.years_in_names import with_years_named
from agents.sql_expert.years_set_against import with_years_set_against
from core.model import SemanticModel
from semantic_layer import ValueIndex

_DAY_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_DAYS = _DAY_WORDS.split()
_ORDINALS = {
    **{word: str(at) for at, word in enumerate(_DAYS, start=1)},
    **{f"twenty{dash}{word}": str(20 + at) for at, word in enumerate(_DAYS[:9], start=1) for dash in " -"},
    "thirtieth": "30", "thirty first": "31", "thirty-first": "31",
}  # fmt: skip
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
_DAY_OF = re.compile(
    rf"\b(?:the )?(?P<day>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}) (?:of )?(?P<month>{_MONTH})",
    re.IGNORECASE,
)
_THAN_DATE = re.compile(
    rf"\b(?P<word>older|earlier|newer|later|younger|more recent) than (?=(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?)?{_MONTH})",
    re.IGNORECASE,
)
_COUNT_LAST = re.compile(
    r"^(?!(?:how|which|what|who|when|where|show|list|give)\b)(?P<what>[^?!;]+?)(?:\s*[,;:.?]|\s+[-–—])\s*(?:and )?how many"
    r"(?: of (?:them|those|these))?(?: (?:are|were|is|was) (?:there|they|those|these|that))?\W*$",
    re.IGNORECASE,
)
_BUSY = re.compile(
    r"^how busy (?:was|were|is|are|did|has|have) (?:(?:we|it|they|things|business|the shop|the store)\s+)?(?:been\s+|get\s+)?"
    r"(?:in |on |during )?(?P<when>.+?)\W*$",
    re.IGNORECASE,
)
_MOST_OF = re.compile(
    r"^(?P<which>which|what) (?P<group>\w+(?: \w+)?) (?:do|does|did|are|were|have|has) most (?:of )?(?:the |our |all )?"
    r"(?P<what>\w+(?: \w+)?) (?:come|came|go|went|live|lived|get|happen|happened|occur|occurred|belong|belonged|stem|order|sent|"
    r"shipped|made|placed|been|based|located)(?: \w+)?(?: from| to| in| at| with| by| on)?(?P<rest>\W*$)",
    re.IGNORECASE,
)
_GROUPED_AND_ORDERED = re.compile(
    r"\bgrouped (?:by )?and (?P<how>alphabetically )?(?:ordered|sorted) by (?P<by>(?:the )?\w+(?: \w+)?)(?=\W*$)",
    re.IGNORECASE,
)
_COINS_BEFORE = re.compile(
    r"(?P<number>\d[\d,.]*) (?:dollars|dollar|euros|euro|pounds|bucks|usd|eur|gbp) (?=or (?:more|less|fewer|higher|lower|over|under)\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?P<lead>with|have|has|had|having|of|took|take|taking|costs?|costing|weighing|running|lasting) "
    r"(?P<low>\d[\d,.]*)(?: to | ?[-–] ?)(?P<high>\d[\d,.]*) (?=[a-z])",
    re.IGNORECASE,
)
_FIGURE_RANGE = re.compile(
    r"\b(?:with|having|that have|that had|who have|who had|have|had) (?:an? |the )?"
    r"(?P<what>(?:average|mean|median|total|overall) [a-z]+(?: [a-z]+)?) "
    r"(?:of )?between (?P<low>[$€£]?\d[\d,.]*) and (?P<high>[$€£]?\d[\d,.]*\d|\d)\b",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"\b(?P<be>(?:is|are|was|were|be) )?neither (?P<in>in |of |from |at )?(?P<first>[\w-]+(?: [\w-]+)?) "
    r"nor (?P<again>in |of |from |at |with )?(?P<second>[\w-]+(?: [\w-]+)?)"
    r"(?P<end>[?.!]*$)",
    re.IGNORECASE,
)


_PIVOT = re.compile(
    r"^(?:show (?:me )?|make |create |give me |build )?(?:an? |the )?(?:pivot(?: table)?|cross ?tab(?:ulation)?) "
    r"(?:of|with|showing|for) (?:the )?",
    re.IGNORECASE,
)
_CHANGE_BEHIND = re.compile(
    r",? (?:with|and|showing|plus)(?: the)? (?:percent(?:age)? )?(?:change|growth|difference) (?:to|from|against|versus|vs\.?|over|on|"
    r"compared (?:to|with)|since) (?:the )?(?:(?:previous|prior|preceding|last) (?P<unit>month|quarter|year|week|day)|"
    r"(?P<before>month|quarter|year|week|day) before)\b",
    re.IGNORECASE,
)


def _change_told(found: re.Match[str]) -> str:
    unit = (found["unit"] or found["before"]).casefold()
    return f" with {unit} over {unit} change"


def reworded(text: str, model: SemanticModel, values: ValueIndex) -> str:
    """The same question; `text` itself where nothing is said in a way of its own."""
    text = by_event(text, model)
    text = without_own_units(endings_told(plainly(dates_told(with_figures_told(short_told(text))))), model)
    for change in _changes(model, values):
        text = change(text)
    return text


def _changes(model: SemanticModel, values: ValueIndex) -> Iterator[Callable[[str], str]]:
    yield lambda text: _DAY_OF.sub(lambda found: f"{_ORDINALS[found['day'].lower()]} {found['month']}", text)
    yield lambda text: _THAN_DATE.sub(lambda found: f"{_SIDE[found['word'].lower()]} ", text)
    yield lambda text: _COINS_BEFORE.sub(lambda found: f"{found['number']} ", text)
    yield lambda text: _RANGE.sub(_between, text)
    yield lambda text: _FIGURE_RANGE.sub(
        lambda found: f"whose {found['what']} is at least {found['low']} and at most {found['high']}", text
    )
    yield lambda text: _CHANGE_BEHIND.sub(_change_told, _PIVOT.sub("", text))
    yield lambda text: _NEITHER.sub(_in_neither, text)
    yield lambda text: _GROUPED_AND_ORDERED.sub(_grouped_and_ordered, text)
    yield lambda text: _COUNT_LAST.sub(lambda found: f"how many {found['what'].strip()}", text)
    yield lambda text: _MOST_OF.sub(
        lambda found: f"which {found['group']} has the most {found['what']}{found['rest']}", text
    )
    yield lambda text: _busy(text, model)
    yield with_periods_behind
    yield lambda text: per_population(text, model)
    yield lambda text: turning_points(text, model)
    yield from _in_words_of(schema_of(model), model, values)


def _in_words_of(schema: Schema, model: SemanticModel, values: ValueIndex) -> Iterator[Callable[[str], str]]:
    """What is said in other words than those of the tables, columns and values."""
    yield lambda text: row_by_number(which_of_the(text, schema), schema, values)
    yield lambda text: what_it_costs(counted_beside(text, schema), schema)
    yield lambda text: with_years_named(with_years_set_against(text, schema), schema)
    yield lambda text: of_each_size(text, schema)
    yield lambda text: measured_at(text, schema)
    yield lambda text: how_so(text, schema)
    yield lambda text: latest_rows(text, schema)
    yield lambda text: first_event(most_done(kinds_by(text, schema), schema), schema)
    yield lambda text: said_otherwise(text, schema, values)
    yield lambda text: money_lost(net_of(text, schema), schema)
    yield lambda text: with_so_many_of(text, schema)
    yield lambda text: with_delays_told(text, schema)
    yield lambda text: with_ends_told(with_clock_columns(text, schema), schema)
    yield lambda text: pairs_told(text, schema, values)
    yield of_two_groups
    yield lambda text: by_how_much(text, schema)
    yield lambda text: with_more_than_average(text, schema)
    yield lambda text: in_words_of_the_tables(text, schema)
    yield lambda text: not_shown(text, values)
    yield lambda text: by_what_they_did(text, model)
    yield lambda text: by_given_name(by_both_names(text, schema), schema, values)
    yield lambda text: in_names_of_people(text, schema, values)
    yield lambda text: plainly_told(text, schema)
    yield lambda text: units_sold(text, schema, values)
    yield lambda text: figures_told(text, schema, values)
    yield lambda text: with_routes_told(text, schema)
    yield lambda text: with_days_counted(text, model)
    yield lambda text: counted_for_us(text, schema)
    yield lambda text: without_rows(text, schema, values)
    yield lambda text: with_so_many_rows(text, schema, values)
    yield lambda text: of_each_kind(text, schema)


def _between(found: re.Match[str]) -> str:
    """“With 20 to 50 seats”; two years are a period."""
    low, high = (float(found[side].replace(",", "").rstrip(".") or 0) for side in ("low", "high"))
    years = all(1900 <= one <= 2100 for one in (low, high))
    if years or low >= high:
        return found[0]
    return f"{found['lead']} between {found['low']} and {found['high']} "


def _in_neither(found: re.Match[str]) -> str:
    """What rows are neither of; what they did neither of is a list."""
    one, again = found["in"] or "", found["again"] or found["in"] or ""
    if found["be"]:
        return f"{found['be']}not {one}{found['first']} and not {again}{found['second']}{found['end']}"
    if again.lower() != one.lower() or " " in f"{found['first']}{found['second']}":
        return found[0]
    return f"not {one}{found['first']} or {found['second']}{found['end']}"


_SIDE = {
    "older": "before",
    "earlier": "before",
    "newer": "after",
    "later": "after",
    "younger": "after",
    "more recent": "after",
}


def _grouped_and_ordered(found: re.Match[str]) -> str:
    return f"by {found['by']}, ordered by {found['by']}{' alphabetically' if found['how'] else ''}"


def _busy(text: str, model: SemanticModel) -> str:
    """How much happened: rows of the table that the data turns on."""
    found, event = _BUSY.match(text), main_event(model)
    return f"how many {event.label} in {found['when']}" if found and event is not None else text
