"""A bound on the size of request bodies."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA_TYPE, problem_of


class BodyLimit:
    """Refuses bodies of more than `most` bytes with 413, before reading them where their length is announced."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"")
        if announced.isdigit() and int(announced) > self._most:
            problem = problem_of(self._too_large())
            await JSONResponse(problem.model_dump(), problem.status, media_type=MEDIA_TYPE)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> HTTPException:
        megabytes = self._most / 1_048_576
        return HTTPException(
            413,
            f"The body is larger than the {megabytes:.0f} MB accepted. Split it, or use the command line.",
        )
