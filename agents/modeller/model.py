"""One call to a language model for words: what is sent is put together here, from what the privacy mode permits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agents.fencing import RULE, fenced, one_line
from agents.llm import Llm
from agents.modeller.check import checked
from agents.modeller.wanted import wanted_names
from agents.sql_expert.schema_prompt import schema_text
from core.model import SemanticModel
from core.model_change import ModelChange
from core.ways import Declined

_MOST_NAMES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedWords:
    """`left` are the names that another call would be about: one answer has room for so many."""

    changes: tuple[ModelChange, ...]
    left: tuple[str, ...]
    by: str


async def suggest_words(llm: Llm, model: SemanticModel, tables: Collection[str] = ()) -> SuggestedWords:
    """Of `tables`, or of all. Raises Declined where the model does not answer with words, and UnknownName."""
    wanted = wanted_names(model, tables)
    now, later = wanted[:_MOST_NAMES], wanted[_MOST_NAMES:]
    if not now:
        raise Declined("People have set all words already.")
    named = {one.target.split(".")[0] for one in now}
    columns = {(table, name) for table, dot, name in (one.target.partition(".") for one in now) if dot}
    schema = schema_text(model, named, columns, llm.settings.privacy)
    system = _instructions().replace("{rule}", RULE).replace("{schema}", fenced(schema.text))
    listed = "\n".join(f"- {one_line(one.target)}" for one in now)
    completion = await llm.complete(system, f"{fenced(listed)}\nWrite a line for each of these names.", schema.told)
    changes = checked(completion.text, now, model)
    if not changes:
        raise Declined(f"{llm.name} wrote no words that can be used.", hint="Try again, or another model.")
    return SuggestedWords(changes=changes, left=tuple(one.target for one in later), by=llm.name)


@cache
def _instructions() -> str:
    return Path(__file__).with_name("prompt.md").read_text(encoding="utf-8")
