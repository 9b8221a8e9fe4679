"""What a check of the installation or of a language model's endpoint found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Soundness = Literal["ok", "weak", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    name: str
    status: Soundness
    told: str
