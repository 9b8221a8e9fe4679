"""The Data pages and the model editor in a real browser."""

from __future__ import annotations

from tests.web.conftest import Scenario


def test_a_decision_of_an_import_is_undone_and_its_rows_change(in_browser: Scenario, empty_server: str) -> None:
    in_browser("data", empty_server)


def test_hostile_names_stay_text_on_the_data_pages(in_browser: Scenario, empty_server: str) -> None:
    in_browser("data-hostile", empty_server)


def test_data_pages_are_accessible_at_four_widths_light_and_dark(in_browser: Scenario, sample_server: str) -> None:
    in_browser("data-looks", sample_server)


def test_the_model_is_edited_previewed_published_and_rolled_back(in_browser: Scenario, sample_server: str) -> None:
    in_browser("model", sample_server)


def test_model_pages_are_accessible_at_four_widths_light_and_dark(in_browser: Scenario, sample_server: str) -> None:
    in_browser("model-looks", sample_server)


def test_an_import_goes_on_while_its_page_is_left(in_browser: Scenario, empty_server: str) -> None:
    in_browser("imports", empty_server)
