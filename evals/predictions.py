"""Questions in, predictions out: the lines of the files that `tablespeak eval` reads and writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from core.errors import InvalidInput
from core.table import Cell

Status = Literal["answered", "clarified", "declined", "failed"]
Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`history`: the earlier questions of the conversation, oldest first. `today` anchors dates in words."""

    id: str
    db: str
    question: str
    history: tuple[str, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One reading of a clarification, executed. `shown` is what people see where that is more than was asked for."""

    label: str
    sql: str | None = None
    columns: tuple[str, ...] = ()
    rows: Rows = ()
    shown: Offered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """`seconds` from the question to its SQL. `confidence` (0 to 1) is that of the rules' likeliest reading.

    `shown` is what people see where that is more than was asked for: the figure that a ranking is by, say. `guess` is the
    rules' likeliest reading where they did not answer.
    `message` is the question back, the refusal or the failure in words; `tokens` sent to and returned by a language
    model. `more_rows`: the result was cut.
    """

    id: str
    db: str
    status: Status
    sql: str | None = None
    columns: tuple[str, ...] = ()
    rows: Rows = ()
    seconds: float = 0.0
    decided_by: str | None = None
    tokens: int = 0
    read_as: str | None = None
    message: str | None = None
    confidence: float | None = None
    more_rows: bool = False
    shown: Offered | None = None
    guess: Offered | None = None
    readings: tuple[Offered, ...] = ()


def read_questions(path: Path) -> list[Asked]:
    """One JSON object a line: id, db, question, and optionally history and today. Raises InvalidInput."""
    asked = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            asked.append(_asked(line, f"{path.name}, line {number}"))
    return asked


def _asked(line: str, place: str) -> Asked:
    try:
        found: dict[str, Any] = json.loads(line)
        return Asked(
            id=str(found["id"]),
            db=str(found["db"]),
            question=str(found["question"]),
            history=tuple(map(_question_text, found.get("history") or ())),
            today=date.fromisoformat(found["today"]) if found.get("today") else None,
        )
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInput(
            f"{place} is not a question: {error}.",
            hint='Each line is like {"id": "1", "db": "shop", "question": "How many orders are there?"}.',
        ) from error


def _question_text(turn: object) -> str:
    return str(turn["question"]) if isinstance(turn, dict) else str(turn)


def as_line(prediction: Prediction) -> str:
    """Decimals as numbers; dates, times and durations as text."""
    return json.dumps(asdict(prediction), ensure_ascii=False, default=_plain)


def _plain(cell: object) -> object:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> Iterator[Prediction]:
    """Each is written as it comes, and passed on."""
    with path.open("w", encoding="utf-8") as file:
        for prediction in predictions:
            file.write(as_line(prediction) + "\n")
            file.flush()
            yield prediction
