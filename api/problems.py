"""Errors as RFC 9457 problems: one table from kind to status."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from embeddings import EncoderUnavailable
from matcher.errors import Conflict, Infeasible, InvalidInput, MatcherError, NotFound, Unavailable

STATUS: dict[type[MatcherError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    Infeasible: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "5"


class Problem(BaseModel):
    """What went wrong and what to do, as RFC 9457 has it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:matcher:problem:not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no profile 'bottega-9999'.",
                    "errors": [{"field": "profile_id", "found": "bottega-9999"}],
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = Field([], description="Where: field, what was found, what is expected.")


def problem_of(error: Exception) -> Problem:
    """The problem that an error stands for; unknown errors tell nothing of the inside."""
    if isinstance(error, EncoderUnavailable):
        error = Unavailable(f"The encoder cannot be used: {error}.")
    if isinstance(error, MatcherError):
        kind = next(kind for kind in type(error).__mro__ if kind in STATUS)
        details = {name: _plain(value) for name, value in error.details.items()}
        return _problem(_slug(kind.__name__), STATUS[kind], error.message, [details] if details else [])
    if isinstance(error, RequestValidationError | ValidationError):
        errors = [_field_error(entry) for entry in error.errors()]
        detail = "; ".join(f"{entry['field']}: {entry['message']}" for entry in errors[:5])
        more = f"; and {len(errors) - 5} more" if len(errors) > 5 else ""
        return _problem(
            "invalid-input", HTTPStatus.UNPROCESSABLE_ENTITY, f"The request breaks a rule. {detail}{more}.", errors
        )
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        return _problem(_slug(status.phrase.replace(" ", "")), status, str(error.detail), [])
    return _problem(
        "internal",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something failed on our side; nothing was changed. Try again.",
        [],
    )


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""

    def handle(_request: Request, error: Exception) -> JSONResponse:
        problem = problem_of(error)
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers["Retry-After"] = RETRY_AFTER_S
        return JSONResponse(problem.model_dump(), problem.status, headers, media_type=MEDIA_TYPE)

    for kind in (MatcherError, EncoderUnavailable, RequestValidationError, ValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handle)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation declares for the problems it can answer with."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def _problem(slug: str, status: HTTPStatus, detail: str, errors: list[dict[str, Any]]) -> Problem:
    title = slug.replace("-", " ").capitalize()
    return Problem(type=f"urn:matcher:problem:{slug}", title=title, status=status, detail=detail, errors=errors)


def _field_error(entry: Any) -> dict[str, Any]:  # noqa: ANN401 -- pydantic's ErrorDetails
    field = ".".join(str(part) for part in _without_body(entry["loc"])) or "body"
    message = entry["msg"].removeprefix("Value error, ")
    found = entry.get("input")
    shown = {"found": found} if isinstance(found, str | int | float | bool) and len(str(found)) <= 200 else {}
    return {"field": field, "message": message[:1].lower() + message[1:], **shown}


def _without_body(location: Sequence[str | int]) -> Sequence[str | int]:
    return location[1:] if location and location[0] == "body" else location


def _slug(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def _plain(value: object) -> Any:  # noqa: ANN401 -- becomes JSON
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, Sequence | set | frozenset):
        return [_plain(one) for one in value]
    return str(value)
