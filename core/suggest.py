"""The one suggester behind every "did you mean"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def close_names(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Known names that look like `name`, closest first, compared without case."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[folded] for folded in found)


def did_you_mean(name: str, known: Iterable[str], kind: str) -> str | None:
    """A hint with the closest names, else with a few of what there is; None where there is nothing."""
    names = sorted(set(known))
    close = close_names(name, names)
    if close:
        return f"Did you mean {_listed(close)}?"
    if not names:
        return None
    some = ", ".join(names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"Known {kind}s: {some}{more}."


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
