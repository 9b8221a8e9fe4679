"""What a downloaded result is called."""

from __future__ import annotations

import re

_LONGEST_NAME = 60


def file_name(question: str, file_format: str) -> str:
    """Letters and digits of the question, in words joined by hyphens: a name on every system."""
    words = re.findall(r"[^\W_]+", question.lower())
    name = ""
    for word in words:
        if len(name) + len(word) >= _LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word
    return f"{name or 'result'}.{file_format}"
