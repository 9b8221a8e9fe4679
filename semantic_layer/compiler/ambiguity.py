"""Where two relationships lead to the same table, the question back: which of them is meant."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

from core.answer import Clarification, Option
from core.model import SemanticModel
from core.plan import Exists, FieldRef, Plan
from core.ways import Unclear
from semantic_layer.compiler.paths import Path, SeveralPaths, find

Node = TypeVar("Node")
_MOST_OPTIONS = 4


def question_back(found: SeveralPaths, plan: Plan, model: SemanticModel) -> Unclear:
    """Each option is the same Plan with its way named."""
    goal = model.entity(found.goal).label
    options = tuple(
        Option(label=_label(path), plan=_with_path(plan, found, path, model)) for path in found.paths[:_MOST_OPTIONS]
    )
    start = model.entity(found.start).label
    return Unclear(
        Clarification(question=f"{start} and {goal} are linked in several ways. Which one?", options=options)
    )


def _label(path: Path) -> str:
    return ", then ".join(hop.relationship.name.replace("_", " ") for hop in path)


def _with_path(plan: Plan, found: SeveralPaths, path: Path, model: SemanticModel) -> Plan:
    via = tuple(hop.relationship.name for hop in path)
    if found.goal == plan.entity:
        return dataclasses.replace(_rewritten(plan, found, via), entity=found.start)
    if found.start != plan.entity:
        to_start = find(model, plan.entity, found.start)
        via = (*(hop.relationship.name for hop in to_start), *via) if to_start else via
    return _rewritten(plan, found, via)


def _rewritten(node: Node, found: SeveralPaths, via: tuple[str, ...]) -> Node:
    """The Plan with `via` on each reference to the goal that names no way; sub-plans have ways of their own.

    What is said inside of Exists is told from its own entity.
    """
    if isinstance(node, tuple):
        return type(node)(_rewritten(item, found, via) for item in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    if isinstance(node, FieldRef | Exists) and node.entity == found.goal and not node.via:
        return dataclasses.replace(node, via=via)
    if isinstance(node, Exists) and node.entity != found.start:
        return node
    changes = {
        part.name: _rewritten(getattr(node, part.name), found, via)
        for part in dataclasses.fields(node)
        if part.name not in ("plan", "assumptions", "reading")
    }
    changed = {name: value for name, value in changes.items() if value is not getattr(node, name)}
    return dataclasses.replace(node, **changed) if changed else node
