"""When two results tell the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from agents.sql_expert.same_rows import same_rows
from core.result import Result, ResultColumn
from core.table import Cell


def result(*rows: tuple[Cell, ...], truncated: bool = False) -> Result:
    columns = tuple(ResultColumn(name=f"c{at}", type="text") for at in range(len(rows[0]) if rows else 1))
    return Result(columns=columns, rows=rows, row_count=len(rows), truncated=truncated, elapsed=0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (result(("a", 1), ("b", 2)), result((2, "b"), (1, "a"))),
        (result(("a",), ("b",)), result(("b", 7), ("a", 9))),
        (result((Decimal("0.10"),)), result((0.1,))),
        (result((1 / 3,)), result((0.33333333333,))),
        (result((date(2024, 5, 1),)), result((datetime(2024, 5, 1),))),  # noqa: DTZ001
        (result(), result()),
        (result(("a", "a"), ("a", "b")), result(("a", "a"), ("b", "a"))),
    ],
)
def test_order_width_and_number_types_do_not_count(one: Result, other: Result) -> None:
    assert same_rows(one, other)
    assert same_rows(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (result(("a", 1), ("b", 2)), result(("a", 2), ("b", 1))),
        (result(("a",), ("a",)), result(("a",))),
        (result(("a",), ("a",), ("b",)), result(("a",), ("b",), ("b",))),
        (result((1,)), result(("1",))),
        (result((None,)), result((0,))),
        (result(("a",)), result(("a",), truncated=True)),
    ],
)
def test_other_rows_are_other_rows(one: Result, other: Result) -> None:
    assert not same_rows(one, other)
    assert not same_rows(other, one)


def test_how_often_a_row_is_listed_counts_unless_each_is_meant_once() -> None:
    once, again = result(("a",), ("b",)), result(("a",), ("b",), ("a",))
    assert not same_rows(once, again)
    assert same_rows(once, again, each_once=True)
    assert same_rows(again, once, each_once=True)
    assert not same_rows(once, result(("a",), ("c",), ("a",)), each_once=True)
    assert same_rows(result(), result(), each_once=True)
