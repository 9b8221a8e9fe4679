"""What is sent in place of a value, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agents.model_settings import Privacy
from agents.sql_expert.database_words import only_known
from agents.sql_expert.resolved import Resolved

PREFIX = "masked_value_"
_SHORTEST_WORD = 3
_LITERAL = re.compile(r"'((?:[^']|'')*)'")
_NAMED = re.compile(r"'([^']*)'|\"([^\"]*)\"|“([^”]*)”|\b(\d[\d.,:/-]*)")


class Mask:
    """For one question. With "masked", values leave as placeholders; with "schema", only as the person typed them."""

    def __init__(self, privacy: Privacy, typed: Iterable[str]) -> None:
        self.privacy = privacy
        self._typed = " ".join(typed).casefold()
        self._by_value: dict[str, str] = {}
        self._values: dict[str, str] = {}

    @property
    def hides(self) -> bool:
        return self.privacy != "samples"

    def question(self, text: str, resolved: Iterable[Resolved]) -> str:
        """The question as it may be sent."""
        if self.privacy != "masked":
            return text
        for one in sorted(resolved, key=lambda found: -found.start):
            placeholder = self.hide(one.value if one.value is not None else one.words)
            text = f"{text[: one.start]}{placeholder}{text[one.end :]}"
        return self.text(text)

    def hide(self, value: str) -> str:
        """What is sent for a value of the data."""
        if self.privacy == "samples" or (self.privacy == "schema" and self._was_typed(value)):
            return value
        if value not in self._by_value:
            placeholder = f"{PREFIX}{len(self._by_value) + 1}"
            self._by_value[value] = placeholder
            self._values[placeholder] = value
        return self._by_value[value]

    def note_literals(self, sql: str, known: str) -> None:
        """Texts in `sql` that were not in what the model wrote are spelled as in the data: they never leave as they are."""
        for found in _LITERAL.finditer(sql) if self.hides else ():
            value = found[1].replace("''", "'")
            if value and value not in known:
                self.hide(value)

    def _was_typed(self, value: str) -> bool:
        return re.search(rf"(?<!\w){re.escape(value.casefold())}(?!\w)", self._typed) is not None

    def text(self, text: str) -> str:
        """Text of ours with every value known here replaced."""
        for value in sorted(self._by_value, key=len, reverse=True):
            placeholder = self._by_value[value]
            if len(value) < _SHORTEST_WORD:
                text = text.replace(f"'{value}'", f"'{placeholder}'")
            else:
                text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", placeholder, text, flags=re.IGNORECASE)
        return text

    def reason(self, text: str, known: str, *, by_database: bool = False) -> str:
        """Why SQL was refused, as it may be sent: what it names is told only where the `known` texts have it already.

        An error of the database may name a cell that could not be converted, or a heading that was made of one, and
        need not put it in quotes.
        """
        text = self.text(text)
        if not self.hides:
            return text
        told = _NAMED.sub(lambda found: found[0] if (found[found.lastindex or 0]) in known else "…", text)
        return only_known(told, known) if by_database else told

    def sql(self, sql: str) -> str:
        """Earlier SQL: its texts may be spelled as in the data."""
        if not self.hides:
            return sql
        return _LITERAL.sub(
            lambda found: _quoted(self.hide(found[1].replace("''", "'"))) if found[1] else found[0], sql
        )

    def put_back(self, text: str) -> str:
        """The text of a literal that came back."""
        for placeholder, value in sorted(self._values.items(), key=lambda pair: -len(pair[0])):
            text = re.sub(re.escape(placeholder), lambda _, value=value: value, text, flags=re.IGNORECASE)  # type: ignore[misc]
        return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
