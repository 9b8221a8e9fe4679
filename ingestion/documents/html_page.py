"""A web page → its tables and its text. Scripts are never run and nothing is fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingestion.documents.found import Block, Document, FoundTable
from ingestion.documents.html_tables import caption_of, is_data_table, read_table, tables_inside

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "head",
        "select",
        "textarea",
        "button",
    }
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form"
        " h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_HEADING = re.compile(r"h([1-6])")
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""The parser leaves out what stands behind the end of a page; a browser shows it."""

_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def read_page(text: str) -> Document:
    """Raises ValueError where there is no element at all."""
    root = _parsed(text)
    found = _Walk()
    found.walk(root)
    found.end_block()
    return Document(tables=tuple(found.tables), blocks=tuple(found.blocks))


def _parsed(text: str) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(_ENDS.sub("", text).encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root is None:
        raise ValueError("the page is empty")
    return root


def is_hidden(element: _Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN_STYLE.search(style) is not None)


class _Walk:
    """Elements in the order of the document, without recursion: pages can be nested deeply."""

    def __init__(self) -> None:
        self.tables: list[FoundTable] = []
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._level: int | None = None
        self._listed = False

    def walk(self, root: _Element) -> None:
        from lxml import etree

        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start":
                if not self._start(element):
                    events.skip_subtree()
            else:
                self._end(element)

    def _start(self, element: _Element) -> bool:
        """Whether to go inside."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SKIPPED or is_hidden(element):
            return False
        if tag in _BLOCKS:
            self.end_block()
            self._enter(tag)
        if tag == "table" and is_data_table(element):
            self._add_tables(element)
            return False
        if tag == "br":
            self._words.append("\n")
        if element.text:
            self._words.append(element.text)
        return True

    def _enter(self, tag: str) -> None:
        heading = _HEADING.fullmatch(tag)
        if heading:
            self._level = int(heading[1])
        self._listed = tag in {"li", "dd", "dt"} or (self._listed and tag == "p")

    def _end(self, element: _Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            self.end_block()
        if element.tail:
            self._words.append(element.tail)

    def _add_tables(self, element: _Element) -> None:
        for table in (element, *tables_inside(element)):
            found = read_table(table, f"table {len(self.tables) + 1}")
            if found is not None:
                self.tables.append(found)
            else:
                self._words.append(" ".join("".join(table.itertext()).split()))
                self.end_block()
        caption = caption_of(element)
        if caption:
            self.blocks.append(Block(text=caption))

    def end_block(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self._words).split("\n\n"))
        text = "\n".join(line for line in lines if line)
        if text:
            self.blocks.append(Block(text=text, level=self._level, listed=self._listed))
        self._words.clear()
        self._level = None
