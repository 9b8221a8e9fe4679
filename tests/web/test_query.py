"""The Query page in a real browser, against the real server and real data."""

from __future__ import annotations

from tests.web.conftest import Scenario


def test_sql_and_chips_say_the_same_and_refusals_stand_in_place(in_browser: Scenario, sample_server: str) -> None:
    in_browser("query", sample_server)


def test_a_query_is_built_with_the_keyboard_alone(in_browser: Scenario, sample_server: str) -> None:
    in_browser("query-keyboard", sample_server)


def test_every_state_of_the_query_page_is_accessible_at_four_widths(in_browser: Scenario, sample_server: str) -> None:
    in_browser("query-looks", sample_server)
