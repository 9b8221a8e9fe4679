"""What counts as right, and what the totals say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evals.execution_accuracy import Expected
from evals.expectations import Expectation, NoAnswer, SameRows, SameValues
from evals.page import page
from evals.predictions import Asked, Offered, Prediction
from evals.scoring import Scored, Verdict, changed, reliability, right_at, score, share_of
from evals.suite import Item

SEVEN = SameRows(alternatives=(Expected(rows=[(7,)]),))


def scored(prediction: Prediction, expected: Expectation = SEVEN, db: str = "shop") -> Scored:
    asked = Asked(id=prediction.id, db=db, question="How many <b>?")
    return score(Item(asked=asked, kind="count", expected=lambda: expected), prediction)


def answered(rows: tuple[tuple[int, ...], ...], *, sure: float = 0.9, shown: Offered | None = None) -> Prediction:
    return Prediction(id="1", db="shop", status="answered", rows=rows, sql="SELECT", confidence=sure, shown=shown)


def offered(value: int) -> Offered:
    return Offered(label="a", sql="SELECT", columns=("n",), rows=((value,),))


def beside(asked_for: Offered) -> Offered:
    """What people see of a reading is more than was asked for, and is right as well."""
    return replace(asked_for, shown=offered(7))


@pytest.mark.parametrize(
    ("prediction", "verdict"),
    [
        (answered(((7,),)), "right"),
        (answered(((8,),)), "wrong"),
        (answered(((7, 1),)), "wrong"),
        (answered(((7, 1),), shown=offered(7)), "right"),
        (Prediction(id="1", db="shop", status="declined"), "unanswered"),
        (Prediction(id="1", db="shop", status="failed"), "unanswered"),
        (Prediction(id="1", db="shop", status="clarified", readings=(offered(6), offered(7))), "right after asking"),
        (Prediction(id="1", db="shop", status="clarified", readings=(offered(6),)), "asked in vain"),
        (Prediction(id="1", db="shop", status="clarified", readings=(beside(offered(6)),)), "right after asking"),
    ],
)
def test_a_clarification_is_right_only_where_a_reading_is(prediction: Prediction, verdict: Verdict) -> None:
    assert scored(prediction).verdict == verdict


def test_no_answer_is_right_where_there_is_none() -> None:
    assert scored(Prediction(id="1", db="shop", status="declined"), NoAnswer()).verdict == "right"
    assert scored(answered(((7,),)), NoAnswer()).verdict == "wrong"


@pytest.mark.parametrize(
    ("rows", "values", "right"),
    [
        ([("Wolfe Tones",)], ("wolfe tones",), True),
        ([(12467,)], ("12,467",), True),
        ([("Łódź (city)",), ("Malmö",)], ("malmo", "łódź"), True),
        ([("A",), ("A",), ("B",)], ("b", "a"), True),
        ([("A", 3), ("B", 2)], ("a", "b"), True),
        ([(date(2004, 5, 1),)], ("2004-05-01",), True),
        ([("A",)], ("a", "b"), False),
        ([], ("a",), False),
        ([(12,)], ("12.5",), False),
    ],
)
def test_values_are_compared_as_they_are_meant(
    rows: list[tuple[object, ...]], values: tuple[str, ...], right: bool
) -> None:
    assert SameValues(values=values).accepts(rows) is right  # type: ignore[arg-type]


def test_the_interval_is_wide_where_databases_differ() -> None:
    good = [scored(answered(((7,),)), db=f"good {place}") for place in range(5)]
    bad = [scored(answered(((8,),)), db=f"bad {place}") for place in range(5)]
    share = share_of([*good, *bad], "right")
    assert share.share == 0.5
    assert share.low < 0.4
    assert share.high > 0.6
    alike = share_of(good, "right")
    assert (alike.low, alike.high) == (1.0, 1.0)


def test_the_curve_answers_the_most_confident_first() -> None:
    found = [
        scored(answered(((7,),), sure=0.9)),
        scored(answered(((8,),), sure=0.5)),
        scored(answered(((7,),), sure=0.3)),
    ]
    assert right_at(found, 0.0) == pytest.approx(1 / 3)
    assert right_at(found, 0.34) == pytest.approx(2 / 3)
    assert [(round(sure, 1), right, count) for sure, right, count in reliability(found)] == [
        (0.3, 1.0, 1),
        (0.5, 0.0, 1),
        (0.9, 1.0, 1),
    ]


def test_what_was_not_answered_still_counts_for_the_curve() -> None:
    kept_back = Prediction(id="1", db="shop", status="declined", confidence=0.2, guess=offered(7))
    assert scored(kept_back).best is True


def test_changes_against_an_earlier_run_are_listed() -> None:
    found = [scored(answered(((8,),)))]
    assert [(one.verdict, was) for one, was in changed(found, {"1": "right"})] == [("wrong", "right")]
    assert changed(found, {"1": "wrong"}) == []


def test_the_page_shows_wrong_answers_beside_right_ones_as_text() -> None:
    html = page("count", [scored(answered(((8,),)))], {"1": "right"})
    assert "How many &lt;b&gt;?" in html
    assert "<td class=n>8</td>" in html
    assert "<td class=n>7</td>" in html
    assert "Reliability diagram" in html
