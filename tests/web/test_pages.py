"""History, Settings and Health in a real browser."""

from __future__ import annotations

from tests.web.conftest import Scenario


def test_history_settings_and_health_work_and_look_right_at_every_width(
    in_browser: Scenario, sample_server: str
) -> None:
    in_browser("pages", sample_server)


def test_everything_is_found_by_typing_and_pages_by_keys(in_browser: Scenario, sample_server: str) -> None:
    in_browser("palette", sample_server)


def test_pages_work_enlarged_in_forced_colours_and_from_right_to_left(in_browser: Scenario, sample_server: str) -> None:
    in_browser("enlarged", sample_server)


def test_settings_do_what_they_say_and_last(in_browser: Scenario, sample_server: str) -> None:
    in_browser("settings", sample_server)


def test_every_text_of_the_page_goes_through_its_translations(in_browser: Scenario, sample_server: str) -> None:
    in_browser("words", sample_server)
