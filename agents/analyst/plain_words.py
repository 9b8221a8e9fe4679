"""Whether a sentence says no more than what figures bear out: a model's own words are those of a closed list.

A figure that is right does not make its sentence right: "because of the weather", "an impressive result", "unlike Oslo" and
"all of them" have no cell that could bear them out. Words of the question, of labels and of values may be said as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from agents.analyst.reading import Reading, Stretch
from agents.analyst.wording import plural, singular

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLAIN_TEXT = """
    the a an of in on at by for from to with and or but while whereas than its their it this that these those there which who
    whose where is are was were be been being has have had having do does did s
    made make makes making earned earn earns earning brought bring brings bringing generated generate generates generating
    recorded reached reach reaches reaching stood stands came come comes coming amounted amounts amounting equals equal
    total totals totalled totaled totalling totaling sum summed combined overall altogether together
    account accounts accounting accounted share shares represents represent representing represented contributed contributes
    contribute contributing comprises comprise part up out
    highest lowest largest smallest biggest greatest most least fewest top bottom leads lead led leading leader followed follows
    following next ranks ranked rank ranking place position peak peaked peaks low high minimum maximum trough strongest weakest
    rose rise rises risen rising increased increase increases increasing grew grow grows grown growing growth fell fall falls
    fallen falling decreased decrease decreases decreasing decline declined declines declining dropped drop drops dropping down
    changed change changes unchanged higher lower more less fewer above below ahead behind difference gap larger smaller bigger
    compared versus vs against between through until during over under about around roughly approximately nearly almost just
    exactly as average averages averaging averaged mean median ranging range ranges ranged varies
    respectively also too much many well number count counts counted amount value values figure figures result results row rows
    group groups entry entries records data table listed shown
    month months year years quarter quarters week weeks day days date dates period periods
    euro euros dollar dollars pound pounds yen rupees francs cents
    across trended upward downward
    percentage percent per-cent points point pp times fold answer
"""
_NEVER_TEXT = """
    because due thanks cause caused causes causing reason reasons driven drives driver result-of owing therefore hence thus so
    explains explain explained explanation suggests suggest suggesting indicates indicate indicating implies imply proves prove
    will would should must could might may likely probably certainly surely expected recommend consider
    all every each none nobody nothing only always never any both everyone everything
"""
_PLAIN, _NEVER = frozenset(_PLAIN_TEXT.split()), frozenset(_NEVER_TEXT.split())
_COMPARED = re.compile(
    r"\b(?:more|less|fewer|ahead|behind|above|below|higher|lower|larger|smaller|bigger|than|exceed\w*|beats?|outsold)\b",
    re.IGNORECASE,
)
_COMPARING = ("difference", "ratio", "change", "share", "trend")
_AS = re.compile(
    r"\bas\b(?! (?:much|many|well|high|low|of)\b)(?<!much as)(?<!many as)(?<!well as)(?<!high as)(?<!low as)", re.I
)
_SINCE = re.compile(r"\bsince (?!\W*(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]))", re.IGNORECASE)


class PlainWords:
    """`context` are texts whose words may be used: the question, what it was read as, labels, our own sentences."""

    def __init__(self, context: Iterable[str], own: Iterable[str] = ()) -> None:
        """Words of our `own` sentences may be used whatever they claim."""
        said = {form for text in own for word in _words(text) for form in _forms(word)}
        asked = {form for text in context for word in _words(text) for form in _forms(word)}
        self._known, self._own = _PLAIN | asked | said, said

    def refused(self, reading: Reading, kinds: Iterable[str]) -> str | None:
        """The word that nothing bears out; `kinds` are those of the facts that its figures refer to."""
        blank = _blanked(reading)
        for word in _words(blank):
            if word not in self._own and (word in _NEVER or word not in self._known):
                return word
        for pattern in (_AS, _SINCE):
            if found := pattern.search(blank):
                return found[0]
        compared = next((one for stretch in reading.stretches if (one := _COMPARED.search(stretch.masked))), None)
        if compared is not None and not any(kind in _COMPARING for kind in kinds):
            return compared[0]
        return _loose_direction(reading)


def _loose_direction(reading: Reading) -> str | None:
    """A way that something went, told without a figure beside a figure of something else."""
    for stretch, after in zip(reading.stretches, (*reading.stretches[1:], None), strict=True):
        leads_on = after is not None and after.lead in ("from", "to", "since") and bool(_figures(reading, after))
        if stretch.claims.direction and not _figures(reading, stretch) and not leads_on and len(reading.stretches) > 1:
            return stretch.masked.split()[-1] if stretch.masked.split() else "up"
    return None


def _figures(reading: Reading, stretch: Stretch) -> bool:
    return any(stretch.start <= figure.start < stretch.end for figure in reading.figures)


def _blanked(reading: Reading) -> str:
    letters = list(reading.text)
    figures = [(figure.start, figure.end) for figure in reading.figures]
    for start, end in (*figures, *((mention.start, mention.end) for mention in reading.mentions)):
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _words(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word.casefold()) for word in _WORD.findall(text)]


def _forms(word: str) -> set[str]:
    return {word, singular(word), plural(word), *word.replace("’", "'").split("-")} if "-" not in word else {word}
