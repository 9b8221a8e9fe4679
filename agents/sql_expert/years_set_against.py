"""Two years of what columns tell for years: "population in 2001 and 2021", "how much did it grow from 2016 to 2021"."""

from __future__ import annotations

import re

from agents.sql_expert.schema import Schema
from agents.sql_expert.years_in_names import column_of_year, has_years, written

_YEAR = r"(?:19|20)\d\d"
_SPAN = (
    rf"(?:between (?P<low>{_YEAR}) and (?P<high>{_YEAR})|from (?P<first>{_YEAR}) to (?P<last>{_YEAR})|"
    rf"in (?P<later>{_YEAR}) (?:compared (?:to|with)|than in|against|vs\.?|versus) (?P<earlier>{_YEAR}))"
)
_UP = r"(?:grow|grew|increase|increased|rise|rose|go up|went up|change|changed|develop|developed|gain|gained)"
_DOWN = r"(?:fall|fell|drop|dropped|decrease|decreased|decline|declined|shrink|shrank|go down|went down|lose|lost)"
_IN_BOTH = re.compile(
    r"(?:\b(?:who|that|which)\s+)?(?:\b(?:were|was|are|is|played|stayed|had|have|has|been|worked)\s+)?"
    r"(?:\b(?:in|on|at|with|for)\s+)?(?:the|a)\s+(?P<how>same|different)\s+(?P<what>\w+(?: \w+)?)\s+in\s+"
    rf"(?P<one>{_YEAR})\s+(?:and|than|as|from)\s+(?:in\s+)?(?P<other>{_YEAR})\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"(?P<what>[a-z]+(?: [a-z]+){{0,2}}) in (?P<one>{_YEAR})(?: and| vs\.?| versus| compared (?:to|with))(?: in)? (?P<other>{_YEAR})\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    rf"^(?:by )?how much (?:did|has|have) (?:the )?(?P<what>[a-z]+(?: [a-z]+){{0,2}}?)(?P<of> (?:of|in|for) [^?]+?)? "
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})) {_SPAN}[?.!\s]*$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"(?P<verb>(?:that |who |which )?(?:have |has |had )?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?: in)?) (?:their |its )?"
    rf"(?P<what>[a-z]+(?: [a-z]+){{0,2}}) {_SPAN}",
    re.IGNORECASE,
)


_FUNCTION = re.compile(r"(?:total|average|mean|median|overall) ", re.IGNORECASE)


def with_years_set_against(text: str, schema: Schema) -> str:
    """`text` itself where no column is told for both of the years."""
    if not has_years(schema) or len(re.findall(_YEAR, text)) < 2:
        return text
    grown = _HOW_MUCH.match(text.strip())
    if grown is not None and (columns := _columns(grown, schema)) is not None:
        earlier, later = columns if not grown["down"] else (columns[1], columns[0])
        of = grown["of"] or ""
        return f"{later}{of} minus {earlier}{of}"
    moved = _MOVED.sub(lambda found: _moved(found, schema), text)
    both = _IN_BOTH.sub(lambda found: _in_both(found, schema), text) if moved == text else moved
    return _BESIDE.sub(lambda found: _beside(found, schema), text) if both == text else both


def _columns(found: re.Match[str], schema: Schema) -> tuple[str, str] | None:
    """What is told for the earlier and for the later year."""
    years = [int(found[name]) for name in ("low", "high", "first", "last", "earlier", "later") if found[name]]
    function, what = _FUNCTION.match(found["what"] + " "), found["what"]
    what = what[function.end() :] if function is not None else what
    columns = [column_of_year(what, year, schema) for year in years]
    if columns[0] is None or columns[1] is None:
        return None
    before = function[0] if function is not None else ""
    return f"{before}{written(columns[0], schema)}", f"{before}{written(columns[1], schema)}"


def _moved(found: re.Match[str], schema: Schema) -> str:
    """“Towns that lost population between 2016 and 2021”."""
    columns = _columns(found, schema)
    if columns is None:
        return found[0]
    return f"with {columns[1]} {'lower' if found['down'] else 'higher'} than {columns[0]}"


def _in_both(found: re.Match[str], schema: Schema) -> str:
    """“In the same team in 1986 and 1987”."""
    one, other = (column_of_year(found["what"], int(found[year]), schema) for year in ("one", "other"))
    if one is None or other is None:
        return found[0]
    how = "equals" if found["how"].lower() == "same" else "is different from"
    return f"where {written(one, schema)} {how} {written(other, schema)}"


def _beside(found: re.Match[str], schema: Schema) -> str:
    """“Total population in 2001 and 2021”: the words that name the columns, with what stands before them for both."""
    words = found["what"].split()
    for first in range(len(words)):
        said = " ".join(words[first:])
        one, other = (column_of_year(said, int(found[year]), schema) for year in ("one", "other"))
        if one is not None and other is not None:
            before = " ".join(words[:first])
            return " ".join(f"{before} {written(one, schema)} and {before} {written(other, schema)}".split())
    return found[0]
