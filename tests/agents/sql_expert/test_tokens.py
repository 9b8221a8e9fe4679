from __future__ import annotations

import pytest

from agents.sql_expert.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", 1234.5),
        ("10k", 10_000),
        ("2 million", 2_000_000),
        ("two dozen", 24),
        ("half a million", 500_000),
        ("twenty-one", 21),
        ("$99", 99),
        ("5%", 5),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: float) -> None:
    (token,) = [token for token in tokenise(f"more than {text}") if token.kind == "number"]
    assert token.number == number


def test_quoted_text_is_one_token_and_an_apostrophe_is_no_quote() -> None:
    tokens = tokenise("the customer's city is 'New York'")
    assert [token.folded for token in tokens if token.kind == "quoted"] == ["New York"]


def test_tokens_know_their_place_in_the_question() -> None:
    text = "orders over 2 million, please"
    for token in tokenise(text):
        assert text[token.start : token.end] == token.text


def test_which_one_is_no_number() -> None:
    assert all(token.number is None for token in tokenise("which one is cheaper"))


def test_a_contracted_not_is_a_word_of_its_own() -> None:
    assert "not" in [token.folded for token in tokenise("customers who haven't ordered")]
