"""Rows with more of something than the average one: “small cars with more horsepower than the average small car”."""

from __future__ import annotations

import re

from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from core.table import NUMERIC_TYPES

_MORE_OF = re.compile(
    r"\b(?:(?:that|who|which) )?(?:have|has|had|with|having|get|gets|got|offer|offers|carry|carries|carried) (?:a |an )?"
    r"(?P<side>more|higher|greater|larger|bigger|longer|fewer|less|lower|smaller|shorter) (?P<what>\w+(?: \w+){0,2}?) "
    r"than (?:the |an )?average\b(?! of\b)",
    re.IGNORECASE,
)
_BELOW = frozenset({"fewer", "less", "lower", "smaller", "shorter"})
_CLEAR = 0.7


def with_more_than_average(text: str, schema: Schema) -> str:
    """“With horsepower above the average …”; `text` itself where no column of numbers is named."""

    def told(found: re.Match[str]) -> str:
        fields = links_of(found["what"], schema).fields
        if not fields or fields[0].score < _CLEAR or fields[0].field.type not in NUMERIC_TYPES:
            return found[0]
        return f"with {found['what']} {'below' if found['side'].lower() in _BELOW else 'above'} the average"

    return _MORE_OF.sub(told, text)
