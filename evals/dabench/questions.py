"""Questions with named values for answers, by halves of the files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Half = Literal["learning", "measuring", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedQuestion:
    """`slots` are the names that the answer's values are given under, each with what the format says about it."""

    id: str
    file: str
    question: str
    constraints: str
    format: str
    answer: Mapping[str, str]
    needs_learning: bool

    @property
    def slots(self) -> tuple[str, ...]:
        listed = re.findall(r"@(\w+)\s*\[", self.format)
        return tuple(dict.fromkeys([*listed, *self.answer]))


def read_questions(folder: Path, half: Half) -> list[ClosedQuestion]:
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    found = [_question(json.loads(line)) for line in lines if line.strip()]
    files = sorted({one.file for one in found}, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    halves = {"learning": set(files[::2]), "measuring": set(files[1::2]), "all": set(files)}
    return [one for one in found if one.file in halves[half]]


def _question(told: dict[str, object]) -> ClosedQuestion:
    answer: list[list[str]] = told["answer"]  # type: ignore[assignment]
    return ClosedQuestion(
        id=str(told["id"]),
        file=str(told["file"]),
        question=str(told["question"]),
        constraints=str(told["constraints"]),
        format=str(told["format"]),
        answer={name: str(value) for name, value in answer},
        needs_learning=bool(told["needs_ml"]),
    )


def is_right(given: str | None, expected: str) -> bool:
    """Within half a unit of the last decimal of the expected value, or a ten thousandth of it; text by its words."""
    if given is None:
        return False
    one, other = as_number(given), as_number(expected)
    if one is not None and other is not None:
        decimals = len(expected.split(".")[1]) if "." in expected else 0
        return abs(one - other) <= max(0.5 * 10**-decimals * 1.0001 if decimals else 1e-6, 1e-4 * abs(other))
    return _plain(given) == _plain(expected)


def as_number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "").rstrip("%"))
    except ValueError:
        return None


def _plain(text: str) -> str:
    return re.sub(r"[\s\"'\[\]()]+", " ", text).strip().casefold()
