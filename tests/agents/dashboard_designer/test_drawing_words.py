from __future__ import annotations

import pytest

from agents.dashboard_designer import without_drawing_words


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Show me a bar chart of the number of orders by region", "the number of orders by region"),
        ("number of orders by region as a pie chart", "number of orders by region"),
        ("What is the revenue of each region? Draw a bar chart, and sort in asc by the y-axis please.", None),
        ("orders by month in a line chart, and could you display the x-axis in desc order?", "orders by month ?"),
        (
            "count the orders, bin the order date into the weekday interval",
            "count the orders, the order date by weekday",
        ),
        ("show me revenue by region in a chart", "show me revenue by region"),
        ("Draw a pie to show revenue by region", "revenue by region"),
        ("Scatter plot of price vs weight", "price vs weight"),
        ("bar chart of revenue by region stacked by channel", "revenue by region by channel"),
    ],
)
def test_words_that_only_say_how_to_draw_are_blanked_out(question: str, left: str | None) -> None:
    blanked = " ".join(without_drawing_words(question).split())
    if left is None:
        assert "chart" not in blanked
        assert "axis" not in blanked
        assert blanked.startswith("What is the revenue of each region?")
    else:
        assert blanked == left


@pytest.mark.parametrize(
    "question",
    [
        "revenue by product line",
        "how many bars are there in Berlin",
        "sales of apple pies",
        "top 5 customers by revenue in descending order",
        "number of orders sorted by order date in ascending order",
        "show the total number of seats",
        "as a pie chart",
        "songs with the highest chart position",
        "sales of apple pie by region",
        "films whose plot is about a bank",
        "show customers, ranked by count descending",
        "show the count per region in descending order",
        "orders coloured by hand",
        "",
    ],
)
def test_a_question_about_the_data_stays_as_it_is(question: str) -> None:
    assert without_drawing_words(question) == question


@pytest.mark.parametrize(
    "question", ["Show revenue by region as a bar chart", "é ü a pie chart of ß by İ", "bin x by day"]
)
def test_what_is_left_keeps_its_place(question: str) -> None:
    assert len(without_drawing_words(question)) == len(question)
