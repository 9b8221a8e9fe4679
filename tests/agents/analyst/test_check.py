from collections.abc import Sequence
from decimal import Decimal

import pytest

from agents.analyst import Checker, check_text, find_facts
from core.answer import Sentence
from core.query import OutputColumn
from core.table import Cell
from core.ways import Declined
from tests.agents.analyst.results import CHANGE, COUNTRY, MONTH, ORDERS, REVENUE, months, query_of, result_of

COUNTRIES = [("Germany", Decimal("1234567.00")), ("France", Decimal("300.00")), ("Italy", Decimal("100.00"))]
SERIES = list(zip(months(4), [80, 130, 95, 100], strict=True))


def checker(
    columns: Sequence[OutputColumn], rows: Sequence[Sequence[Cell]], question: str = "", limit: int | None = None
) -> Checker:
    query, result = query_of(columns, limit=limit), result_of(columns, rows)
    return Checker(find_facts(query, result), result, question, query)


RANKING = checker([COUNTRY, REVENUE], COUNTRIES)
MONTHS = checker([MONTH, REVENUE], SERIES)
TABLE = checker([COUNTRY, REVENUE, ORDERS], [("Germany", 600, 12), ("France", 300, 30), ("South Korea", 100, 8)])
RICH = checker(
    [COUNTRY, REVENUE],
    [("Germany", 600), ("France", 300), ("Italy", 100), ("Spain", 90), ("Trinidad and Tobago", 40)],
)
RATINGS = checker(
    [OutputColumn(name="rating", label="Rating", type="integer", role="dimension"), ORDERS],
    [(1, 50), (2, 20), (3, 70), (4, 5), (5, 12)],
)
SINGLE = checker([REVENUE], [(Decimal("1234.50"),)], "revenue last 90 days for the top 5")
BOTH = checker([REVENUE, ORDERS], [(Decimal("1234.50"), 12)])
YEAR = checker([MONTH, REVENUE], list(zip(months(12), [10, 12, 14, 13, 17, 19, 22, 21, 25, 27, 30, 29], strict=True)))
RATES = checker(
    [COUNTRY, OutputColumn(name="rate", label="Return rate", type="float", role="measure", unit="ratio")],
    [("Germany", 0.1234), ("France", 0.05)],
)


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        (RANKING, "Germany had about 1.2 million euros of revenue."),
        (RANKING, "Revenue in Germany was €1.23 million."),
        (RANKING, "Germany brought in more than €1,234,000, and France about €300."),
        (RANKING, "Germany accounts for 99.97% of the total."),
        (RANKING, "Three countries are listed, and Germany leads."),
        (TABLE, "Germany earned twice as much as France."),
        (RANKING, "Italy's revenue was lowest, at 100 euros."),
        (RANKING, "€300.00 came from France."),
        (RATES, "Germany's return rate is 12.3%."),
        (RATES, "The return rate of Germany is 7.3 pp higher than that of France."),
        (MONTHS, "Revenue grew by 25% between January and April 2024."),
        (MONTHS, "Revenue fell to 95 euros in March 2024."),
        (MONTHS, "In April, revenue was up 5.3%, at €100.00."),
        (MONTHS, "The peak was €130.00, in February 2024."),
        (TABLE, "France had 30 orders."),
        (TABLE, "South Korea had the lowest number of orders: 8."),
        (TABLE, "Germany earned €600.00 and France €300.00."),
        (TABLE, "Germany has the highest revenue of 600 euros with 12 orders."),
        (TABLE, "France has the most orders (30), while Germany has only 12."),
        (RICH, "Germany's revenue (€600.00) is 15 times that of Trinidad and Tobago (€40.00)."),
        (RICH, "The top three countries are Germany, France and Italy."),
        (YEAR, "Revenue increased from €10.00 in January 2024 to €29.00 in December 2024, an increase of 190%."),
        (RICH, "Germany leads with €600.00, which is twice as much as France."),
        (
            RICH,
            "Germany brought in €600.00 (53.1% of the total), followed by France with €300.00 and Italy with €100.00.",
        ),
        (RICH, "Revenue ranged from €40.00 to €600.00 across five countries."),
        (RICH, "Germany's €600.00 is €560.00 more than Trinidad and Tobago's €40.00."),
        (RICH, "Trinidad and Tobago was the lowest, at just €40.00."),
        (RICH, "France came second with €300.00."),
        (RICH, "Overall, revenue was €1,130.00."),
        (RICH, "In total, the five countries made €1,130.00."),
        (RICH, "Germany alone accounts for more than half of revenue."),
        (RATINGS, "Rating 3 has the most orders: 70."),
        (RATINGS, "Most orders have a rating of 3 (70 orders)."),
        (SINGLE, "Revenue over the last 90 days was €1,234.50."),
        (SINGLE, "Revenue was about €1.2 thousand."),
        (BOTH, "Revenue came to €1,234.50 from 12 orders."),
        (YEAR, "Revenue rose 190% over the year, from €10.00 in January to €29.00 in December."),
        (YEAR, "Revenue has trended upward, peaking in November 2024 at €30.00."),
        (YEAR, "December 2024 was 3.3% lower than November."),
        (YEAR, "Revenue nearly tripled from January to December 2024."),
        (YEAR, "The 12 months brought €239.00 in total."),
    ],
)
def test_a_true_sentence_passes(checks: Checker, text: str) -> None:
    sentence = checks.check(text)
    assert sentence.text == text
    assert all(text[figure.start : figure.end].strip() for figure in sentence.figures)


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        (RANKING, "Germany had €300.00 and France €1,234,567.00."),
        (RANKING, "France led with €1,234,567.00."),
        (RANKING, "Germany had $1,234,567.00."),
        (RANKING, "Germany had 1,234,567 dollars."),
        (RANKING, "Germany had €1.3 million."),
        (RANKING, "Germany had €1,234,568."),
        (RANKING, "Germany had 1,234,567%."),
        (RANKING, "Germany had −€1,234,567.00."),
        (RANKING, "France has the highest revenue: €300.00."),
        (RANKING, "Revenue was lowest in France, at €300.00."),
        (RANKING, "The total is €300.00 in France."),
        (RANKING, "On average, France made €300.00."),
        (RANKING, "France made twice as much as Italy."),
        (RANKING, "Italy made three times as much as France."),
        (RANKING, "France grew by €200.00."),
        (RANKING, "Four countries are listed."),
        (RANKING, "There are 3 rivers."),
        (RANKING, "Half of the revenue came from Italy."),
        (RANKING, "France made €300.00, not Germany."),
        (RANKING, "Revenue was €300.00."),
        (RANKING, "Germany had 1.234.567 euros."),
        (RANKING, "Germany made ½ of it."),
        (RANKING, "Thousands of euros came from Italy."),
        (RANKING, "France comes third with €300.00."),
        (RANKING, "In 2023, Germany made €1,234,567.00."),
        (RANKING, "Italy made 100 kg."),
        (RATES, "Germany's return rate is 12.4%."),
        (RATES, "The return rate of Germany is 7.3% higher than that of France."),
        (RATES, "Germany's return rate is 0.12%."),
        (MONTHS, "Revenue fell by 25% between January and April 2024."),
        (MONTHS, "Revenue grew by 25% between February and April 2024."),
        (MONTHS, "Revenue rose to €95.00 in March 2024."),
        (MONTHS, "Revenue rose from €130.00 in February to €95.00 in March 2024."),
        (MONTHS, "In April, revenue was down 5.3%."),
        (MONTHS, "In January 2023, revenue was €80.00."),
        (MONTHS, "On 3 January 2024, revenue was €80.00."),
        (MONTHS, "Revenue peaked in March 2024 at €95.00."),
        (MONTHS, "Revenue doubled."),
        (MONTHS, "Revenue fell steadily."),
        (TABLE, "France had 12 orders."),
        (TABLE, "Germany's revenue was 12."),
        (TABLE, "France had 30 percent of the orders."),
        (TABLE, "France had the highest revenue."),
        (TABLE, "Germany has the highest revenue of 600 euros with 30 orders."),
        (TABLE, "France has the most orders (12), while Germany has only 30."),
        (
            RICH,
            "The highest revenue is in Germany with €40.00, while the lowest is in Trinidad and Tobago with €600.00.",
        ),
        (RICH, "The top three countries are Germany, France and Spain."),
        (RICH, "Germany and France together made €600.00."),
        (RICH, "Germany made 6e2 euros."),
        (YEAR, "On average revenue grew by about €1.83 per month."),
        (RICH, "Germany leads with €300.00, twice as much as France's €600.00."),
        (RICH, "Germany brought in €600.00 (47.0% of the total)."),
        (RICH, "France accounts for 53.1% of the total."),
        (RICH, "Revenue ranged from €100.00 to €600.00."),
        (RICH, "France's €300.00 is €300.00 more than Germany's €600.00."),
        (RICH, "Germany is €300.00 behind France."),
        (RICH, "Germany came second with €600.00."),
        (RICH, "Overall, revenue was €600.00."),
        (RICH, "Germany's revenue grew 53.1%."),
        (RICH, "Revenue rose in Germany."),
        (RICH, "Italy leads."),
        (RICH, "Germany sold 600 units in 2024."),
        (RICH, "The top 3 countries made €1,000.00."),
        (RICH, "All 6 countries made money."),
        (RICH, "Germany made €0.6 million."),
        (RICH, "Germany had 600 customers."),
        (RICH, "Germany made six hundred and one euros."),
        (RATINGS, "Rating 5 has the most orders: 70."),
        (RATINGS, "Rating 3 has 50 orders."),
        (RATINGS, "5 orders have rating 5."),
        (SINGLE, "Revenue was €90.00."),
        (SINGLE, "Revenue was $1,234.50."),
        (SINGLE, "Revenue rose to €1,234.50."),
        (SINGLE, "Revenue was €1,234.50 from 7 orders."),
        (BOTH, "Revenue came to 12 from 1,234.50 orders."),
        (BOTH, "There were 1,234 orders."),
        (YEAR, "Revenue fell 190%."),
        (YEAR, "Revenue has trended downward."),
        (YEAR, "December 2024 was 3.3% higher than November."),
        (YEAR, "Revenue rose from €29.00 in January to €10.00 in December."),
        (YEAR, "Revenue peaked in December 2024 at €29.00."),
        (YEAR, "Revenue rose 190% in December 2024."),
        (YEAR, "Revenue rose 190% in a single month."),
        (YEAR, "Revenue more than doubled in December 2024."),
        (YEAR, "Sales peaked at €30.00 in November 2023."),
        (RICH, "Germany’s revenue was €600.00 – five times that of Italy."),
        (RICH, "Germany made €600.00 per order."),
        (RICH, "Two countries made more than €300.00."),
        (RICH, "Germany made 600 euros a day."),
    ],
)
def test_a_false_sentence_is_refused(checks: Checker, text: str) -> None:
    with pytest.raises(Declined):
        checks.check(text)


def test_figures_refer_to_what_they_show() -> None:
    text = "Germany accounts for 99.97% of the total, and Italy had €100.00."
    share, value = RANKING.check(text).figures
    assert (text[share.start : share.end], share.fact) == ("99.97%", "share:revenue")
    assert text[value.start : value.end] == "€100.00"
    assert value.fact == "range:revenue:lowest"


def test_the_refusal_names_the_figure() -> None:
    with pytest.raises(Declined, match="999"):
        RANKING.check("Germany had €999.00.")


def test_a_figure_inside_a_name_is_part_of_the_name() -> None:
    checks = checker([COUNTRY, REVENUE], [("Route 66", 120), ("Area 51", 80)])
    sentence = checks.check("Route 66 had the highest revenue: €120.00.")
    assert sentence.figures[0].cell is not None
    with pytest.raises(Declined):
        checks.check("Route 67 had the highest revenue: €120.00.")


def test_figures_of_the_question_may_be_repeated_beside_the_same_word() -> None:
    query, result = query_of([REVENUE]), result_of([REVENUE], [(500,)])
    facts = find_facts(query, result)
    asked = "revenue of orders over 50 in 2023"
    said: Sentence = check_text("In 2023, orders over 50 made €500.00.", facts, result, asked, query)
    assert [figure.fact for figure in said.figures] == [None, None, "value:revenue"]
    with pytest.raises(Declined):
        check_text("Revenue was €50.00 in 2023.", facts, result, asked, query)


def test_a_negative_value_needs_its_sign() -> None:
    profit = OutputColumn(name="profit", label="Profit", type="integer", role="measure", unit="USD", additive=True)
    checks = checker([COUNTRY, profit], [("Germany", -500), ("France", 20)])
    checks.check("Germany's profit was −$500.00.")
    checks.check("Germany's profit was -$500.")
    with pytest.raises(Declined):
        checks.check("Germany's profit was $500.00.")


def test_of_two_dimensions_both_have_to_be_named() -> None:
    rows = [("Germany", months(1)[0], 5), ("Germany", months(2)[1], 9), ("France", months(1)[0], 7)]
    checks = checker([COUNTRY, MONTH, REVENUE], rows)
    checks.check("In Germany, revenue was €9.00 in February 2024.")
    with pytest.raises(Declined):
        checks.check("In Germany, revenue was €9.00.")
    with pytest.raises(Declined):
        checks.check("In Germany, revenue was €7.00 in January 2024.")


def test_a_limited_result_bears_out_no_total_and_no_lowest() -> None:
    checks = checker([COUNTRY, REVENUE], COUNTRIES[1:], limit=2)
    for text in ("The total is €400.00.", "Revenue was lowest in Italy: €100.00.", "France leads with €300.00."):
        with pytest.raises(Declined):
            checks.check(text)


def test_a_change_column_keeps_its_direction() -> None:
    rows = [(month, value, change) for (month, value), change in zip(SERIES, [None, 0.625, -0.27, 0.05], strict=True)]
    checks = checker([MONTH, REVENUE, CHANGE], rows)
    checks.check("In March 2024, revenue fell 27%.")
    with pytest.raises(Declined):
        checks.check("In March 2024, revenue rose 27%.")
    with pytest.raises(Declined):
        checks.check("In February 2024, revenue fell 27%.")


def test_without_a_query_roles_are_told_from_the_cells() -> None:
    result = result_of([COUNTRY, ORDERS], [("Germany", 12), ("France", 30)])
    check_text("Germany has 12 orders.", (), result)
    with pytest.raises(Declined):
        check_text("France has 12 orders.", (), result)
