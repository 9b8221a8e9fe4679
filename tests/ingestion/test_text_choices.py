"""What a person decided about the layout of a text file, and what is told about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import InvalidInput, LimitReached
from core.import_choices import Choice, Choices, ReadLimits, decision_key
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]

NOTED = "Sales of 2024\n\nregion,units,price\nNorth,1,2.5\nSouth,2,3.5\n\nSource: the ledger\n"


def choose(kind: str, value: str, part: str = "") -> Choices:
    return Choices.of([Choice(key=decision_key(kind, "", part), value=value)])


def test_the_header_is_told_with_its_row_and_what_else_it_could_be(read: ReadText) -> None:
    decision = read(NOTED).decision("header")
    assert decision is not None
    assert (decision.key, decision.value, decision.by_person) == ("header", "3", False)
    assert [other.value for other in decision.alternatives] == ["none", "4"]


def test_another_row_can_be_the_header(read: ReadText) -> None:
    found = read("a,b\nname,size\nAnn,1\nBen,2\n", choices=choose("header", "2"))
    assert found.names == ["name", "size"]
    assert found.rows() == [("Ann", 1), ("Ben", 2)]
    assert found.report.left_out_rows == 1
    decision = found.decision("header")
    assert decision is not None
    assert decision.by_person


def test_two_rows_can_be_the_header(read: ReadText) -> None:
    assert read("weight,height\nkg,cm\n50,160\n", choices=choose("header", "1-2")).names == ["weight_kg", "height_cm"]


def test_a_table_can_be_read_without_a_header(read: ReadText) -> None:
    found = read("name,size\nAnn,1\n", choices=choose("header", "none"))
    assert found.names == ["column_1", "column_2"]
    assert found.rows() == [("name", "size"), ("Ann", "1")]


def test_a_header_that_is_not_there_is_refused(read: ReadText) -> None:
    with pytest.raises(InvalidInput, match="Row 40"):
        read("a,b\n1,2\n", choices=choose("header", "40"))


def test_notes_above_and_below_can_be_kept_as_data(read: ReadText) -> None:
    above = read(NOTED, choices=choose("preamble", "data"))
    assert [row[0] for row in above.rows()] == ["Sales of 2024", "North", "South"]
    below = read(NOTED, choices=choose("footer", "data"))
    assert [row[0] for row in below.rows()] == ["North", "South", "Source: the ledger"]
    decision = below.decision("footer")
    assert decision is not None
    assert decision.by_person


def test_the_separator_can_be_chosen(read: ReadText) -> None:
    assert read("a;b,c\n1;2,3\n", choices=choose("delimiter", ";")).names == ["a", "b_c"]
    assert read("a\tb c\n1\t2 3\n", choices=choose("delimiter", "tab")).names == ["a", "b_c"]
    assert read("a=>b\n1=>2\n", choices=choose("delimiter", "=>")).rows() == [(1, 2)]
    with pytest.raises(InvalidInput, match="separated"):
        read("a,b\n1,2\n", choices=choose("delimiter", '"'))


def test_the_encoding_can_be_chosen(read: ReadText) -> None:
    content = "name,n\nGyőző,1\n".encode("cp1250")
    found = read(content, choices=choose("encoding", "cp1250"))
    assert found.cells("name") == ["Győző"]
    decision = found.decision("encoding")
    assert decision is not None
    assert (decision.value, decision.by_person) == ("cp1250", True)
    with pytest.raises(InvalidInput, match="cp12500"):
        read(content, choices=choose("encoding", "cp12500"))
    with pytest.raises(InvalidInput, match="base64"):
        read(content, choices=choose("encoding", "base64"))


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        (ReadLimits(size=10), "size"),
        (ReadLimits(columns=2), "columns"),
        (ReadLimits(rows=2), "rows"),
        (ReadLimits(cells=8), "cells"),
    ],
)
def test_what_is_over_a_limit_is_refused_with_the_figure_and_what_to_do(
    read: ReadText, limits: ReadLimits, named: str
) -> None:
    with pytest.raises(LimitReached, match=r"\d") as refused:
        read("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", limits=limits)
    assert refused.value.limit == named
    assert refused.value.hint


def test_a_million_columns_are_refused_before_they_are_read(read: ReadText) -> None:
    with pytest.raises(LimitReached, match="1,000,000 columns"):
        read(",".join(["x"] * 1_000_000) + "\n")
