"""Names that a question defines itself: "PPO, defined as revenue divided by orders", "conversion rate (orders / sessions)".

What a name stands for is put in its place, in parentheses.
"""

from __future__ import annotations

import re

_OPEN = (
    r"(?:please\s+)?(?:what(?:'s|’s| is| are| was| were)|return|show(?: me)?|give(?: me)?|calculate|compute|find|list|get|determine|report|"
    r"provide|tell me|display|output)\s+"
)
_IS = (
    r"(?:(?:which |that |what )?(?:(?:is|are|being) )?(?:defined|calculated|computed|measured|expressed|given) (?:as|by)|"
    r"i\.e\.,?|that is,|meaning)"
)
_BY_VALUE = r"(?:by|per|for|in|during|over|since|across|sorted|ordered|rounded)"
_MEANT = re.compile(
    rf"(?P<open>^(?:{_OPEN})?(?:(?:the|our|each)\s+)?)(?P<name>[^,()?.;:]+?),?\s+\(?{_IS}\s+(?:the\s+)?(?P<what>[^?.;()]+?)\)?"
    rf"(?P<rest>(?:,\s*|(?<!divided)(?<!multiplied)\s+(?=for each\b|by\b|per\b)){_BY_VALUE}\b.*|[?.\s]*)$",
    re.IGNORECASE | re.DOTALL,
)
_LATER = re.compile(
    rf"^(?P<before>.+?)(?:[.?!;]|,?\s+where|,?\s+with)\s+(?:the\s+|an?\s+)?(?P<name>[^,()?.;:]+?)\s+(?:is|are|=|being)\s+"
    rf"(?:(?:{_IS})\s+)?(?:the\s+)?(?P<what>[^?.;()]+)[?.\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_HELD = re.compile(
    r"(?P<before>^|.*?[\s(])\((?:(?:i\.e\.,?|=|defined as|calculated as)\s*)?(?P<what>[^()]+)\)",
    re.IGNORECASE | re.DOTALL,
)
_SIGN = re.compile(r"\s(?:[/÷×*+−–-]|divided by|times|minus|plus|multiplied by)\s", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?P<start>.*(?:,\s*|\band\s+|\bor\s+)|^(?:{_OPEN})?)(?:(?:the|our|their|its|average|overall)\s+)*(?P<name>[^,()]+?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_GROUPED = re.compile(r"\s(?:per|by|for each|for every|in each)\s.+$", re.IGNORECASE)
_LINKING = frozenset(
    (
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "by",
        "and",
        "or",
        "who",
        "that",
        "are",
        "is",
        "not",
        "at",
        "for",
        "with",
    )
)
_SHORT = re.compile(r"\s*\((?P<letters>[A-Z]{2,6})\)")
_MOST_WORDS = 6


def defined(text: str) -> str:
    """The question with each defined name replaced; `text` itself where it defines none."""
    plain = short_told(text)
    return _meant(_held(plain))


def short_told(text: str) -> str:
    """“Total number of orders (TNO)”: the letters say the words again."""
    for found in _SHORT.finditer(text):
        words = re.findall(r"[A-Za-z]+", text[: found.start()])[-8:]
        starts = "".join(word[0] for word in words).upper()
        if starts.endswith(found["letters"]):
            named = " ".join(words[-len(found["letters"]) :])
            text = text[: found.start()] + text[found.end() :]
            return re.sub(rf"\b{found['letters']}\b", named, text)
    return _initials_told(text)


def _initials_told(text: str) -> str:
    """“What is the ACP by type? Return the type and the average closing price”: words that begin with the letters say them."""
    words = re.findall(r"[A-Za-z]+", text)
    for letters in dict.fromkeys(re.findall(r"\b[A-Z]{3,5}\b", text)):
        for at in range(len(words) - len(letters) + 1):
            said = words[at : at + len(letters)]
            phrase = " ".join(said)
            begins = "".join(word[0] for word in said).upper() == letters
            if begins and phrase.islower() and phrase in text and not _LINKING & set(said):
                text = re.sub(rf"\b{letters}\b", phrase, text)
                break
    return text


def _held(text: str) -> str:
    """A formula in parentheses behind a name."""
    found = _HELD.match(text)
    if found is None or not _SIGN.search(f" {found['what']} ") or not found["before"].strip():
        return text
    named = _NAMED.match(found["before"])
    if named is None or len(named["name"].split()) > _MOST_WORDS or _SIGN.search(f" {named['name']} "):
        return text
    grouped = _GROUPED.search(named["name"])
    tail = f" {grouped[0].strip()}" if grouped is not None else ""
    return f"{named['start']}({found['what']}){tail}{text[found.end() :]}"


def _meant(text: str) -> str:
    found = _MEANT.match(text)
    if found is not None and len(found["name"].split()) <= _MOST_WORDS:
        return f"{found['open']}({found['what'].strip(' ,')}){found['rest']}"
    later = _LATER.match(text)
    if later is None or len(later["name"].split()) > _MOST_WORDS:
        return text
    if not (_SIGN.search(later["what"]) or re.search(_IS, text, re.IGNORECASE)):
        return text
    said = re.compile(rf"\b{re.escape(later['name'])}\b", re.IGNORECASE)
    if not said.search(later["before"]):
        return text
    return said.sub(f"({later['what'].strip()})", later["before"], count=1)
