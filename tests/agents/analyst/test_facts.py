from datetime import date
from decimal import Decimal

from agents.analyst import find_facts, last_date
from core.answer import CellRef, Fact
from core.model import Dimension, Entity, Profile, SemanticModel
from core.plan import FieldRef, Plan, PlanDimension, RelativePeriod
from core.query import OutputColumn, Query
from core.result import Result
from tests.agents.analyst.results import COUNTRY, MONTH, ORDERS, PRICE, REVENUE, months, query_of, result_of

RANKED = [("Germany", Decimal("0.10")), ("France", Decimal("0.20")), ("Italy", Decimal("0.30"))]


def facts_of(query: Query, result: Result, until: date | None = None) -> dict[str, Fact]:
    return {fact.id: fact for fact in find_facts(query, result, until)}


def test_totals_are_exact() -> None:
    columns = [COUNTRY, REVENUE]
    facts = facts_of(query_of(columns), result_of(columns, RANKED))
    assert facts["total:revenue"].value == Decimal("0.60")
    assert facts["share:revenue"].value == 0.5
    assert facts["share:revenue"].unit == "ratio"
    assert facts["leader:revenue:highest"].cells == (CellRef(row=2, column="revenue"),)


def test_floats_are_summed_by_the_digits_they_show() -> None:
    columns = [COUNTRY, REVENUE]
    facts = facts_of(query_of(columns), result_of(columns, [("Germany", 0.1), ("France", 0.2)]))
    assert facts["total:revenue"].value == Decimal("0.3")


def test_averages_have_no_total_and_no_share() -> None:
    columns = [COUNTRY, PRICE]
    facts = facts_of(query_of(columns), result_of(columns, [("Germany", 3.0), ("France", 2.0)]))
    assert not {"total:price", "share:price"} & set(facts)
    assert facts["difference:price:leader-second"].value == Decimal("1.0")


def test_a_negative_part_allows_a_total_but_no_share() -> None:
    columns = [COUNTRY, REVENUE]
    facts = facts_of(query_of(columns), result_of(columns, [("Germany", 5), ("France", -2)]))
    assert facts["total:revenue"].value == 3
    assert "share:revenue" not in facts


def test_a_limit_that_cut_nothing_leaves_the_total_standing() -> None:
    columns = [COUNTRY, REVENUE]
    facts = facts_of(query_of(columns, limit=10, descending=True), result_of(columns, RANKED))
    assert "total:revenue" in facts


def test_a_series_has_both_changes_its_peak_and_its_low() -> None:
    columns = [MONTH, REVENUE]
    facts = facts_of(query_of(columns), result_of(columns, list(zip(months(3), [80, 130, 100], strict=True))))
    assert facts["change:revenue:overall"].value == 20
    assert facts["change:revenue:overall:percent"].value == 0.25
    assert facts["change:revenue:last"].value == -30
    assert facts["leader:revenue:highest"].value == 130
    assert facts["range:revenue:lowest"].value == 80


def test_rows_out_of_order_are_put_in_order_of_time() -> None:
    columns = [MONTH, REVENUE]
    rows = list(zip(months(3), [80, 130, 100], strict=True))
    facts = facts_of(query_of(columns), result_of(columns, [rows[2], rows[0], rows[1]]))
    assert facts["change:revenue:overall"].value == 20
    assert facts["change:revenue:overall"].cells[0] == CellRef(row=1, column="revenue")


def test_a_steady_rise_is_a_trend_and_noise_is_none() -> None:
    columns = [MONTH, ORDERS]
    rising = result_of(columns, list(zip(months(8), range(10, 90, 10), strict=True)))
    noise = result_of(columns, list(zip(months(8), [10, 40, 20, 50, 10, 30, 40, 20], strict=True)))
    trend = facts_of(query_of(columns), rising)["trend:orders"]
    assert trend.value == 10
    assert "Mann-Kendall" in trend.derivation
    assert "trend:orders" not in facts_of(query_of(columns), noise)


def test_five_periods_are_too_few_for_a_trend() -> None:
    columns = [MONTH, ORDERS]
    facts = facts_of(query_of(columns), result_of(columns, list(zip(months(5), range(5), strict=True))))
    assert "trend:orders" not in facts


def test_an_odd_month_is_an_outlier_even_on_a_slope() -> None:
    columns = [MONTH, ORDERS]
    values = [10, 21, 30, 39, 52, 400, 71, 80, 91, 99]
    facts = facts_of(query_of(columns), result_of(columns, list(zip(months(10), values, strict=True))))
    assert [fact.value for fact in facts.values() if fact.kind == "outlier"] == [400]


def test_months_without_data_are_counted() -> None:
    columns = [MONTH, ORDERS]
    one, two, _, four = months(4)
    facts = facts_of(query_of(columns), result_of(columns, [(one, 1), (two, 2), (four, 4)]))
    assert facts["missing:gaps"].value == 1


def test_a_month_to_date_is_known_to_be_incomplete_from_the_question() -> None:
    columns = [MONTH, ORDERS]
    this_year = RelativePeriod(
        of=FieldRef(entity="orders", name="day"), how="to_date", unit="year", anchor="2024-03-10", phrase="this year"
    )
    rows = list(zip(months(3), [50, 60, 9], strict=True))
    facts = facts_of(query_of(columns, where=this_year), result_of(columns, rows))
    assert facts["missing:incomplete"].value == date(2024, 3, 10)
    assert facts["change:orders:overall"].value == 10


def test_one_whole_month_and_one_to_date_leave_nothing_to_compare() -> None:
    columns = [MONTH, ORDERS]
    facts = facts_of(
        query_of(columns), result_of(columns, list(zip(months(2), [50, 9], strict=True))), date(2024, 2, 10)
    )
    assert facts["missing:incomplete"].value == date(2024, 2, 10)
    assert not {fact.kind for fact in facts.values()} & {"outlier", "change", "trend"}


def test_a_period_that_ends_with_its_month_is_complete() -> None:
    columns = [MONTH, ORDERS]
    rows = list(zip(months(3), [50, 60, 9], strict=True))
    assert "missing:incomplete" not in facts_of(query_of(columns), result_of(columns, rows), date(2024, 3, 31))


def test_rows_without_a_value_and_without_a_category_are_facts() -> None:
    columns = [COUNTRY, ORDERS]
    facts = facts_of(query_of(columns), result_of(columns, [("Germany", 5), ("France", None), (None, 2)]))
    assert facts["missing:orders:nulls"].value == 1
    assert facts["missing:orders:unnamed"].value == 2
    assert facts["count:groups"].value == 2


def test_years_as_whole_numbers_are_a_series() -> None:
    year = OutputColumn(name="year", label="Year", type="integer", role="dimension", grain="year")
    columns = [year, ORDERS]
    facts = facts_of(query_of(columns), result_of(columns, [(2022, 10), (2023, 15), (2024, 20)]))
    assert facts["change:orders:overall"].value == 10


def covered_until(first: date, last: date, distinct: int) -> date | None:
    day = Dimension(
        name="day",
        label="Day",
        type="date",
        role="time",
        profile=Profile(rows=999, nulls=0, distinct=distinct, minimum=first, maximum=last),
    )
    model = SemanticModel(entities=(Entity(name="orders", label="Orders", version=1, rows=999, fields=(day,)),))
    of = FieldRef(entity="orders", name="day")
    return last_date(
        model, Plan(entity="orders", dimensions=(PlanDimension(name="m", label="Month", of=of, grain="month"),))
    )


def test_daily_data_reaches_its_last_day_and_monthly_data_the_end_of_its_last_month() -> None:
    assert covered_until(date(2024, 1, 1), date(2024, 6, 12), 164) == date(2024, 6, 12)
    monthly = covered_until(date(2024, 1, 1), date(2024, 6, 1), 6)
    assert monthly is not None
    assert monthly >= date(2024, 6, 30)
