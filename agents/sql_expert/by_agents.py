"""“Lessons taught by staff whose name is Ada”: who did it, told with a clause of their own, limits what is asked for."""

from __future__ import annotations

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reader import Reader
from semantic_layer.vocabulary import word_set

_NAMED = 0.7
DONE = word_set("""
taken taught given written made sung driven flown held won built bought sold led run drawn chosen done sent paid seen set
born put kept lent spent begun brought caught drunk eaten found known lost met read ridden shot shown spoken thrown worn
""")


def read_agent(reader: Reader) -> bool:
    """At “by” behind a participle, where a table and a clause about its rows follow; nothing is taken otherwise."""
    said, before = reader.peek(), reader.peek(-1)
    if said is None or before is None or said.text.casefold() != "by" or not reader.draft.targets or reader.functions:
        return False
    if not is_done_by(before, said):
        return False
    start, used = reader.at, len(reader.draft.used)
    reader.take("filler")
    reader.skip()
    mention, clause = reader.mention(), reader.cue("clause", ahead=1)
    if mention is None or clause is None or not any(link.score >= _NAMED for link in mention.entities):
        reader.at = start
        del reader.draft.used[used:]
        return False
    reader.draft.context.append(reader.take("entity"))
    reader.section = "filter"
    return True


def is_behind_by(reader: Reader, start: int) -> bool:
    """“Songs sung by female artists” are not told by artist: whether “by” stands before the words from `start` on."""
    before = next((one for one in reversed(reader.lexemes[:start]) if one.kind != "filler"), None)
    grouping = reader.section == "group" and not reader.functions
    return grouping and before is not None and before.text.casefold() == "by"


def is_done_by(before: Lexeme, said: Lexeme) -> bool:
    """“Taught by”, “supplied by”: a participle, and who did it."""
    verb = before.text.casefold().split()[-1]
    return said.text.casefold() == "by" and (verb.endswith("ed") or verb in DONE)
