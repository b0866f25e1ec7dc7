"""The pages behind the API, made after it: what only they import takes as long as many a start."""

from __future__ import annotations

import threading

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.bootstrap import Application


class Pages:
    """The site over an application, made once, by `make` or for the first who asks for a page."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._making = threading.Lock()
        self._site: ASGIApp | None = None

    def make(self) -> ASGIApp:
        """The site; may be called from any thread."""
        with self._making:
            if self._site is None:
                from api.web.site import create_site  # noqa: PLC0415 -- see above

                self._site = create_site(self._application)
            return self._site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        site = await anyio.to_thread.run_sync(self.make) if self._site is None else self._site
        await site(scope, receive, send)
