"""Words and marks of data: "no value", true and false, currencies, months."""

from __future__ import annotations

from collections.abc import Mapping

NULL_WORDS = (
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "n/a.",
    "#n/a",
    "#na",
    "#null!",
    "#value!",
    "#ref!",
    "#div/0!",
    "#num!",
    "#name?",
    "nan",
    "-nan",
    "null",
    "none",
    "nil",
    "-",
    "--",
    "---",
    "—",
    "–",
    "―",
    "?",
    ".",
    "..",
    "...",
    "…",
    "\\n",
    "<na>",
    "nat",
    "missing",
    "(null)",
    "[null]",
    "<null>",
    "(none)",
    "(blank)",
    "unknown",
    "tbd",
    "tba",
    "k.a.",
    "s/d",
    "n.d.",
    "nd",
    "*",
)
"""Spellings that mean "no value" where the rest of the column is not text; compared in lower case."""

DASHES = ("-", "--", "---", "—", "–")
SAFE_NULL_WORDS = (
    *("NULL", "null", "Null", "N/A", "n/a", "N.A.", "n.a.", "#N/A", "#NA", "NaN", "nan", "<NA>", "<null>", "(null)"),
    *("[null]", "\\N", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"),
)
"""Spellings that mean "no value" in a column of text too."""

LONGEST_NULL_WORD = max(map(len, NULL_WORDS))

_CODES = """
USD EUR GBP JPY CHF CAD AUD NZD CNY INR SEK NOK DKK PLN CZK HUF BRL MXN ZAR RUB TRY KRW SGD HKD AED SAR ILS THB IDR MYR
PHP VND TWD EGP NGN KES ARS CLP COP PEN UAH RON BGN ISK PKR BDT LKR QAR KWD MAD
"""
CURRENCIES: Mapping[str, str] = {
    **{code: code for code in _CODES.split()},
    "US$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "NT$": "TWD",
    "MX$": "MXN",
    "S$": "SGD",
    "R$": "BRL",
    "RM": "MYR",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₴": "UAH",
    "₪": "ILS",
    "₫": "VND",
    "₱": "PHP",
    "฿": "THB",
    "₦": "NGN",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "lei": "RON",
    "Rs.": "INR",
    "Rs": "INR",
    "Rp": "IDR",
    "kr.": "DKK",
    "kr": "SEK",
    "Fr.": "CHF",
    "CN¥": "CNY",
    "RMB": "CNY",
    "元": "CNY",
    "円": "JPY",
    "руб.": "RUB",
}
AMBIGUOUS_CURRENCIES = frozenset({"$", "¥", "￥", "kr", "kr.", "Rs", "Rs."})

TRUE_AND_FALSE = (
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("on", "off"),
    ("ja", "nein"),
    ("ja", "nee"),
    ("ja", "nej"),
    ("ja", "nei"),
    ("j", "n"),
    ("oui", "non"),
    ("o", "n"),
    ("sí", "no"),
    ("si", "no"),
    ("sì", "no"),
    ("s", "n"),
    ("sim", "não"),
    ("sim", "nao"),
    ("wahr", "falsch"),
    ("vrai", "faux"),
    ("vero", "falso"),
    ("verdadero", "falso"),
    ("verdadeiro", "falso"),
    ("waar", "onwaar"),
    ("prawda", "fałsz"),
    ("tak", "nie"),
    ("ano", "ne"),
    ("igen", "nem"),
    ("da", "nu"),
    ("kyllä", "ei"),
    ("evet", "hayır"),
    ("да", "нет"),
    ("истина", "ложь"),
    ("так", "ні"),
    ("ναι", "όχι"),
    ("是", "否"),
    ("はい", "いいえ"),
    ("예", "아니오"),
    ("نعم", "لا"),
    ("✓", "✗"),
    ("✔", "✘"),
    ("☑", "☐"),
)
"""Pairs that mean true and false, in lower case."""

DIRECTIONS = ("s", "n")
"""The pair that also means south and north."""

TRUE_WORDS = tuple(dict.fromkeys(yes for yes, _ in TRUE_AND_FALSE))
FALSE_WORDS = tuple(dict.fromkeys(no for _, no in TRUE_AND_FALSE))
BOOLEAN_WORDS = tuple(sorted({*TRUE_WORDS, *FALSE_WORDS}))
