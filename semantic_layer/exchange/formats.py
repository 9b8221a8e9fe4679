"""The formats by name, and which one a file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.errors import InvalidInput, UnknownName
from core.model import SemanticModel
from core.model_change import Lost
from semantic_layer.exchange.carried import Exported, Imported
from semantic_layer.exchange.dbt import export_dbt
from semantic_layer.exchange.dbt_reading import import_dbt
from semantic_layer.exchange.ossie import export_ossie, import_ossie
from semantic_layer.exchange.snowflake import export_snowflake, import_snowflake
from semantic_layer.model_file import read_model_file
from semantic_layer.model_yaml import model_yaml
from semantic_layer.yaml_text import parse_yaml

OWN = "tablespeak"
_EXPORTS: Mapping[str, Callable[[SemanticModel], Exported]] = {
    "dbt": export_dbt,
    "snowflake": export_snowflake,
    "ossie": export_ossie,
}
_IMPORTS: Mapping[str, Callable[[Any, SemanticModel], Imported]] = {
    "dbt": import_dbt,
    "snowflake": import_snowflake,
    "ossie": import_ossie,
}
FORMATS = (OWN, *_EXPORTS)
_TOLD_BY = {
    "entities": OWN, "semantic_model": "ossie", "datasets": "ossie", "semantic_models": "dbt", "models": "dbt", "tables": "snowflake",
}  # fmt: skip


def export_model(model: SemanticModel, form: str, kept: str | None = None) -> Exported:
    """In our own format the comments of `kept`, an earlier file, stay. Raises UnknownName and InvalidInput."""
    _check(form)
    if form == OWN:
        if kept is not None:
            parse_yaml(kept)
        return Exported(text=model_yaml(model, kept), lost=())
    exported = _EXPORTS[form](model)
    return replace(exported, lost=(*exported.lost, *_lost_hierarchies(model)))


def _lost_hierarchies(model: SemanticModel) -> Iterator[Lost]:
    """Of those that people set: no other format has any."""
    for entity in model.entities:
        for one in entity.hierarchies:
            if one.by_person:
                yield Lost(what=f"{entity.name}: {' > '.join(one.levels)}", why="The format has no hierarchies.")


def import_model(text: str, model: SemanticModel, form: str | None = None, *, prune: bool = False) -> Imported:
    """What it says otherwise than `model`. Raises UnknownName, and InvalidInput with the line where it is no such file."""
    form = form or format_of_file(text)
    _check(form)
    if form == OWN:
        return Imported(changes=read_model_file(text, model, prune=prune), lost=())
    document = parse_yaml(text)
    if form not in {_TOLD_BY.get(str(key)) for key in document} and "metrics" not in document:
        raise InvalidInput(f"This is no {form} model.", hint=f"Formats are {', '.join(FORMATS)}.")
    return _IMPORTS[form](document, model)


def format_of_file(text: str) -> str:
    """By what stands at its top; our own where nothing tells."""
    document = parse_yaml(text)
    return next((form for key, form in _TOLD_BY.items() if key in document), OWN)


def _check(form: str) -> None:
    if form not in FORMATS:
        raise UnknownName("format", form, FORMATS)
