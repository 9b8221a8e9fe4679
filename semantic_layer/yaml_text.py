"""YAML that people send, read with the line of each key; nothing in it can make it larger than it is."""

from __future__ import annotations

from typing import Any

from core.errors import InvalidInput

MOST_BYTES = 4_000_000
_DEEPEST = 60


def parse_yaml(text: str) -> dict[str, Any]:
    """A mapping that knows its lines (`line_of`). Raises InvalidInput with the line where it cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text.encode()) > MOST_BYTES:
        raise InvalidInput(f"The file has more than {MOST_BYTES // 1_000_000} MB.")
    try:
        _check_shape(text)
        document = YAML().load(text)
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise InvalidInput(f"{_at(mark.line + 1) if mark else ''}This is no YAML: {_reason(wrong)}.") from None
    except YAMLError:
        raise InvalidInput("This is no YAML.") from None
    if not isinstance(document, dict):
        raise InvalidInput("The file is no mapping at its top.", hint="It begins with a key like “entities:”.")
    return document


def line_of(mapping: Any, key: Any = None) -> int | None:
    """Counted from 1."""
    lines = getattr(mapping, "lc", None)
    if lines is None or lines.line is None:
        return None
    if key is None:
        return int(lines.line) + 1
    try:
        place = lines.key(key) if isinstance(mapping, dict) else lines.item(key)
    except (KeyError, IndexError, TypeError):
        return int(lines.line) + 1
    return int(place[0]) + 1


def at_line(line: int | None, message: str) -> str:
    return f"{_at(line)}{message}" if line else message


def plain_data(value: Any) -> Any:
    """Without what ruamel keeps of comments and quotes."""
    if isinstance(value, dict):
        return {str(key): plain_data(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain_data(part) for part in value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    return float(value) if isinstance(value, float) else str(value)


def _at(line: int | None) -> str:
    return f"Line {line}: " if line else ""


def _reason(wrong: Any) -> str:
    return " ".join(str(wrong.problem or wrong.context or "it cannot be read").split())


def _check_shape(text: str) -> None:
    """Aliases and depth are refused before anything is built of them."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            raise InvalidInput(
                f"{_at(event.start_mark.line + 1)}Aliases (“*{event.anchor}”) are not read.", hint="Write it out."
            )
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            raise InvalidInput(f"{_at(event.start_mark.line + 1)}This is nested more than {_DEEPEST} deep.")
