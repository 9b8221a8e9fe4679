"""What a model says to itself before, between or after its answer."""

from __future__ import annotations

import re

_NAMES = r"(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad)"
_THOUGHT = re.compile(
    rf"(?:<(?P<name>{_NAMES})\b[^<>]*>.*?(?:</(?P=name)\s*>|\Z)"
    r"|\[THINK\].*?(?:\[/THINK\]|\Z)|◁think▷.*?(?:◁/think▷|\Z)|<\|begin_of_thought\|>.*?(?:<\|end_of_thought\|>|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_UNOPENED = re.compile(rf"\A.*(?:</{_NAMES}\s*>|\[/THINK\]|◁/think▷)", re.IGNORECASE | re.DOTALL)
_FINAL = re.compile(r"\A.*<\|channel\|>\s*final\b[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>", re.DOTALL)
_OTHER_CHANNEL = re.compile(
    r"<\|channel\|>\s*(?:analysis|commentary)\b.*?(?:<\|end\|>|<\|start\|>(?=assistant)|\Z)", re.DOTALL
)
_MARK = re.compile(r"<\|[a-z_]+\|>")


def without_thoughts(text: str) -> str:
    """A thought that has no end takes all that follows, one that has no beginning all that stands before it."""
    answer = _OTHER_CHANNEL.sub("", _FINAL.sub("", text))
    return _MARK.sub("", _UNOPENED.sub("", _THOUGHT.sub("", answer))).strip()
