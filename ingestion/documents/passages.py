"""Blocks of text → passages of a readable size, each under its path of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingestion.documents.found import Block

ENOUGH, MOST = 400, 1_500
"""Characters: shorter blocks are joined with the next of their section, longer ones are split at sentences."""

_SENTENCE_END = re.compile(r"(?<=[.!?。！？])[\"'”»)\]]*\s+")
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`section` is the headings above it, outermost first, joined by " › "."""

    text: str
    section: str
    page: int | None


def passages(blocks: Sequence[Block]) -> list[Passage]:
    return list(_split(_joined(_under_headings(blocks))))


def _under_headings(blocks: Iterable[Block]) -> Iterator[tuple[Passage, bool]]:
    """Each paragraph with its section; a heading that nothing follows is a passage itself."""
    path: list[tuple[int, str]] = []
    waiting: Block | None = None
    for block in blocks:
        text = block.text.strip()
        if not text:
            continue
        if block.level is None:
            waiting = None
            yield Passage(text=text, section=_section(path), page=block.page), block.listed
            continue
        if waiting is not None and (block.level <= (waiting.level or 0)):
            yield Passage(text=waiting.text.strip(), section=_section(path[:-1]), page=waiting.page), False
        waiting = block
        path = [(level, heading) for level, heading in path if level < block.level]
        path.append((block.level, " ".join(text.split())[:_LONGEST_HEADING]))
    if waiting is not None:
        yield Passage(text=waiting.text.strip(), section=_section(path[:-1]), page=waiting.page), False


def _section(path: Sequence[tuple[int, str]]) -> str:
    return " › ".join(heading for _, heading in path)


def _joined(found: Iterable[tuple[Passage, bool]]) -> Iterator[Passage]:
    held: Passage | None = None
    for passage, listed in found:
        if held is not None and _belongs(held, passage, listed):
            held = Passage(text=f"{held.text}\n{passage.text}", section=held.section, page=held.page)
            continue
        if held is not None:
            yield held
        held = passage
    if held is not None:
        yield held


def _belongs(held: Passage, passage: Passage, listed: bool) -> bool:
    if (held.section, held.page) != (passage.section, passage.page):
        return False
    together = len(held.text) + len(passage.text)
    return (len(held.text) < ENOUGH or listed) and together < MOST


def _split(found: Iterable[Passage]) -> Iterator[Passage]:
    for passage in found:
        for text in _pieces(passage.text):
            yield Passage(text=text, section=passage.section, page=passage.page)


def _pieces(text: str) -> Iterator[str]:
    while len(text) > MOST:
        window = text[:MOST]
        ends = [match.end() for match in _SENTENCE_END.finditer(window) if match.end() >= ENOUGH]
        cut = ends[-1] if ends else window.rfind(" ", ENOUGH) + 1 or MOST
        yield text[:cut].strip()
        text = text[cut:]
    if text.strip():
        yield text.strip()
