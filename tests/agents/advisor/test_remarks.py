from agents.advisor import remarks
from agents.analyst import find_facts
from tests.agents.analyst.results import COUNTRY, MONTH, ORDERS, REVENUE, months, query_of, result_of


def test_an_outlier_gets_a_remark_that_cites_its_fact() -> None:
    columns = [MONTH, ORDERS]
    values = [100, 102, 99, 101, 103, 900, 98, 100, 101, 99]
    query, result = query_of(columns), result_of(columns, list(zip(months(10), values, strict=True)))
    (remark, *_) = remarks(find_facts(query, result), result, query)
    assert remark.text == "The number of orders of 900 for June 2024 is unusual and worth a look."
    assert remark.figures[0].fact is not None


def test_a_leader_with_more_than_half_gets_a_remark() -> None:
    columns = [COUNTRY, REVENUE]
    query, result = query_of(columns), result_of(columns, [("Germany", 600), ("France", 300), ("Italy", 100)])
    (remark,) = remarks(find_facts(query, result), result, query)
    assert remark.text == "Germany makes up 60% of the total, so the result depends on it."
    assert remark.figures[0].fact == "share:revenue"


def test_an_even_result_gets_no_remark() -> None:
    columns = [COUNTRY, REVENUE]
    query, result = query_of(columns), result_of(columns, [("Germany", 40), ("France", 35), ("Italy", 30)])
    assert remarks(find_facts(query, result), result, query) == ()
