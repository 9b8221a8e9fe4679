"""Schedules as JSON: without the rows that are kept to be compared, and without what a webhook's address may hold of secrets."""

from __future__ import annotations

from typing import Any, cast

from core.errors import InvalidInput
from core.schedule import Target, WebhookTarget, When
from wire import dump, load
from workspace import ScheduleRecord, ScheduleRunRecord, Workspace
from workspace.schedules.delivering import name_of
from workspace.schedules.running import news_of

_DUE_SHOWN = 3


def when_of(given: dict[str, Any]) -> When:
    """Raises InvalidInput."""
    found: When = load(cast(Any, When), given)
    _refuse_unknown("when", given, dump(found, When))
    return found


def targets_of(given: list[dict[str, Any]]) -> tuple[Target, ...]:
    """Raises InvalidInput."""
    found: tuple[Target, ...] = load(cast(Any, tuple[Target, ...]), given)
    for one, target in zip(given, found, strict=True):
        _refuse_unknown("targets", one, dump(target, Target))
    return found


def schedule_object(workspace: Workspace, record: ScheduleRecord) -> dict[str, Any]:
    schedule = record.schedule
    return {
        "id": record.id,
        "title": schedule.title,
        "status": record.status,
        "what": {
            "kind": schedule.what.kind,
            "source": schedule.what.source,
            "title": schedule.what.title,
            "filters": list(schedule.what.filters),
            "queries": [{"title": item.title, "version": item.version} for item in schedule.what.items],
        },
        "when": dump(schedule.when, When),
        "timezone": schedule.timezone,
        "targets": [_target(target) for target in schedule.targets],
        "format": schedule.format,
        "paper": schedule.paper,
        "next_times": [moment.isoformat() for moment in workspace.schedules.due_next(record, _DUE_SHOWN)],
        "problem": dump(record.problem) if record.problem else None,
        "made_by": record.caller.name,
        "made_at": record.made_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
    }


def run_object(run: ScheduleRunRecord) -> dict[str, Any]:
    """`changes` are in words; `figures` are then and now in them."""
    outcome = run.outcome
    return {
        "due_at": run.due_at.isoformat(),
        "status": run.status,
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "by_hand": outcome.by_hand,
        "missed": outcome.missed,
        "interrupted": outcome.interrupted,
        "compared_with": outcome.since.isoformat() if outcome.since else None,
        "changes": list(news_of(outcome)),
        "items": [
            {
                "title": item.title,
                "run_id": item.run_id,
                "row_count": item.row_count,
                "sentences": list(item.sentences),
                "sentences_that_hold": item.held,
                "no_longer_true": list(item.no_longer),
                "figures": [dump(figure) for figure in item.figures],
                "tables": [{"name": name, "version": version, "rows": rows} for name, version, rows in item.tables],
            }
            for item in outcome.items
        ],
        "deliveries": [dump(delivery) for delivery in outcome.deliveries],
        "problem": dump(outcome.problem) if outcome.problem else None,
    }


def _target(target: Target) -> dict[str, Any]:
    if isinstance(target, WebhookTarget):
        return {"kind": "webhook", "name": name_of(target)}
    return {**dump(target, Target), "name": name_of(target)}


def _refuse_unknown(place: str, given: dict[str, Any], known: dict[str, Any]) -> None:
    unknown = set(given) - set(known)
    if unknown:
        raise InvalidInput(
            f"{place}.{min(unknown)}: there is no such key.", hint=f"Known are: {', '.join(sorted(known))}."
        )
