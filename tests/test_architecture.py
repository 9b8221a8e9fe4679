"""What the house promises about itself: its rooms, what they import, and how its code is kept small."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
NOT_ROOMS = {"tests", "web"}

MOST_MODULE_LINES, MOST_FUNCTION_LINES = 400, 40

LONG_MODULES = {"core/plan.py"}
"""Modules over the limit. Names leave this list; none enters it."""

LONG_FUNCTIONS: set[str] = set()
"""Functions over the limit, as "module.py:function". Names leave this list; none enters it."""

BROAD_EXCEPTS = {
    "evals/peers/asking.py",
    "cli/edge.py",
    "evals/answering.py",
    "workspace/importing.py",
    "workspace/run.py",
}
"""The edges, where whatever we broke is logged and told safely: of a command, a scored question, an import and a run."""

HOMES = {
    "ag_ui": {"api/routes/ag_ui.py", "api/streams"},
    "alembic": {"catalog"},
    "altair": {"charts"},
    "apscheduler": {"workspace/schedules"},
    "duckdb": {"warehouse"},
    "fastapi": {"api"},
    "fastexcel": {"ingestion"},
    "jinja2": {"exports"},
    "langchain_openai": {"agents/chat_line.py", "agents/heard_refusals.py"},
    "langgraph": {"agents/graph.py"},
    "limits": {"api"},
    "lxml": {"ingestion/documents"},
    "markdown_it": {"ingestion/documents"},
    "mcp": {"api/mcp"},
    "mcp_types": {"api/mcp"},
    "opentelemetry": {"api/traces.py"},
    "pg8000": {"catalog"},
    "openpyxl": {"ingestion"},
    "pypdfium2": {"ingestion/documents"},
    "pptx": {"exports"},
    "prometheus_client": {"api"},
    "psutil": {"warehouse"},
    "rapidfuzz": {"agents", "semantic_layer"},
    "rich": {"cli"},
    "scipy": {"analysis"},
    "sqlalchemy": {"catalog"},
    "sqlglot": {"agents/sql_expert", "semantic_layer", "warehouse"},
    "statsmodels": {"analysis"},
    "typst": {"exports"},
    "vl_convert": {"charts"},
    "xlsxwriter": {"exports"},
}
"""Where a heavy dependency may be imported; tests, evals and benchmarks may use each."""

LOOSE = ("tests", "evals", "benchmarks")


def rooms() -> set[str]:
    return {path.parent.name for path in HOUSE.glob("*/__init__.py")} - NOT_ROOMS


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (HOUSE / folder).rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_packages(path: Path) -> set[str]:
    """Top-level names of everything a module imports, in functions too, but not what only its annotations name."""
    names: set[str] = set()
    for node in running_code(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def running_code(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    only_for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    for child in node.orelse if isinstance(node, ast.If) and only_for_types else ast.iter_child_nodes(node):
        yield from running_code(child)


def layered_rooms() -> set[str]:
    layers = next(contract for contract in PROJECT["tool"]["importlinter"]["contracts"] if contract["type"] == "layers")
    return {room.strip() for layer in layers["layers"] for room in layer.split("|")}


def test_every_room_is_a_layer_an_import_root_and_part_of_the_wheel() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert layered_rooms() == rooms()
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == rooms()
    assert set(wheel) == rooms() - {"benchmarks"}


def test_every_room_says_what_comes_in_and_what_goes_out() -> None:
    silent = [room for room in rooms() if not ast.get_docstring(tree(HOUSE / room / "__init__.py"))]
    assert silent == []


def test_every_folder_of_tests_mirrors_a_room() -> None:
    folders = {path.parent.name for path in (HOUSE / "tests").glob("*/__init__.py")}
    assert folders - rooms() <= {"clients", "injections", "journeys", "traps", "web"}


def test_the_nouns_load_nothing_but_the_standard_library() -> None:
    nouns = ", ".join(f"core.{path.stem}" for path in modules("core") if path.stem != "__init__")
    code = f"import sys; sys.path.insert(0, {str(HOUSE)!r}); import {nouns}; print(*{{n.split('.')[0] for n in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert set(loaded.stdout.split()) - sys.stdlib_module_names <= {"core", "__main__"}


def test_help_loads_nothing_that_is_slow() -> None:
    code = (
        "import sys; from cli.edge import run; run(['--help']); "
        "print(sorted({'rich', 'pydantic', 'duckdb', 'sqlalchemy', 'workspace', 'asyncio'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOUSE)
    assert set(ast.literal_eval(loaded.stdout.splitlines()[-1])) <= {"asyncio"}


@pytest.mark.parametrize("dependency", HOMES)
def test_a_heavy_dependency_has_one_home(dependency: str) -> None:
    users = {
        place(path) for room in rooms() - set(LOOSE) for path in modules(room) if dependency in imported_packages(path)
    }
    homeless = {
        user for user in users if not any(user == home or user.startswith(f"{home}/") for home in HOMES[dependency])
    }
    assert homeless == set()


def test_the_names_of_our_rooms_are_ours_alone() -> None:
    provided = importlib.metadata.packages_distributions()
    ours = PROJECT["project"]["name"]
    others = {room: set(provided.get(room, [])) - {ours} for room in rooms()}
    assert {room: names for room, names in others.items() if names} == {}


def test_no_module_is_long() -> None:
    long = {
        place(path)
        for path in modules(*rooms(), "tests")
        if len(path.read_text("utf-8").splitlines()) > MOST_MODULE_LINES
    }
    assert long == LONG_MODULES


def test_no_function_is_long() -> None:
    long = {f"{place(path)}:{function.name}" for path in modules(*rooms()) for function in long_functions(path)}
    assert long == LONG_FUNCTIONS


def long_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield node


def test_only_the_edges_catch_everything() -> None:
    assert {place(path) for path in modules(*rooms()) if catches_everything(path)} == BROAD_EXCEPTS


def catches_everything(path: Path) -> bool:
    """A handler that raises what it caught again, for whatever it does not know, is no catch."""
    return any(
        isinstance(node, ast.ExceptHandler) and _is_broad(node) and not _raises_again(node)
        for node in ast.walk(tree(path))
    )


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(caught & {"Exception", "BaseException"})


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))


def test_the_lock_names_every_dependency() -> None:
    locked = {line.split("==")[0].strip() for line in (HOUSE / "constraints.txt").read_text("utf-8").splitlines()}
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    names = {_distribution(requirement) for requirement in wanted}
    assert names - locked == set()


def _distribution(requirement: str) -> str:
    for mark in "=<>!~[; ":
        requirement = requirement.split(mark)[0]
    return requirement.lower().replace("_", "-").replace(".", "-")
