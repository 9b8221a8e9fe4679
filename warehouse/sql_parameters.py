"""Parameters in SQL that a person wrote: `:name` stands for a constant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sqlglot.tokenizer_core import Token, TokenType

from core.errors import InvalidInput
from core.saved import Scalar
from warehouse.guarding.text import tokens_within_bounds

_MARKS = (TokenType.COLON, TokenType.PARAMETER)
_SLICED_AFTER = frozenset(
    getattr(TokenType, name) for name in ("NUMBER", "STRING", "VAR", "IDENTIFIER", "R_PAREN", "R_BRACKET")
)
_BRACKETS = {TokenType.L_BRACKET: 1, TokenType.L_BRACE: 1, TokenType.R_BRACKET: -1, TokenType.R_BRACE: -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateText:
    """An ISO date, which stands in SQL as a date."""

    iso: str


Constant = Scalar | Decimal | DateText | Sequence["Scalar | DateText"]


def parameters_in(sql: str) -> tuple[str, ...]:
    """The names that stand after a colon or a dollar sign, each once. Raises GuardRefusal for SQL that cannot be read."""
    return tuple(dict.fromkeys(name for name, _, _ in _places(sql)))


def with_constants(sql: str, constants: Mapping[str, Constant]) -> str:
    """The SQL with each parameter written out, its text otherwise as it was. Raises InvalidInput for one without a value."""
    parts: list[str] = []
    behind = 0
    for name, start, end in _places(sql):
        if name not in constants:
            raise InvalidInput(f"The SQL has a parameter “:{name}” that is not declared.", hint=_declared(constants))
        parts += [sql[behind:start], _written(constants[name])]
        behind = end
    return "".join([*parts, sql[behind:]])


def _declared(names: Collection[str]) -> str:
    if not names:
        return "Declare it under “parameters”, with a type and a default."
    return f"Declared are: {', '.join(sorted(names))}."


def _places(sql: str) -> Iterator[tuple[str, int, int]]:
    """Each parameter with the characters it takes; a colon within brackets that parts two values is none."""
    tokens = tokens_within_bounds(sql)
    brackets = 0
    for place, (mark, word) in enumerate(pairwise(tokens)):
        brackets += _BRACKETS.get(mark.token_type, 0)
        if mark.token_type not in _MARKS or word.start != mark.end + 1 or not _is_name(word, sql):
            continue
        before = tokens[place - 1] if place else None
        if brackets and mark.token_type is TokenType.COLON and before and before.token_type in _SLICED_AFTER:
            continue
        yield sql[word.start : word.end + 1], mark.start, word.end + 1


def _is_name(token: Token, sql: str) -> bool:
    text = sql[token.start : token.end + 1]
    return text.isidentifier() and token.token_type is not TokenType.STRING


def _written(constant: Constant) -> str:
    match constant:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if constant else "FALSE"
        case int() | float() | Decimal():
            return f"({constant})" if constant < 0 else str(constant)
        case str():
            return "'" + constant.replace("'", "''") + "'"
        case DateText(iso=iso):
            return f"CAST('{iso.replace(chr(39), '')}' AS DATE)"
        case _:
            return ", ".join(_written(each) for each in constant) or "NULL"
