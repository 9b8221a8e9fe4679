"""Requests for a chart, with what is right."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Part = Literal["looked", "rest", "all"]
_LOOKED_SHARE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`chart` as nvBench names it ("Stacked Bar"). `series` are values of the third channel, `binning` "BIN column BY unit".

    `x_data` and `y_data` have one list for each series. `free` are channels that the request does not name. `stacked`
    where the request says so.
    """

    id: str
    db: str
    question: str
    chart: str
    series: tuple[Any, ...]
    binning: str
    sql: str | None
    x_data: tuple[tuple[Any, ...], ...]
    y_data: tuple[tuple[Any, ...], ...]
    names_axes: bool
    stacked: bool


def read_requests(path: Path) -> list[Request]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_request(json.loads(line)) for line in lines if line.strip()]


def of_part(requests: Iterable[Request], part: Part) -> list[Request]:
    """Six of ten databases, by a digest of their names, are there to be looked at; the rest only measures."""
    return [one for one in requests if part == "all" or (_tenth(one.db) < _LOOKED_SHARE) == (part == "looked")]


def sampled(requests: list[Request], count: int | None, seed: int) -> list[Request]:
    """All requests of so many databases, picked at random, that there are at least `count`: opening one takes the time of many."""
    if count is None:
        return requests
    names = sorted({one.db for one in requests})
    random.Random(seed).shuffle(names)  # noqa: S311
    taken: list[Request] = []
    for name in names:
        if len(taken) >= count:
            break
        taken += [one for one in requests if one.db == name]
    return taken


def _tenth(db: str) -> int:
    return int(hashlib.sha256(db.encode()).hexdigest(), 16) % 10


def _request(line: dict[str, Any]) -> Request:
    told = line.get("query_meta") or {}
    expected = line["expected"]
    return Request(
        id=line["id"],
        db=line["db"],
        question=line["question"],
        chart=line["chart"],
        series=tuple(line["series"]),
        binning=line.get("binning") or "",
        sql=line["gold_sql"],
        x_data=tuple(tuple(values) for values in expected["x_data"]),
        y_data=tuple(tuple(values) for values in expected["y_data"]),
        names_axes={"x", "y"} <= set(told.get("channel_specified", ())),
        stacked=bool(told.get("stacked_bar")),
    )
