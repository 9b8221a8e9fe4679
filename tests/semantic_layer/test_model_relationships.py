"""Relationships are told by names and confirmed by all values of both sides; values alone prove little."""

from __future__ import annotations

from pathlib import Path

from tests.semantic_layer.given import model_of, references, roles

CUSTOMERS = "SELECT i AS id, 'Customer ' || i AS name FROM range(1, 21) t(i)"
ADDRESSES = "SELECT i AS id, 'Street ' || i AS street FROM range(1, 51) t(i)"


def test_a_reference_is_found_with_its_counts_and_sample(tmp_path: Path) -> None:
    orders = """
    SELECT i AS order_id, CASE WHEN i <= 3 THEN NULL WHEN i <= 5 THEN 900 + i ELSE i % 18 + 1 END AS customer_id,
           i * 1.5 AS amount FROM range(1, 101) t(i)
    """
    model = model_of(tmp_path, {"orders": orders, "customers": CUSTOMERS})
    (found,) = model.relationships
    assert (found.from_entity, found.from_columns, found.to_entity, found.to_columns) == (
        "orders", ("customer_id",), "customers", ("id",),
    )  # fmt: skip
    assert found.cardinality == "many_to_one"
    assert (found.from_null, found.from_unmatched, found.to_unmatched) == (3, 2, 2)
    assert found.unmatched_sample == ("904", "905")
    assert found.coverage == 0.9
    assert 0.6 < found.confidence < 1
    assert "2 rows have no partner" in found.evidence


def test_two_addresses_of_an_order_are_two_roles(tmp_path: Path) -> None:
    orders = "SELECT i AS id, i % 50 + 1 AS ship_address_id, i % 40 + 1 AS bill_address_id FROM range(1, 101) t(i)"
    model = model_of(tmp_path, {"orders": orders, "addresses": ADDRESSES})
    assert {one.name: one.from_columns for one in model.relationships} == {
        "ship_address": ("ship_address_id",),
        "bill_address": ("bill_address_id",),
    }


def test_unrelated_numbers_from_1_to_n_do_not_refer_to_each_other(tmp_path: Path) -> None:
    model = model_of(
        tmp_path,
        {
            "films": "SELECT i AS id, 'Film ' || i AS title, i % 9 + 1 AS rank FROM range(1, 21) t(i)",
            "stadiums": "SELECT i AS id, 'Stadium ' || i AS name, i % 5 + 1 AS gates FROM range(1, 31) t(i)",
            "readings": "SELECT i AS id, i % 10 + 1 AS sensor_id, i % 7 + 1 AS value FROM range(1, 101) t(i)",
        },
    )
    assert model.relationships == ()


def test_counts_of_things_do_not_refer_to_them(tmp_path: Path) -> None:
    customers = "SELECT i AS id, i % 5 + 1 AS number_of_orders, i % 4 + 1 AS home_orders FROM range(1, 31) t(i)"
    orders = "SELECT i AS id, i * 2.5 AS amount FROM range(1, 101) t(i)"
    assert model_of(tmp_path, {"customers": customers, "orders": orders}).relationships == ()


def test_a_manager_is_another_employee(tmp_path: Path) -> None:
    employees = "SELECT i AS employee_id, CASE WHEN i > 1 THEN i // 4 + 1 END AS manager_id FROM range(1, 31) t(i)"
    model = model_of(tmp_path, {"employees": employees})
    assert references(model) == {("employees.manager_id", "employees.employee_id")}


def test_lines_refer_to_orders_and_products_by_keys_of_the_same_name(tmp_path: Path) -> None:
    model = model_of(
        tmp_path,
        {
            "products": "SELECT 'P' || i AS product_code, 'Product ' || i AS name FROM range(1, 11) t(i)",
            "orders": "SELECT i AS order_id, i * 5.5 AS amount FROM range(1, 31) t(i)",
            "order_lines": "SELECT i // 3 + 1 AS order_id, i % 3 AS line, 'P' || (i % 10 + 1) AS product_code FROM range(90) t(i)",
        },
    )
    assert references(model) == {
        ("order_lines.order_id", "orders.order_id"),
        ("order_lines.product_code", "products.product_code"),
    }


def test_a_key_shortened_or_spelled_otherwise_is_still_recognised(tmp_path: Path) -> None:
    orders = "SELECT i AS id, i % 20 + 1 AS custID, i % 6 + 1 AS dept_no FROM range(1, 101) t(i)"
    departments = "SELECT i AS dept_no, 'Department ' || i AS dept_name FROM range(1, 7) t(i)"
    model = model_of(tmp_path, {"orders": orders, "Customer": CUSTOMERS, "Department": departments})
    assert references(model) == {("orders.custID", "Customer.id"), ("orders.dept_no", "Department.dept_no")}


def test_a_country_refers_to_a_list_of_countries_by_name(tmp_path: Path) -> None:
    names = "['France', 'Spain', 'Italy', 'Peru']"
    cities = f"SELECT 'City ' || i AS city, {names}[i % 4 + 1] AS country FROM range(40) t(i)"
    countries = f"SELECT {names}[i + 1] AS name, i * 100 AS population FROM range(4) t(i)"
    assert references(model_of(tmp_path, {"cities": cities, "countries": countries})) == {
        ("cities.country", "countries.name")
    }


def test_a_target_with_a_repeated_key_is_none(tmp_path: Path) -> None:
    customers = "SELECT i % 15 AS customer_id, 'C' || i AS name FROM range(30) t(i)"
    orders = "SELECT i AS order_id, i % 15 AS customer_id FROM range(60) t(i)"
    assert model_of(tmp_path, {"customers": customers, "orders": orders}).relationships == ()


def test_values_that_are_mostly_not_there_overrule_the_name(tmp_path: Path) -> None:
    orders = "SELECT i AS order_id, i * 3 AS customer_id FROM range(1, 61) t(i)"
    assert model_of(tmp_path, {"customers": CUSTOMERS, "orders": orders}).relationships == ()


def test_numbers_kept_as_texts_in_one_table_refer_to_numbers_in_the_other(tmp_path: Path) -> None:
    orders = "SELECT i AS order_id, (i % 20 + 1)::VARCHAR AS customer_id FROM range(60) t(i)"
    model = model_of(tmp_path, {"customers": CUSTOMERS, "orders": orders})
    assert references(model) == {("orders.customer_id", "customers.id")}
    spoilt = f"{orders} UNION ALL SELECT 99, '12a'"
    assert model_of(tmp_path / "spoilt", {"customers": CUSTOMERS, "orders": spoilt}).relationships == ()


def test_numbers_that_are_rare_refer_to_the_only_table_that_has_them_all(tmp_path: Path) -> None:
    students = "SELECT 1000 + i AS stuid, 'Student ' || i AS name FROM range(1, 31) t(i)"
    ballots = "SELECT i AS ballot, 1001 + i * 7 % 30 AS speaker, i % 5 AS pages FROM range(1, 21) t(i)"
    assert references(model_of(tmp_path, {"ballots": ballots, "students": students})) == {
        ("ballots.speaker", "students.stuid")
    }


def test_tables_that_number_their_rows_from_the_same_start_do_not_refer_to_each_other(tmp_path: Path) -> None:
    films = "SELECT 1000 + i AS film_id, 'Film ' || i AS title FROM range(1, 21) t(i)"
    shops = "SELECT 1000 + i AS shop_id, 1000 + i % 9 AS channel_id FROM range(1, 11) t(i)"
    assert model_of(tmp_path, {"films": films, "shops": shops}).relationships == ()


def test_a_key_of_two_columns_is_referred_to_by_both(tmp_path: Path) -> None:
    sections = "SELECT i // 3 AS course_no, i % 3 AS section_no, 'Room ' || i AS room FROM range(30) t(i)"
    courses = "SELECT i AS course_no, 'Course ' || i AS title FROM range(10) t(i)"
    enrolled = "SELECT i AS enrolment_id, i % 10 AS course_no, i % 2 AS section_no, i AS student FROM range(200) t(i)"
    model = model_of(tmp_path, {"sections": sections, "courses": courses, "enrolments": enrolled})
    assert {(one.from_entity, one.from_columns, one.to_entity) for one in model.relationships} == {
        ("enrolments", ("course_no", "section_no"), "sections"),
        ("sections", ("course_no",), "courses"),
    }


def test_a_bridge_refers_to_both_of_its_sides(tmp_path: Path) -> None:
    tags = "SELECT i AS tag_id, 'Tag ' || i AS tag FROM range(1, 9) t(i)"
    links = "SELECT i % 20 + 1 AS customer_id, i % 8 + 1 AS tag_id FROM range(40) t(i)"
    model = model_of(tmp_path, {"customers": CUSTOMERS, "tags": tags, "customer_tags": links})
    assert references(model) == {("customer_tags.customer_id", "customers.id"), ("customer_tags.tag_id", "tags.tag_id")}
    assert model.entity("customer_tags").key == ("customer_id", "tag_id")


def test_two_bridges_of_the_same_grain_do_not_refer_to_each_other(tmp_path: Path) -> None:
    tags = "SELECT i AS tag_id, 'Tag ' || i AS tag FROM range(1, 9) t(i)"
    links = "SELECT i % 20 + 1 AS customer_id, i % 8 + 1 AS tag_id FROM range(40) t(i)"
    model = model_of(tmp_path, {"customers": CUSTOMERS, "tags": tags, "taggings": links, "marks": links})
    assert references(model) == {
        (f"{bridge}.{column}", target)
        for bridge in ("taggings", "marks")
        for column, target in (("customer_id", "customers.id"), ("tag_id", "tags.tag_id"))
    }


def test_home_and_away_are_two_roles_of_a_team(tmp_path: Path) -> None:
    teams = "SELECT i AS team_id, 'Team ' || i AS name FROM range(1, 9) t(i)"
    games = "SELECT i AS game, i % 8 + 1 AS HomeTeamID, (i + 3) % 8 + 1 AS AwayTeamID FROM range(40) t(i)"
    model = model_of(tmp_path, {"games": games, "teams": teams})
    assert {one.name for one in model.relationships} == {"home_team", "away_team"}


def test_each_date_of_an_order_refers_to_the_table_of_days(tmp_path: Path) -> None:
    days = "SELECT DATE '2024-01-01' + i::INTEGER AS day, i % 7 = 0 AS holiday FROM range(366) t(i)"
    orders = """
    SELECT i AS id, DATE '2024-02-01' + i::INTEGER AS ordered_on, DATE '2024-02-05' + i::INTEGER AS shipped_on
    FROM range(90) t(i)
    """
    model = model_of(tmp_path, {"dim_date": days, "orders": orders})
    assert references(model) == {("orders.ordered_on", "dim_date.day"), ("orders.shipped_on", "dim_date.day")}
    assert roles(model.entity("orders"))["ordered_on"] == "time"


def test_texts_that_are_no_numbers_are_not_compared_with_numbers(tmp_path: Path) -> None:
    orders = "SELECT i AS order_id, 'C' || (i % 20 + 1) AS customer_id FROM range(60) t(i)"
    assert model_of(tmp_path, {"customers": CUSTOMERS, "orders": orders}).relationships == ()


def test_tables_that_share_a_key_one_to_one_are_related_once(tmp_path: Path) -> None:
    people = "SELECT i AS person_id, 'N' || i AS name FROM range(1, 31) t(i)"
    athletes = "SELECT i AS person_id, i % 4 AS medals FROM range(1, 21) t(i)"
    model = model_of(tmp_path, {"people": people, "athletes": athletes})
    (found,) = model.relationships
    assert (found.from_entity, found.to_entity, found.cardinality) == ("athletes", "people", "one_to_one")
    assert found.to_unmatched == 10


def test_a_number_that_refers_to_a_table_is_no_measure(tmp_path: Path) -> None:
    songs = "SELECT i AS id, i % 20 + 1 AS customer, i * 2 AS plays FROM range(1, 101) t(i)"
    entity = model_of(tmp_path, {"songs": songs, "customer": CUSTOMERS}).entity("songs")
    assert roles(entity) == {"id": "identifier", "customer": "identifier", "plays": "measure"}


def test_names_of_relationships_are_unique_in_a_model(tmp_path: Path) -> None:
    orders = "SELECT i AS id, i % 20 + 1 AS customer_id FROM range(1, 61) t(i)"
    model = model_of(tmp_path, {"orders": orders, "returns": orders, "customers": CUSTOMERS})
    assert {one.name for one in model.relationships} == {"orders_customer", "returns_customer"}


def test_columns_called_alike_refer_to_what_one_of_them_surely_does(tmp_path: Path) -> None:
    students = "SELECT 1000 + i AS student_id, 'N' || i AS name FROM range(1, 41) t(i)"
    ballots = """
    SELECT i AS ballot, 1000 + i % 30 + 1 AS president_vote, 1000 + i % 2 + 4 AS secretary_vote, i % 2 AS early_bird
    FROM range(60) t(i)
    """
    model = model_of(tmp_path, {"ballots": ballots, "students": students})
    assert references(model) == {
        ("ballots.president_vote", "students.student_id"),
        ("ballots.secretary_vote", "students.student_id"),
    }


def test_a_reference_may_tell_more_behind_the_name_of_its_table(tmp_path: Path) -> None:
    members = "SELECT i AS member_id, 'N' || i AS name FROM range(1, 16) t(i)"
    meetings = "SELECT i AS meeting_id, i % 15 + 1 AS member_in_charge_id FROM range(1, 31) t(i)"
    model = model_of(tmp_path, {"meetings": meetings, "members": members})
    assert references(model) == {("meetings.member_in_charge_id", "members.member_id")}


def test_a_representative_of_a_customer_is_an_employee_and_no_customer(tmp_path: Path) -> None:
    employees = "SELECT i AS employee_id, 'N' || i AS name FROM range(1, 9) t(i)"
    customers = "SELECT i AS customer_id, i % 3 + 3 AS support_rep_id FROM range(1, 60) t(i)"
    model = model_of(tmp_path, {"customers": customers, "employees": employees})
    assert references(model) == {("customers.support_rep_id", "employees.employee_id")}


def test_two_tables_that_a_weak_name_fits_as_well_are_not_chosen_between(tmp_path: Path) -> None:
    people = "SELECT i AS {0}_id, 'N' || i AS name FROM range(1, 9) t(i)"
    projects = "SELECT i AS project_id, i % 8 + 1 AS leader_id FROM range(1, 30) t(i)"
    one = {"projects": projects, "employees": people.format("employee")}
    assert references(model_of(tmp_path, one)) == {("projects.leader_id", "employees.employee_id")}
    assert references(model_of(tmp_path, {**one, "teachers": people.format("teacher")})) == set()


def test_a_table_with_a_key_of_its_own_refers_to_the_bridge_though_no_pair_comes_twice(tmp_path: Path) -> None:
    policies = "SELECT i AS id, 'Policy ' || i AS policy FROM range(1, 31) t(i)"
    held = "SELECT i % 20 + 1 AS customer_id, i * 7 % 30 + 1 AS policy_id, 100 + i AS premium FROM range(60) t(i)"
    claims = """
    SELECT i AS claim_id, i % 20 + 1 AS customer_id, i * 7 % 30 + 1 AS policy_id, 10 * i AS claimed FROM range(3, 15) t(i)
    """
    tables = {"customers": CUSTOMERS, "policies": policies, "customers_policies": held, "claims": claims}
    pairs = references(model_of(tmp_path, tables))
    assert {pair for pair in pairs if pair[0].startswith("claims.")} == {
        ("claims.customer_id", "customers_policies.customer_id"),
        ("claims.policy_id", "customers_policies.policy_id"),
    }


def test_of_three_tables_with_one_key_of_two_columns_each_refers_to_the_nearest(tmp_path: Path) -> None:
    every = "SELECT i AS document_id, j AS version_no, 'r' || i AS remark FROM range(1, {}) t(i), range(1, 4) s(j)"
    tables = {"drafts": every.format(31), "draft_copies": every.format(21), "circulations": every.format(11)}
    model = model_of(tmp_path, tables)
    assert {(one.from_entity, one.to_entity) for one in model.relationships} == {
        ("draft_copies", "drafts"),
        ("circulations", "draft_copies"),
    }


def test_a_key_that_two_tables_share_belongs_to_the_one_it_is_put_together_of(tmp_path: Path) -> None:
    kinds = "SELECT i AS ResTypeID, 'K' || i AS label FROM range(1, 9) t(i)"
    links = "SELECT i AS ResTypeID, i % 3 AS stars FROM range(1, 9) t(i)"
    model = model_of(tmp_path, {"type_of_restaurant": links, "restaurant_type": kinds})
    assert references(model) == {("type_of_restaurant.ResTypeID", "restaurant_type.ResTypeID")}


def test_two_tables_of_one_grain_do_not_hide_what_their_key_refers_to(tmp_path: Path) -> None:
    courses = "SELECT 'C' || i AS course_id, 'T' || i AS title FROM range(100, 200) t(i)"
    sections = "SELECT 'C' || (100 + i // 2) AS course_id, i % 2 AS sec_id, 'R' || i AS room FROM range(90) t(i)"
    teaches = "SELECT 'C' || (100 + i // 2) AS course_id, i % 2 AS sec_id, i * 7 % 31 AS hours FROM range(90) t(i)"
    model = model_of(tmp_path, {"course": courses, "section": sections, "teaches": teaches})
    assert ("section.course_id", "course.course_id") in references(model)


def test_tables_of_a_star_are_told_without_their_sort_and_the_prefixes_of_their_columns(tmp_path: Path) -> None:
    sales = """
    SELECT i % 50 + 1 AS ss_item_sk, i AS ss_ticket, i % 30 + 2450000 AS ss_sold_date_sk, i % 20 + 1 AS ss_cust_sk, i * 1.5 AS ss_price
    FROM range(200) t(i)
    """
    days = (
        "SELECT i + 2450000 AS d_date_sk, 2024 AS d_year, DATE '2024-01-01' + i::INTEGER AS d_date FROM range(30) t(i)"
    )
    customers = "SELECT i AS c_customer_sk, 'A' || i AS c_first_name FROM range(1, 21) t(i)"
    model = model_of(tmp_path, {"store_sales": sales, "date_dim": days, "customer_dim": customers})
    assert references(model) == {
        ("store_sales.ss_sold_date_sk", "date_dim.d_date_sk"),
        ("store_sales.ss_cust_sk", "customer_dim.c_customer_sk"),
    }
    assert model.entity("customer_dim").label == "customers"
    assert [one.label for one in model.entity("date_dim").fields] == ["date sk", "year", "date"]


def test_codes_refer_to_the_table_that_lists_what_they_mean(tmp_path: Path) -> None:
    codes = "['DEL', 'TRN', 'CAN']"
    statuses = f"SELECT {codes}[i + 1] AS status, 'Meaning ' || i AS meaning FROM range(3) t(i)"
    consignments = f"SELECT 'S' || i AS ref, {codes}[i % 3 + 1] AS status, i * 1.5 AS weight FROM range(60) t(i)"
    model = model_of(tmp_path, {"status_codes": statuses, "consignments": consignments})
    assert references(model) == {("consignments.status", "status_codes.status")}
