"""Questions made of others: figures put together, lengths of time, rates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from agents.sql_expert.all_of_them import asks_of_all
from agents.sql_expert.among_groups import among_groups
from agents.sql_expert.average_per import average_per
from agents.sql_expert.bands import banded
from agents.sql_expert.beside_superiors import beside_superiors
from agents.sql_expert.by_season import by_season
from agents.sql_expert.came_back_often import came_back_often
from agents.sql_expert.cancelled_ones import cancelled_ones
from agents.sql_expert.candidates import Readings, Understanding
from agents.sql_expert.composing import as_usual, composed
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
from agents.sql_expert.mainstays import people
from agents.sql_expert.moving import moving_averages
from agents.sql_expert.multiplied import multiplied
from agents.sql_expert.never_done import with_rows
from agents.sql_expert.of_these import of_these
from agents.sql_expert.on_average import ranked_on_average
from agents.sql_expert.only_such import all_theirs, only_such
from agents.sql_expert.ordered_apart import ordered_apart
from agents.sql_expert.overdue import overdue
from agents.sql_expert.own_average import above_their_own
from agents.sql_expert.peaks_of_periods import peaks_of_periods
from agents.sql_expert.per_each import per_each
from agents.sql_expert.per_hundred import per_hundred
from agents.sql_expert.percentiles import percentiles
from agents.sql_expert.periods_such import periods_such
from agents.sql_expert.ranked_by_two import ranked_by_two
from agents.sql_expert.rates import rates
from agents.sql_expert.reading_parts import PartReader
from agents.sql_expert.returned import returned
from agents.sql_expert.routes import counted_routes
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
from agents.sql_expert.sets.part_of_whole import is_part_of_another, part_of_whole
from agents.sql_expert.sets.so_many_and_none import so_many_and_none
from agents.sql_expert.sets.so_many_times import so_many_times
from agents.sql_expert.sets.than_elsewhere import than_elsewhere
from agents.sql_expert.sets.than_named import than_named
from agents.sql_expert.sets.typical_periods import typical_periods
from agents.sql_expert.so_long_after import so_long_after
from agents.sql_expert.taken_away import less_what_is_taken
from agents.sql_expert.terms import rows_told
from agents.sql_expert.told_as import told_in_another
from agents.sql_expert.top_share import top_share
from agents.sql_expert.two_named import compared_rows
from agents.sql_expert.ways_apart import ways_apart
from agents.sql_expert.ways_between import from_and_to
from agents.sql_expert.weekends import weekends_apart
from agents.sql_expert.which_of_two import which_of_two
from agents.sql_expert.whole_average import above_the_whole
from agents.sql_expert.with_and_without import with_and_without
from agents.sql_expert.yes_or_no import any_such, yes_or_no
from core.errors import UserError
from core.plan import Plan
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
    text, reader = task.question.text, PartReader(task, whole)

    def read_deep(part: str) -> Plan | None:
        smaller = replace(task, question=replace(task.question, text=part))
        return next(chain.from_iterable(_made(smaller, reader)), None) or reader.read(part)

    attempts = (
        any_such(text, read_deep),
        *_sets(task, reader, read_deep),
        *_of_whole(task, reader, read_deep),
        *_made(task, reader),
        ordered_apart(text, read_deep, reader.is_sure),
    )
    for attempt in attempts:
        reader.forget()  # what was read in vain says nothing of how sure this is
        plan = next((one for one in attempt if reader.parts and _compiles(one, task)), None)
        if plan is not None:
            return reader.finished(plan)
    failure = _why_not(text)
    return Readings(draft=whole(task).draft, candidates=(), failure=failure) if failure is not None else None


def _why_not(text: str) -> str | None:
    """Questions that are never answered by what they would list."""
    if is_hypothetical(text):
        return "It is not certain what would change."
    if is_part_of_another(text):
        return "It is not certain of what that is a part."
    if _TOP_PART.search(text):
        return "How many are the first part of them is not told; name a number, as in “top 10”."
    if _IN_A_ROW.search(text):
        return "How often in a row something happened cannot be told."
    return "It is not certain what all of them should be." if asks_of_all(text) else None


_TOP_PART = re.compile(
    r"\b(?:top|bottom|best|worst|highest|lowest) \d+(?:\.\d+)? ?(?:%|percent\b|per cent\b)", re.IGNORECASE
)
_IN_A_ROW = re.compile(r"\bin a row\b", re.IGNORECASE)


def _compiles(plan: Plan, task: Understanding) -> bool:
    try:
        compile_plan(plan, task.model)
    except (UserError, Unclear, SeveralPaths):
        return False
    return True


def _of_whole(task: Understanding, reader: PartReader, read_deep: Read) -> Attempts:
    """Plans of the ways to frame a question whose parts may be made of others themselves."""
    text, schema = task.question.text, schema_of(task.model)
    return (
        of_these(text, task.model, read_deep),
        rows_told(text, schema, read_deep),
        hypothetical(text, read_deep),
        among_groups(text, read_deep),
        groups_counted(text, read_deep),
        peaks_of_periods(text, read_deep),
        first_lengths(text, schema, read_deep),
        row_formulas(text, read_deep),
        figure_beside(text, read_deep),
        returned(text, schema, read_deep, reader.is_sure),
        _of_events(less_what_is_taken(figured(text, _usual(task, read_deep)), task.model), task),
        cancelled_ones(text, schema, task.values, read_deep),
    )


def _usual(task: Understanding, read: Read) -> Read:
    """Figures that are set against each other are added up only where that has a meaning, or is said."""

    def told(part: str) -> Plan | None:
        plan = read(part)
        return plan if plan is None else as_usual(plan, task.question.text, task.model)

    return told


def _of_events(plans: Iterator[Plan], task: Understanding) -> Iterator[Plan]:
    """“Orders divided by customers by month”: customers of the month may be those who ordered, and not who signed up then."""
    persons = {one.entity.name for one in people(task.model)}
    for plan in plans:
        timed = {own.entity for one in plan.dimensions for own in one.own_times}
        if not timed or not persons & {*timed, plan.entity}:
            yield plan


def _sets(task: Understanding, reader: PartReader, read_deep: Read) -> Attempts:
    """Sets of those who did so, and rows against others of their table."""
    text, schema, read, keep = task.question.text, schema_of(task.model), reader.read, reader.keep

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
        ways_apart(text, task.model, read),
        typical_periods(text, read),
        above_typical(text, task.model, read),
        both_ends(text, read),
        part_of_whole(text, task.model, read),
        than_elsewhere(text, task.model, read, keep),
        than_named(text, task.model, task.values, read),
    )


def _made(task: Understanding, reader: PartReader) -> Attempts:
    """Plans of every kind of question that is made of others, likeliest first."""
    return (*_made_of_figures(task, reader.read), *_made_of_rows(task, reader))


def _made_of_figures(task: Understanding, read: Read) -> Attempts:
    text = task.question.text
    return (
        moving_averages(text, read),
        correlated(text, task.model, read),
        average_per(text, task.model, read),
        periods_such(text, task.model, read),
        ranked_by_two(text, read),
        per_hundred(text, read),
        top_share(text, read),
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


def _made_of_rows(task: Understanding, reader: PartReader) -> Attempts:
    text, read, keep = task.question.text, reader.read, reader.keep
    return (
        _of_events(less_what_is_taken(composed(text, _usual(task, read)), task.model), task),
        linked_lengths(text, schema_of(task.model), read),
        soon_after(text, schema_of(task.model), read),
        same_period(text, schema_of(task.model), read),
        longest_taken(text, task.model, read),
        first_to(text, task.model, read),
        first_of_each(text, task.model, read),
        in_the_biggest(text, schema_of(task.model), read),
        measured_lengths(text, task.model, read, task.question.today),
        rates(text, task.model, reader.read_again),
        overdue(text, task.model, read, task.question.today),
        so_long_after(text, task.model, read),
        compared_lengths(text, task.model, read, task.values),
        compared_fields(text, task.model, read),
        weekends_apart(text, read),
        with_and_without(text, read, keep),
        by_decade(text, task.model, read),
        by_season(text, task.model, task.values, read),
        percentiles(text, read),
        ranked_on_average(text, task.model, read),
        banded(text, task.model, read, task.question.today),
        spread(text, task.model, read),
        which_of_two(text, task.model, task.values, read, keep),
        compared_rows(text, task.model, read),
        placed_rows(text, task.model, read),
        same_as_named(text, task.model, read),
        counted_behind(text, read),
        counted_routes(text, schema_of(task.model), read),
        listed_outputs(text, schema_of(task.model), read),
        yes_or_no(text, task.model, task.values, read, keep),
    )
