"""Errors as problem documents (RFC 9457): code, message and hint, never an exception's own text."""

from __future__ import annotations

import logging
import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.observing import request_id, without_secrets
from api.streams.openai import error_object
from core.answer import Problem, problem_of
from core.errors import TablespeakError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

RETRY_SECONDS = 2

STATUS_OF = {
    "unreadable_file": 422,
    "unknown_name": 404,
    "invalid_input": 422,
    "guard_refusal": 422,
    "query_failed": 422,
    "limit_reached": 422,
    "too_large": 413,
    "busy": 503,
    "cancelled": 409,
    "interrupted": 409,
    "overtaken": 409,
    "declined": 422,
    "delivery_failed": 502,
    "not_read": 503,
    "schema_drifted": 409,
    "unclear": 422,
    "unauthorised": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "worker_died": 503,
    "catalog_damaged": 500,
    "catalog_unavailable": 503,
    "too_many_requests": 429,
    "internal_error": 500,
}
"""The HTTP status of every error code."""

_OPENAI = re.compile(r"^(/api/workspaces/[^/]+)?/v1/")
_OPENAI_CODES = {"unauthorised": "invalid_api_key", "unknown_name": "model_not_found"}
_HTTP_CODES = {401: "unauthorised", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


def problem_response(problem: Problem, status: int | None = None, *, path: str = "") -> JSONResponse:
    """A problem document; what clients of OpenAI understand instead, where the path is one of its API."""
    number = status or STATUS_OF.get(problem.code, 400)
    headers = _headers(number)
    if _OPENAI.search(path):
        number = 400 if number == 422 else number
        body: dict[str, Any] = error_object(
            problem.message, _OPENAI_CODES.get(problem.code, problem.code), hint=problem.hint
        )
        return JSONResponse(body, status_code=number, headers=headers)
    body = {
        "type": f"urn:tablespeak:problem:{problem.code}",
        "title": problem.message,
        "status": number,
        "code": problem.code,
        "detail": problem.message,
        "hint": problem.hint,
        "retryable": problem.retryable,
        "request_id": request_id.get(),
    }
    return JSONResponse(body, status_code=number, media_type=MEDIA_TYPE, headers=headers)


def _headers(status: int) -> dict[str, str]:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if status == 503:
        headers["Retry-After"] = str(RETRY_SECONDS)
    return headers


def add_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(TablespeakError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TablespeakError)
    return problem_response(problem_of(error), path=request.url.path)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    problem = Problem(code="invalid_input", message=f"{place}: {first['msg']}.")
    return problem_response(problem, path=request.url.path)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _HTTP_CODES.get(error.status_code, "invalid_input")
    problem = Problem(code=code, message=str(error.detail))
    return problem_response(problem, error.status_code, path=request.url.path)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("%s %s failed", request.method, without_secrets(request.url.path), exc_info=error)
    return problem_response(
        Problem(code="internal_error", message="Something went wrong inside Tablespeak; the log has the details."),
        path=request.url.path,
    )
