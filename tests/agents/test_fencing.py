from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.fencing import fenced, lures, one_line


@given(text=st.text(max_size=200))
def test_no_text_closes_its_own_fence(text: str) -> None:
    inside = fenced(text)
    mark = re.match(r"<data-([0-9a-f]{8})>\n", inside)
    assert mark is not None
    assert inside.count(mark[1]) == 2
    assert inside.endswith(f"\n</data-{mark[1]}>")


def test_a_text_that_holds_its_fence_gets_another() -> None:
    once = fenced("x")
    assert fenced(once).splitlines()[0] != once.splitlines()[0]
    assert fenced("x") == once


@given(text=st.text(max_size=200))
def test_a_line_stays_one_line_of_signs_that_can_be_seen(text: str) -> None:
    assert all(sign.isprintable() for sign in one_line(text))
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "See https://evil.example/x.", "Visit www.evil.org now.", "![x](data:image/png;base64,AA)", "[more](//evil.com)", "<img src=x>",
        "Write to boss@evil.io.", "Go to evil.com", "javascript:alert(1)", "`rm -rf /`", "<!-- x -->", "&#104;ttp",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_found(text: str) -> None:
    assert lures(text)


@pytest.mark.parametrize(
    "text", ["Sales rose by 3.5% in Q1.", "A & B lead with 4 < 5.", "Node.js is first.", "U.S. and E.U."]
)
def test_plain_sentences_lead_nowhere(text: str) -> None:
    assert not lures(text)
