from datetime import date
from decimal import Decimal

from agents.analyst import ByRules, Narration, find_facts
from core.answer import Sentence
from core.plan import AbsolutePeriod, FieldRef
from core.query import OutputColumn, Query
from core.result import Result
from tests.agents.analyst.results import (
    CHANGE,
    COUNTRY,
    MONTH,
    ORDERS,
    PRICE,
    REVENUE,
    months,
    query_of,
    result_of,
)

GERMANY, FRANCE, ITALY = ("Germany", Decimal("600.00")), ("France", Decimal("300.00")), ("Italy", Decimal("100.00"))


async def told(query: Query, result: Result, question: str = "", until: date | None = None) -> tuple[Sentence, ...]:
    facts = find_facts(query, result, until)
    return await ByRules()(Narration(query=query, result=result, read_as="", facts=facts, question=question))


async def texts(query: Query, result: Result, question: str = "", until: date | None = None) -> list[str]:
    return [sentence.text for sentence in await told(query, result, question, until)]


async def test_a_ranking_names_the_leader_first_with_its_share() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns), result_of(columns, [GERMANY, FRANCE, ITALY]))
    assert said == [
        "Revenue was highest in Germany: €600.00, 60% of the total.",
        "France comes second with €300.00, and Italy is lowest with €100.00.",
        "The total is €1,000.00 across 3 countries.",
    ]


async def test_every_figure_of_a_sentence_refers_to_a_fact_or_a_cell() -> None:
    columns = [COUNTRY, REVENUE]
    sentences = await told(query_of(columns), result_of(columns, [GERMANY, FRANCE, ITALY]))
    for sentence in sentences:
        assert sentence.figures
        assert all(figure.fact or figure.cell for figure in sentence.figures)
    leader, share = sentences[0].figures
    assert sentences[0].text[leader.start : leader.end] == "€600.00"
    assert (leader.fact, share.fact) == ("leader:revenue:highest", "share:revenue")


async def test_who_is_answered_with_a_name() -> None:
    columns = [OutputColumn(name="name", label="Customer", type="text", role="dimension"), REVENUE]
    said = await texts(
        query_of(columns, limit=1, descending=True), result_of(columns, [("Ana Lee", 12)]), "Who spent the most?"
    )
    assert said == ["Ana Lee has the highest revenue: €12.00."]


async def test_a_limited_ranking_tells_neither_totals_nor_shares_nor_a_lowest() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns, limit=3, descending=True), result_of(columns, [GERMANY, FRANCE, ITALY]))
    assert said == ["Revenue was highest in Germany: €600.00.", "France comes second with €300.00."]


async def test_rows_cut_by_another_order_are_never_called_the_highest() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns, limit=2), result_of(columns, [FRANCE, ITALY]))
    assert said == ["Revenue in France is €300.00."]


async def test_ascending_order_tells_the_lowest() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns, limit=2, descending=False), result_of(columns, [ITALY, FRANCE]))
    assert said == ["Revenue was lowest in Italy: €100.00.", "France follows with €300.00."]


async def test_two_groups_are_compared() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns), result_of(columns, [GERMANY, FRANCE]))
    assert "In France it was €300.00, which is €300.00 less." in said


async def test_rows_without_a_category_do_not_lead_but_are_told() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns), result_of(columns, [(None, 900), GERMANY, FRANCE]))
    assert said[0] == "Revenue was highest in Germany: €600.00, 33.3% of the total."
    assert "Rows without a country come to €900.00." in said


async def test_a_tie_names_both() -> None:
    columns = [COUNTRY, ORDERS]
    said = await texts(query_of(columns), result_of(columns, [("Norway", 5), ("Chile", 5), ("Peru", 2)]))
    assert said[0] == "The number of orders was highest in Norway and in Chile: 5 each."


async def test_a_series_tells_its_change_from_end_to_end() -> None:
    columns = [MONTH, REVENUE]
    said = await texts(query_of(columns), result_of(columns, list(zip(months(3), [80, 130, 100], strict=True))))
    assert said == [
        "Revenue rose 25%, from €80.00 in January 2024 to €100.00 in March 2024.",
        "It was highest in February 2024 with €130.00, and lowest in January 2024 with €80.00.",
    ]


async def test_an_asked_change_is_told_of_the_last_period() -> None:
    columns = [MONTH, REVENUE, CHANGE]
    rows = [(month, value, None) for month, value in zip(months(3), [80, 100, 90], strict=True)]
    said = await texts(query_of(columns), result_of(columns, rows))
    assert said[0] == "Revenue was €90.00 in March 2024, down 10% from February 2024."


async def test_an_incomplete_last_month_is_left_out_of_the_change_and_said() -> None:
    columns = [MONTH, REVENUE]
    rows = list(zip(months(4), [80, 90, 100, 5], strict=True))
    said = await texts(query_of(columns), result_of(columns, rows), until=date(2024, 4, 2))
    assert said[0] == "Revenue rose 25%, from €80.00 in January 2024 to €100.00 in March 2024."
    assert "The data for April 2024 ends on 2 April 2024, so it is left out of the change." in said


async def test_the_change_of_a_percentage_is_told_in_points() -> None:
    rate = OutputColumn(name="rate", label="Return rate", type="float", role="measure", unit="ratio")
    columns = [MONTH, rate]
    said = await texts(query_of(columns), result_of(columns, list(zip(months(2), [0.1, 0.152], strict=True))))
    assert said[0] == "Return rate rose by 5.2 pp, from 10% in January 2024 to 15.2% in February 2024."


async def test_a_single_value_is_one_sentence() -> None:
    assert await texts(query_of([REVENUE]), result_of([REVENUE], [(Decimal("1234.5"),)])) == ["Revenue is €1,234.50."]


async def test_the_period_that_was_asked_for_is_repeated() -> None:
    when = AbsolutePeriod(
        of=FieldRef(entity="orders", name="day"), start="2024-07-01", end="2024-10-01", phrase="Q3 2024"
    )
    said = await texts(query_of([REVENUE], where=when), result_of([REVENUE], [(Decimal("12"),)]), "revenue in Q3 2024")
    assert said == ["Revenue is €12.00 (Q3 2024)."]


async def test_several_measures_of_one_row_share_a_sentence() -> None:
    columns = [REVENUE, ORDERS, PRICE]
    said = await texts(query_of(columns), result_of(columns, [(Decimal("1234.5"), 12, 3.14159)]))
    assert said == ["Revenue is €1,234.50, the number of orders is 12 and the average price is €3.14."]


async def test_a_question_whether_something_is_there_gets_yes_or_no() -> None:
    query = query_of([ORDERS])
    question = "Are there any orders from Peru?"
    assert (await texts(query, result_of([ORDERS], [(3,)]), question))[0] == "Yes: The number of orders is 3."
    assert (await texts(query, result_of([ORDERS], [(0,)]), question))[0] == "No: The number of orders is 0."


async def test_no_rows_are_said_plainly() -> None:
    assert await texts(query_of([COUNTRY, REVENUE]), result_of([COUNTRY, REVENUE], [])) == [
        "No orders match the question."
    ]


async def test_a_null_value_is_not_told_as_zero() -> None:
    assert await texts(query_of([REVENUE]), result_of([REVENUE], [(None,)])) == [
        "There is no value for revenue: nothing matches."
    ]


async def test_listed_rows_are_counted_and_the_first_is_described() -> None:
    columns = [
        OutputColumn(name="id", label="Order", type="integer", role="row"),
        OutputColumn(name="city", label="City", type="text", role="row"),
        OutputColumn(name="amount", label="Amount", type="decimal", role="row", unit="EUR"),
    ]
    rows = [(100 + number, "Rome", Decimal(number) * 3) for number in range(12)]
    assert await texts(query_of(columns), result_of(columns, rows)) == [
        "12 orders match.",
        "The first has Order: 100; City: Rome; Amount: €0.00.",
    ]


async def test_a_truncated_result_says_so() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns), result_of(columns, [GERMANY, FRANCE], truncated=True))
    assert "Only 2 rows are shown, so totals are left out." in said
    assert not any("%" in sentence for sentence in said)


async def test_hostile_labels_stay_one_line_of_text() -> None:
    columns = [COUNTRY, REVENUE]
    said = await texts(query_of(columns), result_of(columns, [("<b>\n‮x", 5), ("y", 4)]))
    assert said[0] == "Revenue was highest in <b> x: €5.00, 55.6% of the total."


async def test_rows_that_tie_for_a_limit_are_the_highest_and_not_the_same_for_all() -> None:
    columns = [COUNTRY, ORDERS]
    rows = [("Norway", 5), ("Chile", 5), ("Peru", 5)]
    said = await texts(query_of(columns, limit=1, descending=True), result_of(columns, rows))
    assert said == ["The number of orders was highest in Norway, Chile and others, with 5 each."]
    assert (await texts(query_of(columns), result_of(columns, rows)))[0] == (
        "The number of orders was the same for 3 countries: 5."
    )


async def test_days_of_the_week_go_by_their_names() -> None:
    day = OutputColumn(name="day", label="Day of week", type="integer", role="dimension", part="day_of_week")
    said = await texts(query_of([day, ORDERS]), result_of([day, ORDERS], [(1, 5), (2, 9), (7, 3)]))
    assert said[0] == "The number of orders was highest on Tuesday: 9, 52.9% of the total."
    assert said[2] == "The total is 17 across 3 days."


async def test_rows_counted_by_a_person_are_called_a_count() -> None:
    counted = OutputColumn(name="count_star()", label="count_star()", type="integer", role="unknown")
    sentences = await texts(Query(sql="SELECT count(*) FROM orders"), result_of([counted], [[7]]))
    assert sentences
    assert all("star" not in sentence for sentence in sentences)
