"""What is asked of two periods, from the question without them: whether it rose, by how much, what rose most, or both figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_UP = (
    r"(?:gr[eo]w(?:n|ing|s)?|r[io]s(?:e|en|ing|es)|ris(?:e|es|en|ing)|rose|increas(?:e|ed|ing|es)|improv(?:e|ed|ing|es)|climb(?:ed|ing|s)?|"
    r"(?:go|goes|gone|went|going) up|gain(?:ed|ing|s)?|jump(?:ed|ing|s)?|pick(?:ed|ing)? up|expand(?:ed|ing|s)?)"
)
_DOWN = (
    r"(?:f[ae]ll(?:en|ing|s)?|drop(?:ped|ping|s)?|declin(?:e|ed|ing|es)|decreas(?:e|ed|ing|es)|shr[aiu]nk(?:ing|s)?|"
    r"(?:go|goes|gone|went|going) down|los(?:e|t|ing|es)|dip(?:ped|ping|s)?|worsen(?:ed|ing|s)?|slow(?:ed|ing)? down|slump(?:ed|ing)?)"
)
_MOVE = r"(?:chang(?:e|ed|ing|es)|develop(?:ed|ing|s)?|evolv(?:e|ed|ing|es)|mov(?:e|ed|ing|es)|differ(?:ed|s)?)"
_HIGH = r"(?:up|higher|better|bigger|larger|greater|more|stronger|longer|ahead|faster)"
_LOW = r"(?:down|lower|worse|smaller|less|fewer|weaker|shorter|behind|slower)"
_UP_NOUN = r"(?:growth|rise|increase|gain|jump|improvement|uplift)"
_DOWN_NOUN = r"(?:drop|fall|decline|decrease|loss|dip|reduction|slump)"
_NOUN = rf"(?:{_UP_NOUN}|{_DOWN_NOUN}|change|development|difference)"
_SHARE = r"(?:percentage|percent|per cent|relative|%|proportional)"
_HELPER = r"(?:did|do|does|has|have|is|are|was|were)"
_THE = r"(?:the |our |my |your )?"
_SURELY = r"(?:(?:really|actually|significantly|much|been|any|also|still|in fact) )*"
_BIGGEST = r"(?:biggest|largest|greatest|highest|strongest|steepest|sharpest|most|best|worst)"
_FASTEST = r"(?:fastest|quickest|strongest)"
_WHAT = r"(?P<what>.+?)"
_GROUP = r"(?P<group>[\w-]+(?: [\w-]+){0,2}?)"
_LEAD = r"(?:what (?:is|was|were|are|'s)|what's|show(?: me)?|give me|tell me|calculate|compute|compare|find|how (?:big|large) (?:is|was))"
_END = r"(?: (?:by|at all|or not|overall))?"

_EITHER = re.compile(rf"^{_HELPER} {_THE}{_WHAT} (?:{_UP}|{_HIGH}) or (?:{_DOWN}|{_LOW}|not){_END}$", re.I)
_YES = re.compile(
    rf"^(?:{_HELPER}) {_THE}{_WHAT} {_SURELY}(?:(?P<up>{_UP}|{_HIGH})|(?P<down>{_DOWN}|{_LOW})){_END}$", re.I
)
SETS_GROUPS = (
    r"than (?:(?:to|from|with|by|at|of|for)\b|(?:in|on) (?!(?:the |last |this |previous |first |second )*(?:\d|q[1-4]|h[12]|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter|week|month|quarter|year|half|day)))"
)
"""“More to Leeds than to Bristol” sets two groups against each other, and no periods."""
_THERE = re.compile(
    rf"^(?:is|are|was|were|did|do) (?:there|we have|we get) {_SURELY}(?:(?P<up>more)|(?P<down>fewer|less)) (?!.*\b{SETS_GROUPS}){_WHAT}$",
    re.I,
)
_HOW_MUCH = (
    re.compile(
        rf"^(?:by )?(?:how (?:much|many)|what)(?: (?P<share>{_SHARE}))? {_HELPER} {_THE}{_WHAT} {_SURELY}(?:{_UP}|{_DOWN}|{_MOVE}){_END}$",
        re.I,
    ),
    re.compile(rf"^how {_HELPER} {_THE}{_WHAT} {_SURELY}(?:{_UP}|{_DOWN}|{_MOVE}){_END}$", re.I),
    re.compile(
        rf"^(?:{_LEAD} )?{_THE}(?:(?P<share>{_SHARE}) )?{_NOUN}(?P<rate> rates?)? (?:in|of) {_THE}{_WHAT}"
        rf"(?: (?:in|as) (?:a )?(?P<share2>{_SHARE}))?$",
        re.I,
    ),
    re.compile(
        rf"^(?:{_LEAD} )?{_THE}(?!{_HELPER}\b|how\b|why\b)(?P<what>(?:(?!\bwhich\b).)+?) (?:(?P<share>{_SHARE}) )?{_NOUN}(?P<rate> rates?)?"
        rf"(?: (?:in|as) (?:a )?(?P<share2>{_SHARE}))?(?P<by> (?:by|per|for each) [\w -]+)?$",
        re.I,
    ),
    re.compile(rf"^how much (?:{_HIGH}|{_LOW}) {_HELPER} {_THE}{_WHAT}$", re.I),
)
_BETTER = re.compile(
    rf"^(?:which|what) (?:year|quarter|month|week|period) (?:was|is|went|did) {_THE}(?:{_HIGH}|{_LOW}|stronger|best|worst)"
    rf"(?: (?:for|in) {_THE}{_WHAT})?$",
    re.I,
)
_MORE_DONE = re.compile(
    r"^how (?P<many>much|many) (?:more|less|fewer)(?P<noun> [\w ]+?)?(?: (?P<done>(?:did|do|does|were|was|have|has) .+))?$",
    re.I,
)
_TOP = re.compile(
    rf"^(?:{_LEAD} )?{_THE}(?P<end>top|bottom|best|worst) (?P<count>\d+) {_GROUP} by (?:{_WHAT} )?(?:(?P<share>{_SHARE}) )?"
    rf"(?:(?P<up>{_UP_NOUN})|(?P<down>{_DOWN_NOUN}))(?: (?:in|of) {_THE}(?P<what2>.+?))?$",
    re.I,
)
_THOSE = re.compile(
    rf"^(?:which|what) {_GROUP} (?:has |have |had |are |were )?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))$", re.I
)
_DID_BETTER = (
    re.compile(
        rf"^(?:which|what) {_GROUP} (?:did|were|was|are|performed|fared|went) (?:(?P<up>{_HIGH})|(?P<down>{_LOW}))$",
        re.I,
    ),
    re.compile(
        rf"^(?:which|what) {_GROUP} (?:had|have|saw|made|brought in) (?:a )?(?:(?P<up>{_HIGH})|(?P<down>{_LOW})) {_WHAT}$",
        re.I,
    ),
)
_MOST = (
    re.compile(
        rf"^(?:which|what) {_GROUP} (?:has |have |had )?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?: the)? (?:most|(?P<share>{_FASTEST}))$",
        re.I,
    ),
    re.compile(
        rf"^(?:which|what) {_GROUP} (?:has |have |had )?(?:(?P<up>gained|added)|(?P<down>lost)) (?:the )?most {_THE}{_WHAT}$",
        re.I,
    ),
    re.compile(
        rf"^(?:in )?(?:which|what) {_GROUP} (?:has|have|had|saw|sees|shows|showed|made|recorded|experienced|with) {_THE}{_BIGGEST} "
        rf"(?:(?P<share>{_SHARE}) )?(?:(?P<up>{_UP_NOUN})|(?P<down>{_DOWN_NOUN}))(?: (?:in|of) {_THE}{_WHAT})?$",
        re.I,
    ),
    re.compile(
        rf"^(?:in )?(?:which|what) {_GROUP} did {_THE}{_WHAT} (?:(?P<up>{_UP})|(?P<down>{_DOWN})) (?:the )?(?:most|(?P<share>{_FASTEST}))$",
        re.I,
    ),
    re.compile(
        rf"^(?:{_LEAD} )?{_THE}{_BIGGEST} (?:(?P<share>{_SHARE}) )?(?:(?P<up>{_UP_NOUN})|(?P<down>{_DOWN_NOUN})) (?:in|of) {_THE}{_WHAT}"
        r"(?: by (?P<group>[\w-]+(?: [\w-]+)?))?$",
        re.I,
    ),
)
_STEP = re.compile(
    r"\b(?P<unit>month|quarter|year|week|day)(?:ly|[- ](?:on|over|to)[- ](?P=unit))\b ?|\bmom\b ?|\byoy\b ?|\bqoq\b ?",
    re.I,
)
_NOT_A_FIGURE = re.compile(
    r"^(?:there|it|that|this|they|these|those|any|some|all|every|each|no|none|most)\b|\b(?:why|which|who|whether|trend)\b",
    re.I,
)
_OURSELVES = re.compile(r"^(?:we|business|things|the business|the company|us)$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`what` is the figure in the question's words, empty where none was named; `group` what is ranked by its change.

    `count` is how many of them, None for all that moved so.
    """

    kind: Literal["whether", "change", "most", "figures"]
    what: str
    group: str = ""
    down: bool = False
    share: bool = False
    done: bool = False
    count: int | None = 1


def frame_of(rest: str) -> Frame | None:
    plain = rest.strip()
    return _most(plain) or _ranked(plain) or _whether(plain) or _how_much(plain)


def says_change(word: str) -> bool:
    return re.fullmatch(rf"{_UP}|{_DOWN}|{_MOVE}|{_NOUN}", word, re.I) is not None


def step_said(text: str) -> tuple[str, str]:
    """The unit of “month on month”, and the question without it."""
    found = _STEP.search(text)
    if found is None:
        return "", text
    unit = found["unit"] or {"mom": "month", "yoy": "year", "qoq": "quarter"}[found[0].strip().casefold()]
    return unit.lower(), f"{text[: found.start()]}{text[found.end() :]}".strip()


def _most(plain: str) -> Frame | None:
    for pattern in _MOST:
        found = pattern.match(plain)
        if found is not None:
            said = found.groupdict()
            return Frame(
                kind="most", what=said.get("what") or "", group=said.get("group") or "", down=bool(found["down"]),
                share=bool(said.get("share")),
            )  # fmt: skip
    return None


def _ranked(plain: str) -> Frame | None:
    """“Top 3 products by growth”, “which stores grew”."""
    those = _THOSE.match(plain)
    if those is not None:
        return Frame(kind="most", what="", group=those["group"], down=bool(those["down"]), count=None)
    for pattern in _DID_BETTER:
        better = pattern.match(plain)
        if better is not None:
            what = better.groupdict().get("what") or ""
            return Frame(kind="most", what=what, group=better["group"], down=bool(better["down"]), count=None)
    top = _TOP.match(plain)
    if top is None:
        return None
    down = bool(top["down"]) != (top["end"].casefold() in ("bottom", "worst"))
    what, share = top["what"] or top["what2"] or "", bool(top["share"])
    return Frame(kind="most", what=what, group=top["group"], down=down, share=share, count=int(top["count"]))


def _whether(plain: str) -> Frame | None:
    either = _EITHER.match(plain)
    if either is not None:
        return _framed("change", either["what"])
    found = _THERE.match(plain)
    if found is not None:
        return _framed("whether", f"number of {found['what']}", down=bool(found["down"]))
    found = _YES.match(plain)
    return _framed("whether", found["what"], down=bool(found["down"])) if found is not None else None


def _how_much(plain: str) -> Frame | None:
    done = _MORE_DONE.match(plain)
    if done is not None and (done["noun"] or done["done"]):
        verb = re.fullmatch(rf"{_HELPER} (?P<what>.+?) (?:{_UP}|{_DOWN})", done["done"] or "", re.I)
        if verb is None:
            said = " ".join(
                word for word in (f"how {done['many']}", (done["noun"] or "").strip(), done["done"]) if word
            )
            return Frame(kind="change", what=said, done=True)
    for pattern in _HOW_MUCH:
        found = pattern.match(plain)
        if found is not None:
            groups = found.groupdict()
            share = any(groups.get(name) for name in ("share", "share2", "rate"))
            return _framed("change", f"{found['what']}{groups.get('by') or ''}", share=share)
    return None


def _framed(kind: Literal["whether", "change"], what: str, *, down: bool = False, share: bool = False) -> Frame | None:
    if _OURSELVES.match(what):
        return Frame(kind=kind, what="", down=down, share=share)
    if _NOT_A_FIGURE.search(what):
        return None
    return Frame(kind=kind, what=what, down=down, share=share)


def compared_figure(rest: str) -> Frame | None:
    """“Compare revenue”, “the sales of tools”: nothing is asked but the figures."""
    found = re.match(
        rf"^(?:(?:{_LEAD}|how (?:do|does|did|is|are|was|were)) )?{_THE}{_WHAT}(?: (?:compare|doing|do|be|look|perform))?$",
        rest,
        re.I,
    )
    better = _BETTER.match(rest)
    if rest.strip().lower() in ("", "compare", "comparison") or better is not None:
        return Frame(kind="figures", what=(better["what"] or "") if better is not None else "")
    if found is None or _NOT_A_FIGURE.search(found["what"]):
        return None
    done = re.match(r"^how (?:much|many)\b", rest, re.I) is not None
    return Frame(kind="figures", what=rest if done else found["what"], done=done)
