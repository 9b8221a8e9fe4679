"""“Are price and rating correlated?”: two numbers of the same rows; a number and groups are tested as groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import CHANCE, NOT_A_CAUSE, Conclusion, Facts, column, few, number, rounded
from agents.analyst.deep.differences import by_dimension
from agents.analyst.deep.series import Settings
from agents.analyst.deep.subject import field_of, is_group, subject_of, understood
from agents.analyst.deep.targets import Feature, Target, rows_query, target_of
from agents.analyst.wording import in_lower
from agents.sql_expert import Understanding
from analysis import Correlation, correlate
from core.analysis import Analysis
from core.model import Cardinality, SemanticModel
from core.plan import FieldRef, PlanDimension
from core.result import Result
from core.ways import Declined, Unclear

NAME = "correlation"
_FORWARD: tuple[Cardinality, ...] = ("many_to_one", "one_to_one")
_SHOWN = 500


def plan_relation(asked: Asked, task: Understanding) -> Analysis:
    """Raises Declined where the two are not columns of the same rows."""
    one, other = _side(asked.subject, task), _side(asked.others[0], task)
    if isinstance(one, PlanDimension) and isinstance(other, PlanDimension):
        raise Declined(
            f"“{asked.subject}” and “{asked.others[0]}” are both groups; a correlation needs a number.",
            hint="Ask for the number of rows by both of them.",
        )
    if isinstance(one, PlanDimension) and isinstance(other, Target):
        return by_dimension(_home(other, one, task.model), one, task)
    if isinstance(other, PlanDimension) and isinstance(one, Target):
        return by_dimension(_home(one, other, task.model), other, task)
    assert isinstance(one, Target)
    assert isinstance(other, Target)
    return _two_numbers(one, other, task)


def _side(text: str, task: Understanding) -> Target | PlanDimension:
    dimension = _group(text, task)
    return dimension if dimension is not None else target_of(subject_of(text, task), task.model)


def _group(text: str, task: Understanding) -> PlanDimension | None:
    """The column of groups that the words name."""
    for said in (f"number of rows by {text}", f"list of different {text}"):
        try:
            plan = understood(said, task)
        except (Declined, Unclear):
            continue
        found = [dimension.of for dimension in plan.dimensions]
        found += [listed.of for listed in plan.rows.fields] if plan.rows is not None else []
        if len(found) == 1 and isinstance(found[0], FieldRef) and is_group(field_of(found[0], task.model)):
            field = field_of(found[0], task.model)
            return PlanDimension(name=field.name, label=field.label, of=found[0])
    return None


def _home(target: Target, dimension: PlanDimension, model: SemanticModel) -> Target:
    assert isinstance(dimension.of, FieldRef)
    return replace(target, entity=_many_side(target.entity, dimension.of.entity, model))


def _many_side(one: str, other: str, model: SemanticModel) -> str:
    """The entity whose rows each have one row of the other. Raises Declined where there is none."""
    if one == other or _refers(one, other, model):
        return one
    if _refers(other, one, model):
        return other
    raise Declined("The two are not told of the same rows, so nothing can be said of how they go together.")


def _refers(start: str, goal: str, model: SemanticModel, deeper: int = 2) -> bool:
    reached = [link.to_entity for link in model.relationships
               if link.from_entity == start and link.cardinality in _FORWARD]  # fmt: skip
    return goal in reached or (deeper > 1 and any(_refers(name, goal, model, deeper - 1) for name in reached))


def _two_numbers(one: Target, other: Target, task: Understanding) -> Analysis:
    if not isinstance(other.of, FieldRef):
        one, other = other, one
    if not isinstance(other.of, FieldRef) or one.of == other.of:
        raise Declined("Two different columns are needed to tell whether they go together.")
    entity = _many_side(one.entity, other.of.entity, task.model)
    feature = Feature(label=other.label, of=other.of, numeric=True)
    query = rows_query(replace(one, entity=entity), [feature], task.model, other.where)
    return Analysis(
        computation=NAME,
        queries=(query,),
        titles=(f"{one.label} and {other.label} of each row of {task.model.entity(entity).label}",),
        read_as=f"whether {in_lower(one.label)} and {in_lower(other.label)} go together",
        settings=(
            ("first", one.label),
            ("second", other.label),
            ("first unit", one.unit or ""),
            ("second unit", other.unit or ""),
        ),
    )


def conclude_relation(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined for fewer than four whole rows."""
    settings: Settings = dict(analysis.settings)
    pairs = [(number(row[0]), number(row[1])) for row in results[0].rows]
    whole = [(one, other) for one, other in pairs if one is not None and other is not None]
    found = correlate([one for one, _ in whole], [other for _, other in whole])
    if found is None:
        raise Declined("There are too few rows with both numbers, or one of them is always the same.")
    names = str(settings["first"]), str(settings["second"])
    facts = Facts()
    drafts = _told(facts, found, names)
    lost = len(pairs) - len(whole)
    return Conclusion(
        method="Pearson’s and Spearman’s correlation with a line of least squares",
        columns=(
            column("first", names[0], "float", "measure", str(settings["first unit"]) or None),
            column("second", names[1], "float", "measure", str(settings["second unit"]) or None),
        ),
        rows=tuple((rounded(one), rounded(other)) for one, other in _spread(whole)),
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(
            NOT_A_CAUSE,
            *few(found.n),
            *(("Rows without one of the two were left out.",) if lost else ()),
            *(("The points shown are a part of the rows, evenly taken.",) if len(whole) > _SHOWN else ()),
        ),
        mark="point",
        names=names,
        details=(("rows", found.n), ("r", round(found.r, 4)), ("slope", found.slope), ("left out", lost)),
    )


def _spread(pairs: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """Every so many rows, so that what is drawn is like the whole."""
    step = max(1, -(-len(pairs) // _SHOWN))
    return pairs[::step]


def _told(facts: Facts, found: Correlation, names: tuple[str, str]) -> list[str]:
    one, other = (in_lower(name) for name in names)
    p = facts.p_value("r", found.p, "Pearson’s correlation")
    r = facts.add("value", "r", "Pearson’s r", round(found.r, 2), "Pearson’s correlation")
    if found.p >= CHANCE:
        first = f"No correlation of {one} and {other} can be told from chance (r = {r}, {p})."
    else:
        how = "the same direction" if found.r > 0 else "opposite directions"
        first = f"{names[0][:1].upper()}{names[0][1:]} and {other} are {_strength(found.r)} correlated, in {how} (r = {r}, {p})."
    low = facts.add("value", "r_low", "Lower end of r", round(found.low, 2), "interval")
    high = facts.add("value", "r_high", "Upper end of r", round(found.high, 2), "interval")
    rho = facts.add("value", "rho", "Spearman’s rho", round(found.rho, 2), "Spearman’s correlation")
    rows = facts.add("count", "pairs", "rows", found.n, "count of rows")
    return [
        first,
        f"The {facts.level()} interval of r goes from {low} to {high}, told by {rows} rows.",
        f"By ranks, Spearman’s rho is {rho} ({facts.p_value('rho', found.rho_p, 'Spearman’s correlation')}).",
    ]


def _strength(r: float) -> str:
    """The usual words (Cohen 1988)."""
    return "strongly" if abs(r) >= 0.5 else "moderately" if abs(r) >= 0.3 else "weakly"
