"""A model's sentence says nothing but what its figures bear out, however right those are."""

from __future__ import annotations

import pytest

from agents.analyst import Checker, find_facts
from agents.analyst.plain_words import PlainWords
from core.ways import Declined
from tests.agents.analyst.results import COUNTRY, MONTH, ORDERS, REVENUE, months, query_of, result_of

WORDS = PlainWords(["revenue by country", "Revenue", "Number of orders"])


def checker(columns: list, rows: list) -> Checker:  # type: ignore[type-arg]
    query, result = query_of(columns), result_of(columns, rows)
    return Checker(find_facts(query, result), result, "revenue by country", query)


COUNTRIES = checker([COUNTRY, REVENUE], [("Germany", 600), ("France", 300), ("Italy", 100)])
SERIES = checker([MONTH, REVENUE], list(zip(months(4), [80, 130, 95, 100], strict=True)))
TWO = checker(
    [MONTH, REVENUE, ORDERS], [(month, *row) for month, row in zip(months(3), [(80, 5), (90, 6), (95, 9)], strict=True)]
)


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        (COUNTRIES, "Germany had the highest revenue, €600.00, followed by France with €300.00."),
        (COUNTRIES, "Germany made twice as much as France."),
        (COUNTRIES, "Germany accounts for 60% of revenue."),
        (COUNTRIES, "Revenue ranged from €100.00 to €600.00."),
        (COUNTRIES, "Italy's revenue was the lowest, at 100 euros."),
        (SERIES, "Revenue grew by 25% between January and April 2024."),
        (SERIES, "Revenue grew by a quarter between January and April 2024."),
        (SERIES, "Revenue fell from €130.00 in February to €95.00 in March 2024."),
        (SERIES, "Revenue peaked at €130.00 in February 2024."),
    ],
)
def test_what_figures_bear_out_may_be_said(checks: Checker, text: str) -> None:
    assert checks.check_plain(text, WORDS).figures


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        (COUNTRIES, "Germany had €600.00 because of the Christmas campaign."),
        (COUNTRIES, "Germany had €600.00, thanks to its revenue."),
        (COUNTRIES, "Germany had €600.00, driven by France."),
        (COUNTRIES, "Germany's €600.00 suggests a strong brand."),
        (COUNTRIES, "Germany had €600.00 and will grow."),
        (COUNTRIES, "Germany should have had €600.00."),
        (COUNTRIES, "Germany had €600.00, an impressive result."),
        (COUNTRIES, "Only Germany had €600.00."),
        (COUNTRIES, "None of the countries reached the €600.00 of Germany."),
        (COUNTRIES, "Germany and France had €300.00 each."),
        (COUNTRIES, "Germany had €600.00, and Atlantis came next."),
        (COUNTRIES, "Germany's profit was €600.00."),
        (COUNTRIES, "Germany had €600.00 last year."),
        (COUNTRIES, "Germany had €600.00 while others had nothing."),
        (COUNTRIES, "Germany had €600.00, a record."),
        (COUNTRIES, "France, with €300.00, is ahead of Germany."),
        (COUNTRIES, "France had €300.00, which is less than Italy."),
        (SERIES, "Revenue was €130.00 in February 2024 because of Valentine's Day."),
        (SERIES, "Revenue recovered to €100.00 in April 2024."),
        (SERIES, "Revenue was €95.00 in March 2024, as the number of orders fell."),
        (SERIES, "Revenue grew by a fifth between January and April 2024."),
        (TWO, "Revenue was €95.00 in March 2024, and orders fell."),
        (TWO, "Revenue was €95.00 in March 2024 since orders rose."),
    ],
)
def test_a_right_figure_carries_no_other_claim(checks: Checker, text: str) -> None:
    with pytest.raises(Declined):
        checks.check_plain(text, WORDS)


def test_words_of_the_question_may_be_said_but_for_claims() -> None:
    asked = PlainWords(["Did revenue per shop fall because of prices?"])
    COUNTRIES.check_plain("Germany had a revenue of €600.00 in the shop.", asked)
    with pytest.raises(Declined):
        COUNTRIES.check_plain("Germany had €600.00 because of prices.", asked)


def test_words_of_our_own_sentences_may_be_said() -> None:
    own = PlainWords(["revenue"], ["This may be by chance."])
    COUNTRIES.check_plain("Germany had €600.00, which may be by chance.", own)
