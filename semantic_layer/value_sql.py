"""`words.normalise` and the lines of a value file, said in SQL for the values that are plain enough."""

from __future__ import annotations

_WORD = "[A-Za-z0-9]+"
_PLAIN = f"{_WORD}( {_WORD})*"
_HYPHENED = f"{_WORD}([- ]{_WORD})*"
_SEPARATED = f"{_WORD}([-_/ :@]{_WORD}|\\.[A-Za-z][A-Za-z0-9]*)*"
_SEPARATORS = "-_/:@."
_ASCII = "[\\x20-\\x7e]+"
_LATIN = "\u00c0-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"
_CYRILLIC = "\u0400-\u0481\u048a-\u052f"
_ASIAN = "\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff"
_TELLABLE = f"[\\x20-\\x7e{_LATIN}{_CYRILLIC}{_ASIAN}’‘]+"
_SPELLED_OUT = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
_KEPT_POINT = "\\x01"


def normal_sql(value: str, *, few: bool = False) -> str:
    """The normal form of the SQL expression `value`; null where only `words.normalise` can tell it.

    From the cheapest that does. Of `few` values only the plainest are told: reading the longer patterns costs more
    than telling some thousands of values one by one. Characters are let through by range: those where both were
    found to agree, one by one.
    """
    separated = f"lower({value})"
    for separator in _SEPARATORS:
        separated = f"replace({separated}, '{separator}', ' ')"
    plain = (
        f"WHEN regexp_full_match({value}, '{_PLAIN}') THEN lower({value})"
        f" WHEN regexp_full_match({value}, '{_HYPHENED}') THEN replace(lower({value}), '-', ' ')"
    )
    if few:
        return f"CASE {plain} END"
    return (
        f"CASE {plain} WHEN regexp_full_match({value}, '{_SEPARATED}') THEN {separated}"
        f" WHEN {value} LIKE '%,%' AND regexp_matches({value}, '[0-9],[0-9]') THEN NULL"
        f" WHEN regexp_full_match({value}, '{_ASCII}') THEN nullif({_without_punctuation(f'lower({value})', value)}, '')"
        f" WHEN regexp_full_match({value}, '{_TELLABLE}') THEN nullif({_without_punctuation(_folded(value), value)}, '') END"
    )


def _without_punctuation(folded: str, value: str) -> str:
    """Said once for texts with a point between digits, which stays, and once for the many without."""
    return (
        f"CASE WHEN {value} LIKE '%.%' AND regexp_matches({value}, '[0-9]\\.[0-9]')"
        f" THEN replace({_spaced(_with_points_kept(folded))}, chr(1), '.')"
        f" ELSE {_spaced(folded)} END"
    )


def _folded(value: str) -> str:
    lower = sql = f"lower({value})"
    for letter, written in _SPELLED_OUT.items():
        sql = f"replace({sql}, '{letter}', '{written}')"
    return f"strip_accents(CASE WHEN regexp_matches({lower}, '[{''.join(_SPELLED_OUT)}]') THEN {sql} ELSE {lower} END)"


def _with_points_kept(sql: str) -> str:
    """Replaced twice: of "1.2.3" the first pass takes every other point."""
    once = f"regexp_replace({sql}, '([0-9])\\.([0-9])', '\\1' || chr(1) || '\\2', 'g')"
    return f"regexp_replace({once}, '([0-9])\\.([0-9])', '\\1' || chr(1) || '\\2', 'g')"


def _spaced(sql: str) -> str:
    for apostrophe in ("''", "’", "‘", "`"):
        sql = f"replace({sql}, '{apostrophe}', '')"
    return f"trim(regexp_replace(replace({sql}, '&', ' and '), '[^\\pL\\pN+#{_KEPT_POINT}]+', ' ', 'g'))"


def line_sql(norm: str, value: str) -> str:
    """A line of a value file: the normal form and, where it differs, a tab and the value; ended by a line feed."""
    escaped = (
        f"CASE WHEN regexp_matches({value}, '[\\\\\\t\\n]') THEN"
        f" replace(replace(replace({value}, '\\', '\\\\'), chr(9), '\\t'), chr(10), '\\n') ELSE {value} END"
    )
    return f"{norm} || CASE WHEN {value} = {norm} THEN chr(10) ELSE chr(9) || {escaped} || chr(10) END"


def line_of(normal: str, value: str) -> str:
    """As `line_sql`."""
    escaped = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return f"{normal}\n" if normal == value else f"{normal}\t{escaped}\n"


def unescaped(text: str) -> str:
    """The value that `line_sql` wrote."""
    if "\\" not in text:
        return text
    pieces = text.split("\\\\")
    return "\\".join(piece.replace("\\t", "\t").replace("\\n", "\n") for piece in pieces)
