"""The pages as one application, apart from the API's operations."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, Response
from starlette.middleware.gzip import GZipMiddleware

from api.web import (
    contact_list,
    contacting,
    events,
    failures,
    find,
    indicators,
    profile_page,
    profiles,
    sign_in,
    timetable,
)
from api.web.headers import SecurityHeaders
from api.web.page import PageDep
from api.web.paths import release, static_file
from api.web.visitors import Visitors
from matcher.bootstrap import Application
from matcher.usecases.secrets import server_secret

SECTIONS = (
    sign_in,
    indicators,
    find,
    profiles,
    contacting,
    contact_list,
    events,
    timetable,
    profile_page,
)
"""What there is to see; of two that serve one path, the first is asked."""
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_FOREVER = "public, max-age=31536000, immutable"


def create_site(application: Application) -> FastAPI:
    """The pages over an application, to be mounted at `paths.PREFIX`."""
    site = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(check_caller), Depends(check_form)]
    )
    site.state.application = application
    # Made at the first visit: the secret is in the database, which a server may start without.
    site.state.visitors = cache(lambda: Visitors(server_secret(application.store)))
    failures.install(site)
    for section in SECTIONS:
        site.include_router(section.router)
    site.add_api_route("/static/{digest}/{name}", serve_static)
    site.add_middleware(GZipMiddleware, minimum_size=1000)
    site.add_middleware(SecurityHeaders)
    return site


async def check_caller(request: Request) -> None:
    """Refuse, as a page, what was refused before it came here."""
    refusal = getattr(request.state, "refusal", None)
    if refusal is not None:
        raise refusal


async def check_form(request: Request, page: PageDep) -> None:
    """Refuse what another site made a browser send.

    Raises:
        HTTPException: 403, the form is not ours, or not this visitor's any more.
    """
    if request.method not in _UNSAFE:
        return
    token: Any = request.headers.get("x-csrf-token") or (await request.form()).get("csrf")
    if not isinstance(token, str) or not page.is_ours(token):
        raise HTTPException(
            403, page.gettext("The page was open for too long, or you signed in or out meanwhile. Load it again.")
        )


def serve_static(digest: str, name: str) -> Response:
    """Send a file that pages are made with; its address says its content, so it may be kept for good."""
    try:
        path = static_file(name)
    except FileNotFoundError:
        raise HTTPException(404) from None
    return FileResponse(path, headers={"Cache-Control": _FOREVER if digest == release() else "no-cache"})
