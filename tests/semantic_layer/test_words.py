"""Names are split into words, and words that read the same are compared as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic_layer.vocabulary import likeness
from semantic_layer.words import full_words, name_words, normalise, plural, readable, singular, stem


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("order_id", ("order", "id")),
        ("OrderDate", ("order", "date")),
        ("HTTPServer", ("http", "server")),
        ("customerid", ("customer", "id")),
        ("unitprice", ("unit", "price")),
        ("Home Town", ("home", "town")),
        ("address2", ("address", "2")),
        ("Größe_cm", ("grosse", "cm")),
        ("paid", ("paid",)),
        ("candidate", ("candidate",)),
        ("invalid", ("invalid",)),
    ],
)
def test_a_name_is_split_where_a_person_would_split_it(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cust_qty", ("customer", "quantity")),
        ("dept", ("department",)),
        ("emp_dob", ("employee", "birth", "date")),
        ("avgAmt", ("average", "amount")),
        ("order_no", ("order", "no")),
    ],
)
def test_common_abbreviations_are_written_out_unless_they_have_several_meanings(
    name: str, words: tuple[str, ...]
) -> None:
    assert full_words(name) == words


def test_a_readable_label_keeps_a_header_and_reads_out_a_name() -> None:
    assert readable("Unit price (EUR)") == "Unit price (EUR)"
    assert readable("custID") == "customer ID"
    assert readable("größe") == "größe"
    assert readable("__") == "__"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("customer", "customers"),
        ("city", "cities"),
        ("day", "days"),
        ("person", "people"),
        ("child", "children"),
        ("box", "boxes"),
        ("address", "addresses"),
        ("status", "statuses"),
        ("series", "series"),
        ("staff", "staff"),
        ("movie", "movies"),
        ("analysis", "analyses"),
    ],
)
def test_singular_and_plural_lead_to_each_other(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one
    assert singular(one) == one
    assert plural(many) == many


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("customers") == stem("Customer")
    assert stem("people") == stem("person")
    assert stem("shipping") == stem("shipped")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("São Paulo", "sao paulo"),
        ("AT&T", "at and t"),
        ("O'Neil", "ONEIL"),
        ("New  York", "new-york"),
        ("Straße", "strasse"),
        ("Ørsted", "orsted"),
        ("1,000", "1000"),
        ("snake_case", "snake case"),
    ],
)
def test_what_reads_the_same_is_normalised_to_the_same(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("C++", "C"), ("C#", "C"), ("3.5", "35"), ("1.000", "1000"), ("+", "-")])
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_abbreviations_are_nearer_than_synonyms_and_strangers_are_none() -> None:
    assert likeness(stem("qty"), stem("quantity")) > likeness(stem("revenue"), stem("sales")) > 0.5
    assert likeness(stem("revenue"), stem("sales")) == likeness(stem("sales"), stem("revenue"))
    assert likeness(stem("revenue"), stem("postcode")) == 0
    assert likeness(stem("city"), stem("cities")) == 1
