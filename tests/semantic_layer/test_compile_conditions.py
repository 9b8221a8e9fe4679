from __future__ import annotations

from typing import Any

import pytest

from core.errors import InvalidInput, UnknownName
from core.plan import (
    AbsolutePeriod,
    And,
    Between,
    Comparison,
    Condition,
    Exists,
    In,
    IsNull,
    Not,
    Or,
    Plan,
    PlanField,
    RelativePeriod,
    Rows,
    ScalarPlan,
    TextMatch,
)
from semantic_layer import compile_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, by, compare, constant, field, named, shop


def kept(db: Database, condition: Condition, table: str = "orders", key: str = "order_id") -> list[int]:
    fields = (PlanField(name=key, label=key, of=field(f"{table}.{key}")),)
    return sorted(row[0] for row in db.answer(Plan(entity=table, rows=Rows(fields=fields), where=condition)))


STATUS = field("orders.status")
MOMENT = field("orders.moment")
DAY = field("orders.day")


def contains(text: str, how: Any = "contains", *, negated: bool = False) -> TextMatch:
    return TextMatch(of=STATUS, how=how, text=text, negated=negated)


def test_a_negation_keeps_out_rows_without_a_value(shop_db: Database) -> None:
    assert kept(shop_db, compare("orders.status", "!=", "paid")) == [2, 5, 8]
    assert kept(shop_db, Not(condition=compare("orders.status", "=", "paid"))) == [2, 5, 8]
    paid_or_open = In(of=STATUS, values=(constant("paid"), constant("open")), negated=True)
    assert kept(shop_db, paid_or_open) == [5, 8]
    assert kept(shop_db, contains("paid", negated=True)) == [2, 5]
    between = Between(of=field("orders.amount"), low=constant(0, "decimal"), high=constant(70, "decimal"), negated=True)
    assert kept(shop_db, between) == [1, 5]


def test_a_negated_either_or_is_neither_nor(shop_db: Database) -> None:
    either = Or(conditions=(compare("orders.status", "=", "paid"), compare("orders.amount", ">", 40, "decimal")))
    assert kept(shop_db, Not(condition=either)) == [5, 8]


def test_null_is_found_where_it_is_asked_for(shop_db: Database) -> None:
    assert kept(shop_db, IsNull(of=STATUS)) == [6]
    assert kept(shop_db, compare("orders.status", "=", None)) == [6]
    assert kept(shop_db, compare("orders.day", "!=", None, "date")) == [1, 2, 3, 4, 5, 6, 8]
    assert kept(shop_db, In(of=STATUS, values=(constant("open"), constant(None)))) == [2, 6]


def test_a_list_of_nothing_keeps_nothing_and_its_negation_all_known(shop_db: Database) -> None:
    assert kept(shop_db, In(of=STATUS)) == []
    assert kept(shop_db, In(of=STATUS, negated=True)) == [1, 2, 3, 4, 5, 7, 8]


def test_text_is_matched_without_case_and_its_wildcards_are_plain_text(shop_db: Database) -> None:
    assert kept(shop_db, contains("PAID")) == [1, 3, 4, 7, 8]
    assert kept(shop_db, contains("50%", "ends_with")) == [5]
    assert kept(shop_db, contains("%")) == [5]
    assert kept(shop_db, contains("_")) == []
    assert kept(shop_db, contains("pa", "starts_with")) == [1, 3, 4, 7, 8]
    assert kept(shop_db, contains("' OR 1=1 --")) == []


def test_a_moment_is_compared_with_a_day_as_a_whole(shop_db: Database) -> None:
    def against(operator: Any, day: str) -> list[int]:
        return kept(shop_db, compare("orders.moment", operator, day, "date"))

    assert against("=", "2023-12-31") == [2]
    assert against("!=", "2023-12-31") == [1, 3, 4, 5, 6, 8]
    assert against("<=", "2023-12-31") == [1, 2]
    assert against("<", "2023-12-31") == [1]
    assert against(">", "2023-12-31") == [3, 4, 5, 6, 8]
    assert against(">=", "2023-12-31") == [2, 3, 4, 5, 6, 8]
    whole_days = Between(of=MOMENT, low=constant("2023-12-31", "date"), high=constant("2024-02-29", "date"))
    assert kept(shop_db, whole_days) == [2, 3, 4, 5]
    assert kept(shop_db, In(of=MOMENT, values=(constant("2024-02-29", "date"),))) == [4, 5]


def test_both_ends_of_between_are_included(shop_db: Database) -> None:
    ends = Between(of=DAY, low=constant("2023-12-31", "date"), high=constant("2024-02-29", "date"))
    assert kept(shop_db, ends) == [2, 3, 4, 5]


def test_a_period_holds_its_start_and_not_its_end(shop_db: Database) -> None:
    quarter = AbsolutePeriod(of=MOMENT, start="2023-12-31", end="2024-01-31", phrase="then")
    assert kept(shop_db, quarter) == [2]
    since = AbsolutePeriod(of=DAY, start="2024-02-29", end=None, phrase="since then")
    assert kept(shop_db, since) == [4, 5, 6, 8]
    last = RelativePeriod(of=DAY, how="aligned", unit="month", count=2, shift=-1, anchor="2024-02-29", phrase="then")
    assert kept(shop_db, last) == [2, 3]
    assert kept(shop_db, Not(condition=last)) == [1, 4, 5, 6, 8]


def test_a_number_against_text_is_compared_as_text(shop_db: Database) -> None:
    assert kept(shop_db, compare("orders.status", "=", 50, "integer")) == []
    assert kept(shop_db, compare("orders.amount", "=", "70.00", "text")) == [3, 6]


def test_values_of_another_plan_may_hold_nulls_without_hiding_rows(shop_db: Database) -> None:
    known = Plan(entity="orders", rows=Rows(fields=(PlanField(name="id", label="id", of=field("orders.customer_id")),)))
    of = field("customers.customer_id")
    assert kept(shop_db, In(of=of, plan=known), "customers", "customer_id") == [1, 2]
    assert kept(shop_db, In(of=of, plan=known, negated=True), "customers", "customer_id") == [3, 4]
    assert kept(shop_db, Not(condition=In(of=of, plan=known)), "customers", "customer_id") == [3, 4]


def test_a_value_can_be_compared_with_that_of_another_plan(shop_db: Database) -> None:
    average = Plan(entity="orders", measures=(named("average", aggregate("avg", "orders.amount")),))
    above = Comparison(left=field("orders.amount"), operator=">", right=ScalarPlan(plan=average))
    assert kept(shop_db, above) == [1, 2, 3, 6]


def test_several_values_where_one_is_needed_are_refused() -> None:
    several = Plan(entity="orders", dimensions=(by("orders.status"),))
    above = Comparison(left=field("orders.amount"), operator=">", right=ScalarPlan(plan=several))
    with pytest.raises(InvalidInput):
        compile_plan(Plan(entity="orders", rows=Rows(), where=above), shop())


def test_existence_is_told_over_relationships(shop_db: Database) -> None:
    assert kept(shop_db, Exists(entity="orders"), "customers", "customer_id") == [1, 2]
    assert kept(shop_db, Exists(entity="orders", negated=True), "customers", "customer_id") == [3, 4]
    mugs = Exists(entity="lines", where=compare("products.name", "=", "Mug"))
    assert kept(shop_db, mugs, "customers", "customer_id") == [1, 2]
    never_paid = Not(condition=Exists(entity="orders", where=compare("orders.status", "=", "open")))
    assert kept(shop_db, never_paid, "customers", "customer_id") == [2, 3, 4]
    to_rome = Exists(entity="addresses", via=("shipping_address",), where=compare("addresses.city", "=", "Rome"))
    assert kept(shop_db, to_rome) == [1, 2, 4, 7, 8]


def test_conditions_nest(shop_db: Database) -> None:
    nested = And(
        conditions=(
            Or(conditions=(compare("orders.status", "=", "paid"), compare("orders.status", "=", "open"))),
            Not(condition=And(conditions=(IsNull(of=DAY), compare("orders.online", "=", True, "boolean")))),
        )
    )
    assert kept(shop_db, nested) == [1, 2, 3, 4]


def test_an_unknown_name_says_what_there_is() -> None:
    plan = Plan(entity="orders", rows=Rows(), where=compare("orders.amonut", "=", 1, "integer"))
    with pytest.raises(UnknownName) as raised:
        compile_plan(plan, shop())
    assert "amount" in (raised.value.hint or "")


@pytest.mark.parametrize(("value", "type_"), [("12; drop table x", "decimal"), ("soon", "date"), ("inf", "float")])
def test_a_constant_that_is_not_what_it_says_is_refused(value: str, type_: Any) -> None:
    plan = Plan(entity="orders", rows=Rows(), where=compare("orders.amount", "=", value, type_))
    with pytest.raises(InvalidInput):
        compile_plan(plan, shop())


def test_quotes_in_values_and_names_stay_where_they_are(shop_db: Database) -> None:
    assert kept(shop_db, compare("orders.status", "=", 'it\'s "quoted"')) == []
    plan = Plan(
        entity="group",
        measures=(named("order", aggregate("sum", field('group.quo"te'), entity="group")),),
        dimensions=(by("group.select"),),
        where=compare(field("group.two words"), ">=", 1, "integer"),
    )
    assert shop_db.answer(plan) == [("a", 2), ("b", 4)]
