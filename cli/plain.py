"""Text of data made safe to print: what a terminal would obey is shown instead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.answer import Answer
    from core.result import Result
    from core.table import Cell

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SHOWN = {"\n": "↵", "\r": "", "\t": " ", "\x7f": "␡"}
_CONTROL_PICTURES = 0x2400


def plain(text: str) -> str:
    """One line without control characters, escape sequences or characters that turn the direction of writing."""
    return _OBEYED.sub(lambda found: _picture(found[0]), text)


def _picture(character: str) -> str:
    if character in _SHOWN:
        return _SHOWN[character]
    return chr(_CONTROL_PICTURES + ord(character)) if character < " " else "\ufffd"


def plain_result(result: Result) -> Result:
    columns = tuple(replace(column, name=plain(column.name)) for column in result.columns)
    return replace(result, columns=columns, rows=tuple(tuple(_plain_cell(cell) for cell in row) for row in result.rows))


def plain_answer(answer: Answer) -> Answer:
    """Safe in what a chart or a card draws of it: its rows, its sentences and the titles of its chart."""
    chart = answer.chart
    if chart is not None:
        chart = replace(chart, title=plain(chart.title), subtitle=plain(chart.subtitle), note=plain(chart.note))
    return replace(
        answer,
        chart=chart,
        result=plain_result(answer.result) if answer.result else None,
        sentences=tuple(replace(sentence, text=plain(sentence.text)) for sentence in answer.sentences),
    )


def _plain_cell(cell: Cell) -> Cell:
    return plain(cell) if isinstance(cell, str) else cell
