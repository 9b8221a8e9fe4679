"""Saying why a question is not answered, or asking back."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.draft import Draft
from core.answer import Clarification, Option
from core.model import SemanticModel
from core.plan import Plan
from core.suggest import did_you_mean
from core.ways import Declined, Unclear
from semantic_layer import describe_plan


def decline(draft: Draft, failure: str | None, model: SemanticModel) -> Declined:
    words = tuple(lexeme.text for lexeme in draft.leftover if lexeme.kind in ("unknown", "quoted"))
    known = [entity.label for entity in model.entities]
    known += [field.label for entity in model.entities for field in entity.fields]
    if words:
        listed = ", ".join(f"“{word}”" for word in words)
        return Declined(
            f"Nothing in the data matches {listed}.", unmatched=words, hint=did_you_mean(words[0], known, "name")
        )
    tables = ", ".join(entity.label for entity in model.entities[:8])
    if failure:
        return Declined(failure, hint=f"There is data on: {tables}.")
    return Declined("The question could not be read with enough certainty.", hint=f"There is data on: {tables}.")


def unclear(plans: Sequence[Plan], draft: Draft, model: SemanticModel) -> Declined | Unclear:
    """Two or three readings to choose from; with one alone, it is asked whether that is meant."""
    options: dict[str, Plan] = {}
    for plan in plans:
        options.setdefault(describe_plan(plan, model), plan)
    chosen = tuple(Option(label=label, plan=plan) for label, plan in list(options.items())[:3])
    if len(chosen) == 1:
        words = [f"“{lexeme.text}”" for lexeme in draft.leftover if lexeme.kind == "unknown"]
        without = f" {', '.join(words)} would be left out." if words else ""
        return Unclear(Clarification(question=f"Is this what you mean?{without}", options=chosen))
    return Unclear(Clarification(question="Which of these do you mean?", options=chosen))
