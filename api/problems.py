"""Errors as RFC 9457 problems: one table from kind to status."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from embeddings import EncoderUnavailable, IndexUnavailable
from matcher.errors import Conflict, Infeasible, InvalidInput, MatcherError, NotFound, Outdated, Unavailable

STATUS: dict[type[MatcherError], int] = {
    NotFound: 404,
    Outdated: 412,
    InvalidInput: 422,
    Conflict: 409,
    Infeasible: 422,
    Unavailable: 503,
}
MEANING = {
    400: "The body cannot be read: not JSON, not UTF-8, or a broken form.",
    401: "The request has no access key, or one that lets nobody in.",
    403: "The key does not have the scope that the operation needs.",
    404: "There is nothing by this name, or it belongs to another organisation.",
    405: "The path does not take this method.",
    409: "The request contradicts what is there, or somebody else changed the same thing at the same time.",
    412: "What is there is not in the state that If-Match or If-None-Match names.",
    413: "The body is too large.",
    415: "The body has another media type than the operation reads.",
    422: "The request breaks a rule; nothing was changed.",
    429: "Too many requests in a minute; Retry-After says when to go on.",
    500: "Something failed on the server's side; nothing was changed.",
    503: "Profiles, database, encoder, index or solver cannot be used now; Retry-After says when to try again.",
}
"""What each status means, as documented for every operation that can answer with it."""
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "5"
SLUGS = {
    400: "unreadable",
    401: "key-needed",
    403: "key-lacks-scope",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "media-type",
    429: "too-many-requests",
}
PHRASES = {
    "missing": "is required",
    "model_attributes_type": "should be a JSON object",
    "model_type": "should be a JSON object",
    "dict_type": "should be a JSON object",
}
"""What is said instead of pydantic's words, by its error types."""
PATTERNS = {
    r"\S": "should not be blank",
    r"^[a-z]{2}$": "should be a language in two letters, such as 'it' or 'en'",
    r"^\d{5}$": "should be five digits",
    r"^[A-Za-z0-9][A-Za-z0-9._:@-]*$": "should be letters, digits and . _ : @ -, beginning with a letter or a digit",
    r"^(nil|municipio|cap|skill):.+$": "should be 'nil:ID', 'municipio:ID', 'cap:CODE' or 'skill:ID'",
}
"""What a text that does not match a pattern should be."""


class Problem(BaseModel):
    """What went wrong and what to do, as RFC 9457 has it."""

    type: str = Field(description="A name for the kind of problem, the same in every release.")
    title: str
    status: int
    detail: str = Field(description="What happened and what to do.")
    errors: list[dict[str, Any]] = Field([], description="Where: field, what was found, what is expected.")


def problem_of(error: Exception) -> Problem:
    """The problem that an error stands for; unknown errors tell nothing of the inside."""
    if isinstance(error, EncoderUnavailable):
        error = Unavailable(f"The encoder cannot be used: {error}.")
    if isinstance(error, IndexUnavailable):
        error = Unavailable(f"The index cannot be used: {error}")
    if isinstance(error, MatcherError):
        kind = next(kind for kind in type(error).__mro__ if kind in STATUS)
        details = {name: _plain(value) for name, value in error.details.items()}
        return _problem(_slug(kind.__name__), STATUS[kind], error.message, [details] if details else [])
    if isinstance(error, RequestValidationError | ValidationError):
        errors = [_field_error(entry) for entry in error.errors()]
        more = f" And {len(errors) - 5} more." if len(errors) > 5 else ""
        detail = " ".join(map(_sentence, errors[:5]))
        return _problem("invalid-input", 422, detail + more, errors)
    if isinstance(error, HTTPException):
        slug = "invalid-input" if error.status_code == 422 else SLUGS.get(error.status_code, "http")
        return _problem(slug, error.status_code, str(error.detail), getattr(error, "errors", []))
    return _problem("internal", 500, "Something failed on our side; nothing was changed. Try again.", [])


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""

    def handle(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, HTTPException) and error.detail == HTTPStatus(error.status_code).phrase:
            error = _unserved(request, _methods(app, request.url.path))
        return response_of(error)

    for kind in (
        MatcherError,
        EncoderUnavailable,
        IndexUnavailable,
        RequestValidationError,
        ValidationError,
        HTTPException,
        Exception,
    ):
        app.add_exception_handler(kind, handle)


def response_of(error: Exception) -> JSONResponse:
    """The problem that an error stands for, as it is sent."""
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    problem = problem_of(error)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = RETRY_AFTER_S
    return JSONResponse(problem.model_dump(), problem.status, headers, media_type=MEDIA_TYPE)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation declares for the problems it can answer with; every one may fail on our side."""
    return {
        status: {
            "description": MEANING[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in (*statuses, 500)
    }


def _unserved(request: Request, methods: Sequence[str]) -> HTTPException:
    """The error for a request no operation serves."""
    path = request.url.path
    if not methods:
        return HTTPException(404, f"Nothing is served at {path}. GET /docs lists the operations.")
    allowed = ", ".join(methods)
    return HTTPException(405, f"{path} takes {allowed}, not {request.method}. See GET /docs.", {"Allow": allowed})


def _methods(app: FastAPI, path: str) -> list[str]:
    """The methods that operations at a path take."""
    paths = app.openapi()["paths"]
    served = [known for known in paths if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", known), path)]
    return sorted(method.upper() for method in paths[path if path in paths else served[0]]) if served else []


def _problem(slug: str, status: int, detail: str, errors: list[dict[str, Any]]) -> Problem:
    title = slug.replace("-", " ").capitalize()
    told = [{name: _sound(value) for name, value in entry.items()} for entry in errors]
    return Problem(type=f"urn:matcher:problem:{slug}", title=title, status=status, detail=_sound(detail), errors=told)


def _sound(value: Any) -> Any:  # noqa: ANN401 -- texts are mended, the rest passes
    """A text as it can be sent: half characters, which a request may hold, become question marks."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _sentence(entry: dict[str, Any]) -> str:
    link = " " if entry["message"].startswith(("should ", "is ")) else ": "
    found = f" (found {json.dumps(entry['found'], ensure_ascii=False)})" if "found" in entry else ""
    end = "" if not found and entry["message"].endswith((".", "?")) else "."
    return f"{entry['field']}{link}{entry['message']}{found}{end}"


def _field_error(entry: Any) -> dict[str, Any]:  # noqa: ANN401 -- pydantic's ErrorDetails
    location = [str(part) for part in _without_source(entry["loc"])]
    told = PHRASES.get(entry["type"]) or PATTERNS.get(entry.get("ctx", {}).get("pattern")) or entry["msg"]
    message = re.sub(r"^Value error, |^(?:Input|String|List|Value|Dictionary)(?= should)", "", told)
    message = message.strip().replace(" after validation", "")
    if "UploadFile" in message:
        message = "should be a file, sent as curl -F file=@profiles.csv does"
    found = entry.get("input")
    shown = isinstance(found, str | int | float) and len(str(found)) <= 200 and not _not_json(found)
    # What was sent as a contact is not repeated even to its sender: answers are logged by proxies.
    return {"field": ".".join(location) or "body", "message": message[:1].lower() + message[1:]} | (
        {"found": found} if shown and not {"contacts", "email"} & set(location) else {}
    )


def _without_source(location: Sequence[str | int]) -> Sequence[str | int]:
    return location[1:] if location and location[0] in ("body", "query", "path") else location


def _slug(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def _not_json(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _plain(value: object) -> Any:  # noqa: ANN401 -- becomes JSON
    if _not_json(value):
        return str(value)
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, Sequence | set | frozenset):
        return [_plain(one) for one in value]
    return str(value)
