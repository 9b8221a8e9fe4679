"""Tables, SQL and charts as Markdown, for clients that show nothing but text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

MOST_ROWS = 50


def fenced(language: str, text: str) -> str:
    """The fence is longer than any run of backticks inside."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"


def pipe_table(table: Mapping[str, Any], most: int = MOST_ROWS) -> str:
    """Of a `table` event; what is left out is said below it."""
    names = [column["name"] for column in table["columns"]]
    shown = table["rows"][:most]
    lines = [_line(names), _line(["---"] * len(names)), *(_line(row) for row in shown)]
    more = table["row_count"] - len(shown)
    if more > 0 or table["truncated"]:
        total = f"{'more than ' if table['truncated'] else ''}{table['row_count']:,}"
        lines += ["", f"The first {len(shown)} of {total} rows."]
    return "\n".join(lines)


def chart_fence(vega_lite: Mapping[str, Any]) -> str:
    return fenced("vega-lite", json.dumps(vega_lite, ensure_ascii=False, separators=(",", ":")))


def question_back(clarification: Mapping[str, Any]) -> str:
    options = [f"{number}. {option['label']}" for number, option in enumerate(clarification["options"], start=1)]
    return "\n".join([clarification["question"], "", *options])


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())
