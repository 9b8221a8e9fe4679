"""Saved queries, verified answers and reviews in a real browser."""

from __future__ import annotations

from tests.web.conftest import Scenario


def test_an_answer_that_was_saved_and_verified_answers_the_next_question_like_it(
    in_browser: Scenario, sample_server: str
) -> None:
    in_browser("saved", sample_server)


def test_saved_queries_and_reviews_are_accessible_at_four_widths_light_and_dark(
    in_browser: Scenario, sample_server: str
) -> None:
    in_browser("saved-looks", sample_server)


def test_sql_is_edited_compared_saved_and_verified_and_then_answers_the_same_question(
    in_browser: Scenario, sample_server: str
) -> None:
    in_browser("verified", sample_server)
