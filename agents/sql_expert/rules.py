"""The way that understands questions by rules, and declines where it is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agents.sql_expert.alternatives import by_keys
from agents.sql_expert.bridging import bridged
from agents.sql_expert.by_such_means import by_such_means
from agents.sql_expert.candidates import Candidate, Readings, Understanding, to_choose_from
from agents.sql_expert.carrying import ask_whether_carried
from agents.sql_expert.confidence import confidence_of, confidence_without, features_of
from agents.sql_expert.counted_or_summed import summed_twin
from agents.sql_expert.coverage import coverage_features
from agents.sql_expert.doubts import is_doubtful
from agents.sql_expert.draft import Draft, counts_nothing
from agents.sql_expert.fields import CannotPlan
from agents.sql_expert.grammar import read_question
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme, ValueLink
from agents.sql_expert.lone_groups import with_counted_otherwise
from agents.sql_expert.made_columns import with_made_column
from agents.sql_expert.mainstays import ANYBODY
from agents.sql_expert.money_verbs import about_amounts
from agents.sql_expert.notions import same_notions
from agents.sql_expert.over_time.reading import over_time
from agents.sql_expert.parts import made_of_parts
from agents.sql_expert.people_in_one import with_people_in_one, with_size_named
from agents.sql_expert.planning import make_plan
from agents.sql_expert.reading_parts import found_again
from agents.sql_expert.reading_words import read_words
from agents.sql_expert.readings import assumptions_of, reading_of, with_alternatives
from agents.sql_expert.referred_names import with_names_of_referred
from agents.sql_expert.referring import refers_back
from agents.sql_expert.refusing import decline, is_left_out, is_whole_table, unclear
from agents.sql_expert.remarks import remarks_in, told_of, with_first_day, without
from agents.sql_expert.rewording import reworded
from agents.sql_expert.rivals import rival_features
from agents.sql_expert.schema import Schema, schema_of
from agents.sql_expert.settling import Settled, settle
from agents.sql_expert.sheets.choosing import with_ranked
from agents.sql_expert.slots import slots_of
from agents.sql_expert.stated_outputs import with_stated_outputs
from agents.sql_expert.sums_of_groups import with_sums_of_groups
from agents.sql_expert.superiors import with_superiors
from agents.sql_expert.turns.beginning import begun_afresh
from agents.sql_expert.turns.standing import stands_on_before
from agents.sql_expert.turns.whole import says_only_a_change
from agents.sql_expert.units_told import UnknownUnit
from agents.sql_expert.values_instead import likelier, values_instead
from agents.sql_expert.variants import is_sure, variants
from agents.sql_expert.ways_between import told_way
from agents.sql_expert.weights import SURE, UNSURE
from core.answer import Option
from core.errors import UserError
from core.model import SemanticModel
from core.plan import Plan
from core.query import Query
from core.ways import Declined, Unclear
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths
from semantic_layer.words import full_words, singular, stem

_MOST_CANDIDATES = 6
_SAME = 0.01


_LEFT_OUT_FROM = 0.36
"""Where a word would be left out, a reading must be likelier than this to be asked about."""


_LIKELY_FROM = 0.6
"""Where close readings come to the same rows, the answer is right from here on as often as that of a single reading."""


class ByRules:
    """Raises Declined with the words that had no match, or Unclear with two close readings."""

    name = "rules"

    async def __call__(self, task: Understanding, /) -> Query:
        task = begun_afresh(task)
        plan = decided(whole_readings(task), task.model)
        ask_whether_carried(plan, task)
        return query_of(plan, task)


def whole_readings(task: Understanding) -> Readings:
    """Raises Declined where the words say nothing alone."""
    if refers_back(task):
        raise Declined("It is not clear what the question refers to.", hint="Name what is meant.")
    if task.question.history and stands_on_before(task.question.text):
        raise Declined("It is not clear what this changes of the question before.", hint="Ask it as a whole question.")
    readings = readings_of(task)
    if task.question.history and says_only_a_change(task.question.text, readings.draft, readings.candidates):
        raise Declined("It is not clear what this changes of the question before.", hint="Ask it as a whole question.")
    return readings


def query_of(plan: Plan, task: Understanding) -> Query:
    return compile_plan(with_alternatives(plan, task.model, schema_of(task.model).reach), task.model)


def understand(task: Understanding) -> Plan:
    """Raises Declined, Unclear."""
    plan = decided(readings_of(task), task.model)
    return with_alternatives(plan, task.model, schema_of(task.model).reach)


def decided(readings: Readings, model: SemanticModel) -> Plan:
    """The likeliest plan where it is likely enough. Raises Declined, Unclear."""
    best = readings.candidates[0] if readings.candidates else None
    if best is not None and _may_leave_out(readings.draft, best):
        raise unclear([candidate.plan for candidate in readings.candidates], readings.draft, model)
    is_whole = not any(lexeme.kind == "unknown" for lexeme in readings.draft.leftover)
    if best is None or best.confidence < (UNSURE if is_whole else _LEFT_OUT_FROM):
        raise decline(readings.draft, readings.failure, model, best)
    if best.confidence < best.sure_from:
        plans = [candidate.plan for candidate in readings.candidates]
        raise unclear(plans, readings.draft, model, likely=best.confidence >= _LIKELY_FROM)
    return best.plan


def _may_leave_out(draft: Draft, best: Candidate) -> bool:
    likely = confidence_without(best.features) >= _LEFT_OUT_FROM
    return likely and is_left_out(draft) and not is_whole_table(best.plan)


def readings_of(task: Understanding) -> Readings:
    said = reworded(task.question.text.strip(), task.model, task.values)
    if said == task.question.text.strip():
        return _without_remarks(task)
    readings = _without_remarks(replace(task, question=replace(task.question, text=said)))
    if any(one.text.casefold() not in task.question.text.casefold() for one in readings.draft.leftover):
        return _without_remarks(task)  # what was reworded is not understood: the words that were said are told
    found = tuple(_told_where_said(one, task.question.text) for one in readings.candidates)
    return replace(readings, candidates=found)


def _told_where_said(candidate: Candidate, text: str) -> Candidate:
    reading = found_again(candidate.plan.reading, text)
    return replace(candidate, plan=replace(candidate.plan, reading=reading))


def _without_remarks(task: Understanding) -> Readings:
    remarks = remarks_in(task.question.text)
    text = with_first_day(without(task.question.text, remarks))
    if text == task.question.text:
        return _readings(task)
    plain = replace(task, question=replace(task.question, text=text))
    readings = _readings(plain)
    told = tuple(told_of(one, task.question.text, remarks) for one in readings.candidates)
    return replace(readings, candidates=told)


def _readings(task: Understanding) -> Readings:
    usual = over_time(task, _whole) or made_of_parts(task, _whole) or with_stated_outputs(task, _whole(task), _whole)
    return with_ranked(task, with_made_column(task, usual, lambda made: made_of_parts(made, _whole) or _whole(made)))


def _whole(task: Understanding) -> Readings:
    schema = schema_of(task.model)
    lexemes = lexemes_of(task, schema)
    readings = _read(lexemes, schema, task.question.today)
    best = readings.candidates[0].confidence if readings.candidates else 0.0
    otherwise = values_instead(lexemes) if best < SURE else None
    return readings if otherwise is None else likelier(readings, _read(otherwise, schema, task.question.today))


def _read(lexemes: Sequence[Lexeme], schema: Schema, today: date) -> Readings:
    draft = with_people_in_one(read_question(lexemes), schema)
    if draft.lost_negation:
        return Readings(draft=draft, candidates=(), failure="It is not clear what is negated.")
    if len(schema.model.entities) > 1 and counts_nothing(draft):
        return Readings(draft=draft, candidates=(), failure="It is not said what is counted.")
    settlements = settle(slots_of(draft, schema), schema.reach)
    if not settlements:
        return Readings(draft=draft, candidates=())
    readings = _candidates(draft, settlements, schema, today)
    otherwise = variants(draft)
    others = [
        candidate
        for other in otherwise
        for candidate in _candidates(other, settle(slots_of(other, schema), schema.reach), schema, today).candidates[:1]
    ]
    if not others:
        return readings
    both = (*others, *readings.candidates)
    return replace(readings, candidates=both if all(map(is_sure, otherwise)) else to_choose_from(both))


def lexemes_of(task: Understanding, schema: Schema) -> list[Lexeme]:
    read = by_such_means(read_words(task.question.text, task.model, task.values, schema))
    return with_size_named(about_amounts(read), schema)


def _candidates(draft: Draft, settlements: Sequence[Settled], schema: Schema, today: date) -> Readings:
    plans: list[tuple[Plan, Settled]] = []
    known: list[object] = []
    failure: str | None = None
    ways = [one for settled in settlements[: 2 * _MOST_CANDIDATES] for one in bridged(settled, draft, schema)]
    several = bool(ways) and len(bridged(settlements[0], draft, schema)) > 1
    for settled in ways:
        try:
            plan = with_superiors(make_plan(draft, settled, schema, today), draft, schema)
            made = _sound(plan, schema.model, _words_of(draft))
        except CannotPlan as refused:
            failure = failure or refused.message
            if isinstance(refused, UnknownUnit):
                break
            continue
        except UserError:
            failure = failure or "The tables are not linked in a way that answers this."
            continue
        several = several or (not plans and len(made) > 1)
        for plan in made:
            said = by_keys(plan, schema.model)
            if said not in known:
                known.append(said)
                plans.append((plan, settled))
        if len(plans) >= _MOST_CANDIDATES:
            break
    margin = _margin([settled for _, settled in plans], schema.model)
    several = several or _is_toss(draft, plans, margin)
    leads = [(margin, settlements[0].score - settled.score) for _, settled in plans]
    candidates = tuple(
        _candidate(draft, plan, settled, schema, lead, today)
        for (plan, settled), lead in zip(plans, leads, strict=True)
    )
    candidates = tuple(sorted(candidates, key=lambda one: one.features["unnegated"]))
    candidates = _with_sums(candidates, draft, schema.model)
    if several or (candidates and is_doubtful(draft, candidates[0].plan, schema.model)):
        candidates = to_choose_from(candidates)
    candidates = with_counted_otherwise(candidates, draft, schema.model, schema.reach)
    candidates = with_sums_of_groups(candidates, draft, schema.model)
    return Readings(draft=draft, candidates=candidates, failure=failure)


def _with_sums(candidates: tuple[Candidate, ...], draft: Draft, model: SemanticModel) -> tuple[Candidate, ...]:
    """“Sales by region” may be how many or how much: asked back, unless it was said."""
    twin = summed_twin(candidates[0].plan, draft, model) if candidates else None
    if twin is None:
        return candidates
    first = replace(candidates[0], plan=twin)
    return (first,) if _how_much(draft) else to_choose_from((first, *candidates))


def _is_toss(draft: Draft, plans: Sequence[tuple[Plan, Settled]], margin: float) -> bool:
    """Two tables answer equally well, and nothing that was said tells which of them is meant."""
    if draft.event or _is_anybody(plans):
        return True
    if len(plans) < 2 or margin > _SAME or draft.context:
        return False
    if plans[0][0].entity == plans[1][0].entity:
        return _is_even(plans[0][1], plans[1][1])
    return not any(isinstance(link, EntityLink | ValueLink) for link in plans[0][1].choices.values())


def _is_even(one: Settled, other: Settled) -> bool:
    """One word is a word for two columns of a table, as much for the one as for the other: “delay” of two delays."""
    chosen = [(link, other.choices.get(key)) for key, link in one.choices.items() if other.choices.get(key) != link]
    if len(chosen) != 1 or one.score != other.score:
        return False
    first, second = chosen[0]
    if not isinstance(first, FieldLink) or not isinstance(second, FieldLink):
        return False
    return first.score == second.score < _LITERAL


_LITERAL = 0.9


def _is_anybody(plans: Sequence[tuple[Plan, Settled]]) -> bool:
    """“People” where there are several tables of them."""
    likely = {
        link.entity.name
        for _, settled in plans[:2]
        for link in settled.choices.values()
        if isinstance(link, EntityLink) and link.evidence == ANYBODY
    }
    return len(likely) > 1


def _how_much(draft: Draft) -> bool:
    return any(lexeme.text.casefold() == "how much" for lexeme, _ in draft.used)


def _margin(settlements: Sequence[Settled], model: SemanticModel) -> float:
    """How far the first is ahead of the first that means something else: customers and their ID in orders are one notion."""
    others = (one for one in settlements[1:] if not same_notions(settlements[0], one, model))
    other = next(others, None)
    return settlements[0].score - other.score if other is not None else 9.0


def _words_of(draft: Draft) -> frozenset[str]:
    return frozenset(word for lexeme, _ in draft.used for word in full_words(lexeme.text))


def _sound(plan: Plan, model: SemanticModel, said: frozenset[str], deeper: int = 2) -> tuple[Plan, ...]:
    """The plan if it compiles; where tables are linked in several ways, one plan for each. Raises UserError."""
    try:
        compile_plan(plan, model)
    except Unclear as several:
        options = _said(several.clarification.options, said - _tables(model)) if deeper else ()
        return tuple(made for one in options if one.plan for made in _sound(one.plan, model, said, deeper - 1))
    except SeveralPaths as several:
        raise CannotPlan(f"{several.start} and {several.goal} are linked in several ways.") from None
    return (plan,)


def _tables(model: SemanticModel) -> frozenset[str]:
    """“Flights by airport” says by no word whether their origin is meant, though that way is called “flights origin”."""
    words = {word for entity in model.entities for word in full_words(entity.name)}
    return frozenset(words | {singular(word) for word in words})


def _said(options: Sequence[Option], said: frozenset[str]) -> Sequence[Option]:
    """The ways whose names were said ("shipping state"); all of them where none is."""
    words = [frozenset(stem(word) for word in full_words(option.label)) for option in options]
    common = frozenset.intersection(*words) if words else frozenset[str]()
    stems = frozenset(map(stem, said))
    named = [option for option, own in zip(options, words, strict=True) if (own - common) & stems]
    ways = [frozenset(full_words(option.label)) for option in options]
    return named or [options[place] for place in told_way(ways, tuple(said))] or options


def _candidate(
    draft: Draft, plan: Plan, settled: Settled, schema: Schema, lead: tuple[float, float], today: date
) -> Candidate:
    features = {
        **features_of(draft, plan, settled, lead[0], schema.reach),
        **coverage_features(draft, plan, schema.model),
        **rival_features(draft, plan, settled, lead, schema.model),
    }
    finished = replace(
        with_names_of_referred(plan, draft, schema),
        reading=reading_of(draft, settled),
        assumptions=assumptions_of(draft, plan, settled, schema.model, today),
    )
    return Candidate(plan=finished, settled=settled, confidence=confidence_of(features), features=features)
