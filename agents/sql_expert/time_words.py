"""Columns of dates by what happened then, in the words of a question: "dropped off" is when a job was booked in."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import Field
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

_ALIKE = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "resolution resolved resolve closing closed close solved solve fixed finished done completed settled",
        "shipped ship shipment shipping dispatch dispatched sent send posted",
        "pay paid payment settled settling settle",
        "delivery delivered deliver arrival arrived arrive",
        "pickup picked pick collected collection collect fetched fetch",
        "dropped drop booked book booking intake received receive brought bring handed hand check checkin checked checkedin "
        "accepted admitted admission admit",
        "ordered order placed place purchased purchase bought buy",
        "hired hire joined join started start onboarded signed signup sign enrolled enrol enrollment registered registration register "
        "moved admitted",
        "left leave leaving quit departed departure exit terminated termination ended end cancelled cancel churned churn discharged "
        "discharge checkout resigned",
        "issued issue billed bill invoiced invoice raised raise",
        "returned return back",
        "requested request reported report logged log opened open opening created create raised raise submitted submit applied apply "
        "application filed received",
        "answered answer response responded respond reply replied first",
        "started start began begin beginning kickoff instructed",
        "ended end finished finish completed complete completion concluded finalised closed",
        "lent lend borrowed borrow loan loaned issued checkedout",
        "published publish released release launched launch",
        "promised promise due expected scheduled planned",
        "approved approve approval granted signed decided decision",
        "harvested harvest picked bottled bottling",
        "diagnosed diagnosis", "treated treatment", "vaccinated vaccination given administered",
    )
)  # fmt: skip
_EMPTY = frozenset(
    map(
        stem,
        word_set("""
        date time day being been be is are was were get gets getting it them they the a an its their our us in on off up out and
        by at to from of for when we has have had go goes going comes come coming
        """),
    )
)
_ROOT = 5


def time_said(words: str, times: Sequence[Field], own: frozenset[str] = frozenset()) -> Field | None:
    """The one column of dates that is meant; `own` are stems of the rows' own name, which tell none apart."""
    said = {stem(word) for word in full_words(words)} - _EMPTY
    told = said - own or said
    for alike in (_same_root, _same_event):
        found = [one for one in times if any(alike(word, name) for word in told for name in _stems(one))]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def _stems(field: Field) -> frozenset[str]:
    return frozenset(stem(word) for word in full_words(field.name)) - _EMPTY


def _same_root(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _ROOT and one[:_ROOT] == other[:_ROOT])


def _same_event(one: str, other: str) -> bool:
    return any({one, other} <= group for group in _ALIKE)
