"""Numbers, years and dates that are written in a text, as SQL."""

from __future__ import annotations

from sqlglot import exp

from core.plan import TextReading
from core.table import ColumnType

_NUMBER = r"(?:^\s*[-−])?\d[\d,]*(?:\.\d+)?"
_YEAR = r"(?:1[0-9]|20)\d\d"
_AFTER_DATE = r"\s*[(\[*†‡#].*$"
_GLOBAL = "g"


def type_of_reading(reading: TextReading) -> ColumnType:
    types: dict[str, ColumnType] = {"number": "float", "year": "integer", "date": "date"}
    return types[reading.what]


def text_reading_sql(reading: TextReading, of: exp.Expr) -> exp.Expr:
    text = exp.cast(of, "TEXT")
    if reading.what == "date":
        start = _call("regexp_replace", text, exp.Literal.string(_AFTER_DATE), exp.Literal.string(""))
        return exp.cast(_call("try_strptime", start, exp.Literal.string(reading.form)), "DATE")
    if reading.what == "year":
        found = _call("regexp_extract", text, exp.Literal.string(_YEAR))
        return exp.TryCast(this=found, to=exp.DataType.build("INT"))
    every = _call("regexp_extract_all", text, exp.Literal.string(_NUMBER))
    digits = _call("list_extract", every, exp.Literal.number(reading.place))
    plain = _call(
        "regexp_replace", digits, exp.Literal.string(r"[,\s]"), exp.Literal.string(""), exp.Literal.string(_GLOBAL)
    )
    signed = _call("replace", plain, exp.Literal.string("−"), exp.Literal.string("-"))
    return exp.TryCast(this=signed, to=exp.DataType.build("DOUBLE"))


def _call(function: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=function.upper(), expressions=list(arguments))
