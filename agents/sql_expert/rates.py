"""Rates: which share of the rows of each group meets a condition ("cancellation rate by month")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.calendar_columns import is_of_calendar
from agents.sql_expert.confidence import mentioned
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.panels import panel_of
from core.model import Entity, Measure, SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    Condition,
    Exists,
    FieldRef,
    Limit,
    MeasureArithmetic,
    Order,
    OutputRef,
    Plan,
    PlanMeasure,
    RelativePeriod,
)
from semantic_layer.describe import measure_words
from semantic_layer.describe_conditions import Words
from semantic_layer.words import full_words, singular, stem, word_stems

Read = Callable[[str], Plan | None]
_TAIL = r"(?P<tail>(?:\s+(?:by|per|for|in|during|since|over|last|this|each|from|of)\b.*)?)[?.!]*$"
_OPEN = r"^(?:what(?: is|['’]s| was| are| were) |show (?:me )?|give me |calculate |compute |tell me )?(?:the |our )?(?:average |overall )?"
_RATE = re.compile(
    _OPEN
    + r"(?:(?P<grain>daily|weekly|monthly|quarterly|yearly|annual) )?(?:(?P<rows>[\w-]+) )??(?P<what>[\w-]+(?: time)?)[- ]rate"
    + _TAIL,
    re.IGNORECASE,
)
_GRAINS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
}
_SHARE = re.compile(
    _OPEN
    + r"(?:what |which |how many )?(?:share|percentage|percent|part|proportion|fraction|%) of (?:all )?(?:the )?(?P<items>.+?)"
    r"(?P<tail>(?:\s+(?:by|per|for each|in each|of each|each)\b.*)?)[?.!]*$",
    re.IGNORECASE,
)
_AMONG = re.compile(
    _OPEN + r"(?:what |which |how (?:many|much) )?(?:share|percentage|percent|per cent|part|proportion|fraction|%) of "
    r"(?:all (?:of )?)?(?:the |our |my )?(?P<words>.+?)(?P<tail>(?:,?\s+(?:by|per|for each|in each|of each|for every|each)\b.*)?)[?.!]*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s+(?=(?:(?:with|without|are|is|were|was|have|has|had|ended up|end up|turned out|got|get|gets|came|comes?|went|goes|go|"
    r"arrived?|arrives|stayed|stay|"
    r"remained?|became|become|did|do|does|never|used?|uses|includes?d?|contains?|contained|involved?|costs?|paid|pays?|took|takes?|"
    r"lasted|made|make|needed|need|received?|left|missed|failed|passed|won|lost|brought|bring|bought|buy|signed|joined|attended|"
    r"returned|finished|completed|cancelled|canceled|responded|replied|renewed|donated|gave|give|work|live|lives)\b(?:n['’]?t\b)?|"
    r"\w{3,}ed$))",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"^(?:ended up|end up|turned out(?: to be)?|got|get|gets|came|stayed|remained?|became|become)\s+(?=\w+ed\b|late\b|"
    r"early\b|on[ -]time\b)",
    re.I,
)
_FORMS: dict[str, tuple[str, ...]] = {
    "win": ("won", "win"), "lose": ("lost",), "loss": ("lost", "loss"), "cancellation": ("cancelled", "cancellation"),
    "churn": ("churned", "inactive", "ended"), "no-show": ("no-show", "no show", "not attended", "missed"),
    "noshow": ("no-show", "no show", "not attended", "missed"), "attendance": ("attended", "present"),
    "absence": ("absent", "not attended"), "completion": ("completed", "finished"), "conversion": ("converted", "conversion"),
    "renewal": ("renewed",), "approval": ("approved",), "rejection": ("rejected",), "success": ("successful", "success"),
    "failure": ("failed", "failure"), "payment": ("paid",), "delivery": ("delivered",), "acceptance": ("accepted",),
    "refusal": ("refused",), "abandonment": ("abandoned",), "abandon": ("abandoned",), "answer": ("answered",),
    "pass": ("passed", "pass"), "fail": ("failed", "fail"), "retention": ("active", "retained"), "survival": ("survived", "alive"),
    "mortality": ("died", "dead"), "occupancy": ("occupied",), "vacancy": ("vacant",), "response": ("responded", "answered"),
    "resolution": ("resolved",), "return": ("returned", "return"), "default": ("defaulted", "default"),
    "settlement": ("settled",), "vaccination": ("vaccinated",), "sell-through": ("sold",),
}  # fmt: skip
_NOUNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ial", ("ied",)), ("val", ("ved",)), ("al", ("ed",)), ("ization", ("ized", "ised")), ("isation", ("ised", "ized")),
    ("cation", ("cated", "ied")), ("ation", ("ated", "ed")), ("ssion", ("ssed", "tted")), ("ction", ("cted",)), ("tion", ("ted",)),
    ("ment", ("ed", "led")), ("ance", ("ed",)), ("ery", ("ered",)),
)  # fmt: skip
_NOT_RATES = frozenset(
    {"exchange", "interest", "tax", "hourly", "daily", "heart", "growth", "first", "flat", "unemployment"}
)
_MOST_ENTITIES = 12
_HIGHEST = re.compile(
    r"^(?:(?:which|what|whose) (?P<group>[\w-]+(?: [\w-]+)??) (?:has|have|had|shows?|sees?|saw)"
    r"|(?:show |list )?(?:the )?(?P<group2>[\w-]+(?: [\w-]+)??) with) (?:the |our )?"
    r"(?P<top>highest|lowest|biggest|smallest|largest) "
    r"(?P<rate>(?:[\w-]+ )??[\w-]+[- ]rate|(?:share|percentage|proportion|percent) of (?:(?!in |during |since )[\w-]+ ?)+?)"
    r"(?P<tail>(?: (?:in|during|since|over|last|this)\b.*)?)[?.!]*$",
    re.IGNORECASE,
)


def rates(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the rows of the numerator as a count of its own."""
    highest = _HIGHEST.match(text.strip())
    if highest is not None:
        yield from _highest(highest, model, read)
        return
    yield from _among(text, model, read)
    shared = _SHARE.match(text.strip())
    if shared is not None and not any(_is_main(one, shared["items"]) for one in _VERB.finditer(shared["items"])):
        counted = read(f"number of {shared['items']}{shared['tail']}")
        if counted is not None and (plan := _rate(counted, model)) is not None:
            yield plan
    named = _RATE.match(text.strip())
    if named is None or named["what"].lower() in _NOT_RATES or _is_column(named["what"], model):
        return
    tail = f" by {_GRAINS[named['grain'].lower()]}{named['tail']}" if named["grain"] else named["tail"]
    for entity in _rated(named["rows"], model):
        tail = _own_tail(tail, entity)
        for word in _forms(named["what"].lower()):
            counted = read(f"number of {word} {entity.label}{tail}")
            if counted is None or counted.entity != entity.name or entity.name not in mentioned(counted.where):
                continue
            everything = read(f"number of {entity.label}{tail}")
            among = parts_of(everything.where) if everything is not None and everything.entity == entity.name else ()
            if (plan := _rate(counted, model, among)) is not None:
                yield plan
    yield from _of_followers(named["what"], tail, model, read)


def _highest(found: re.Match[str], model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“Which class has the highest no-show rate?”: the first of the groups."""
    group = " ".join([*(words := (found["group"] or found["group2"]).split())[:-1], singular(words[-1].lower())])
    last = found["top"].lower() in ("lowest", "smallest")
    for plan in rates(f"{found['rate']} by {group}{found['tail']}", model, read):
        if plan.dimensions and len(plan.measures) == 1:
            order = (Order(by=OutputRef(name=plan.measures[0].name), descending=not last),)
            yield replace(plan, order=order, limit=Limit(count=1))


def _rated(rows: str | None, model: SemanticModel) -> list[Entity]:
    """“Claim approval rate” is of claims; where nothing is said, what happens to the others comes first."""
    if rows is None:
        return _events(model)[:_MOST_ENTITIES]
    said = {stem(singular(word)) for word in full_words(rows)}
    return [one for one in model.entities if said == {stem(singular(word)) for word in full_words(one.name)}]


_MOVED = re.compile(
    r"^how (?:did|does|do|has|have) (?:the |our )?(?P<what>.+?) (?:develop|change|evolve|move)[ds]?"
    r"(?: over time)?(?P<tail> (?:by|per) .+?)\W*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"^(?P<all>.+?)\s+(?P<part>(?:where|whose)\s.+)$", re.IGNORECASE)


def _among(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“Share of the rabbits that are neutered” is among the rabbits: what stands before the verb is all, what follows is the part."""
    moved = _MOVED.match(text.strip())
    plain = f"what {moved['what']}{moved['tail']}" if moved is not None else text.strip()
    shared = _AMONG.match(plain)
    if shared is None:
        return
    words, tail = shared["words"], shared["tail"]
    if tail.casefold().startswith(" by ") and any(
        not _TIED.search(tail[: one.start()]) for one in _VERB.finditer(tail)
    ):
        words, tail = f"{words}{tail}", ""  # “of flights by United were late”: whose they are, and no groups
    clause = _CLAUSE.match(words)
    ends = ((clause["all"], clause["part"]),) if clause is not None else _at_verbs(words)
    for everything, part in ends:
        for figure in ("number of", "total"):
            base = read(f"{figure} {everything}{tail}")
            plan = _part_of(base, figure, everything, part, tail, model, read) if base is not None else None
            if plan is not None:
                yield plan


def _at_verbs(words: str) -> Iterator[tuple[str, str]]:
    """At the verb of the sentence: “cars with 4 seats are red” and “that cost over 20 are red” are about the red ones of those."""
    main = next((one for one in _VERB.finditer(words) if _is_main(one, words)), None)
    for verb in (main,) if main is not None else _VERB.finditer(words):
        everything = re.sub(r"\s+(?:that|which|who)$", "", words[: verb.start()], flags=re.IGNORECASE)
        yield everything, words[verb.end() :]


def _is_main(verb: re.Match[str], words: str) -> bool:
    """An auxiliary behind more than a noun, which stands in no clause of its own and in no list."""
    before = words[: verb.start()]
    if _AUXILIARY.match(words, verb.end()) is None or _TIED.search(before):
        return False
    return any(other.start() < verb.start() for other in _VERB.finditer(words))


_AUXILIARY = re.compile(r"(?:are|is|were|was|have|has|had)\b", re.IGNORECASE)
_TIED = re.compile(
    r"(?:\b(?:that|which|who|whom|whose|and|or|but|they|we|it|than|when|where|never|also)|,)$", re.IGNORECASE
)


def _part_of(
    base: Plan, figure: str, everything: str, part: str, tail: str, model: SemanticModel, read: Read
) -> Plan | None:
    told = _PASSIVE.sub("are ", part)
    joint = " " if re.match(r"(?:with(?:out)?|where|whose)\b", told, re.IGNORECASE) else " that "
    counted = read(f"{figure} {everything}{joint}{told}{tail}")
    if counted is None or counted.entity != base.entity or not base.measures or len(counted.measures) != 1:
        return None
    same = counted.measures[0].value == base.measures[0].value and len(base.measures) == 1
    more = set(parts_of(base.where)) < set(parts_of(counted.where))
    return _rate(counted, model, parts_of(base.where)) if same and more else None


def _of_followers(what: str, tail: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“Refund rate”: orders that have a refund, of all orders."""
    said = {stem(word) for word in full_words(what)}
    for entity in model.entities:
        if {stem(word) for word in full_words(entity.name)} != said:
            continue
        for one in model.relationships:
            if one.from_entity == entity.name and len(model.entity(one.to_entity).key) == 1:
                plan = read(f"number of {model.entity(one.to_entity).label}{_OF.sub('', tail)}")
                if plan is not None and plan.entity == one.to_entity:
                    found = _rate(
                        replace(plan, where=all_of((*parts_of(plan.where), Exists(entity=entity.name)))), model
                    )
                    if found is not None:
                        yield found


def _rate(counted: Plan, model: SemanticModel, among: tuple[Condition, ...] = ()) -> Plan | None:
    """The count of what meets the conditions, by the count of all in the same period, or of `among`; None without a condition."""
    plain = counted.rows is None and counted.having is None and counted.limit is None and not counted.comparisons
    if not plain or len(counted.measures) != 1 or not isinstance(counted.measures[0].value, Aggregate):
        return None
    count = _of_what(counted.measures[0].value, model)
    parts = parts_of(counted.where)
    kept = tuple(one for one in parts if isinstance(one, AbsolutePeriod | RelativePeriod) or one in among)
    told = tuple(one for one in parts if one in kept or is_of_calendar(one, model))
    kept = told if len(told) < len(parts) else kept
    own = tuple(one for one in parts if one not in kept)
    if not own or count.function not in ("count", "sum") or count.where is not None:
        return None
    part = replace(count, where=all_of(own))
    value = MeasureArithmetic(operator="/", left=part, right=count)
    label = measure_words(value, Words(model, counted.entity))
    measure = PlanMeasure(name="rate", label=label, value=value, unit="ratio")
    grained = any(one.grain or one.part for one in counted.dimensions)
    order = counted.order if grained else (Order(by=OutputRef(name="rate"), descending=True),)
    return replace(counted, measures=(measure,), where=all_of(kept), order=order if counted.dimensions else ())


def _of_what(count: Aggregate, model: SemanticModel) -> Aggregate:
    """Where a table follows one figure over time, shares are of the figure."""
    panel = panel_of(model.entity(count.entity)) if count.function == "count" and count.of is None else None
    figure = panel.figure if panel is not None else None
    if not isinstance(figure, Measure) or figure.additivity == "non_additive" or figure.aggregation != "sum":
        return count
    return replace(count, function="sum", of=FieldRef(entity=count.entity, name=figure.name))


def _events(model: SemanticModel) -> list[Entity]:
    """What refers to most other tables comes first: it is what happens to the others."""
    refers = {
        entity.name: sum(one.from_entity == entity.name for one in model.relationships) for entity in model.entities
    }
    return sorted(model.entities, key=lambda entity: -refers[entity.name])


def _forms(word: str) -> tuple[str, ...]:
    if word in _FORMS:
        return _FORMS[word]
    if "-" in word or word.endswith("ed"):
        return (word,)
    past = f"{word}d" if word.endswith("e") else f"{word}ed"
    return (word, past, *_done(word))


def _done(noun: str) -> tuple[str, ...]:
    """What has happened where a noun says that it does: denial → denied, rejection → rejected, fulfilment → fulfilled."""
    for ending, forms in _NOUNS:
        if noun.endswith(ending) and len(noun) > len(ending) + 2:
            return tuple(noun[: -len(ending)] + form for form in forms)
    return ()


def _is_column(what: str, model: SemanticModel) -> bool:
    said = {stem(word) for word in full_words(what)} | {stem("rate")}
    fields = (field for entity in model.entities for field in entity.fields)
    return any(said <= {stem(word) for word in full_words(field.name)} for field in fields)


_OF = re.compile(r"^\s+of\s+\w+")


def _own_tail(tail: str, entity: Entity) -> str:
    """“Of orders” says only whose rate it is; “of women” says which of them."""
    of = re.match(r"^\s+of (?:the |all |our )*(\w+)", tail)
    return tail[of.end() :] if of is not None and word_stems(of[1]) <= word_stems(entity.label) else tail
