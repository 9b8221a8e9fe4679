"""A place in the lexemes of a question."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.vocabulary import Cue, CueKind


class Cursor:
    """Reads from left to right; what was taken is noted in the draft with the role it played."""

    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self.lexemes = lexemes
        self.at = 0
        self.draft = Draft()

    def peek(self, ahead: int = 0) -> Lexeme | None:
        place = self.at + ahead
        return self.lexemes[place] if 0 <= place < len(self.lexemes) else None

    def take(self, role: str) -> Lexeme:
        lexeme = self.lexemes[self.at]
        self.draft.use(lexeme, role)
        self.at += 1
        return lexeme

    def cue(self, *kinds: CueKind, ahead: int = 0) -> Cue | None:
        lexeme = self.peek(ahead)
        if lexeme is None:
            return None
        return next((cue for cue in lexeme.cues if cue.kind in kinds), None)

    def take_cue(self, *kinds: CueKind) -> Cue | None:
        cue = self.cue(*kinds)
        if cue:
            self.take(_ROLES.get(cue.kind, "filler"))
        return cue

    def skip(self, *kinds: CueKind) -> None:
        """Pass over filler and cues of `kinds`."""
        while (lexeme := self.peek()) is not None:
            if lexeme.kind == "filler" or (lexeme.kind == "cue" and self.cue(*kinds)):
                self.take("filler")
            else:
                return

    def mention(self, ahead: int = 0) -> Lexeme | None:
        """The lexeme here if it names a part of the model."""
        lexeme = self.peek(ahead)
        return lexeme if lexeme is not None and lexeme.names else None

    def nothing_named_before(self) -> bool:
        return not any(lexeme.names or lexeme.values for lexeme in self.lexemes[: self.at])


_ROLES: dict[str, str] = {
    "count": "function",
    "aggregate": "function",
    "distinct": "function",
    "superlative": "order",
    "comparison": "comparison",
    "comparative": "comparison",
    "between": "comparison",
    "average": "comparison",
    "text": "comparison",
    "null": "comparison",
    "not": "comparison",
    "never": "comparison",
    "group": "function",
    "each": "function",
    "order": "order",
    "direction": "order",
    "share": "function",
    "change": "function",
    "running": "function",
    "grain": "date",
}
