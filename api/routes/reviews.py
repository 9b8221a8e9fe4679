"""What people say of answers, verified answers, and the list of wrong ones to review."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.routes.saved_objects import change_object, feedback_object, preview_object, saved_object
from core.chart import Mark
from core.plan import Plan
from core.saved import Cause, Verdict
from wire import load
from workspace import FeedbackRecord, Said

router = APIRouter(tags=["reviews"])

Status = Literal["open", "accepted", "rejected"]


class Judgement(BaseModel):
    """`sql`, `plan` or `mark` (of a chart) is how it should have been: it becomes a proposal in the reviews."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"verdict": "wrong", "cause": "period", "words": "the fiscal year was meant"}]},
    )

    verdict: Verdict
    cause: Cause | None = Field(default=None, description="What was wrong: needed where it was.")
    words: str = Field(default="", max_length=10_000)
    sql: str | None = Field(default=None, max_length=100_000)
    plan: dict[str, Any] | None = None
    mark: Mark | None = None


class Acceptance(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fix: int = Field(default=0, ge=0, description="Which fix, counted from 0.")
    by: str | None = Field(default=None, max_length=100, description="Your name, where the server knows none.")


@router.post(
    "/runs/{run_id}/feedback", status_code=201, summary="Say that an answer is right, or what is wrong with it"
)
async def give_feedback(
    workspace: CurrentWorkspace, caller: CurrentCaller, run_id: str, judgement: Judgement
) -> dict[str, Any]:
    """Said again by the same caller, it stands in place of what was said before."""
    said = Said(
        verdict=judgement.verdict,
        cause=judgement.cause,
        words=judgement.words,
        sql=judgement.sql,
        plan=load(Plan, judgement.plan) if judgement.plan is not None else None,
        mark=judgement.mark,
    )
    return feedback_object(await workspace.reviews.give(workspace.runs.record(run_id), said, caller))


@router.get("/runs/{run_id}/feedback", summary="What was said of an answer")
async def show_feedback(workspace: CurrentWorkspace, run_id: str) -> dict[str, Any]:
    return {"feedback": [feedback_object(one) for one in workspace.reviews.of_run(run_id)]}


@router.get("/reviews", summary="Wrong answers by cause")
async def list_reviews(
    workspace: CurrentWorkspace,
    status: Annotated[Status, Query()] = "open",
    verdict: Annotated[Verdict, Query(description="“right” lists answers that can be verified.")] = "wrong",
) -> dict[str, Any]:
    return {"groups": list(_groups(workspace.reviews.list(verdict=verdict, status=status)))}


def _groups(records: tuple[FeedbackRecord, ...]) -> Iterator[dict[str, Any]]:
    for cause, same in groupby(records, key=lambda one: one.feedback.cause):
        reviews = [feedback_object(one) for one in same]
        yield {"cause": cause, "count": len(reviews), "reviews": reviews}


@router.get("/reviews/{review_id}", summary="The answer, run again, beside each fix")
async def preview_review(workspace: CurrentWorkspace, caller: CurrentCaller, review_id: str) -> dict[str, Any]:
    return preview_object(await workspace.reviews.preview(review_id, caller))


@router.post("/reviews/{review_id}/accept", summary="Save and verify a fix: it answers the question from now on")
async def accept_review(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    review_id: str,
    acceptance: Annotated[Acceptance | None, Body()] = None,
) -> dict[str, Any]:
    wanted = acceptance or Acceptance()
    return saved_object(await workspace.reviews.accept(review_id, wanted.fix, caller, by=wanted.by))


@router.post("/reviews/{review_id}/reject", summary="The answer stands as it was")
async def reject_review(workspace: CurrentWorkspace, caller: CurrentCaller, review_id: str) -> dict[str, Any]:
    return feedback_object(workspace.reviews.reject(review_id, caller))


@router.post("/reviews/{review_id}/reopen", summary="Put what was decided back into the list")
async def reopen_review(workspace: CurrentWorkspace, caller: CurrentCaller, review_id: str) -> dict[str, Any]:
    return feedback_object(workspace.reviews.reopen(review_id, caller))


@router.get("/verified", summary="Verified answers, the latest first; then those that were changed since")
async def list_verified(workspace: CurrentWorkspace, caller: CurrentCaller) -> dict[str, Any]:
    return {"verified": [saved_object(entry, figures=not caller.rules) for entry in workspace.verified.list()]}


@router.get("/verified/changes", summary="Verified answers that give something else than before, or nothing any more")
async def list_changes(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    everything: Annotated[bool, Query(alias="all", description="Saved queries that nobody verified too.")] = False,
    most: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """Newest first, after every saved query was run over the tables and the model as they are now.

    `change` is value, columns, broken or mended; `cause` what had changed: tables, model or query.
    """
    if caller.rules:
        return {"changes": []}
    found = await workspace.regressions.changes(verified_only=not everything, most=most)
    return {"changes": [change_object(one) for one in found]}
