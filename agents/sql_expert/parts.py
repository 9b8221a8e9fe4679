"""Questions made of others: figures put together, lengths of time, rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from agents.sql_expert.all_of_them import asks_of_all
from agents.sql_expert.among_groups import among_groups
from agents.sql_expert.average_per import average_per
from agents.sql_expert.bands import banded
from agents.sql_expert.beside_superiors import beside_superiors
from agents.sql_expert.came_back_often import came_back_often
from agents.sql_expert.candidates import Candidate, Readings, Understanding
from agents.sql_expert.composing import composed
from agents.sql_expert.correlations import correlated
from agents.sql_expert.counted_behind import counted_behind
from agents.sql_expert.decades import by_decade
from agents.sql_expert.distributions import spread
from agents.sql_expert.durations import compared_lengths, measured_lengths
from agents.sql_expert.field_pairs import compared_fields
from agents.sql_expert.figure_beside import figure_beside
from agents.sql_expert.figures import figured
from agents.sql_expert.first_lengths import first_lengths
from agents.sql_expert.first_of_each import first_of_each
from agents.sql_expert.first_to import first_to
from agents.sql_expert.groups_counted import groups_counted
from agents.sql_expert.grown import grown
from agents.sql_expert.hypothetical import hypothetical, is_hypothetical
from agents.sql_expert.in_the_biggest import in_the_biggest
from agents.sql_expert.late_ones import late_ones
from agents.sql_expert.linked_times import linked_lengths, soon_after
from agents.sql_expert.listed_figures import listed_figures
from agents.sql_expert.listed_outputs import listed_outputs
from agents.sql_expert.longest_taken import longest_taken
from agents.sql_expert.moving import moving_averages
from agents.sql_expert.multiplied import multiplied
from agents.sql_expert.never_done import with_rows
from agents.sql_expert.of_these import of_these
from agents.sql_expert.on_average import ranked_on_average
from agents.sql_expert.only_such import all_theirs, only_such
from agents.sql_expert.ordered_apart import ordered_apart
from agents.sql_expert.overdue import overdue
from agents.sql_expert.own_average import above_their_own
from agents.sql_expert.per_each import per_each
from agents.sql_expert.per_hundred import per_hundred
from agents.sql_expert.percentiles import percentiles
from agents.sql_expert.periods_such import periods_such
from agents.sql_expert.ranked_by_two import ranked_by_two
from agents.sql_expert.rates import rates
from agents.sql_expert.returned import returned
from agents.sql_expert.row_formulas import row_formulas
from agents.sql_expert.row_order import placed_rows
from agents.sql_expert.row_ratios import row_ratios
from agents.sql_expert.same_as import same_as_named
from agents.sql_expert.same_period import same_period
from agents.sql_expert.schema import schema_of
from agents.sql_expert.sets.above_typical import above_typical
from agents.sql_expert.sets.among import counted
from agents.sql_expert.sets.both_and_not import COUNT, sets_of
from agents.sql_expert.sets.both_ends import both_ends
from agents.sql_expert.sets.either_done import either_done
from agents.sql_expert.sets.every_one import every_one
from agents.sql_expert.sets.none_such import listed_none
from agents.sql_expert.sets.so_many_and_none import so_many_and_none
from agents.sql_expert.sets.so_many_times import so_many_times
from agents.sql_expert.sets.than_named import than_named
from agents.sql_expert.so_long_after import so_long_after
from agents.sql_expert.stated_outputs import with_stated_outputs
from agents.sql_expert.terms import rows_told
from agents.sql_expert.told_as import told_in_another
from agents.sql_expert.two_named import compared_rows
from agents.sql_expert.ways_between import from_and_to
from agents.sql_expert.weekends import weekends_apart
from agents.sql_expert.weights import UNSURE
from agents.sql_expert.which_of_two import which_of_two
from agents.sql_expert.whole_average import above_the_whole
from agents.sql_expert.with_and_without import with_and_without
from agents.sql_expert.yes_or_no import any_such, yes_or_no
from core.errors import UserError
from core.plan import Assumption, Plan, WordReading
from core.ways import Unclear
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths

Read = Callable[[str], Plan | None]
Attempts = Sequence[Iterator[Plan]]
"""Ways to make a plan of a question, likeliest first; each reads its parts as it goes."""


def made_of_parts(task: Understanding, whole: Callable[[Understanding], Readings]) -> Readings | None:
    """A question that is made of others, each of which is read alone."""
    return came_back_often(task, whole) or _put_together(task, whole)


def _put_together(task: Understanding, whole: Callable[[Understanding], Readings]) -> Readings | None:
    text, parts = task.question.text, list[Readings]()

    def read(part: str) -> Plan | None:
        found = whole(replace(task, question=replace(task.question, text=part)))
        if not found.candidates or found.candidates[0].confidence < UNSURE:
            return None
        parts.append(found)
        return found.candidates[0].plan

    def read_again(part: str) -> Plan | None:
        for plan in compared_lengths(part, task.model, read, task.values):
            return plan
        return read(part)

    def read_deep(part: str) -> Plan | None:
        smaller = replace(task, question=replace(task.question, text=part))
        return next(chain.from_iterable(_made(smaller, read, read_again, keep)), None) or read(part)

    def sure(part: str) -> bool:
        asked = replace(task, question=replace(task.question, text=part))
        best = next(iter(with_stated_outputs(asked, whole(asked), whole).candidates), None)
        return best is not None and best.confidence >= best.sure_from

    def keep(*plans: Plan) -> None:
        parts[:] = [one for one in parts if any(one.candidates[0].plan is plan for plan in plans)]

    attempts = (
        any_such(text, read_deep),
        *_sets(task, read, read_deep, keep),
        *_of_whole(task, read_deep, sure),
        *_made(task, read, read_again, keep),
        ordered_apart(text, read_deep, sure),
    )
    for attempt in attempts:
        parts.clear()  # what was read in vain says nothing of how sure this is
        plan = next((one for one in attempt if parts and _compiles(one, task)), None)
        if plan is not None:
            return _finished(plan, parts, text)
    failure = _why_not(text)
    return Readings(draft=whole(task).draft, candidates=(), failure=failure) if failure is not None else None


def _why_not(text: str) -> str | None:
    """Questions that are never answered by what they would list."""
    if is_hypothetical(text):
        return "It is not certain what would change."
    return "It is not certain what all of them should be." if asks_of_all(text) else None


def _compiles(plan: Plan, task: Understanding) -> bool:
    try:
        compile_plan(plan, task.model)
    except (UserError, Unclear, SeveralPaths):
        return False
    return True


def _finished(plan: Plan, parts: Sequence[Readings], text: str) -> Readings:
    """As sure as the least sure of its parts."""
    chosen = [one.candidates[0] for one in parts]
    weakest = min(chosen, key=lambda one: one.confidence)
    reading = tuple(word for one in chosen for word in one.plan.reading)
    assumed = plan.assumptions or _both_assume(chosen)
    finished = replace(plan, reading=found_again(reading, text), assumptions=assumed)
    return Readings(draft=parts[-1].draft, candidates=(replace(weakest, plan=finished),))


def _of_whole(task: Understanding, read_deep: Read, sure: Callable[[str], bool]) -> Attempts:
    """Plans of the ways to frame a question whose parts may be made of others themselves."""
    text, schema = task.question.text, schema_of(task.model)
    return (
        of_these(text, task.model, read_deep),
        rows_told(text, schema, read_deep),
        hypothetical(text, read_deep),
        among_groups(text, read_deep),
        groups_counted(text, read_deep),
        first_lengths(text, schema, read_deep),
        row_formulas(text, read_deep),
        figure_beside(text, read_deep),
        returned(text, schema, read_deep, sure),
        figured(text, read_deep),
    )


def _sets(task: Understanding, read: Read, read_deep: Read, keep: Callable[..., None]) -> Attempts:
    """Sets of those who did so, and rows against others of their table."""
    text, schema = task.question.text, schema_of(task.model)

    def read_done(part: str) -> Plan | None:
        return read(with_rows(part, schema, task.values))

    return (
        _counted_such(text, lambda listed: all_theirs(listed, task.model, read)),
        _counted_such(text, lambda listed: listed_none(listed, text, read)),
        so_many_and_none(text, task.model, read, keep),
        either_done(text, read_done, keep),
        sets_of(text, task.model, read_done, keep),
        every_one(text, schema, read_done, keep),
        so_many_times(text, read_deep),
        beside_superiors(text, schema, read),
        from_and_to(text, task.model, read),
        above_typical(text, task.model, read),
        both_ends(text, read),
        than_named(text, task.model, task.values, read),
    )


def _made(task: Understanding, read: Read, read_again: Read, keep: Callable[..., None]) -> Attempts:
    """Plans of every kind of question that is made of others, likeliest first."""
    return (*_made_of_figures(task, read), *_made_of_rows(task, read, read_again, keep))


def _made_of_figures(task: Understanding, read: Read) -> Attempts:
    text = task.question.text
    return (
        moving_averages(text, read),
        correlated(text, read),
        average_per(text, task.model, read),
        periods_such(text, task.model, read),
        ranked_by_two(text, read),
        per_hundred(text, read),
        row_ratios(text, task.model, read),
        per_each(text, schema_of(task.model), read),
        grown(text, read),
        listed_figures(text, read),
        multiplied(text, read),
        above_their_own(text, task.model, read),
        above_the_whole(text, read),
        late_ones(text, schema_of(task.model), read),
        only_such(text, task.model, read),
        _only_done(task, read),
        told_in_another(text, task.model, read),
    )


def _only_done(task: Understanding, read: Read) -> Iterator[Plan]:
    """“Which clients bought only tea”, where the verb names what they have."""
    schema = schema_of(task.model)

    def read_done(part: str) -> Plan | None:
        return read(with_rows(part, schema, task.values))

    return _counted_such(task.question.text, lambda listed: only_such(listed, task.model, read_done))


def _counted_such(text: str, made_of: Callable[[str], Iterator[Plan]]) -> Iterator[Plan]:
    """How many there are of what the question would list."""
    listed = COUNT.sub("which ", text.strip())
    for plan in made_of(listed):
        made = plan if listed == text.strip() else counted(plan)
        if made is not None:
            yield made


def _made_of_rows(task: Understanding, read: Read, read_again: Read, keep: Callable[..., None]) -> Attempts:
    text = task.question.text
    return (
        composed(text, read),
        linked_lengths(text, schema_of(task.model), read),
        soon_after(text, schema_of(task.model), read),
        same_period(text, schema_of(task.model), read),
        longest_taken(text, task.model, read),
        first_to(text, task.model, read),
        first_of_each(text, task.model, read),
        in_the_biggest(text, schema_of(task.model), read),
        measured_lengths(text, task.model, read, task.question.today),
        rates(text, task.model, read_again),
        overdue(text, task.model, read, task.question.today),
        so_long_after(text, task.model, read),
        compared_lengths(text, task.model, read, task.values),
        compared_fields(text, task.model, read),
        weekends_apart(text, read),
        with_and_without(text, read, keep),
        by_decade(text, task.model, read),
        percentiles(text, read),
        ranked_on_average(text, task.model, read),
        banded(text, task.model, read, task.question.today),
        spread(text, task.model, read),
        which_of_two(text, task.model, task.values, read, keep),
        compared_rows(text, task.model, read),
        placed_rows(text, task.model, read),
        same_as_named(text, task.model, read),
        counted_behind(text, read),
        listed_outputs(text, schema_of(task.model), read),
        yes_or_no(text, task.model, task.values, read, keep),
    )


def _both_assume(chosen: Sequence[Candidate]) -> tuple[Assumption, ...]:
    return tuple(dict.fromkeys(one for candidate in chosen for one in candidate.plan.assumptions))


def found_again(reading: Sequence[WordReading], text: str) -> tuple[WordReading, ...]:
    """The same words where they stand in the whole question."""
    found: dict[int, WordReading] = {}
    for one in reading:
        start = text.find(one.words)
        while start in found:
            start = text.find(one.words, start + 1)
        if start >= 0:
            found[start] = replace(one, start=start, end=start + len(one.words))
    return tuple(found[start] for start in sorted(found))
