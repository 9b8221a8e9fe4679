"""What the cells of text columns look like: each cell gets one shape, counted by DuckDB in a single scan.

A shape is a string of parts separated by "|": `number|STYLE|CURRENCY|MARKS`, `date|FAMILY|ORDER|CLOCK`,
`word|TEXT`, `null|TEXT`, `time|PARTS`, `duration|FORM`, or one of `empty`, `plus`, `text`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingestion.calendar_words import MONTH_ALONE, SPOKEN_DAY_FIRST, SPOKEN_MONTH_FIRST, WEEKDAY
from ingestion.spellings import BOOLEAN_WORDS, CURRENCIES, LONGEST_NULL_WORD, NULL_WORDS
from ingestion.sql import count_rows, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLE_ROWS = 10_000

_MONEY = "|".join(
    symbol.replace("$", r"\$").replace(".", r"\.") for symbol in sorted(CURRENCIES, key=len, reverse=True)
)
MONEY = f"(?:{_MONEY})"
SPACE = "[ \u00a0\u202f\u2009]"
_SIGN = "[-+−]"
_CORE = rf"(?:\d(?:[\d.,'’]|{SPACE}\d)*(?:[eE][-+]?\d+)?|[.,]\d+(?:[eE][-+]?\d+)?)"
NUMBER = rf"\(?{_SIGN}?{SPACE}?{MONEY}?{SPACE}?{_SIGN}?\(?{_CORE}{SPACE}?(?:%|{MONEY})?\)?-?"

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
ZONE = r" ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
ENDS_IN_ZONE = rf":\d{{2}}[^-+ZUG]*{ZONE}$"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_MONTH_NAME = (
    r"(?i:January|February|March|April|June|July|August|September|October|November|December|Sept"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_TAIL = rf"(?:[ T]{_CLOCK}(?:{ZONE})?)?"
YEAR_FIRST = rf"\d{{4}}([-/.])\d{{1,2}}[-/.]\d{{1,2}}{_TAIL}"
YEAR_LAST = rf"(\d{{1,2}})([-/.])(\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_TAIL}"
DAY_MONTH_NAME = rf"\d{{1,2}}[- ]{_MONTH_NAME}[-. ,]+(\d{{4}}|\d{{2}}){_TAIL}"
MONTH_NAME_DAY = rf"{_MONTH_NAME}\.? \d{{1,2}},? \d{{4}}{_TAIL}"
MONTH_YEAR = rf"{_MONTH_NAME}[- ]\d{{4}}"
YEAR_MONTH = r"(?:19|20)\d{2}[-/](?:0[1-9]|1[0-2])"
MONTH_FIRST = r"(?:0?[1-9]|1[0-2])[-/](?:19|20)\d{2}"
WEEKDAY_FIRST, WEEKDAY_LAST = f"{WEEKDAY}{YEAR_FIRST}", f"{WEEKDAY}{YEAR_LAST}"
SPOKEN_DAY, SPOKEN_US, SPOKEN_MONTH = f"{SPOKEN_DAY_FIRST}{_TAIL}", f"{SPOKEN_MONTH_FIRST}{_TAIL}", MONTH_ALONE
COMPACT_DATE = r"(?:1[89]|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
TIME = _CLOCK
LONG_CLOCK = r"-?\d{1,5}:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
_AMOUNT = r"\d+(?:[.,]\d+)?"
_UNITS = {
    "weeks": "w|wks?|weeks?",
    "days": "d|days?|tage?|jours?",
    "hours": "h|hrs?|hours?|std|stunden?|heures?",
    "minutes": "m|mins?|minutes?|minuten",
    "seconds": "s|secs?|seconds?|sekunden?|secondes?",
}
IN_UNITS = {unit: rf"({_AMOUNT}) ?(?:{words})(?:[^A-Za-z]|$)" for unit, words in _UNITS.items()}
DURATION_IN_UNITS = "(?i)-?" + "".join(
    rf"(?:{_AMOUNT} ?(?:{words})\.?(?:,? (?:and )?|, ?)?)?" for words in _UNITS.values()
)
ISO_DURATION = rf"-?P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?"

_STYLES = (
    (r"0\d+", "zeros"),
    (r"\d{8}", "eight"),
    (r"\d{1,3}", "short"),
    (r"\d+", "long"),
    (r"[1-9]\d{0,2}\.\d{3}", "point3"),
    (r"[1-9]\d{0,2},\d{3}", "comma3"),
    (r"\d*\.\d+", "point"),
    (r"\d*,\d+", "comma"),
    (r"\d+\.", "point"),
    (r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?", "us"),
    (r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", "eu"),
    (rf"[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+", "space"),
    (rf"[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+\.\d+", "space_point"),
    (rf"[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+,\d+", "space_comma"),
    (r"[1-9]\d{0,2}(?:['’]\d{3})+", "apostrophe"),
    (r"[1-9]\d{0,2}(?:['’]\d{3})+\.\d+", "apostrophe_point"),
    (r"[1-9]\d{0,2}(?:['’]\d{3})+,\d+", "apostrophe_comma"),
    (r"\d*\.?\d+[eE][-+]?\d+", "exponent"),
    (r"\d*,\d+[eE][-+]?\d+", "exponent_comma"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How many cells of a column have each shape; `padded` counts those with spaces around them."""

    shapes: Mapping[str, int]
    padded: int = 0

    def count(self, start: str) -> int:
        return sum(cells for shape, cells in self.shapes.items() if shape.split("|", 1)[0] == start)

    def parts(self, start: str) -> list[tuple[list[str], int]]:
        """The parts after `start` of each shape of that kind, with its number of cells."""
        return [(s.split("|")[1:], cells) for s, cells in self.shapes.items() if s.startswith(start + "|")]

    @property
    def filled(self) -> int:
        return sum(self.shapes.values()) - self.count("empty")


def gather(
    connection: DuckDBPyConnection, relation: str, columns: Sequence[str], sample: int | None
) -> dict[str, Evidence]:
    """Shapes of each column over all rows, or over about `sample` rows spread evenly through the table."""
    if not columns:
        return {}
    rows = quoted(relation)
    if sample is not None:
        step = max(1, count_rows(connection, relation) // sample)
        rows = f"(SELECT * FROM {rows} WHERE rowid % {step} = 0)"
    names = ", ".join(literal(column) for column in columns)
    cells = ", ".join(quoted(column) for column in columns)
    distinct = (
        f"SELECT name, cell, trim(cell) AS text, count(*) AS cells FROM"
        f" (SELECT unnest([{names}]) AS name, unnest([{cells}]) AS cell FROM {rows}) GROUP BY name, cell"
    )
    found = connection.execute(
        f"SELECT name, {shape_sql('text', 'core')} AS shape, sum(cells), sum(CASE WHEN cell <> text THEN cells ELSE 0 END)"
        f" FROM (SELECT *, regexp_extract(left(text, 61), {literal(_CORE)}) AS core FROM ({distinct})) GROUP BY name, shape"
    ).fetchall()
    shapes: dict[str, dict[str, int]] = {column: {} for column in columns}
    padded: Counter[str] = Counter()
    for name, shape, count, with_spaces in found:
        shapes[name][shape] = int(count)
        padded[name] += int(with_spaces)
    return {column: Evidence(shapes=shapes[column], padded=padded[column]) for column in columns}


def shape_sql(text: str, core: str) -> str:
    """The shape of the column `text`, which has no white space around its value; `core` is the number inside of it."""
    words = ", ".join(literal(word) for word in BOOLEAN_WORDS)
    return (
        f"CASE WHEN {text} IS NULL OR {text} = '' THEN 'empty'"
        f" WHEN {is_null_word(text)} THEN 'null|' || {text} WHEN {text} = '+' THEN 'plus'"
        f" WHEN length({text}) > 60 THEN 'text'"
        f" WHEN {matches(text, YEAR_FIRST)} THEN 'date|year_first'"
        f" || CASE WHEN substr({text}, 5, 1) = '-' THEN '' ELSE '_other' END || '|ymd|' || {_clock_shape(text)}"
        f" WHEN {matches(text, YEAR_LAST)} THEN {_year_last_shape(text)}"
        f" WHEN {matches(text, NUMBER)} THEN {_number_shape(text, core)}"
        f" WHEN lower({text}) IN ({words}) THEN 'word|' || lower({text})"
        f" WHEN {matches(text, TIME)} THEN 'time|' || (length({text}) - length(replace({text}, ':', '')))"
        f" || CASE WHEN {matches(text, LONG_CLOCK)} AND split_part({text}, ':', 1)::INT > 23 THEN '|over' ELSE '|' END"
        f" WHEN {matches(text, LONG_CLOCK)} THEN 'duration|clock' || (length({text}) - length(replace({text}, ':', '')))"
        f" WHEN starts_with(ltrim({text}, '-'), 'P') AND {matches(text, ISO_DURATION)}"
        f" AND regexp_matches({text}, '[0-9]') THEN 'duration|iso'"
        f" WHEN {matches(text, DURATION_IN_UNITS)} THEN"
        f" CASE WHEN regexp_full_match({text}, '-?[0-9.,]+ ?[A-Za-z]') THEN 'duration|letter' ELSE 'duration|units' END"
        f" WHEN {matches(text, DAY_MONTH_NAME)} THEN"
        f" 'date|day_name' || length(regexp_extract({text}, {literal(DAY_MONTH_NAME)}, 1)) || '|named|' || {_clock_shape(text)}"
        f" WHEN {matches(text, MONTH_NAME_DAY)} THEN 'date|name_day|named|' || {_clock_shape(text)}"
        f" WHEN {matches(text, MONTH_YEAR)} THEN 'date|month_year|named|date'"
        f" WHEN {matches(text, YEAR_MONTH)} THEN 'date|year_month|' || CASE WHEN"
        f" (substr({text}, 3, 2)::INT + 1) % 100 = right({text}, 2)::INT THEN 'season' ELSE 'ymd' END || '|date'"
        f" WHEN {matches(text, MONTH_FIRST)} THEN 'date|month_first|ymd|date'"
        f" WHEN NOT regexp_matches({text}, '[0-9]') THEN 'text'"
        f" WHEN {matches(text, WEEKDAY_LAST)} THEN replace({_year_last_shape(text)}, 'date|', 'date|weekday_')"
        f" WHEN {matches(text, WEEKDAY_FIRST)} THEN 'date|weekday_first|ymd|' || {_clock_shape(text)}"
        f" WHEN {matches(text, SPOKEN_DAY)} THEN 'date|spoken'"
        f" || length(regexp_extract({text}, {literal(SPOKEN_DAY)}, 1)) || '|named|' || {_clock_shape(text)}"
        f" WHEN {matches(text, SPOKEN_US)} THEN 'date|spoken_us|named|' || {_clock_shape(text)}"
        f" WHEN {matches(text, SPOKEN_MONTH)} THEN 'date|spoken_month|named|date'"
        " ELSE 'text' END"
    )


def matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def is_null_word(text: str) -> str:
    return f"(length({text}) <= {LONGEST_NULL_WORD} AND lower({text}) IN ({', '.join(literal(word) for word in NULL_WORDS)}))"


def _number_shape(text: str, core: str) -> str:
    styles = " ".join(f"WHEN {matches(core, pattern)} THEN '{style}'" for pattern, style in _STYLES)
    return (
        f"concat('number|', CASE {styles} ELSE 'odd' END, '|', regexp_extract({text}, {literal(MONEY)}), '|',"
        f" CASE WHEN contains({text}, '%') THEN 'percent ' ELSE '' END,"
        f" CASE WHEN regexp_matches({text}, {literal(SPACE)}) THEN 'spaced ' ELSE '' END,"
        f" CASE WHEN contains({text}, '(') THEN 'parentheses ' ELSE '' END,"
        f" CASE WHEN ends_with({text}, '-') THEN 'trailing ' ELSE '' END,"
        f" CASE WHEN contains({text}, '−') OR contains({text}, '+') THEN 'sign ' ELSE '' END)"
    )


def _year_last_shape(text: str) -> str:
    part = f"regexp_extract({text}, {literal(YEAR_LAST)}"
    first, second = f"{part}, 1)::INT", f"{part}, 3)::INT"
    order = (
        f"CASE WHEN {first} > 12 AND {second} > 12 THEN 'odd' WHEN {first} > 12 THEN 'dmy' WHEN {second} > 12 THEN 'mdy'"
        f" WHEN {first} = {second} THEN 'same' ELSE 'unclear' END"
    )
    return f"concat('date|year_last', length({part}, 4)), '|', {order}, '|', {_clock_shape(text)})"


def _clock_shape(text: str) -> str:
    return (
        f"CASE WHEN NOT contains({text}, ':') THEN 'date'"
        f" WHEN regexp_matches({text}, {literal(ENDS_IN_ZONE)}) THEN 'zone'"
        f" WHEN regexp_matches({text}, '(?i)[ap]\\.?m\\.?$') OR contains({text}, ',') THEN 'other' ELSE 'clock' END"
    )
