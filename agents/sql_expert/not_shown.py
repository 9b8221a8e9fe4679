"""“Bookings where nobody showed up” are no-shows, where the data calls them so."""

from __future__ import annotations

import re

from semantic_layer import ValueIndex

_SHOW = r"(?:show|showed|turn|turned) up"
_NOBODY = re.compile(
    rf"\b(?:(?:where|in which|for which|to which|that|when) )?(?:(?:nobody|no one|no-one) (?:ever )?(?:{_SHOW}|came|appeared)"
    rf"|(?:did not|didn['’]?t|never|failed to) {_SHOW})",
    re.IGNORECASE,
)
_SAID_NOT = re.compile(r"nobody|no one|no-one|did not|didn|never|failed", re.IGNORECASE)
_WRITTEN = ("no-show", "no show", "noshow", "no_show")


def not_shown(text: str, values: ValueIndex) -> str:
    """The same question; `text` itself where no value says that nobody came."""
    found = _NOBODY.search(text)
    if found is None or not _SAID_NOT.search(found[0]) or re.search(r"\bwho\s*$", text[: found.start()], re.IGNORECASE):
        return text
    written = next((one for one in _WRITTEN if _is_value(one, values)), None)
    if written is None:
        return text
    return f"{text[: found.start()]}that were {written}{text[found.end() :]}"


def _is_value(words: str, values: ValueIndex) -> bool:
    return any(one.how in ("exact", "normalised") for one in values.lookup(words, fuzzy=False))
