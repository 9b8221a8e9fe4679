"""A sentence about an import → the changes it wishes for: "read dates as day/month", "row 3 is the header"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from core.errors import InvalidInput
from core.import_report import ImportReport
from core.table import Table
from workspace.choosing import Numbered, Wish, numbered

_HINT = (
    "Say it like “read dates as day/month”, “keep postcode as number”, “treat row 3 as header”, “this total row is data”,"
    " “undo 4”, or write COLUMN=VALUE."
)
_VERBS = r"(?:read|treat|keep|take|use|make|parse|interpret|import|convert|turn|see|change|set|leave|store|show)"
_AS = r"(?:as|into|to|is|are|be|should be|must be|means|=)"
_VALUES: tuple[tuple[str, str | None, str], ...] = (
    (r"day ?(?:/|-|\.|,|and|before|then) ?month.*|day(?:s)? first|d\.?d?[/.-]?m\.?m?[/.-]?(?:y+)?"
        r"|european(?: dates?)?", "date_order", "day_month"),
    (r"month ?(?:/|-|\.|,|and|before|then) ?day.*|months? first|m\.?m?[/.-]?d\.?d?[/.-]?(?:y+)?"
        r"|(?:american|us)(?: dates?)?", "date_order", "month_day"),
    (r"whole numbers?|integers?|ints?", "type", "integer"),
    (r"exact numbers?|decimals?|decimal numbers?|money|amounts?", "type", "decimal"),
    (r"approximate numbers?|floats?|floating point(?: numbers?)?|doubles?|real numbers?", "type", "float"),
    (r"numbers?|numeric|figures?", None, "number"),
    (r"texts?|strings?|words?|codes?|labels?|characters?|identifiers?|ids?", None, "text"),
    (r"timestamps?|date ?times?|dates? (?:and|with)(?: an?)? times?", "type", "timestamp"),
    (r"dates?|days?", "type", "date"),
    (r"times?(?: of day)?|clock times?", "type", "time"),
    (r"booleans?|bools?|flags?|true ?(?:/|and|or) ?false|yes ?(?:/|and|or) ?no", "type", "boolean"),
    (r"durations?|intervals?|lengths? of time", "type", "interval"),
)  # fmt: skip
_MARKS = {
    "comma": ",", "commas": ",", "semicolon": ";", "semicolons": ";", "tab": "tab", "tabs": "tab", "pipe": "|", "pipes": "|",
    "vertical bar": "|", "colon": ":", "colons": ":", "space": "space", "spaces": "space",
}  # fmt: skip
_ROWS_OF = {"total": "total_row", "subtotal": "subtotal", "footer": "footer", "note": "footer", "title": "preamble"}


def wishes_said(sentence: str, report: ImportReport, tables: Sequence[Table]) -> tuple[Wish, ...]:
    """Raises InvalidInput where the sentence is not understood, with examples."""
    table, rest = _of_table(re.sub(r"\s+", " ", sentence).strip(" .!"), report)
    for pattern, meaning in _MEANINGS:
        found = re.fullmatch(pattern, rest, re.IGNORECASE)
        wishes = tuple(meaning(found, report)) if found else ()
        if wishes:
            return tuple(replace(wish, table=wish.table or table) if wish.key is None else wish for wish in wishes)
    wishes = tuple(_about_columns(rest, report, tables))
    if not wishes:
        raise InvalidInput(f"“{sentence}” is not understood.", hint=_HINT)
    return tuple(replace(wish, table=wish.table or table) if wish.key is None else wish for wish in wishes)


def _of_table(sentence: str, report: ImportReport) -> tuple[str | None, str]:
    """The table that the sentence names at its start or its end, and the rest of it."""
    for name in sorted((table.table for table in report.tables), key=len, reverse=True):
        named = re.escape(name)
        found = re.fullmatch(rf"(?:in |table )+{named}[,:]? (.+)|{named}: ?(.+)", sentence, re.IGNORECASE)
        found = found or re.fullmatch(rf"(.+) (?:in|of)(?: table| the table)? {named}", sentence, re.IGNORECASE)
        if found:
            return name, next(group for group in found.groups() if group)
    return None, sentence


def _undone(found: re.Match[str], report: ImportReport) -> Iterator[Wish]:
    yield Wish(key=_entry(int(found["number"]), report).decision.key, value=None)


def _by_number(found: re.Match[str], report: ImportReport) -> Iterator[Wish]:
    """As in “4: keep it as text”: an alternative of a decision, as its value or in the words of the report."""
    decision = _entry(int(found["number"]), report).decision
    said = found["value"].casefold()
    for other in decision.alternatives:
        if said in (other.value.casefold(), other.label.casefold()):
            yield Wish(key=decision.key, value=other.value)
            return
    listed = ", ".join(f"{other.value} ({other.label})" for other in decision.alternatives)
    raise InvalidInput(
        f"“{found['value']}” is not what decision {found['number']} can be.", hint=f"It can be: {listed}."
    )


def _entry(number: int, report: ImportReport) -> Numbered:
    entries = {entry.number: entry for entry in numbered(report)}
    if number not in entries:
        raise InvalidInput(f"There is no decision {number}.", hint=f"The report has 1 to {len(entries)}.")
    if entries[number].decision.key is None:
        raise InvalidInput(f"Decision {number} tells what was found; it cannot be changed.")
    return entries[number]


def _header(found: re.Match[str], _: ImportReport) -> Iterator[Wish]:
    rows = found["first"] if not found["last"] else f"{found['first']}-{found['last']}"
    yield Wish(kind="header", value=rows)


def _no_header(_: re.Match[str], __: ImportReport) -> Iterator[Wish]:
    yield Wish(kind="header", value="none")


def _row_kept(found: re.Match[str], report: ImportReport) -> Iterator[Wish]:
    yield from _row(found, report, "data")


def _row_left_out(found: re.Match[str], report: ImportReport) -> Iterator[Wish]:
    yield from _row(found, report, "left_out")


def _row(found: re.Match[str], report: ImportReport, value: str) -> Iterator[Wish]:
    """Of a row by its number, or of all rows of a kind where the sentence names them all, else of the only one."""
    said = found.groupdict()
    of_rows = [entry for entry in numbered(report) if entry.decision.kind in _ROWS_OF.values() and entry.decision.key]
    if said.get("row"):
        of_rows = [entry for entry in of_rows if str(entry.decision.key).endswith(f"|row {said['row']}")]
        if not of_rows:
            raise InvalidInput(
                f"Nothing was decided about row {said['row']}.", hint="The report lists the rows left out."
            )
    else:
        kind = _ROWS_OF[said["kind"].casefold().rstrip("s")]
        if not any(entry.decision.kind == kind for entry in of_rows):
            yield Wish(kind=kind, value=value)
            return
        of_rows = [entry for entry in of_rows if entry.decision.kind == kind]
        if len(of_rows) > 1 and not re.search(r"rows|totals|lines|all|notes", found[0], re.IGNORECASE):
            yield Wish(kind=kind, value=value)
            return
    for entry in of_rows:
        yield Wish(key=entry.decision.key, value=value)


def _separator(found: re.Match[str], _: ImportReport) -> Iterator[Wish]:
    mark = found["mark"].strip("“”\"'")
    yield Wish(kind="delimiter", value=_MARKS.get(mark.casefold(), mark))


def _encoding(found: re.Match[str], _: ImportReport) -> Iterator[Wish]:
    yield Wish(kind="encoding", value=found["name"])


def _stacked(found: re.Match[str], _: ImportReport) -> Iterator[Wish]:
    said = found[0].casefold()
    value = "one" if "one table" in said else "apart" if re.search(r"apart|separate|own", said) else "joined"
    yield Wish(kind="stacked", value=value)


def _comma(found: re.Match[str], report: ImportReport) -> Iterator[Wish]:
    value = "comma" if found["mark"].casefold() == "comma" else "point"
    keys = _keys_of("decimal_comma", report)
    if not keys:
        raise InvalidInput("There is no column whose decimal mark is open.", hint="Name the column: COLUMN=comma.")
    yield from (Wish(key=key, value=value) for key in keys)


def _about_columns(sentence: str, report: ImportReport, tables: Sequence[Table]) -> Iterator[Wish]:
    """As in “keep postcode as number” or “dates are day/month”: of a column, or of all columns of dates."""
    verbs = rf"(?:please )?(?:{_VERBS} )"
    said = re.fullmatch(rf"{verbs}?(?P<what>.+?) {_AS} (?:an? |the )?(?P<value>.+)", sentence, re.IGNORECASE)
    said = said or re.fullmatch(rf"{verbs}(?P<what>.+?) an? (?P<value>.+)", sentence, re.IGNORECASE)
    if said is None:
        return
    meant = _value(said["value"])
    if meant is None:
        return
    kind, value = meant
    what = re.sub(r"^(?:the )?(?:columns? )?|,$", "", said["what"].strip(), flags=re.IGNORECASE)
    for name in _names(what, tables):
        yield Wish(column=name, kind=kind if kind == "date_order" else None, value=value)
        what = ""
    if (
        what
        and kind == "date_order"
        and re.fullmatch(r"(?:all )?(?:the )?dates?(?: columns?)?|it|them|days?", what, re.IGNORECASE)
    ):
        keys = _keys_of("date_order", report)
        if not keys:
            raise InvalidInput("There is no column of dates whose order of day and month is open.", hint=_HINT)
        yield from (Wish(key=key, value=value) for key in keys)
    elif what:
        yield Wish(column=what.strip("“”\"'"), kind=kind if kind == "date_order" else None, value=value)


def _value(text: str) -> tuple[str | None, str] | None:
    wanted = text.strip(" “”\"'").casefold()
    return next(((kind, value) for pattern, kind, value in _VALUES if re.fullmatch(pattern, wanted)), None)


def _names(what: str, tables: Sequence[Table]) -> list[str]:
    """Columns that the words name, one or several; as a name, a header, or one with spaces for underscores."""
    known: dict[str, str] = {}
    for table in tables:
        for column in table.columns:
            for spelling in (column.name, column.label, column.name.replace("_", " ")):
                known.setdefault(spelling.casefold(), column.name)
    whole = re.sub(r" columns?$", "", what.strip(" “”\"'"), flags=re.IGNORECASE).casefold()
    if whole in known:
        return [known[whole]]
    parts = [part.strip(" “”\"'") for part in re.split(r", and |, | and ", whole)]
    return [known[part] for part in parts] if len(parts) > 1 and all(part in known for part in parts) else []


def _keys_of(kind: str, report: ImportReport) -> list[str]:
    return [str(entry.decision.key) for entry in numbered(report) if entry.decision.kind == kind and entry.decision.key]


Meaning = Callable[[re.Match[str], ImportReport], Iterator[Wish]]
_ROW = r"(?:rows?|lines?)"
_TO = r"(?: ?(?:-|–|to|and) ?(?P<last>\d+))?"
_THESE = r"(?:this |the |these |that |those |all |any )*"
_KIND = rf"(?P<kind>subtotal|total|footer|note|title)s?(?: {_ROW})?(?: (?:above|below).*)?"
_ROWS = rf"{_THESE}(?:{_ROW} (?P<row>\d+)|{_KIND})"
_DATA = r"(?:a |an )?(?:normal |ordinary |real )?(?:data|values?|rows?)"
_NAMES_OF = r"(?:the |a )?(?:column )?(?:headers?|names?|headings?|titles of columns)(?: rows?)?"
_MEANINGS: tuple[tuple[str, Meaning], ...] = (
    (r"(?:undo|reset|forget|revert)(?: decision| number| no\.?)? ?#?(?P<number>\d+)", _undone),
    (r"(?:decision |number |#)?(?P<number>\d+)(?: ?[:=] ?| to | as | is )(?P<value>.+)", _by_number),
    (rf"(?:{_VERBS} )?{_ROW} (?P<first>\d+){_TO} {_AS} {_NAMES_OF}", _header),
    (rf"(?:the )?headers?(?: rows?)?(?: is| are| stands?| begins?)?(?: in| on| at)?(?: {_ROW})? (?P<first>\d+){_TO}", _header),
    (r"(?:there is |it has |there's |use |with )?no headers?(?: row)?|(?:read it )?without (?:a )?headers?", _no_header),
    (rf"(?:keep|read) {_ROWS}(?: as {_DATA})?", _row_kept),
    (rf"{_ROWS} (?:is|are) (?:not (?:a )?(?:sub)?totals?|{_DATA})", _row_kept),
    (rf"(?:leave out|skip|drop|ignore|remove|exclude) {_ROWS}", _row_left_out),
    (rf"{_ROWS} (?:is|are) (?:not data|no data|(?:a )?(?:sub)?totals?)", _row_left_out),
    (r"(?:cells are |values are |it is )?(?:separated?|split|parted)(?: cells| it| values)?"
        r" (?:by|at|with) (?:an? )?(?P<mark>.{1,20})", _separator),
    (r"(?:the )?(?:separator|delimiter) (?:is|=) (?:an? |the )?(?P<mark>.{1,20})", _separator),
    (r"(?:the )?(?:text )?encoding (?:is |= ?|should be )(?P<name>[\w .-]{2,30})", _encoding),
    (r"read (?:it|the text|the file) (?:as|in) (?P<name>(?:utf|cp|windows|latin|iso|gb|big|shift|mac|euc|koi)[\w.-]{1,20})", _encoding),
    (r"(?:read|keep|take)(?: it| them| the file| all(?: rows)?| the tables)? as one table", _stacked),
    (r"(?:keep|leave|read) (?:the |these )?tables (?:apart|separate(?:ly)?)", _stacked),
    (r"(?:join|put together|merge|combine) (?:the |these )?tables", _stacked),
    (r"(?:the )?(?P<mark>comma|point|dot) (?:is|as) (?:the |a )?decimal (?:mark|separator|sign|point)", _comma),
    (r"(?:use |read )?(?:a |the |with )?decimal (?P<mark>comma|point|dot)s?", _comma),
)  # fmt: skip
