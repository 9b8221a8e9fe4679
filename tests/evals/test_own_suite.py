from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog import Catalog
from core.answer import Answer
from evals.suites.own import build
from evals.suites.own.asking import Item, Scored, read_suite, scored
from evals.suites.own.data import read_frames, write_files
from evals.suites.own.expected import EXPECTED
from evals.suites.own.matching import Expectation, answers_it
from evals.suites.own.score import failure, is_above_floors, report, totals
from workspace.layout import layout

SUITE = Path(build.__file__).parent
KINDS = {
    *("average", "average compare", "change", "compare", "count", "distinct", "exists", "expression", "filter"),
    *("having", "histogram", "join2", "join3", "list", "measures", "negation", "null", "range", "running", "share"),
    *("sum", "superlative", "time", "top", "top of each", "two dimensions", "unanswerable", "chitchat", "clarify"),
    *("fragment", "group compare", "join4", "join5", "misspelled", "no schema word", "period compare", "ratio", "set"),
    *("units", "yes or no", "follow-up", "drill-down", "pronoun", "correction", "new topic"),
}


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return read_suite(SUITE)


def test_ids_and_questions_are_unique(items: list[Item]) -> None:
    assert max(Counter(item.id for item in items).values()) == 1
    assert max(Counter((item.data, item.question.lower()) for item in items).values()) == 1


def test_every_question_has_an_expectation_unless_it_must_be_declined(items: list[Item]) -> None:
    assert all((item.expected is None) == (item.expect == "decline") for item in items)
    assert all(rows for item in items if item.expected for rows in item.expected.alternatives)


def test_all_kinds_of_questions_are_there_and_half_are_about_the_sample(items: list[Item]) -> None:
    assert len(items) >= 250
    assert {item.kind for item in items} >= KINDS
    assert 0.45 <= sum(item.data == "sample" for item in items) / len(items) <= 0.6


def test_many_questions_go_on_from_earlier_ones(items: list[Item]) -> None:
    threads = [item for item in items if item.history]
    assert len(threads) >= 20
    assert all(text.strip() and text != item.question for item in threads for text in item.history)


async def test_earlier_questions_are_asked_in_the_thread_of_the_scored_one(tmp_path: Path) -> None:
    shop = tmp_path / "suite" / "data" / "shop"
    shop.mkdir(parents=True)
    (shop / "sales.csv").write_text("channel,amount\nWeb,3\nStore,1\nWeb,2\n")
    item = Item(
        id="shop-1",
        data="shop",
        question="total amount by channel",
        kind="follow-up",
        expect="rows",
        today=date(2025, 1, 1),
        expected=_expecting([["Web", 5], ["Store", 1]]),
        history=("how many sales are there?", "average amount"),
    )
    (outcome,) = [one async for one in scored([item], tmp_path / "suite", tmp_path / "scratch")]
    assert outcome.verdict == "right"
    catalog = Catalog(layout(tmp_path / "scratch" / "workspaces", "shop").catalog)
    (thread,) = catalog.conversations.threads("shop")
    assert [run.question for run in catalog.conversations.runs_of(thread.id)] == [*item.history, item.question]
    catalog.close()


def test_what_is_expected_of_the_sample_comes_from_its_files(tmp_path: Path, items: list[Item]) -> None:
    frames = read_frames(write_files("sample", tmp_path))
    kept = {line["id"]: line for line in _lines(SUITE / "expected.jsonl")}
    for item in items:
        if item.data == "sample" and item.expected is not None:
            found = build.expectation(item.id, EXPECTED[item.id](frames))
            assert json.loads(json.dumps(found)) == kept[item.id], item.question


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        ([("Web", 3), ("Store", 1)], True),
        ([(1, "Store"), (3, "Web")], True),
        ([("Web", 3, 0.75), ("Store", 1, 0.25)], True),
        ([("Web", 1), ("Store", 3)], False),
        ([("Web", 3)], False),
        ([(3,), (1,)], False),
    ],
)
def test_an_answer_is_right_where_the_expected_columns_are_among_its_own(rows: list[Any], right: bool) -> None:
    assert answers_it(rows, _expecting([["Web", 3], ["Store", 1]])) is right


def test_any_alternative_is_right() -> None:
    expected = Expectation(columns=("share",), alternatives=([[0.25]], [[25.0]]))
    assert answers_it([(25.0,)], expected)
    assert not answers_it([(2.5,)], expected)


def test_order_counts_only_where_it_was_asked_for() -> None:
    rows = [("b",), ("a",)]
    assert answers_it(rows, _expecting([["a"], ["b"]]))
    assert not answers_it(rows, _expecting([["a"], ["b"]], ordered=True))


def test_a_month_may_be_its_first_day() -> None:
    assert answers_it([("2024-03", 1)], _expecting([["2024-03-01", 1]]))
    assert answers_it([("2024-Q2", 1)], _expecting([["2024-04-01", 1]]))


def _expecting(rows: list[list[object]], *, ordered: bool = False) -> Expectation:
    return Expectation(columns=("a", "b")[: len(rows[0])], alternatives=(rows,), ordered=ordered)


def test_floors_count_what_is_right_after_asking(items: list[Item]) -> None:
    declined = Answer(status="declined")
    outcomes = [
        Scored(item=items[0], verdict="right", answer=declined),
        Scored(item=items[1], verdict="right after asking", answer=declined),
        Scored(item=items[2], verdict="wrong", answer=declined),
        Scored(item=items[3], verdict="declined", answer=declined),
    ]
    assert totals(outcomes)["right after asking"] == 1
    assert is_above_floors(outcomes, 0.5, 0.25)
    assert not is_above_floors(outcomes, 0.6, 0.25)
    assert not is_above_floors(outcomes, 0.5, 0.2)
    assert "right 1 (25%)" in report(outcomes)
    assert items[2].question in failure(outcomes[2])
