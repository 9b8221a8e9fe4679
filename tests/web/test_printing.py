"""Answers on paper: what was asked, found and read, without anything to press."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium

from tests.web.conftest import Scenario

QUESTION = "What is the average order total by channel?"
CONTROLS = ("Download", "Copy", "Save", "Adjust", "New conversation", "Send", "Ask a follow-up", "Right", "Undo")


def test_a_printed_answer_has_its_words_and_no_controls(in_browser: Scenario, sample_server: str) -> None:
    kept = in_browser("printing", sample_server)
    printed = {tab: _pages_of(kept / f"printed-{tab}.pdf") for tab in ("chart", "table", "sql")}
    for tab, pages in printed.items():
        text = "\n".join(pages)
        assert len(pages) == 1, f"{tab}: {len(pages)} pages"
        assert QUESTION in text, tab
        assert "orders.csv v1" in text, tab
        assert [name for name in CONTROLS if name in text.split("\n")] == [], tab
    assert "Marketplace" in printed["chart"][0]
    assert "Marketplace" in printed["table"][0]
    assert "FROM orders" in printed["sql"][0]


def _pages_of(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()
