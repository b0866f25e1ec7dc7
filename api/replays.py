"""`Idempotency-Key`: a request that is sent again, because its answer was lost, is done once and answered alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import anyio
import anyio.to_thread
from fastapi import Request, Response
from starlette.types import Message, Receive

from api.access import Caller
from api.bodies import StrictRoute, Unreadable
from matcher.domain.answers import KeptAnswer
from matcher.ports import Store
from matcher.usecases.replaying import begin, finish, give_up

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("content-type", "location", "etag")
_NAME = re.compile(r"[\x21-\x7e]{1,200}")
_BOUNDARY = re.compile(r'boundary="?([^";]+)')
PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "A name of your own for this request, such as a UUID. Sent again with it within 24 hours, the same "
    f"request is not done twice: it is answered as the first time, with the header `{REPLAYED}`.",
}


class ReplayedRoute(StrictRoute):
    """A strict route whose POST is done once for each `Idempotency-Key`, whichever process takes it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 -- as FastAPI makes routes
        super().__init__(*arguments, **options)
        if "POST" in (self.methods or ()):
            self.openapi_extra = {"parameters": [PARAMETER]} | (self.openapi_extra or {})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, asked only for what was not answered before."""
        handle = super().get_route_handler()

        async def replayed(request: Request) -> Response:
            name = request.headers.get(HEADER)
            if name is None or request.method != "POST":
                return await handle(request)
            if not _NAME.fullmatch(name):
                raise Unreadable(400, f"{HEADER} is 1 to 200 letters, digits and signs without spaces.", field=HEADER)
            return await _once(request, name, handle)

        return replayed


async def _once(request: Request, name: str, handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> Response:
    caller: Caller = request.state.caller
    store: Store = await anyio.to_thread.run_sync(lambda: request.app.state.application.store)
    body = await request.body()
    whose = "open" if caller.key is None else f"key:{caller.key.id}"
    fingerprint = await anyio.to_thread.run_sync(_fingerprint, request, body)
    known = await anyio.to_thread.run_sync(begin, whose, name, fingerprint, store)
    if known is not None:
        return Response(known.body, known.status or 200, {**known.headers, REPLAYED: "true"})
    try:
        answer = await handle(Request(request.scope, _sent_again(body, request.receive)))
    except BaseException:
        # A problem changed nothing: who mends it may send it with the same key.
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(give_up, whose, name, store)
        raise
    headers = {header: answer.headers[header] for header in KEPT_HEADERS if header in answer.headers}
    kept = KeptAnswer(fingerprint, datetime.now(UTC), answer.status_code, headers, bytes(answer.body))
    await anyio.to_thread.run_sync(finish, whose, name, kept, store)
    return answer


def _fingerprint(request: Request, body: bytes) -> str:
    """A hash of what is asked for; the boundary of a form, which is another one each time, left out."""
    media, _, options = request.headers.get("content-type", "").partition(";")
    boundary = _BOUNDARY.search(options)
    if boundary:
        body = body.replace(boundary[1].encode("latin-1"), b"")
    asked = f"{request.method} {request.url.path}?{request.url.query} {media.strip().lower()}\n"
    return hashlib.sha256(asked.encode() + body).hexdigest()


def _sent_again(body: bytes, receive: Receive) -> Receive:
    """The body that was read, and then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
