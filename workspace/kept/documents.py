"""Specs as YAML in a folder: `queries/NAME.yaml`, `dashboards/NAME.yaml`, and `figures.yaml` with what each gave last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Generic

from catalog.specs import Spec
from core.errors import InvalidInput, UserError
from core.saved import Dashboard, Figures, SavedQuery
from wire import dump, load, read_spec, spec_object

QUERIES, DASHBOARDS, FIGURES = "queries", "dashboards", "figures.yaml"
_ABOUT_FIGURES = "What each query gave when it was recorded last, and the content that was exported. Never rows."
_MOST_FILES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFile(Generic[Spec]):
    """A spec as it was read, or why it could not be; `path` is relative to the folder."""

    path: str
    name: str
    spec: Spec | None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """`base` is the digest of the content that was exported."""

    base: str | None = None
    figures: Figures | None = None


def yaml_of(spec: SavedQuery | Dashboard, kept: str | None = None) -> str:
    """The same text for the same spec; with `kept`, the file as it was, its comments stay."""
    from ruamel.yaml.error import YAMLError

    from semantic_layer.model_yaml import round_trip, update_document

    yaml = round_trip()
    document: Any = _block(spec_object(spec))
    if kept is not None:
        try:
            old = yaml.load(kept)
        except YAMLError:
            old = None
        if isinstance(old, dict):
            update_document(old, document)
            document = old
    return _written(yaml, document)


def read_files(folder: Path, part: str, noun: type[Spec]) -> Iterator[SpecFile[Spec]]:
    """By name. Raises InvalidInput where there is no such folder at all."""
    if not folder.is_dir():
        raise InvalidInput(f"There is no folder “{folder}”.", hint="Make one with “tablespeak export-specs DIR”.")
    paths = sorted((folder / part).glob("*.yaml")) if (folder / part).is_dir() else []
    if len(paths) > _MOST_FILES:
        raise InvalidInput(f"{folder / part} holds more than {_MOST_FILES:,} files.")
    for path in paths:
        place = f"{part}/{path.name}"
        try:
            yield SpecFile(path=place, name=path.stem, spec=_read(path, noun))
        except UserError as refused:
            told = f"{refused.message} {refused.hint or ''}".strip()
            yield SpecFile(path=place, name=path.stem, spec=None, problem=told)


def write_if_changed(path: Path, text: str) -> bool:
    """Whole or not at all; whether anything was to be written."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
    return True


def read_recorded(folder: Path) -> dict[str, Recorded]:
    """By “queries/NAME” or “dashboards/NAME”; nothing where there is no such file."""
    path = folder / FIGURES
    if not path.is_file():
        return {}
    from semantic_layer.yaml_text import parse_yaml, plain_data

    document = plain_data(parse_yaml(_text(path)))
    found = {}
    for part in (QUERIES, DASHBOARDS):
        for name, told in (document.get(part) or {}).items():
            if not isinstance(told, Mapping):
                raise InvalidInput(f"{FIGURES}: {part}.{name} is no mapping.")
            figures = {key: value for key, value in told.items() if key != "base"}
            found[f"{part}/{name}"] = Recorded(
                base=told.get("base"), figures=load(Figures, figures) if figures else None
            )
    return found


def recorded_yaml(recorded: Mapping[str, Recorded]) -> str:
    from ruamel.yaml.comments import CommentedMap

    from semantic_layer.model_yaml import round_trip

    document = CommentedMap()
    document.yaml_set_start_comment(_ABOUT_FIGURES)
    for part in (QUERIES, DASHBOARDS):
        own = {key.removeprefix(f"{part}/"): told for key, told in recorded.items() if key.startswith(f"{part}/")}
        document[part] = {name: _recorded_object(own[name]) for name in sorted(own)}
    return _written(round_trip(), document)


def _recorded_object(told: Recorded) -> dict[str, Any]:
    figures = dump(told.figures) if told.figures else {}
    kept = {key: value for key, value in figures.items() if value not in (None, "", [])}
    return {**({"base": told.base} if told.base else {}), **kept}


def _read(path: Path, noun: type[Spec]) -> Spec:
    from semantic_layer.yaml_text import parse_yaml, plain_data

    spec = read_spec(noun, plain_data(parse_yaml(_text(path))))
    if spec.name != path.stem:
        raise InvalidInput(f"The file is called {path.name}, the spec in it “{spec.name}”.", hint="Use one name.")
    return spec


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("The file is not in UTF-8.") from None
    except OSError as failure:
        raise InvalidInput(f"{path} cannot be read: {(failure.strerror or 'not possible').lower()}.") from None


def _block(value: Any) -> Any:
    """Text of several lines as a block, so that a change of one line shows as one line."""
    from ruamel.yaml.scalarstring import LiteralScalarString

    if isinstance(value, dict):
        return {key: _block(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_block(part) for part in value]
    if isinstance(value, str) and "\n" in value and not any(line != line.rstrip() for line in value.split("\n")):
        return LiteralScalarString(value)
    return value


def _written(yaml: Any, document: Any) -> str:
    text = StringIO()
    yaml.dump(document, text)
    return text.getvalue()
