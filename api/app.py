"""The FastAPI application: operations, problems, limits and start-up."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from fastapi_offline import FastAPIOffline

from api import documentation, problems
from api.access import AccessControl
from api.limits import BodyLimit
from api.routes import (
    changes,
    downloads,
    events,
    health,
    indicators,
    interests,
    jobs,
    lexicon,
    markets,
    match,
    pairs,
    participants,
    profiles,
    schedule,
    timetables,
)
from api.web.paths import PREFIX, url
from api.web.site import create_site
from matcher.bootstrap import Application
from matcher.collector import keep_what_is_loaded

log = logging.getLogger(__name__)

DESCRIPTION = """Matches artisans, startups and organisations by what they offer and seek, and says why.

Start with `POST /match`: `{"query": "cerco taglio laser su legno a Lambrate"}`. Every error is an
[RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem whose `detail` says what to do."""


def create_app(application: Application) -> FastAPI:
    """The API over an application; profiles begin to load as soon as it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _threads(application.settings.workers)
        threading.Thread(target=_warm_up, args=(application,), name="warm-up", daemon=True).start()
        try:
            yield
        finally:
            application.stop_following()
            application.stop_jobs()

    app: FastAPI = FastAPIOffline(
        title="Matcher",
        version=version("matcher"),
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        redoc_url=None,
        # A redirected POST loses its body in many clients: a path that is slightly wrong is told so.
        redirect_slashes=False,
        openapi_tags=documentation.TAGS,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.application = application
    problems.install(app)
    for module in (
        match,
        markets,
        profiles,
        events,
        participants,
        interests,
        pairs,
        timetables,
        changes,
        downloads,
        jobs,
        schedule,
        indicators,
        lexicon,
        health,
    ):
        app.include_router(module.router)
    documentation.install(app)
    app.mount(PREFIX, create_site(application))
    app.add_api_route("/", lambda: RedirectResponse(url("/")), include_in_schema=False)
    app.add_middleware(BodyLimit, most=application.settings.max_body_bytes, pages=PREFIX)
    app.add_middleware(AccessControl, application=application, pages=PREFIX)
    return app


def _threads(workers: int) -> int:
    """Threads that answer in each of so many processes: one for each core, shared out, and two at least.

    With one alone, a request that waits for the database would hold up all others.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(2, -(-cores // workers))


def _warm_up(application: Application) -> None:
    """What a request would have to wait for, the most wanted first."""
    try:
        application.warm_up()
    except Exception:
        log.exception("The profiles could not be loaded; requests will try again.")
    keep_what_is_loaded()
    try:
        application.start_jobs()
    except Exception:
        log.exception("Queued work waits, because the database cannot be used.")
