"""Errors for files that take more than they may: which limit, how much, what to do."""

from __future__ import annotations

from core.errors import LimitReached
from core.import_choices import ReadLimits

_RAISE = "or raise the limit"


def check_size(name: str, size: int, limits: ReadLimits) -> None:
    if size > limits.size:
        raise _over(name, "size", f"it is {_bytes(size)} large", _bytes(limits.size), "Split the file")


def check_shape(name: str, rows: int, columns: int, limits: ReadLimits, where: str = "") -> None:
    """`where` is the part of the file, such as a sheet. Raises LimitReached."""
    at = f"{name} ({where})" if where else name
    if columns > limits.columns:
        hint = "Upload only the columns that you need, or turn columns into rows"
        raise _over(at, "columns", f"it has {columns:,} columns", f"{limits.columns:,}", hint)
    if rows > limits.rows:
        raise _over(at, "rows", f"it has {rows:,} rows", f"{limits.rows:,}", "Split the file")
    if rows * columns > limits.cells:
        found = f"it has {rows * columns:,} cells in {rows:,} rows"
        raise _over(at, "cells", found, f"{limits.cells:,}", "Upload only the rows and columns that you need")


def too_many_files(name: str, files: int, limits: ReadLimits) -> LimitReached:
    hint = "Upload it in several archives"
    return _over(name, "files", f"the archive holds {files:,} files", f"{limits.files:,}", hint)


def unpacks_too_large(name: str, most: int) -> LimitReached:
    hint = "Unpack it yourself and upload the part that you need"
    return _over(name, "size", "unpacked, it would be larger", _bytes(most), hint)


def expands_too_much(name: str, limits: ReadLimits) -> LimitReached:
    found = "unpacked, it grows more than files of data do, as archives made to do harm"
    hint = "Unpack it yourself and upload the part that you need"
    return _over(name, "ratio", found, f"{limits.ratio:,} times its packed size", hint)


def _over(at: str, limit: str, found: str, most: str, hint: str) -> LimitReached:
    message = f"{at}: {found}; the limit is {most}."
    return LimitReached(message, limit=limit, hint=f"{hint}, {_RAISE}.", stage="reading")


def _bytes(size: int) -> str:
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:,.1f}".removesuffix(".0") + f" {unit}"
    return f"{size:,} bytes"
