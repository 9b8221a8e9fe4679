from __future__ import annotations

import pytest

from agents.analyst.deep.asked import YEAR_AGO, asked_of


@pytest.mark.parametrize(
    ("text", "kind", "subject"),
    [
        ("Why did revenue drop in March?", "change", "revenue in March"),
        ("why were there fewer tickets last month", "change", "tickets last month"),
        ("What caused the decline in bookings?", "change", "bookings"),
        ("Explain the increase in costs in Q2 2024", "change", "costs in Q2 2024"),
        ("what drives returns?", "drivers", "returns"),
        ("Which factors influence the delivery time?", "drivers", "delivery time"),
        ("What are the main drivers of churn", "drivers", "churn"),
        ("is there anything unusual?", "unusual", ""),
        ("Are there any outliers in unit price?", "unusual", "unit price"),
        ("forecast the next three months of sales", "forecast", "sales"),
        ("What will revenue be next quarter?", "forecast", "revenue"),
        ("Is the difference in salary between Lyon and Turin significant?", "difference", "salary"),
        ("are price and rating correlated?", "relation", "price"),
        ("Does temperature affect sales?", "relation", "temperature"),
        ("Is there a trend in visits?", "trend", "visits"),
        ("are bookings growing?", "trend", "bookings"),
        ("is there seasonality in sales?", "season", "sales"),
        ("retention by signup month", "cohort", ""),
        ("How are we doing?", "standing", ""),
        ("what should we focus on", "standing", ""),
        ("How many go from visit to cart to purchase?", "funnel", ""),
    ],
)
def test_a_deep_question_is_told_by_its_form(text: str, kind: str, subject: str) -> None:
    asked = asked_of(text)
    assert asked is not None
    assert (asked.kind, asked.subject) == (kind, subject)


@pytest.mark.parametrize(
    "text",
    [
        "Which region has the highest revenue?",
        "How many orders per month?",
        "What is the correlation between price and rating?",
        "Show the trend of sales by month",
        "revenue in March compared with February",
        "List customers who never ordered",
        "What is the average delay of flights?",
        "How did revenue change from 2023 to 2024?",
        "which products are out of stock",
        "show the forecast column by region",
    ],
)
def test_a_usual_question_is_left_alone(text: str) -> None:
    assert asked_of(text) is None


def test_both_periods_are_read_in_their_order() -> None:
    asked = asked_of("Why did sales fall from February to March 2025?")
    assert asked is not None
    assert (asked.subject, asked.others, asked.direction) == ("sales in March 2025", ("sales in February",), -1)
    lower = asked_of("Why is the average price lower in May than in April?")
    assert lower is not None
    assert (lower.subject, lower.others) == ("average price in May", ("average price in April",))
    ago = asked_of("why did revenue rise in May compared with a year ago")
    assert ago is not None
    assert (ago.subject, ago.others, ago.direction) == ("revenue in May", (YEAR_AGO,), 1)


def test_how_far_ahead_is_read_in_words_and_digits() -> None:
    for text, ahead, grain in (
        ("forecast sales for the next 8 weeks", 8, "week"),
        ("predict the next two quarters of revenue", 2, "quarter"),
        ("how many orders will we have next month", 1, "month"),
        ("forecast revenue", None, None),
    ):
        asked = asked_of(text)
        assert asked is not None
        assert (asked.ahead, asked.grain) == (ahead, grain)
