"""The page in a real browser, against the real server and real data."""

from __future__ import annotations

import fastexcel
import pytest

from tests.web.conftest import Scenario


def test_the_sample_is_loaded_asked_and_checked(in_browser: Scenario, empty_server: str) -> None:
    in_browser("sample", empty_server)


def test_somebody_new_gets_from_a_file_to_files(in_browser: Scenario, empty_server: str) -> None:
    kept = in_browser("journey", empty_server)
    sheet = fastexcel.read_excel(kept / "journey.xlsx").load_sheet(0, header_row=None).to_arrow()
    rows = list(zip(sheet.column(0).to_pylist(), sheet.column(1).to_pylist(), strict=True))[-4:]
    assert {str(region): float(total) for region, total in rows} == {
        region: sum(10.5 + at % 7 for at in range(120) if at % 4 == place and at % 3)
        for place, region in enumerate(("North", "South", "East", "West"))
    }


def test_readings_and_assumptions_are_chosen_by_a_click(in_browser: Scenario, sample_server: str) -> None:
    in_browser("choices", sample_server)


def test_files_come_in_with_their_report(in_browser: Scenario, empty_server: str) -> None:
    in_browser("upload", empty_server)


def test_a_server_that_is_gone_is_told_and_waited_for(in_browser: Scenario, sample_server: str) -> None:
    in_browser("offline", sample_server)


def test_names_and_cells_that_look_like_code_stay_text(in_browser: Scenario, empty_server: str) -> None:
    in_browser("hostile", empty_server)


@pytest.mark.parametrize("screens", ["looks", "looks-between"])
def test_every_state_is_accessible_at_four_widths_light_and_dark(
    screens: str, in_browser: Scenario, sample_server: str
) -> None:
    in_browser(screens, sample_server)


def test_a_run_is_stopped_and_a_cut_stream_resumes(in_browser: Scenario, sample_server: str) -> None:
    in_browser("stop", sample_server)


def test_an_answer_that_comes_slowly_never_jumps(in_browser: Scenario, sample_server: str) -> None:
    in_browser("steady", sample_server)


def test_charts_marks_and_columns_lead_on(in_browser: Scenario, sample_server: str) -> None:
    in_browser("answer-chart", sample_server)


def test_an_answer_shows_how_it_was_made_and_what_to_do_where_it_is_wrong(
    in_browser: Scenario, sample_server: str
) -> None:
    in_browser("answer-parts", sample_server)


def test_an_answer_says_when_its_data_has_changed(in_browser: Scenario, empty_server: str) -> None:
    in_browser("stale", empty_server)


def test_who_reads_on_is_not_moved_by_an_answer_and_is_told_of_it(in_browser: Scenario, sample_server: str) -> None:
    in_browser("scrolling", sample_server)


def test_every_way_in_which_a_question_ends_leads_on(in_browser: Scenario, sample_server: str) -> None:
    in_browser("endings", sample_server)
