from __future__ import annotations

import json

from cli.objects import answer_object, as_json
from core.answer import Answer, Problem
from core.plan import Plan
from core.result import Result, ResultColumn
from tests.cli.examples import ANSWERED, DECLINED, PLAN, UNCLEAR
from wire import load

KEYS = {
    *("status", "answer", "plan", "reading", "assumptions", "sql", "table", "chart", "facts", "receipt", "decided_by"),
    *("suggestions", "error"),
}


def test_every_outcome_has_the_same_keys() -> None:
    problem = Problem(code="query_failed", message="No.")
    for answer in (ANSWERED, UNCLEAR, DECLINED, Answer(status="error", problem=problem), Answer(status="cancelled")):
        assert set(answer_object(answer)) == KEYS


def test_an_answer_has_rows_of_numbers_and_dates() -> None:
    answered = answer_object(ANSWERED)
    assert answered["answer"] == "January led with 71,233.50. February had 1,255.00."
    assert answered["table"]["columns"][1] == {"name": "sum_of_total", "type": "decimal"}
    assert answered["table"]["rows"][0] == ["2024-01-01", 71233.5, 0.5625]
    assert answered["table"]["rows"][2] == [None, None, None]
    assert answered["facts"][0]["value"] == 71233.5
    assert answered["decided_by"] == "rules"
    assert answered["reading"][0]["meaning"] == "orders.total"
    assert answered["assumptions"][0]["topic"] == "period"


def test_the_plan_can_be_read_back() -> None:
    assert load(Plan, json.loads(as_json(answer_object(ANSWERED)))["plan"]) == PLAN


def test_a_question_back_carries_its_options_with_their_plans() -> None:
    unclear = answer_object(UNCLEAR)
    assert (unclear["status"], unclear["answer"]) == ("clarification", "Which address do you mean?")
    assert [option["text"] for option in unclear["suggestions"]] == ["billing address", "shipping address"]
    assert load(Plan, unclear["suggestions"][0]["plan"]) == PLAN


def test_a_refusal_says_why() -> None:
    declined = answer_object(DECLINED)
    assert declined["answer"] == "“flurble” has no meaning here."
    assert declined["error"]["code"] == "declined"


def test_what_json_cannot_say_is_null_and_control_characters_are_escaped() -> None:
    result = Result(
        columns=(ResultColumn(name="x", type="float"), ResultColumn(name="y", type="text")),
        rows=((float("nan"), "\x9b31m"), (float("-inf"), "é")),
        row_count=2,
        truncated=False,
        elapsed=0,
    )
    text = as_json(answer_object(Answer(status="answered", result=result)))
    assert text.isascii()
    assert json.loads(text)["table"]["rows"] == [[None, "\x9b31m"], [None, "é"]]
