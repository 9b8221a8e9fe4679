"""Text reaches the page as text: the sources hold nothing that would read it as HTML or run it."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "web" / "src"
SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|createContextualFragment|DOMParser"
    r"|\beval\(|new Function\(|srcdoc|setTimeout\(\s*[\"'`]"
)


def test_no_source_of_the_page_reads_text_as_html_or_code() -> None:
    sources = [path for path in SOURCES.rglob("*.ts*") if not path.name.endswith(".test.ts")]
    assert len(sources) > 20
    found = {path.name: SINKS.findall(path.read_text(encoding="utf-8")) for path in sources}
    assert {name: sinks for name, sinks in found.items() if sinks} == {}


def test_charts_run_no_code_of_a_specification_and_load_nothing() -> None:
    drawing = [text for path in SOURCES.rglob("*.ts*") if "new View(" in (text := path.read_text(encoding="utf-8"))]
    assert drawing
    for text in drawing:
        assert (
            text.count("new View(")
            == text.count("expr: expressionInterpreter")
            == text.count("loader: refusingLoader()")
        )
