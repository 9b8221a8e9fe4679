"""Saying why a question is not answered, or asking back."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.candidates import Candidate
from agents.sql_expert.confidence import mentioned
from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.lone_sheets import MAYBE_ROWS
from core.answer import Clarification, Option
from core.model import SemanticModel
from core.plan import Aggregate, MeasureExpression, Plan
from core.suggest import did_you_mean
from core.ways import Declined, Unclear
from semantic_layer import describe_plan
from semantic_layer.vocabulary import word_set

_CLEAR = 0.8


def decline(draft: Draft, failure: str | None, model: SemanticModel, best: Candidate | None = None) -> Declined:
    words = tuple(lexeme.text for lexeme in draft.leftover if lexeme.kind in ("unknown", "quoted"))
    known = [entity.label for entity in model.entities]
    known += [field.label for entity in model.entities for field in entity.fields]
    if words:
        listed = ", ".join(f"“{word}”" for word in words)
        hint = did_you_mean(words[0], known, "name")
        nearest = _near(best, model) if not (hint or "").startswith("Did you mean") else None
        return Declined(f"Nothing in the data matches {listed}.", unmatched=words, hint=nearest or hint)
    tables = ", ".join(entity.label for entity in model.entities[:8])
    if failure:
        return Declined(failure, hint=f"There is data on: {tables}.")
    return Declined(_unsure(draft, best), hint=_near(best, model) or f"There is data on: {tables}.")


def _unsure(draft: Draft, best: Candidate | None) -> str:
    """What it was that could not be told."""
    if best is None:
        return "The question could not be read with enough certainty."
    loose = sorted(
        (link.score, lexeme.text)
        for lexeme in _named(draft)
        for link in best.settled.choices.values()
        if link in (*lexeme.entities, *lexeme.fields, *lexeme.values)
    )
    if loose and loose[0][0] < _CLEAR:
        return f"It is not certain what “{loose[0][1]}” means here."
    dropped = [
        lexeme.text for lexeme in draft.context if best.settled.by_lexeme.get(id(lexeme)) not in mentioned(best.plan)
    ]
    if dropped:
        return f"It is not certain what “{dropped[0]}” has to do with the rest of the question."
    return "The question could not be read with enough certainty: it may ask for more than was understood."


def _named(draft: Draft) -> list[Lexeme]:
    return [lexeme for lexeme, role in draft.used if role in ("field", "entity", "value")]


def _near(best: Candidate | None, model: SemanticModel) -> str | None:
    return (
        f"The nearest question that can be answered: {describe_plan(best.plan, model)}." if best is not None else None
    )


def _told_apart(plans: Sequence[Plan], model: SemanticModel) -> dict[str, Plan]:
    """Each reading by what it says; by its table too, where others say the same of theirs."""
    told = [(describe_plan(plan, model), plan) for plan in plans]
    options: dict[str, Plan] = {}
    for label, plan in told:
        several = len({other.entity for said, other in told if said == label}) > 1
        options.setdefault(f"{label}, of {model.entity(plan.entity).label}" if several else label, plan)
    return options


def is_left_out(draft: Draft) -> bool:
    """One word without a meaning that is not what is counted, measured, listed or grouped by."""
    unknown = [lexeme for lexeme in draft.leftover if lexeme.kind in ("unknown", "quoted", "number")]
    if len(unknown) != 1 or not unknown[0].text.islower() or not unknown[0].text.isalpha():
        return False
    if unknown[0].text in _TELLING:
        return False
    if unknown[0].text.endswith(_VERBAL):
        return True
    said = sorted((one for one, _ in draft.used if one.kind != "filler"), key=lambda one: one.first)
    before = [one for one in said if one.first < unknown[0].first]
    if not before or any(cue.kind in _LEADING for cue in before[-1].cues):
        return False
    return not _is_sought(before, unknown[0], said[len(before) :])


def _is_sought(before: Sequence[Lexeme], unknown: Lexeme, behind: Sequence[Lexeme]) -> bool:
    """“Which store manager had …”: managers are asked for, and stores only say which."""
    if behind and behind[0].first == unknown.last and (behind[0].fields or behind[0].entities or behind[0].values):
        return False
    at = unknown.first
    for one in reversed(before):
        if one.last != at:
            return False
        if one.cues:
            return any(cue.kind in _SEEKING for cue in one.cues)
        at = one.first
    return False


def is_whole_table(plan: Plan) -> bool:
    """All rows of a table, listed or counted: of “how many customers are married” nothing else is left."""
    told = plan.where is not None or plan.dimensions or plan.limit is not None or plan.order or plan.combine is not None
    return not told and (plan.rows is not None or all(_counts_rows(one.value) for one in plan.measures))


def _counts_rows(value: MeasureExpression) -> bool:
    return isinstance(value, Aggregate) and value.function in ("count", "count_distinct")


_VERBAL = ("ed", "ing")
_SEEKING = frozenset({"count", "ask", "group", "each"})
_LEADING = frozenset({"count", "aggregate", "superlative", "ask", "group", "each", "distinct", "share", "not", "never",
                      "preposition", "clause", "be", "have", "punctuation", "text", "comparison", "null", "and"})  # fmt: skip
_TELLING = word_set("""
first last next previous before after until since second third former latter difference differences ratio change more less
than other same only both half double twice without between per versus above below under over
""")


def _taken(draft: Draft) -> str:
    """“Stones” of the table of diamonds."""
    taken = {
        one.text: link.entity.label for one, _ in draft.used for link in one.entities if link.evidence == MAYBE_ROWS
    }
    return "".join(f" “{word}” would be taken for {label}." for word, label in list(taken.items())[:1])


def unclear(plans: Sequence[Plan], draft: Draft, model: SemanticModel, *, likely: bool = False) -> Declined | Unclear:
    """Two or three readings to choose from; with one alone, it is asked whether that is meant."""
    options = _told_apart(plans, model)
    chosen = tuple(Option(label=label, plan=plan) for label, plan in list(options.items())[:3])
    words = [f"“{lexeme.text}”" for lexeme in draft.leftover if lexeme.kind == "unknown"]
    without = f" {', '.join(words)} would be left out." if words else _taken(draft)
    question = "Is this what you mean?" if len(chosen) == 1 else "Which of these do you mean?"
    return Unclear(Clarification(question=f"{question}{without}", options=chosen), likely=likely and not words)
