"""The page, in a real browser against the real server, real DuckDB and a scripted model.

In: the built page, `web/e2e/*.mjs`, Chromium. Out: what fails, with screenshots where SCREENSHOTS says.
Never: a stand-in for the server or the data.

 1. Empty → sample → suggested question → chart, table, SQL, receipt: test_the_sample_is_loaded_asked_and_checked;
    from a dropped file to files, timed: test_somebody_new_gets_from_a_file_to_files
 2. A changed chip runs again, undo; a question back, a choice: test_readings_and_assumptions_are_chosen_by_a_click;
    every other ending: test_every_way_in_which_a_question_ends_leads_on
 3. Stop interrupts DuckDB, a cut connection resumes: test_a_run_is_stopped_and_a_cut_stream_resumes
 4. Leading zeros and mixed dates, one decision undone: test_a_decision_of_an_import_is_undone_and_its_rows_change
 5. SQL edited, compared, saved, verified; the next question is marked:
    test_sql_is_edited_compared_saved_and_verified_and_then_answers_the_same_question
 6. A dashboard by keyboard alone, refreshed, shared, revoked:
    test_a_dashboard_is_built_by_keyboard_shared_revoked_and_printed
 7. The privacy preview is the request: test_the_preview_of_settings_is_the_request_that_the_model_receives
 8. Server down and back: test_a_server_that_is_gone_is_told_and_waited_for;
    model down: test_a_model_that_is_down_is_said_and_rules_still_answer
 9. Malicious cells and names stay text: test_names_and_cells_that_look_like_code_stay_text,
    test_hostile_names_stay_text_on_the_data_pages
10. Every page at four widths, light and dark: test_every_state_is_accessible_at_four_widths_light_and_dark,
    test_data_pages_are_accessible_at_four_widths_light_and_dark,
    test_model_pages_are_accessible_at_four_widths_light_and_dark,
    test_every_state_of_the_query_page_is_accessible_at_four_widths,
    test_dashboards_are_accessible_at_four_widths_light_and_dark,
    test_saved_queries_and_reviews_are_accessible_at_four_widths_light_and_dark,
    test_history_settings_and_health_work_and_look_right_at_every_width
11. On paper: test_a_printed_answer_has_its_words_and_no_controls; dashboards in scenario 6
12. Budgets: test_the_page_keeps_its_budgets_of_paint_shift_and_answer,
    test_what_the_first_page_loads_keeps_its_budget
"""
