"""“Which has more orders, the web or the store?”: the one of two values that has the most."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.fields import name_fields
from agents.sql_expert.more_of_either import as_which
from agents.sql_expert.spoken_values import spoken_values
from core.model import Entity, SemanticModel
from core.plan import Aggregate, And, Comparison, Condition, FieldRef, In, Or, Plan
from semantic_layer import ValueIndex
from semantic_layer.compiler.walking import field_refs
from semantic_layer.words import singular

Read = Callable[[str], Plan | None]
_SUPERLATIVES = {
    "more": "the most", "fewer": "the fewest", "less": "the least", "higher": "the highest", "lower": "the lowest",
    "larger": "the largest", "bigger": "the largest", "greater": "the highest", "smaller": "the smallest",
    "longer": "the longest", "shorter": "the shortest", "older": "the oldest", "younger": "the youngest",
    "taller": "the tallest", "heavier": "the heaviest", "lighter": "the lightest", "cheaper": "the cheapest",
    "faster": "the fastest", "slower": "the slowest", "earlier": "the earliest", "later": "the latest",
    "better": "the best", "worse": "the worst", "pricier": "the priciest", "newer": "the newest",
}  # fmt: skip
_MORE = re.compile(rf"\b(?:a |the |an )?({'|'.join(_SUPERLATIVES)})\b(?! than)", re.IGNORECASE)
_PAST = {"se": "sold", "so": "sold", "do": "did", "di": "did", "pe": "performed"}
_WELL = {"better": "more", "worse": "less"}
_DOES_WELL = re.compile(r"\b(?P<verb>sells?|sold|does|did|do|perform(?:s|ed)?) (?P<way>better|worse)\b", re.IGNORECASE)
_EITHER = re.compile(r"\bor\b", re.IGNORECASE)
_ASKED = re.compile(r"^(?P<who>which|who|what)(?P<one> one| of (?:the |these )?(?:two|both))?\b(?P<rest>.+)$", re.I)
_DOES = re.compile(
    r"^(?: (?:is|are|was|were|has|have|had|did|does|do|got|gets|made|makes|sells|sold|sell|spends?|spent|earns?|earned|"
    r"brings?|brought|costs?|generated|generates|performs?|performed|received|took|takes|orders?|ordered|buys?|bought)\b)",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|our|an?|in|on|at|by|from|for|with|between|among|through|via) ", re.IGNORECASE)


def which_of_two(
    text: str, model: SemanticModel, values: ValueIndex, read: Read, keep: Callable[..., None]
) -> Iterator[Plan]:
    """`read` understands the question for the one that has the most of both; `keep` is told which reading was taken."""
    text = as_which(text, model, lambda name: _held(_plain(name), values, model)) if " than " not in text else text
    if len(_MORE.findall(text)) != 1 or len(_EITHER.findall(text)) != 1:
        return
    plain = _DOES_WELL.sub(
        lambda found: f"{_PAST[found['verb'][:2].lower()]} {_SUPERLATIVES[_WELL[found['way'].lower()]]}", text.strip()
    )
    most = _MORE.sub(lambda found: _SUPERLATIVES[found[1].casefold()], plain)
    for asked in (*_named(most, model, values), *([most] if _ASKED.match(plain) else [])):
        plan = read(asked)
        if (
            plan is not None
            and plan.order
            and plan.limit is not None
            and (_tells_either(plan) or _are_all(plan, model))
            and not (_ON_AVERAGE.search(text) and _adds_up(plan))
        ):
            keep(plan)
            yield plan
            return


_ON_AVERAGE = re.compile(r"\b(?:on average|usually|typically)\b", re.IGNORECASE)


def _adds_up(plan: Plan) -> bool:
    """“Who spends more on average”: whether it is by order or by customer is not said, and a sum is neither."""
    return any(isinstance(one.value, Aggregate) and one.value.function in ("sum", "count") for one in plan.measures)


def _named(text: str, model: SemanticModel, values: ValueIndex) -> Iterator[str]:
    """The same questions, with the column named that holds both values; none where it is named already, or there is none."""
    found = _ASKED.match(text)
    if found is None:
        return
    for head, pair in _pairs(found["rest"]):
        one, other = (_held(name, values, model) for name in pair)
        both = [place for place in one if place in other]
        for entity, field in both if _DOES.match(head) else ():
            for label in _labels(model.entity(entity), field):
                yield f"which {label} {head.strip(' ,:')}, {one[entity, field]} or {other[entity, field]}?"
        if both:
            return


def _labels(entity: Entity, field: str) -> Iterator[str]:
    """What the values are called: rows are called by their names."""
    if any(one.name == field for one in name_fields(entity)):
        yield singular(entity.label)
    yield entity.field(field).label


def _pairs(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """What is said before two names, and the names; “corporate or private customers” says once what they are."""
    before, _, after = re.sub(r"[?.!\s]+$", "", text).rpartition(" or ")
    comma = max(before.rfind(","), before.rfind(":"))
    words, last = before.split(), after.split()
    starts = [(before[:comma], before[comma + 1 :])] if comma >= 0 else []
    starts += [(f" {' '.join(words[:at])}", " ".join(words[at:])) for at in range(max(1, len(words) - 4), len(words))]
    for head, one in starts:
        for cut in range(len(last), max(0, len(last) - 2), -1):
            rows = " ".join(last[cut:]).casefold()
            plain = head.lstrip()[len(rows) :] if rows and head.lstrip().casefold().startswith(rows) else head
            yield plain, (_plain(one), _plain(" ".join(last[:cut])))


def _plain(name: str) -> str:
    return _ARTICLE.sub("", _ARTICLE.sub("", name.strip()))


def _held(name: str, values: ValueIndex, model: SemanticModel) -> dict[tuple[str, str], str]:
    """Columns that hold the name as it is written, its singular, or another word for it."""
    for said in dict.fromkeys((name, _last_singular(name))):
        found = [one for one in values.lookup(said, fuzzy=False) if one.how in ("exact", "normalised")]
        if found:
            return {(one.entity, one.field): one.value for one in found}
    spoken = spoken_values(values, [name.casefold()], model) if name.isalpha() else {}
    return {(one.entity.name, one.field.name): str(one.value.value) for links in spoken.values() for one in links}


def _last_singular(name: str) -> str:
    *before, last = name.split() or [""]
    return " ".join((*before, singular(last)))


def _tells_either(plan: Plan) -> bool:
    """Whether it is one of the two that is told, and not a row of one of them."""
    if not _is_either(plan.where):
        return False
    shown = [one.of for one in plan.dimensions if one.shown]
    return not plan.dimensions or any(of in field_refs(plan.where) for of in shown if isinstance(of, FieldRef))


def _are_all(plan: Plan, model: SemanticModel) -> bool:
    """Whether there is nothing but the two, which then limit nothing."""
    shown = [one.of for one in plan.dimensions if one.shown]
    of = shown[0] if len(shown) == 1 else None
    return isinstance(of, FieldRef) and model.entity(of.entity).field(of.name).profile.distinct == 2


def _is_either(where: Condition | None) -> bool:
    if isinstance(where, And):
        return sum(_is_either(one) for one in where.conditions) == 1
    if isinstance(where, In):
        return len(where.values) == 2 and not where.negated
    if isinstance(where, Or):
        pair = [one for one in where.conditions if isinstance(one, Comparison) and one.operator == "="]
        return len(pair) == len(where.conditions) == 2 and pair[0].left == pair[1].left
    return False
