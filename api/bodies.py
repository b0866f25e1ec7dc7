"""Requests read strictly: what JSON, a media type or a query parameter gets wrong is said, not guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from matcher.errors import InvalidInput
from matcher.intake import json_text
from matcher.intake.json_fields import closest

_UNUSABLE = re.compile("[\0\ud800-\udfff]")


class Unreadable(HTTPException):
    """A request that is refused before its meaning is looked at; `errors` say where."""

    def __init__(self, status: int, detail: str, **where: object) -> None:
        super().__init__(status, detail)
        self.errors = [where] if where else []


class StrictRoute(APIRoute):
    """A route that refuses bodies of another media type, JSON that no other reader would take, unknown parameters."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the checks before it."""
        handle = super().get_route_handler()
        expected = getattr(self.body_field.field_info, "media_type", None) if self.body_field else None
        known = [field.alias for field in self.dependant.query_params]

        async def checked(request: Request) -> Response:
            _check_parameters(request, known)
            if expected:
                _check_media_type(request, expected)
            return await handle(_StrictRequest(request.scope, request.receive))

        return checked


class _StrictRequest(Request):
    async def json(self) -> Any:  # noqa: ANN401 -- whatever the JSON holds
        return read_json(await self.body())


def read_json(body: bytes) -> Any:  # noqa: ANN401 -- whatever the JSON holds
    """The value of a JSON text in UTF-8.

    Raises:
        Unreadable: it is not JSON; the message says where.
    """
    try:
        return json_text.read_json(body, "The body")
    except InvalidInput as error:
        raise Unreadable(400, error.message, **error.details) from None


def unusable_text(value: Any, field: str = "") -> str | None:  # noqa: ANN401 -- whatever the JSON holds
    """Where a text lies with NUL or half a character, which nothing can store or encode; None when all are sound."""
    if isinstance(value, str):
        return field if _UNUSABLE.search(value) else None
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        if isinstance(key, str) and _UNUSABLE.search(key):
            return field
        found = unusable_text(inner, f"{field}.{key}" if field else str(key))
        if found is not None:
            return found
    return None


def _check_parameters(request: Request, known: list[str]) -> None:
    for name in request.query_params:
        if name not in known:
            raise Unreadable(422, f"There is no parameter '{name}' here. {closest(name, known)}", field=name)


def _check_media_type(request: Request, expected: str) -> None:
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found != expected:
        shown = f"it came as {found}" if found else "it came without one"
        raise Unreadable(
            415, f"Send the body with the header 'Content-Type: {expected}'; {shown}.", found=found, expected=expected
        )
