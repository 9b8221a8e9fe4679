"""“Are all orders shipped?”, “does every product have a price?”: yes where no row is otherwise, beside how many of how many are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from core.model import SemanticModel
from core.plan import Aggregate, Branch, Case, Condition, Plan, PlanMeasure, Value
from semantic_layer.describe import measure_words
from semantic_layer.describe_conditions import Words
from semantic_layer.vocabulary import word_set
from semantic_layer.words import singular

Read = Callable[[str], Plan | None]
_ASKED = re.compile(
    r"^(?P<verb>are|is|were|was|have|has|had|do|does|did) (?:all|every|each)(?: one)?(?: of)?(?: the| our| my| these| those)? "
    r"(?P<rest>[^?!;]+?)[?.!\s]*$",
    re.I,
)
_PLURAL = {"is": "are", "was": "were", "has": "have", "does": "", "do": "", "did": ""}
_VERBS = word_set("have has had be been is are was were a an the more less fewer than any some something not no")
_MOST_WORDS = 5


def asks_of_all(text: str) -> bool:
    return _ASKED.match(text.strip()) is not None


def all_of_them(text: str, model: SemanticModel, read: Read, keep: Callable[..., None]) -> Iterator[Plan]:
    """`read` understands how many there are, and how many of them are so; `keep` is told which readings these are."""
    found = _ASKED.match(text.strip())
    if found is None:
        return
    verb, words = found["verb"].lower(), found["rest"].split()
    for at in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        if any(word.lower() in _VERBS for word in words[:at]):
            continue
        rows = _plural(words[:at], model)
        whole = read(f"how many {rows}")
        if whole is None or _counted(whole) is None:
            continue
        behind = [past(words[at]), *words[at + 1 :]] if verb == "did" else words[at:]
        so = read(" ".join(("how many", rows, *_PLURAL.get(verb, verb).split(), *behind)))
        plan = _all_so(whole, so, model) if so is not None else None
        if plan is not None:
            keep(whole, so)
            yield plan
            return


def past(verb: str) -> str:
    return _PAST.get(verb.lower()) or (f"{verb}d" if verb.endswith("e") else f"{verb}ed")


_PAST = {
    "sell": "were sold", "buy": "bought", "spend": "spent", "have": "had", "get": "got", "make": "made", "take": "took",
    "pay": "paid", "win": "won", "lose": "lost", "go": "went", "come": "came", "leave": "left", "fly": "flew", "give": "gave",
    "send": "sent", "write": "wrote", "run": "ran", "drive": "drove", "hold": "held", "lead": "led", "meet": "met",
}  # fmt: skip


def _plural(words: list[str], model: SemanticModel) -> str:
    labels = {singular(one.label.lower()): one.label for one in model.entities}
    return " ".join((*words[:-1], labels.get(words[-1].lower(), words[-1])))


def _counted(plan: Plan) -> Aggregate | None:
    """The count of the rows of a table, with nothing but conditions on them."""
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    plain = plan.rows is None and not plan.dimensions and plan.having is None and plan.combine is None
    if not plain or not isinstance(value, Aggregate) or value.function != "count" or value.of is not None:
        return None
    return value if value.where is None else None


def _all_so(whole: Plan, so: Plan, model: SemanticModel) -> Plan | None:
    count, told = _counted(whole), _counted(so)
    if count is None or told is None or whole.entity != so.entity or count.entity != told.entity:
        return None
    known, said = parts_of(whole.where), parts_of(so.where)
    own = all_of(tuple(one for one in said if one not in known))
    if own is None or any(one not in said for one in known):
        return None
    value = replace(count, where=own)
    those = PlanMeasure(name="count", label=measure_words(value, Words(model, whole.entity)), value=value)
    every = replace(whole.measures[0], name="count_of_all", label=f"{whole.measures[0].label} in all")
    return replace(whole, measures=(_answer(whole.entity, own), those, every), order=(), reading=(), assumptions=())


def _answer(entity: str, condition: Condition) -> PlanMeasure:
    yes, no = (Value(value=value, type="boolean") for value in (True, False))
    value = Aggregate(
        function="min", entity=entity, of=Case(branches=(Branch(when=condition, then=yes),), otherwise=no)
    )
    return PlanMeasure(name="answer", label="answer", value=value)
