"""A bound on the size of request bodies."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import response_of

DRAINED = 4
"""Times the limit that is still read and forgotten, so that a browser gets to see the page that refuses it."""


class BodyLimit:
    """Refuses bodies of more than `most` bytes with 413, before reading them where their length is announced.

    What is below the path `pages` refuses for itself, as a page.
    """

    def __init__(self, app: ASGIApp, most: int, pages: str) -> None:
        self._app = app
        self._most = most
        self._pages = f"{pages}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"")
        if announced.isdigit() and int(announced) > self._most:
            if scope["path"].startswith(self._pages):
                await self._app(scope, lambda: self._drained(receive), send)
                return
            await response_of(self._too_large())(scope, receive, send)
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

    async def _drained(self, receive: Receive) -> Message:
        read, message = 0, await receive()
        while message.get("more_body") and read < DRAINED * self._most:
            read += len(message.get("body", b""))
            message = await receive()
        if message["type"] == "http.disconnect":
            return message
        raise self._too_large()

    def _too_large(self) -> HTTPException:
        megabytes = self._most / 1_048_576
        return HTTPException(
            413,
            f"The body is larger than the {megabytes:.0f} MB accepted. Split it, or use the command line.",
        )
