"""Debian's Chromium on servers of our own: with the sample data, to look at or to change, and without any."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from api.app import create_app
from api.web.visitors import COOKIE
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.settings import Settings
from matcher.usecases.keys import create_key
from tests.web.sample import fill

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
DESKTOP, PHONE = (1280, 900), (390, 844)
PATIENCE_MS = 60_000
"""Far more than anything takes, on machines that do much else."""
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Site:
    """A server with the text of a key that opens everything; `names` are what tests need of its data, by name."""

    app: Application
    address: str
    key: str
    names: dict[str, str] = field(default_factory=dict)
    cookies: list[Any] = field(default_factory=list)


Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed (apt-get install chromium), so the pages are not tried in a browser.")
    return path


@pytest.fixture(scope="session")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def filled(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample profiles and the sample event, planned and published."""
    yield from serve(tmp_path_factory.mktemp("filled"), fill)


@pytest.fixture(scope="session")
def practice(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same to begin with, for tests that change it."""
    yield from serve(tmp_path_factory.mktemp("practice"), fill)


@pytest.fixture(scope="session")
def empty(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that nobody has used yet."""
    yield from serve(tmp_path_factory.mktemp("empty"), lambda app: {})


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a page of a site in a browser of its own; with `signed_in` after signing in."""
    pages: list[Page] = []

    def opening(site: Site, path: str, **how: Any) -> Page:  # noqa: ANN401 -- as `open_page` takes it
        pages.append(open_page(browser, site, path, **how))
        return pages[-1]

    yield opening
    for page in pages:
        page.context.close()


def open_page(
    browser: Browser,
    site: Site,
    path: str,
    *,
    language: str = "en",
    size: tuple[int, int] = DESKTOP,
    signed_in: bool = False,
    **options: Any,  # noqa: ANN401 -- of playwright's context
) -> Page:
    """A page of a site in a browser of its own, which whoever opens it closes."""
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": size[0], "height": size[1]},
        locale={"en": "en-GB", "it": "it-IT"}[language],
        timezone_id="Europe/Rome",
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    if signed_in:
        sign_in(page, site)
    page.goto(path)
    page.evaluate("document.fonts.ready")
    return page


def sign_in(page: Page, site: Site) -> None:
    """Sign in with the key that opens everything; the cookie is kept for the next browser."""
    if site.cookies:
        page.context.add_cookies(site.cookies)
        return
    page.goto("/pages/sign-in")
    page.fill("#key", site.key)
    page.locator("main button").click()
    page.wait_for_load_state()
    site.cookies.extend(cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE)


def serve(folder: Path, prepare: Callable[[Application], dict[str, str]]) -> Iterator[Site]:
    """A server in a thread, as long as it is wanted; the API asks for no key, and nobody is asked to wait."""
    app = Application(Settings(data_dir=folder, access="open", rate_limit=0))
    app.warm_up()
    names = prepare(app)
    key = create_key("everything", {Scope.ADMIN}, app.store).text
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(app), log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield Site(app, f"http://127.0.0.1:{listening.getsockname()[1]}", key, names)
        server.should_exit = True
        thread.join()
    app.close()
