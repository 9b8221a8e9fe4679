"""Tables as a person looks at them: what there is, columns and their distributions, rows, and what may be wrong."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import CurrentCaller, CurrentWorkspace
from wire import dump
from workspace.profiles import MOST_COLUMNS, MOST_ROWS, FilterKind, RowFilter, Sorting

router = APIRouter(tags=["tables"])


@router.get("/data", summary="Every table with its files, size and state, and the tables that were taken out")
def show_data(workspace: CurrentWorkspace) -> dict[str, Any]:
    overview: dict[str, Any] = dump(workspace.overview())
    return overview


@router.get("/tables/{name}/profile", summary="Each column: what it is, how many values it has, what stands out")
async def show_profile(workspace: CurrentWorkspace, caller: CurrentCaller, name: str) -> dict[str, Any]:
    profile: dict[str, Any] = dump(await workspace.profiles.profile(name, caller))
    return profile


@router.get("/tables/{name}/distributions", summary="How the values of some columns are spread")
async def show_distributions(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    name: str,
    column: Annotated[list[str], Query(min_length=1, max_length=MOST_COLUMNS, description="Repeat it for each.")],
) -> dict[str, Any]:
    """`sampled` is how many rows were looked at, about, where that is not all of them."""
    sampled, found = await workspace.profiles.distributions(name, column, caller)
    return {"table": name, "sampled": sampled, "distributions": {key: dump(one) for key, one in found.items()}}


@router.get("/tables/{name}/quality", summary="What may be wrong: repeated rows, mixed types, outliers, gaps in dates")
async def show_quality(workspace: CurrentWorkspace, caller: CurrentCaller, name: str) -> dict[str, Any]:
    """`show` of a finding is the filter of the rows that it is about."""
    quality: dict[str, Any] = dump(await workspace.profiles.quality(name, caller))
    return quality


@router.get("/tables/{name}/rows", summary="A page of a table's rows, sorted by a column or kept by a filter")
async def show_rows(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    name: str,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
    sort: Annotated[str | None, Query(description="A column.")] = None,
    descending: bool = False,
    kind: Annotated[FilterKind | None, Query(description="Which rows are kept, of `column`.")] = None,
    column: str | None = None,
    value: Annotated[str | None, Query(description="What `equals` compares with.")] = None,
    low: Annotated[str | None, Query(description="The lower end of `between` or `outside`.")] = None,
    high: Annotated[str | None, Query(description="The upper end.")] = None,
) -> dict[str, Any]:
    """In the order of the file without `sort`; texts of more than 300 characters are cut."""
    page: dict[str, Any] = dump(
        await workspace.profiles.rows(
            name,
            caller,
            offset=offset,
            limit=limit,
            sorting=Sorting(column=sort, descending=descending) if sort is not None else None,
            wanted=RowFilter(kind=kind, column=column, value=value, low=low, high=high) if kind else None,
        )
    )
    return page
