"""Lexemes → Draft: reading a question from left to right, section by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.sql_expert import arranging, asking, comparing, joining
from agents.sql_expert.counted_or_summed import SUMMED
from agents.sql_expert.draft import Draft, Filter, Noun, Target
from agents.sql_expert.extremes import are_figures, extreme, without_waiting
from agents.sql_expert.fields import dates_itself
from agents.sql_expert.happened_then import count_events, is_happening, with_row_of_extreme
from agents.sql_expert.held_in import read_held_in
from agents.sql_expert.leftovers import leave_over
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.moments import Period
from agents.sql_expert.naming import read_date, read_mention, read_value
from agents.sql_expert.numerals import read_number
from agents.sql_expert.qualities import BUYER, COMING_ABOUT, EVENTS, PERSON, SPENT, TAKEN_IN, VERBS, Quality
from agents.sql_expert.reader import Reader, is_numeric
from agents.sql_expert.shown_beside import names_columns_in_bracket
from agents.sql_expert.superlatives import read_superlative
from agents.sql_expert.vocabulary import Cue, CueKind
from core.plan import AggregateFunction
from core.table import TEMPORAL_TYPES
from semantic_layer.words import full_words, stem


def read_question(lexemes: Sequence[Lexeme]) -> Draft:
    reader = Reader(lexemes)
    while (lexeme := reader.peek()) is not None:
        before = reader.at
        _step(reader, lexeme)
        if reader.at == before:
            reader.draft.leftover.append(reader.take("filler"))
    return _finish(reader)


def superlative(reader: Reader, cue: Cue) -> None:
    if reader.section == "order":
        reader.descending = cue.value in ("desc", "frequent")
        reader.take("order")
    elif are_figures(reader):
        reader.functions.append(extreme(reader.take("function")))
    else:
        read_superlative(reader, cue)


def _step(reader: Reader, lexeme: Lexeme) -> None:
    measured = _measured(reader, lexeme) if reader.draft.asked == "quantity" else None
    if measured is not None and not any(link.score >= 0.9 for link in lexeme.fields):
        _measured_by_verb(reader, measured)
        reader.take("field")
    elif lexeme.date:
        read_date(reader, lexeme)
    elif lexeme.kind == "number":
        read_number(reader, lexeme)
    elif lexeme.kind == "cue":
        _cue(reader, lexeme)
    elif lexeme.kind == "mention":
        read_mention(reader, lexeme)
    elif lexeme.kind == "filler":
        _filler(reader, lexeme)
    elif not read_held_in(reader, lexeme):
        (read_value if lexeme.kind == "quoted" else leave_over)(reader, lexeme)


def _filler(reader: Reader, lexeme: Lexeme) -> None:
    beside = reader.at > 0 and bool(reader.lexemes[reader.at - 1].entities)
    if lexeme.text.casefold() in ("information", "info", "details", "data") and beside:
        reader.draft.everything = True
    if lexeme.text == "(" and names_columns_in_bracket(reader):
        reader.joined = True
    if lexeme.text.casefold() in EVENTS and _dated_entity(reader):
        reader.draft.event = True
    reader.take("filler")


def _measured(reader: Reader, lexeme: Lexeme) -> Quality | None:
    """“How much did we make” is about what is taken in, not about what people earn."""
    measured = VERBS.get(lexeme.text.casefold())
    ours = any(one.text.casefold() in ("we", "us", "our", "did we", "have we") for one, _ in reader.draft.used)
    return TAKEN_IN if measured is not None and measured.money and ours else measured


def _measured_by_verb(reader: Reader, measured: Quality) -> None:
    """“How much did customers spend?” asks for the total of what the verb measures."""
    draft = reader.draft
    if any(target.function for target in draft.targets) or reader.cue("comparison", "superlative", ahead=1):
        return
    draft.context += [one.noun.lexeme for one in draft.targets if one.noun.lexeme is not None]
    draft.targets = [Target(noun=Noun(quality=measured), function="sum")]
    reader.section = "filter"


def _dated_entity(reader: Reader) -> bool:
    """“Products sold in June”: the date is that of the sale, which names no column of the product."""
    following = reader.peek(1)
    said, lexeme = reader.peek(), reader.draft.targets[-1].noun.lexeme if reader.draft.targets else None
    if following is None or following.date is None or lexeme is None or not lexeme.entities:
        return False
    began = said is not None and said.text.casefold() in COMING_ABOUT
    return not (began and dates_itself(lexeme.entities[0].entity))


def _cue(reader: Reader, lexeme: Lexeme) -> None:
    for cue in lexeme.cues:
        handler = _HANDLERS.get(cue.kind)
        before = reader.at
        if handler is not None:
            handler(reader, cue)
        if reader.at > before:
            return
    if lexeme.names or lexeme.values:
        read_mention(reader, lexeme)
    else:
        reader.take("filler")


def _finish(reader: Reader) -> Draft:
    counted = reader.draft.targets and reader.draft.targets[-1].function == "count" and reader.draft.groups
    if reader.functions == ["avg"] and counted:
        reader.functions, reader.draft.average_count = [], True
    if not reader.functions and not reader.draft.targets and _names_money(reader.draft):
        reader.functions = ["sum"]
    for function in reader.functions:
        reader.draft.targets.append(Target(noun=Noun(), function=function))
    count_events(reader.draft)
    with_row_of_extreme(reader.draft)
    if reader.draft.asked == "who" and not _names_someone(reader):
        ranked = any(order.superlative for order in reader.draft.orders)
        reader.draft.targets = [
            one for one in reader.draft.targets if not ((ranked and _is_verb(one)) or is_happening(one.noun.lexeme))
        ]
        reader.draft.targets.insert(0, Target(noun=Noun(quality=BUYER if _spent(reader.draft) else PERSON)))
    if not reader.draft.targets or (reader.section == "group" and reader.earlier_targets):
        reader.draft.targets = [*reader.earlier_targets, *reader.draft.targets]
    else:
        _hand_over_owner(reader)
    _compare_periods(reader.draft)
    _unheard_noun(reader)
    _newly_begun(reader)
    _both_ends(reader.draft)
    without_waiting(reader.draft)
    _each_whole(reader.draft)
    _never_happened(reader)
    reader.draft.lost_negation = reader.negated
    return reader.draft


def _spent(draft: Draft) -> bool:
    """“Who spent the most?” is about those who buy."""
    qualities = [order.noun.quality for order in draft.orders] + [found.noun.quality for found in draft.filters]
    return any(one is not None and one.fields == SPENT for one in qualities)


def _never_happened(reader: Reader) -> None:
    """“Courses that were never offered”: nothing refers to them, whatever the verb is."""
    target = reader.draft.targets[0] if len(reader.draft.targets) == 1 else None
    named = target is not None and target.noun.lexeme is not None and bool(target.noun.lexeme.entities)
    words = [lexeme for lexeme in reader.lexemes if not lexeme.cue("punctuation")]
    done = len(words) > 1 and words[-1].kind in ("filler", "unknown") and words[-1].text.casefold().endswith("ed")
    never = any(one.cue("never") for one in words[-4:])
    if reader.negated and named and done and never and target is not None and target.function in (None, "count"):
        reader.draft.leftover = [one for one in reader.draft.leftover if one is not words[-1]]
        reader.add_filter(Filter(operator="exists", negated=True, joiner=reader.joiner))


def _names_money(draft: Draft) -> bool:
    """“Monthly income”, where income is a type of transaction: what it comes to, unless rows are listed."""
    ranked = any(order.superlative for order in draft.orders)
    compared = any(found.operator in ("<", "<=", ">", ">=", "between") for found in draft.filters)
    if draft.listing or draft.asked in ("list", "which") or ranked or compared or draft.everything:
        return False
    said = (one.lexeme for found in draft.filters if not found.negated for one in found.operands)
    timed = (
        bool(draft.groups) or draft.versus or draft.change or draft.running or draft.asked == "quantity" or draft.share
    )
    return timed and any(one is not None and SUMMED & {stem(word) for word in full_words(one.text)} for one in said)


def _unheard_noun(reader: Reader) -> None:
    """“Spending by year”, where nothing is spent: the word is what was asked for, and no filler."""
    first = reader.lexemes[0] if reader.lexemes else None
    verb = first is not None and first.kind == "filler" and first.text.casefold() in VERBS
    if first is not None and verb and not reader.draft.targets and not reader.draft.filters:
        reader.draft.leftover.append(first)


def _newly_begun(reader: Reader) -> None:
    """“New customers per month” are those of each month."""
    draft = reader.draft
    timed = any(group.grain for group in draft.groups) or any(found.period for found in draft.filters)
    for lexeme in [one for one in draft.leftover if timed and one.text.casefold() == "new"]:
        following = next((one for one in reader.lexemes if one.first == lexeme.last), None)
        if following is not None and following.entities:
            draft.leftover.remove(lexeme)


def _both_ends(draft: Draft) -> None:
    """“The ages of the oldest and the youngest” are the most and the least of one column."""
    ranked = [order for order in draft.orders if order.superlative and order.noun.lexeme is None and not order.counted]
    target = draft.targets[0] if len(draft.targets) == 1 else None
    if target is None or target.function or target.noun.lexeme is None or not is_numeric(target.noun.lexeme):
        return
    if draft.limit or len(ranked) != 2 or len(draft.orders) != 2 or ranked[0].descending == ranked[1].descending:
        return
    ends: list[AggregateFunction] = ["max" if order.descending else "min" for order in ranked]
    draft.targets, draft.orders = [replace(target, function=end) for end in ends], []


def _each_whole(draft: Draft) -> None:
    """“All details of each customer”: each row is shown with all there is."""
    if draft.everything and not draft.targets and len(draft.groups) == 1 and draft.groups[0].noun.lexeme is not None:
        draft.targets, draft.groups = [Target(noun=draft.groups[0].noun)], []


def _names_someone(reader: Reader) -> bool:
    """Whether anything but a date is asked for ("who was hired most recently")."""
    targets = [*reader.draft.targets, *reader.earlier_targets]
    return any(
        target.function or target.noun.lexeme is None or not (_is_date(target.noun.lexeme) or _is_verb(target))
        for target in targets
    )


def _is_verb(target: Target) -> bool:
    """“Who earns the highest salary”: whose it is, and no figure of its own."""
    return target.noun.lexeme is not None and target.noun.lexeme.text.casefold() in VERBS


def _is_date(lexeme: Lexeme) -> bool:
    return not lexeme.entities and all(link.field.type in TEMPORAL_TYPES for link in lexeme.fields)


def _compare_periods(draft: Draft) -> None:
    """“This quarter vs the previous quarter” asks for both."""
    for place, found in enumerate(draft.filters):
        relative = found.period.relative if found.period is not None else None
        if draft.change and relative is not None and relative.unit == draft.change_unit and relative.count == 1:
            both = replace(relative, count=2) if relative.how == "aligned" else relative
            draft.filters[place] = replace(found, period=Period(relative=both, unit=relative.unit))


def _hand_over_owner(reader: Reader) -> None:
    """“Which customers ordered? Give me their names”: the names of what was asked for first."""
    for target in reader.earlier_targets:
        lexeme = target.noun.lexeme
        if lexeme is not None and lexeme.entities and not target.function:
            reader.draft.own_targets(lexeme)
            reader.draft.context.append(lexeme)
            return


_HANDLERS: dict[CueKind, Callable[[Reader, Cue], None]] = {
    "ask": asking.ask,
    "count": asking.count,
    "aggregate": asking.aggregate,
    "distinct": asking.distinctly,
    "share": asking.share,
    "change": asking.change,
    "running": asking.run,
    "gaps": arranging.fill_gaps,
    "everything": asking.everything,
    "superlative": superlative,
    "comparison": comparing.compare,
    "comparative": comparing.compare,
    "average": comparing.compare,
    "between": comparing.between,
    "text": comparing.text_match,
    "null": comparing.null,
    "not": comparing.negate,
    "never": comparing.negate,
    "and": joining.conjoin,
    "or": joining.conjoin,
    "versus": joining.oppose,
    "both": joining.ignore,
    "punctuation": joining.punctuate,
    "group": arranging.group,
    "each": arranging.each,
    "order": arranging.order,
    "direction": arranging.direct,
    "grain": arranging.grain,
    "part": arranging.part,
    "clause": joining.clause,
    "preposition": joining.preposition,
    "be": joining.predicate,
    "have": joining.predicate,
    "than": joining.ignore,
    "filler": joining.ignore,
}
