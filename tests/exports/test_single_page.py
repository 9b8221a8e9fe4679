from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from exports.report import Report
from exports.single_page import write_page
from tests.exports.reports import HOSTILE, part, report, result

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"><defs><clipPath id="clip0"><path style="fill: red; stroke: none" d="M0"/></clipPath></defs>'
    '<g clip-path="url(#clip0)"><text>a</text></g></svg>'
)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.found if found == tag]


def page(folder: Path, made: Report) -> tuple[str, Elements]:
    write_page(made, folder / "report.html")
    text = (folder / "report.html").read_text(encoding="utf-8")
    elements = Elements()
    elements.feed(text)
    return text, elements


def test_nothing_is_fetched_and_nothing_runs(tmp_path: Path) -> None:
    text, elements = page(tmp_path, report(part(picture=SVG)))
    tags = {tag for tag, _ in elements.found}
    assert tags & {"script", "link", "iframe", "object", "embed", "img", "form", "base"} == set()
    assert [one["href"] for one in elements.of("a")] == ["https://example.org/t/1"]
    events = [name for _, attributes in elements.found for name in attributes if name.startswith("on")]
    assert (events, "url(http" in text) == ([], False)


def test_its_policy_allows_its_own_styles_alone(tmp_path: Path) -> None:
    text, elements = page(tmp_path, report(part(picture=SVG)))
    policy = next(one["content"] or "" for one in elements.of("meta") if one.get("http-equiv"))
    style = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert [attributes for _, attributes in elements.found if "style" in attributes] == []


def test_ids_of_two_charts_do_not_meet(tmp_path: Path) -> None:
    text, elements = page(tmp_path, report(part(picture=SVG), part(picture=SVG), dashboard=True))
    ids = [attributes["id"] for _, attributes in elements.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for attributes in elements.of("g"):
        assert re.fullmatch(r"url\(#chart-\d-clip0\)", attributes["clip-path"] or "")
    assert "clip0" in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text_everywhere(tmp_path: Path, hostile: str) -> None:
    made = report(
        part(title=hostile, question=hostile, sentences=(hostile,), result=result(1, names=(hostile,)), rows=1),
        title=hostile,
        link=f"javascript:{hostile}",
    )
    text, elements = page(tmp_path, made)
    assert {tag for tag, _ in elements.found} & {"script", "img", "a", "label"} == set()
    assert re.search("[\x00-\x08\x0b-\x1f\u202e]", text) is None
    assert "49" not in text


def test_tables_can_be_read_by_ear(tmp_path: Path) -> None:
    _, elements = page(tmp_path, report())
    assert [one.get("scope") for one in elements.of("th")] == ["col", "col"]
    assert len(elements.of("caption")) == 1
    assert elements.of("html")[0]["lang"] == "en"
    assert len(elements.of("h1")) == 1


def test_the_rest_of_a_long_table_is_stated(tmp_path: Path) -> None:
    text, elements = page(tmp_path, report(part(result=result(600), rows=600)))
    assert len(elements.of("tr")) == 501
    assert "The first 500 of 600 rows are shown; 100 are not." in text


def test_the_basis_is_there(tmp_path: Path) -> None:
    _, elements = page(tmp_path, report())
    told = " ".join(elements.texts)
    for wanted in ("SELECT 1", "orders.csv", "status is “paid”", "120 rows without date", "2026-05-09 14:02 UTC"):
        assert wanted in told
