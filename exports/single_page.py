"""HTML in one file: no script, nothing fetched, and a policy in it that allows neither."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from exports.receipts import news_heading, receipt_lines, when
from exports.report import Part, Report, is_said_already, written_table
from exports.visible import on_one_line, visible

if TYPE_CHECKING:
    from jinja2 import Template

_ID = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')
_STYLE_ATTRIBUTE = re.compile(r'\sstyle="([^"<>]*)"')


def write_page(report: Report, target: Path) -> None:
    from markupsafe import Markup

    style = _beside("page.css")
    tables = [None if is_said_already(part) else written_table(part) for part in report.parts]
    link = report.link if report.link and report.link.startswith(("http://", "https://")) else None
    page = _template().render(
        report=report,
        style=Markup(style),  # noqa: S704
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        pictures=[_inline(part, place) for place, part in enumerate(report.parts)],
        tables=tables,
        receipts=[receipt_lines(part) for part in report.parts],
        footer=_footer(report),
        news_heading=news_heading(report),
        link=link,
    )
    target.write_text(page, encoding="utf-8")


def _inline(part: Part, place: int) -> object:
    """The drawing with ids of its own, and what its style attributes say as attributes: the policy allows no styles."""
    from markupsafe import Markup

    if part.picture is None:
        return None
    drawing = _ID.sub(rf"\g<1>chart-{place}-\g<2>", part.picture)
    return Markup(_STYLE_ATTRIBUTE.sub(_as_attributes, drawing))  # noqa: S704


def _as_attributes(found: re.Match[str]) -> str:
    pairs = (one.partition(":") for one in found[1].split(";"))
    known = {name.strip(): value.strip() for name, _, value in pairs if value.strip()}
    return "".join(f' {name}="{value}"' for name, value in known.items() if name in ("fill", "stroke", "opacity"))


def _footer(report: Report) -> list[str]:
    asked = "" if report.dashboard else report.parts[0].question
    filters = f"Filters: {'; '.join(report.every_filter)}" if report.every_filter else ""
    sources = f"Sources: {', '.join(report.sources)}" if report.sources else ""
    return [on_one_line(piece) for piece in (asked, filters, sources, when(report.made_at)) if piece]


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.filters["visible"] = visible
    return environment.from_string(_beside("page.html.j2"))


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").strip()
