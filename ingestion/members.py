"""What a person decided about one file of an archive, and what is told of it: keys that name the file too."""

from __future__ import annotations

from dataclasses import replace

from core.import_choices import Choices, decision_key
from core.import_report import Decision, TableReport

_STEP = " › "


def choices_within(choices: Choices, member: str) -> Choices:
    """The choices about `member`, by the keys that its reader knows."""
    mark = f"{_safe(member)}{_STEP}"
    inner = {}
    for key, value in choices.chosen.items():
        kind, place, part = (*key.split("|"), "", "")[:3]
        if place.startswith(mark):
            inner[decision_key(kind, place.removeprefix(mark), part)] = value
    return Choices(chosen=inner)


def named_within(decision: Decision, member: str) -> Decision:
    """The decision under the key that names the file of the archive."""
    if decision.key is None:
        return decision
    kind, place, part = (*decision.key.split("|"), "", "")[:3]
    return replace(decision, key=decision_key(kind, f"{_safe(member)}{_STEP}{place}", part))


def report_within(report: TableReport, member: str) -> TableReport:
    return replace(
        report,
        place=f"{_safe(member)}{_STEP}{report.place}",
        decisions=tuple(named_within(decision, member) for decision in report.decisions),
    )


def _safe(member: str) -> str:
    return member.replace("|", "/")
