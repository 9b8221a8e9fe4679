"""Dashboards in a real browser."""

from __future__ import annotations

from tests.web.conftest import Scenario


def test_a_dashboard_is_built_by_keyboard_shared_revoked_and_printed(in_browser: Scenario, sample_server: str) -> None:
    in_browser("dashboards", sample_server)


def test_dashboards_are_accessible_at_four_widths_light_and_dark(in_browser: Scenario, sample_server: str) -> None:
    in_browser("dashboards-looks", sample_server)
