"""Text told by its beginning or end, as people say it: "a Gmail or Yahoo address", "a .com email", "ending in 'A' or 'B'"."""

from __future__ import annotations

import re

_PROVIDERS = r"(?:g-?mail|yahoo|hotmail|outlook|icloud|aol|proton(?:mail)?|live|msn|gmx)"
_END = r"\.[a-z]{2,12}(?:\.[a-z]{2})?"
_HOST = rf"@?[a-z0-9][\w-]*{_END}"
_ONE = rf"(?:{_PROVIDERS}|{_HOST}|{_END})"
_ADDRESS = re.compile(
    rf"\b(?P<lead>have|has|having|with|using|use|uses|had|on)\s+(?:an?\s+|their\s+)?(?P<ones>{_ONE}(?:(?:,\s*|,?\s+or\s+(?:an?\s+)?){_ONE})*)\s+"
    r"(?P<column>(?:[\w-]+\s+)?(?:e-?mail|mail)s?(?:\s+(?:address(?:es)?|accounts?|domains?))?|(?:address(?:es)?|accounts?|domains?))(?=\W|$)",
    re.IGNORECASE,
)  # fmt: skip
_BARE = re.compile(
    r"(?P<how>\b(?:ends?|ending|starts?|starting|begins?|beginning) (?:with|in) |\bcontain(?:s|ing)? )"
    rf"(?P<text>@?{_END}|@[\w.-]+\w)(?=[\s,?!.]|$)",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b(?P<how>(?:end|start|begin)(?:s|ing)? (?:with|in)|contain(?:s|ing)?) (?:either )?(?P<first>'[^']+'|\"[^\"]+\"|“[^”]+”)"
    r"(?P<more>(?:\s*,\s*(?:'[^']+'|\"[^\"]+\"|“[^”]+”))*,?\s+or\s+(?:'[^']+'|\"[^\"]+\"|“[^”]+”))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"'[^']+'|\"[^\"]+\"|“[^”]+”")


def endings_told(text: str) -> str:
    """The same question with each text quoted and each alternative a condition of its own."""
    text = _ADDRESS.sub(_address, text)
    text = _BARE.sub(lambda found: f"{found['how']}'{found['text']}'", text)
    return _EITHER.sub(_either, text)


def _address(found: re.Match[str]) -> str:
    ones = re.findall(_ONE, found["ones"], re.IGNORECASE)
    column = re.match(r"(?:[\w-]+\s+)?e-?mail", found["column"], re.IGNORECASE)
    name = column[0] if column else "email"
    return f"whose {' or '.join(_ending(one, name) for one in ones)}"


def _ending(one: str, name: str) -> str:
    if one.startswith("."):
        return f"{name} ends with '{one}'"
    return f"{name} ends with '@{one.lstrip('@')}'" if "." in one else f"{name} contains '@{one}'"


def _either(found: re.Match[str]) -> str:
    """“Ends with 'a' or 'b'”: the verb is said again."""
    how = re.sub(r"ing\b", "s", found["how"].casefold()).replace(" in", " with")
    told = [found["first"], *_QUOTED.findall(found["more"])]
    lead = "that " if found["how"].casefold().split()[0].endswith("ing") else ""
    return lead + " or ".join(f"{how} {one}" for one in told)
