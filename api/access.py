"""Who calls: an access key in each request, as soon as there is one, or as others than this machine may call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import anyio.to_thread
from fastapi import Depends, Request, Security
from fastapi.openapi.models import HTTPBearer as BearerModel
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import App
from api.problems import response_of
from api.rates import address_of, check, told
from matcher.bootstrap import Application
from matcher.bootstrap.access import Access
from matcher.domain import access
from matcher.domain.access import AccessKey
from matcher.errors import MatcherError
from matcher.settings import is_address, is_loopback
from matcher.usecases.events.keeping import require_event
from matcher.usecases.request_limit import Quota

OPEN = frozenset({"/", "/livez", "/readyz", "/version", "/docs", "/docs/oauth2-redirect", "/openapi.json"})
"""What is answered without a key: whether the server works, and how it is called, which its source tells too."""
OPEN_FOLDER = "/static-offline-docs/"
"""What the page of operations is made with."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request: the holder of a key, or without one somebody who may do everything."""

    key: AccessKey | None = None

    @property
    def organisation(self) -> str | None:
        """Whose objects it reaches; None for everybody's."""
        return None if self.key is None else self.key.organisation

    def may(self, scope: str) -> bool:
        """Whether it may do what a scope covers."""
        return self.key is None or self.key.allows(access.Scope(scope))


class AccessControl:
    """Finds out who calls, how often, and lets nobody in without a key where one is needed.

    Pages, which are below `pages`, are open to visitors and ask for keys themselves; theirs are counted by address.
    """

    def __init__(self, app: ASGIApp, application: Application, pages: str) -> None:
        self._app = app
        self._access = Access(application.settings, lambda: application.store)
        self._pages = f"{pages}/"
        self._one_reader = anyio.CapacityLimiter(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        page = scope["path"].startswith(self._pages)
        state, key = scope.setdefault("state", {}), None
        try:
            if not self._access.keys.fresh:
                await anyio.to_thread.run_sync(self._access.keys.refresh, limiter=self._one_reader)
            needed = self._access.asks_for_keys(from_here=_came_from_here(scope))
            sent = b"" if page else _authorization(scope)
            key = self._key(sent)
            quota = self._quota(scope, key, self._access.limit(asks_for_keys=needed))
            if quota is not None:
                send = told(quota, send)
                check(quota)
            if needed and key is None and not page:
                raise _refusal(sent)
        except (MatcherError, HTTPException) as error:
            if not page:
                await response_of(error)(scope, receive, send)
                return
            # The site tells its visitors in their language.
            state["refusal"] = error
        state["caller"] = Caller(key) if not page else None
        await self._app(scope, receive, send)

    def _is_open(self, path: str) -> bool:
        return path in OPEN or path.startswith((OPEN_FOLDER, f"{self._pages}static/"))

    def _key(self, sent: bytes) -> AccessKey | None:
        scheme, _, text = sent.decode("latin-1").partition(" ")
        return self._access.keys.key_of(text.strip()) if scheme.lower() == "bearer" else None

    def _quota(self, scope: Scope, key: AccessKey | None, limit: int) -> Quota | None:
        if not limit:
            return None
        caller = f"key:{key.id}" if key is not None else f"address:{address_of(scope)}"
        return self._access.requests.take(caller, limit)


class _Bearer(SecurityBase):
    """How a key is sent, for the document; `AccessControl` has read it."""

    def __init__(self) -> None:
        self.model = BearerModel(
            description="The text of an access key, which `matcher keys create` shows. A server that only its own "
            "machine reaches asks for one once there is one."
        )
        self.scheme_name = "key"

    async def __call__(self, request: Request) -> Caller:
        caller: Caller = request.state.caller
        return caller


async def allowed(needed: SecurityScopes, caller: Annotated[Caller, Security(_Bearer())]) -> Caller:
    """Who calls, if it may do all that an operation needs.

    Raises:
        HTTPException: 403, it may not.
    """
    lacking = [scope for scope in needed.scopes if not caller.may(scope)]
    if lacking:
        raise HTTPException(
            403,
            f"This needs a key of the scope '{lacking[0]}': ask whoever runs the server for one, made by "
            f"matcher keys create --scope {lacking[0]}.",
        )
    return caller


Reader = Annotated[Caller, Security(allowed, scopes=[access.Scope.READ])]
Writer = Annotated[Caller, Security(allowed, scopes=[access.Scope.WRITE])]
Organiser = Annotated[Caller, Security(allowed, scopes=[access.Scope.EVENTS])]


async def _own_event(request: Request, app: App, caller: Organiser) -> None:
    if caller.organisation is not None:
        await anyio.to_thread.run_sync(require_event, request.path_params["event_id"], caller.organisation, app.store)


READERS = Security(allowed, scopes=[access.Scope.READ])
"""For routes that are the same for everybody who may read."""
OWN_EVENT = Depends(_own_event)
"""For routes of an event, which is another organisation's to nobody."""


def _authorization(scope: Scope) -> bytes:
    return next((value for name, value in scope["headers"] if name == b"authorization"), b"")


def _came_from_here(scope: Scope) -> bool:
    """Whether the address that took the request is one of those that only this machine reaches.

    Whoever started the server without `matcher serve` may have let it listen anywhere.
    """
    server = scope.get("server")
    return server is None or is_loopback(server[0]) or not is_address(server[0])


def _refusal(sent: bytes) -> HTTPException:
    detail = (
        "This key lets nobody in: it may be mistyped, expired or revoked. Ask whoever runs the server for another one."
        if sent
        else "This needs an access key: send the header 'Authorization: Bearer KEY' with one that "
        "matcher keys create has made."
    )
    error = ' error="invalid_token"' if sent else ""
    return HTTPException(401, detail, {"WWW-Authenticate": f'Bearer realm="matcher"{"," if error else ""}{error}'})
