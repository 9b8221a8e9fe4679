"""“Retention by signup month”: how many of those who began in a period were active again so many periods later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import Conclusion, Facts, column, few, number, query_of
from agents.analyst.deep.series import Settings
from agents.analyst.deep.subject import bounds, moment, understood
from agents.analyst.wording import in_lower, plural
from agents.sql_expert import Understanding
from core.analysis import Analysis
from core.model import Entity, Field, Relationship, SemanticModel
from core.plan import Aggregate, FieldRef, Grain, PlanDimension, PlanMeasure
from core.query import Query
from core.result import Result
from core.table import TEMPORAL_TYPES
from core.ways import Declined, Unclear
from semantic_layer.periods import moved
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

NAME = "retention by cohort"
_PEOPLE = word_set(
    "customer user client member account subscriber buyer patient student player visitor guest passenger tenant donor lead "
    "employee contact person company"
)
_GRAINS: tuple[Grain, ...] = ("month", "week", "quarter", "year", "day")
_MOST_AHEAD = 12
_MOST_COHORTS = 36
_SHORT_DAYS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """Who does something, in which table: `key` names them there, `begun` is when they began where their own table says so."""

    noun: str
    activity: Entity
    time: FieldRef
    key: FieldRef
    begun: FieldRef | None = None
    home: Entity | None = None


def plan_cohort(asked: Asked, task: Understanding) -> Analysis:
    actors = actors_of(asked.subject, task)
    grain = asked.grain if asked.grain in _GRAINS else _usual_grain(actors, task.model)
    active = PlanDimension(name="active", label="Active in", of=actors.time, grain=grain)
    if actors.begun is not None and actors.home is not None:
        began = PlanDimension(name="cohort", label="Began in", of=actors.begun, grain=grain)
        distinct = Aggregate(function="count_distinct", entity=actors.activity.name, of=actors.key)
        counted = PlanMeasure(name="active_count", label=f"Active {actors.noun}", value=distinct)
        whole = PlanMeasure(
            name="size", label=actors.noun.capitalize(), value=Aggregate(function="count", entity=actors.home.name)
        )
        own = FieldRef(entity=actors.begun.entity, name=actors.begun.name)
        queries: tuple[Query, ...] = (
            query_of(actors.activity.name, task.model, (began, active), (counted,)),
            query_of(actors.home.name, task.model, (PlanDimension(name="cohort", label="Began in", of=own, grain=grain),),
                     (whole,)),
        )  # fmt: skip
        titles: tuple[str, ...] = (f"Active {actors.noun} by the {grain} they began and the {grain} they were active",
                  f"Number of {actors.noun} by the {grain} they began")  # fmt: skip
        began_by = actors.home.field(actors.begun.name).label
    else:
        key = PlanDimension(name="actor", label=actors.noun, of=actors.key)
        rows = PlanMeasure(name="rows", label="Rows", value=Aggregate(function="count", entity=actors.activity.name))
        queries = (query_of(actors.activity.name, task.model, (key, active), (rows,)),)
        titles = (f"The {grain}s in which each of the {actors.noun} was active",)
        began_by = f"first of {in_lower(actors.activity.label)}"
    return Analysis(
        computation=NAME,
        queries=queries,
        titles=titles,
        read_as=f"retention of {actors.noun} by the {grain} of {in_lower(began_by)}, active by {in_lower(actors.activity.label)}",
        settings=(("grain", grain), ("who", actors.noun), ("active by", actors.activity.label)),
    )


def actors_of(noun: str, task: Understanding) -> Actors:
    """Raises Declined where no table tells who did what when."""
    named = _entity_named(noun, task) if noun else None
    found = [one for entity in task.model.entities for one in _actors(entity, task.model)]
    if named is not None:
        found = [one for one in found if one.home is named or one.activity is named] or found
    if not found:
        raise Declined(
            "There is no table that tells who did something, and when.",
            hint="Retention needs rows with a date and with a customer, user or account.",
        )
    return max(found, key=_promise)


def _promise(one: Actors) -> tuple[int, bool, int]:
    people = _is_people(one.noun)
    return people + (one.begun is not None), people, one.activity.rows


def actors_in(entity: Entity, model: SemanticModel) -> Actors | None:
    """Who the rows of a table are of."""
    found = _actors(entity, model)
    return max(found, key=_promise, default=None)


def _entity_named(noun: str, task: Understanding) -> Entity | None:
    try:
        plan = understood(f"number of {noun}", task)
    except (Declined, Unclear):
        return None
    return task.model.entity(plan.entity)


def _actors(entity: Entity, model: SemanticModel) -> list[Actors]:
    if entity.default_time is None or entity.field(entity.default_time).type not in TEMPORAL_TYPES:
        return []
    time = FieldRef(entity=entity.name, name=entity.default_time)
    found = []
    for link in model.relationships:
        if link.from_entity == entity.name and link.cardinality == "many_to_one" and len(link.from_columns) == 1:
            found.append(_linked(entity, time, link, model))
    linked = {one.key.name for one in found}
    found += [
        Actors(noun=_noun(field), activity=entity, time=time, key=FieldRef(entity=entity.name, name=field.name))
        for field in entity.fields
        if field.name not in linked and _names_actors(field, entity)
    ]
    return found


def _linked(entity: Entity, time: FieldRef, link: Relationship, model: SemanticModel) -> Actors:
    home = model.entity(link.to_entity)
    dated = home.default_time is not None and home.field(home.default_time).type in TEMPORAL_TYPES
    begun = FieldRef(entity=home.name, name=home.default_time or "", via=(link.name,)) if dated else None
    return Actors(
        noun=plural(in_lower(home.label)),
        activity=entity,
        time=time,
        key=FieldRef(entity=entity.name, name=link.from_columns[0]),
        begun=begun,
        home=home,
    )


def _names_actors(field: Field, entity: Entity) -> bool:
    repeats = 1 < field.profile.distinct <= entity.rows * 0.9
    return repeats and bool({singular(word) for word in full_words(field.name)} & _PEOPLE)


def _noun(field: Field) -> str:
    word = next((word for word in full_words(field.name) if singular(word) in _PEOPLE), field.label)
    return plural(word)


def _is_people(noun: str) -> bool:
    return bool({singular(word) for word in full_words(noun)} & _PEOPLE)


def _usual_grain(actors: Actors, model: SemanticModel) -> Grain:
    first, last = bounds(actors.time, model)
    return "week" if first and last and (last - first).days < _SHORT_DAYS else "month"


Counts = dict[datetime, Counter[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """`active` counts those of a cohort who were active so many periods later, from `first` to `last` activity."""

    sizes: dict[datetime, int]
    active: Counts
    first: datetime
    last: datetime
    grain: Grain

    def share(self, cohort: datetime, ahead: int) -> float | None:
        """None where the period has not come yet, or is before any activity is known."""
        if not self.first <= moved(cohort, ahead, self.grain) <= self.last or not self.sizes[cohort]:
            return None
        return round(self.active[cohort][ahead] / self.sizes[cohort], 4)


def conclude_cohort(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined where nobody was active after beginning."""
    settings: Settings = dict(analysis.settings)
    grain: Grain = str(settings["grain"])  # type: ignore[assignment]
    who = str(settings["who"])
    known = _known(results, grain)
    # Of those who began long before the first activity in the data, nothing is known of their first periods.
    cohorts = [cohort for cohort in sorted(known.sizes) if known.share(cohort, 1) is not None or cohort >= known.first]
    cohorts = [cohort for cohort in cohorts if cohort <= known.last][-_MOST_COHORTS:]
    most = min(_MOST_AHEAD, max((_apart(cohort, known.last, grain) for cohort in cohorts), default=0))
    if most < 1:
        raise Declined(f"All began in one {grain}, so nobody can have come back in a later one.")
    rows = [
        (cohort.date(), known.sizes[cohort], *(known.share(cohort, ahead) for ahead in range(1, most + 1)))
        for cohort in cohorts
    ]
    facts = Facts()
    drafts = _told(facts, cohorts, known)
    columns = [
        column("cohort", "Began in", "date", "dimension", grain=grain),
        column("size", who.capitalize(), "integer", "measure"),
        *(column(f"after_{ahead}", f"{grain.capitalize()} {ahead}", "float", "comparison", "ratio")
          for ahead in range(1, most + 1)),
    ]  # fmt: skip
    return Conclusion(
        method="share of each cohort that was active again",
        columns=tuple(columns),
        rows=tuple(rows),
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(
            *few(sum(known.sizes.values())),
            f"Cohorts that began lately have had few {grain}s to come back in.",
        ),
        names=(who,),
        details=(("cohorts", len(cohorts)),),
    )


def _known(results: Sequence[Result], grain: Grain) -> _Known:
    sizes, active = _from_homes(results, grain) if len(results) > 1 else _from_activity(results[0], grain)
    seen = [moved(cohort, ahead, grain) for cohort, counts in active.items() for ahead in counts]
    if not sizes or not seen:
        raise Declined("There are no rows to follow anybody by.")
    return _Known(sizes=sizes, active=active, first=min(seen), last=max(seen), grain=grain)


def _from_homes(results: Sequence[Result], grain: Grain) -> tuple[dict[datetime, int], Counts]:
    sizes = {start: int(number(size) or 0) for cell, size in results[1].rows if (start := moment(cell)) is not None}
    active: Counts = defaultdict(Counter)
    for began_cell, active_cell, count in results[0].rows:
        began, then = moment(began_cell), moment(active_cell)
        if began is None or then is None:
            continue
        active[began][_apart(began, then, grain)] += int(number(count) or 0)
    return sizes, active


def _from_activity(result: Result, grain: Grain) -> tuple[dict[datetime, int], Counts]:
    seen: defaultdict[object, set[datetime]] = defaultdict(set)
    for actor, cell, _ in result.rows:
        then = moment(cell)
        if actor is not None and then is not None:
            seen[actor].add(then)
    sizes: Counter[datetime] = Counter(min(times) for times in seen.values())
    active: Counts = defaultdict(Counter)
    for times in seen.values():
        began = min(times)
        active[began].update(_apart(began, then, grain) for then in times)
    return dict(sizes), active


def _apart(start: datetime, end: datetime, grain: Grain) -> int:
    """How many periods later."""
    if grain in ("day", "week", "hour"):
        return (end - start).days // (7 if grain == "week" else 1)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months // {"month": 1, "quarter": 3, "year": 12}[grain]


def _told(facts: Facts, cohorts: Sequence[datetime], known: _Known) -> list[str]:
    """Over all cohorts that had the time."""
    sentences, grain = [], known.grain
    for ahead, words in ((1, f"one {grain}"), (3, f"three {grain}s"), (6, f"six {grain}s"), (12, f"twelve {grain}s")):
        old_enough = [cohort for cohort in cohorts if known.share(cohort, ahead) is not None]
        size = sum(known.sizes[cohort] for cohort in old_enough)
        if not size:
            continue
        share = round(sum(known.active[cohort][ahead] for cohort in old_enough) / size, 4)
        facts.add("count", f"ahead:{ahead}", f"{grain}s", ahead, "count of groups")
        said = facts.add(
            "value", f"retained:{ahead}", f"Share active after {words}", share, "share of the cohorts", "ratio"
        )
        sentences.append(f"{said} were active {words} after they began.")
    return sentences[:3]
