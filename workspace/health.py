"""Whether what a workspace needs is there: folder, catalog, room on the disk, a sealed process, a language model."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from core.errors import TablespeakError
from core.finding import Finding, Soundness
from core.question import Caller

if TYPE_CHECKING:
    from workspace.workspace import Workspace

_FREE_GB = 2.0
_PACKAGES = ("duckdb", "sqlglot", "langgraph", "fastapi")


async def findings(workspace: Workspace, data_dir: Path, caller: Caller) -> AsyncIterator[Finding]:
    """One after another, each told as soon as it is over; what `caller` asks a language model for this counts as any call."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield Finding(name="Python", status="ok", told=f"{platform.python_version()} on {platform.system()}; {packages}")
    yield _folder(data_dir)
    tables = workspace.tables()
    rows = sum(one.table.rows for one in tables)
    told = f"{len(tables)} tables, {rows:,} rows" if tables else "no tables yet: load a file with tablespeak load FILE"
    yield Finding(name="workspace", status="ok", told=f"{workspace.name}: {told}")
    yield await _sandbox(workspace)
    async for found in _language_model(workspace, caller):
        yield found


def _folder(data_dir: Path) -> Finding:
    if not os.access(data_dir, os.W_OK):
        return Finding(name="data folder", status="failed", told=f"{data_dir} cannot be written")
    free = shutil.disk_usage(data_dir).free / 1e9
    status: Soundness = "ok" if free >= _FREE_GB else "weak"
    return Finding(name="data folder", status=status, told=f"{data_dir}, {free:,.0f} GB free")


async def _sandbox(workspace: Workspace) -> Finding:
    started = perf_counter()
    try:
        await workspace.try_sandbox()
    except TablespeakError as failed:
        return Finding(name="sandbox", status="failed", told=failed.message)
    return Finding(name="sandbox", status="ok", told=f"a sealed process answers after {perf_counter() - started:.1f} s")


async def _language_model(workspace: Workspace, caller: Caller) -> AsyncIterator[Finding]:
    """It is asked some fixed questions, with nothing of anybody's data in them."""
    name, settings = "language model", workspace.model_settings
    if settings is None:
        yield Finding(name=name, status="ok", told="none is set (TABLESPEAK_MODEL): rules answer alone")
        return
    if settings.privacy == "none":
        yield Finding(name=name, status="ok", told="the privacy mode is none: it is never asked")
        return
    where = f"{settings.model} at {settings.host}, privacy mode {settings.privacy}"
    yield Finding(name=name, status="ok", told=where)
    async for trial in workspace.try_model(caller):
        yield trial
