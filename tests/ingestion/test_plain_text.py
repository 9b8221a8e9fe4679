from __future__ import annotations

from collections.abc import Callable

import pytest

from ingestion.documents.found import Block
from ingestion.documents.passages import ENOUGH, MOST, passages
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]
SENTENCE = "The harbour was full of ships, and each of them waited for its turn to unload. "


def test_pipe_tables_of_markdown_are_tables(read: ReadText) -> None:
    page = "# Report\n\nBefore.\n\n| Region | Share |\n|:--|--:|\n| **North** | 12 % |\n| So\\|uth | 8 % |\n\nAfter.\n"
    found = read(page, name="t.md")
    assert found.rows() == [("North", 12), ("So|uth", 8)]
    assert found.column("share").unit == "%"
    assert found.rows(1) == [("t.md", 1, None, "Report", "Before.\nAfter.")]


def test_headings_links_and_code_of_markdown_are_read_as_text(read: ReadText) -> None:
    page = "---\ntitle: x\n---\n# A\n\nSee [the docs](http://x) and `code`.\n\n## B\n\n```\nx = 1\n```\n"
    assert [r[3:] for r in read(page, name="t.md").rows()] == [
        ("A", "See the docs and code."),
        ("A › B", "x = 1"),
    ]


def test_a_pipe_table_is_found_in_a_text_file(read: ReadText) -> None:
    assert read("Some words.\n\n| a | b |\n|---|---|\n| 1 | x |\n", name="t.txt").rows() == [(1, "x")]


@pytest.mark.parametrize(
    "content",
    ["a\tb\n1\tx\n2\ty\n", "a,b\n1,x\n2,y\n", "a;b\n1;x\n2;y\n", "a|b\n1|x\n2|y\n"],
)
def test_delimited_text_stays_a_table(read: ReadText, content: str) -> None:
    assert read(content, name="t.txt").rows() == [(1, "x"), (2, "y")]


def test_one_value_a_line_stays_a_column(read: ReadText) -> None:
    assert len(read("apple\npear\nplum\nfig\n", name="t.txt").imported.tables[0].columns) == 1


def test_prose_becomes_passages(read: ReadText) -> None:
    page = f"THE HARBOUR\n\n{SENTENCE * 8}\n\nNext, on the quay, people waited: some sat; some stood.\n"
    found = read(page, name="t.txt")
    assert [table.name for table in found.imported.tables] == ["t_text"]
    assert {r[3] for r in found.rows()} == {"THE HARBOUR"}


def test_passages_have_a_readable_size() -> None:
    found = passages([Block(text=SENTENCE.strip()) for _ in range(60)] + [Block(text=SENTENCE * 100)])
    assert all(len(passage.text) <= MOST for passage in found)
    assert sum(1 for passage in found if len(passage.text) < ENOUGH) <= 2
    assert " ".join(" ".join(p.text.split()) for p in found) == " ".join((SENTENCE * 160).split())


def test_a_text_without_a_space_is_split_all_the_same() -> None:
    assert "".join(p.text for p in passages([Block(text="x" * 5_000)])) == "x" * 5_000


def test_passages_never_join_sections_or_pages() -> None:
    blocks = [
        Block(text="A", level=1),
        Block(text="one", page=1),
        Block(text="two", page=2),
        Block(text="B", level=2),
        Block(text="three", page=2),
    ]
    assert [(p.section, p.page, p.text) for p in passages(blocks)] == [
        ("A", 1, "one"),
        ("A", 2, "two"),
        ("A › B", 2, "three"),
    ]
