"""A suite from its questions to its totals, with the files that were asked for."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.answering import Setup, predict
from evals.page import page
from evals.predictions import Prediction, write_predictions
from evals.scoring import Scored, changed, grouped, right_at, score, share_of, totals
from evals.suite import Suite

_MOST_WRONG = (0.03, 0.07, 0.12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Files to write, where wanted; `against` holds the verdicts of an earlier run."""

    predictions: Path | None = None
    page: Path | None = None
    verdicts: Path | None = None
    against: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    scored: tuple[Scored, ...]

    def is_within(self, floor_right: float, max_wrong: float) -> bool:
        """Shares of all questions; right after asking counts as right."""
        counted, count = totals(self.scored), max(1, len(self.scored))
        right = counted["right"] + counted["right after asking"]
        return right / count >= floor_right and counted["wrong"] / count <= max_wrong


def report_on(suite: Suite, setup: Setup, files: Report, say: Callable[[str], object]) -> Outcome:
    found = predict([item.asked for item in suite.items], setup)
    predictions = list(write_predictions(files.predictions, found) if files.predictions else found)
    by_id = {item.asked.id: item for item in suite.items}
    scored = [score(by_id[prediction.id], prediction) for prediction in predictions]
    before = _verdicts(files.against) if files.against else None
    say(f"{suite.name}: {len(scored)} questions, {len({one.item.asked.db for one in scored})} databases")
    say(_told(scored))
    if before is not None:
        say(_told_changes(scored, before))
    if files.page:
        files.page.write_text(page(suite.name, scored, before), encoding="utf-8")
    if files.verdicts:
        lines = [json.dumps({"id": one.item.asked.id, "verdict": one.verdict}) for one in scored]
        files.verdicts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Outcome(scored=tuple(scored))


def _told(scored: Sequence[Scored]) -> str:
    lines = []
    for verdict, number in totals(scored).items():
        share = share_of(scored, verdict)
        lines.append(f"  {verdict:20} {number:5}  {share.share:6.1%}  ({share.low:.1%} to {share.high:.1%})")
    answered = [one for one in scored if one.prediction.status == "answered"]
    right = sum(one.verdict == "right" for one in answered)
    lines.append(f"  of what is answered, right: {right / max(1, len(answered)):.1%}")
    lines += [f"  right at most {most:.0%} wrong: {right_at(scored, most):.1%}" for most in _MOST_WRONG]
    for kind, found in grouped(scored, lambda one: one.item.kind).items():
        parts = ", ".join(f"{verdict} {number}" for verdict, number in totals(found).items() if number)
        lines.append(f"  {kind:28} {len(found):5}: {parts}")
    lines.append(f"  {summary([one.prediction for one in scored])}")
    return "\n".join(lines)


def summary(predictions: Sequence[Prediction]) -> str:
    statuses = Counter(prediction.status for prediction in predictions)
    decided = Counter(prediction.decided_by for prediction in predictions if prediction.decided_by)
    seconds = [prediction.seconds for prediction in predictions] or [0.0]
    parts = [f"{status} {number}" for status, number in statuses.most_common()]
    parts += [f"by {way}: {number}" for way, number in decided.most_common()]
    parts.append(f"median {1000 * statistics.median(seconds):.0f} ms to the SQL")
    tokens = sum(prediction.tokens for prediction in predictions)
    return ", ".join([*parts, f"{tokens / len(predictions):.0f} tokens a question"] if tokens else parts)


def _told_changes(scored: Sequence[Scored], before: dict[str, str]) -> str:
    moves = Counter(f"{was} → {one.verdict}" for one, was in changed(scored, before))
    listed = [f"  {move}: {number}" for move, number in moves.most_common()]
    return "\n".join(["Against the earlier run:", *(listed or ["  nothing changed"])])


def _verdicts(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line["id"]: line["verdict"] for line in map(json.loads, filter(str.strip, lines))}
