"""Random results: rules always write what the check vouches for, and a changed digit never passes."""

from __future__ import annotations

import string
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agents.analyst import Checker, Narration, find_facts
from agents.analyst.backings import backings_of, fits
from agents.analyst.figures import find_figures
from agents.analyst.grid import grid_of
from agents.analyst.rules import drafts
from core.query import OutputColumn, Query
from core.result import Result
from core.table import Cell
from core.ways import Declined
from tests.agents.analyst.results import COUNTRY, MONTH, ORDERS, PRICE, REVENUE, months, query_of, result_of

RATE = OutputColumn(name="rate", label="Return rate", type="float", role="measure", unit="ratio")
WEIGHT = OutputColumn(name="weight", label="Weight", type="float", role="measure", unit="kg", additive=True)
LABELS = st.text(alphabet=string.ascii_letters, min_size=4, max_size=9).map(str.capitalize)
VALUES: dict[str, st.SearchStrategy[Cell]] = {
    "revenue": st.decimals(-10_000, 10_000_000, places=2),
    "orders": st.integers(0, 100_000),
    "price": st.floats(0, 1e6),
    "rate": st.floats(0, 1),
    "weight": st.floats(-1e3, 1e9),
}


@st.composite
def answers(draw: st.DrawFn) -> tuple[Query, Result]:
    measures = draw(
        st.lists(st.sampled_from([REVENUE, ORDERS, PRICE, RATE, WEIGHT]), min_size=1, max_size=2, unique=True)
    )
    dimension = draw(st.sampled_from([COUNTRY, MONTH, None]))
    count = 1 if dimension is None else draw(st.integers(1, 10))
    labels: Sequence[Cell] = [None]
    if dimension is COUNTRY:
        labels = draw(st.lists(st.one_of(LABELS, st.just(None)), min_size=count, max_size=count, unique=True))
    elif dimension is MONTH:
        labels = draw(st.permutations(months(count, draw(st.integers(1, 12)))))
    values: list[list[Cell]] = [
        [draw(st.one_of(VALUES[measure.name], st.just(None))) for measure in measures] for _ in labels
    ]
    columns = [*([dimension] if dimension else []), *measures]
    rows: list[list[Cell]] = [
        [*([label] if dimension else []), *row] for label, row in zip(labels, values, strict=True)
    ]
    descending = draw(st.sampled_from([None, True, False]))
    if descending is not None:
        rows.sort(key=lambda row: (row[-len(measures)] is None, _sortable(row[-len(measures)], descending)))
    query = query_of(columns, descending=descending, limit=draw(st.sampled_from([None, count])))
    return query, result_of(columns, rows, truncated=draw(st.booleans()) and descending is None)


def _sortable(value: Cell, descending: bool) -> Decimal:
    number = Decimal(str(value)) if isinstance(value, int | float | Decimal) else Decimal(0)
    return -number if descending else number


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(answers())
def test_every_sentence_that_rules_write_passes_the_check(answer: tuple[Query, Result]) -> None:
    query, result = answer
    facts = find_facts(query, result)
    assert len({fact.id for fact in facts}) == len(facts)
    checker = Checker(facts, result, query=query)
    for text in drafts(Narration(query=query, result=result, read_as="", facts=facts)):
        sentence = checker.check(text)
        assert all(figure.fact or figure.cell for figure in sentence.figures)


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(answers(), st.data())
def test_a_sentence_with_one_digit_changed_to_what_is_no_value_fails(
    answer: tuple[Query, Result], data: st.DataObject
) -> None:
    query, result = answer
    facts = find_facts(query, result)
    grid = grid_of(result, query)
    backings = backings_of(grid, facts)
    texts = drafts(Narration(query=query, result=result, read_as="", facts=facts))
    text = data.draw(st.sampled_from(texts))
    places = [
        place
        for figure in find_figures(text)
        if figure.kind not in {"period", "ordinal", "vague"} and not figure.is_year
        for place in range(figure.start, figure.end)
        if text[place].isdigit()
    ]
    assume(places)
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in string.digits if d != text[place]]))
    changed = text[:place] + digit + text[place + 1 :]
    (figure,) = (one for one in find_figures(changed) if one.start <= place < one.end)
    assume(not figure.is_year and not any(fits(figure, backing) for backing in backings))
    try:
        Checker(facts, result, query=query).check(changed)
    except Declined:
        return
    raise AssertionError(changed)
