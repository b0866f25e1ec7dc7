"""What every page has to be, in each language and state: accessible, light, readable on a narrow screen, unchanged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.conftest import DESKTOP, PHONE, Site, Visit
from tests.web.goldens import FOLDER, differs
from tests.web.pages import VIEWS, View

LANGUAGES = ("it", "en")
NARROW = (320, 800)
LARGEST_BYTES = 100_000
AXE = Axe()
EVERY = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
STEADY = pytest.mark.parametrize("view", [view for view in VIEWS if view.steady], ids=lambda view: view.name)
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@EVERY
@IN_EACH_LANGUAGE
def test_no_barrier_is_found(view: View, language: str, visit: Visit, request: pytest.FixtureRequest) -> None:
    page = shown(view, language, DESKTOP, visit, request)
    assert page.locator("html").get_attribute("lang") == language
    found = AXE.run(page)
    assert found.violations_count == 0, found.generate_report()


@EVERY
def test_it_reads_on_a_narrow_screen_without_moving_sideways(
    view: View, visit: Visit, request: pytest.FixtureRequest
) -> None:
    page = shown(view, "it", NARROW, visit, request)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    found = AXE.run(page)
    assert found.violations_count == 0, found.generate_report()


@EVERY
def test_its_html_is_light_and_its_script_runs_clean(view: View, visit: Visit, request: pytest.FixtureRequest) -> None:
    complaints: list[str] = []
    site = request.getfixturevalue(view.on)
    page = visit(site, "/pages/sign-in", signed_in=view.signed_in)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(view.address(site))
    if view.act:
        view.act(page)
    assert len(page.content().encode()) < LARGEST_BYTES
    assert complaints == []


@STEADY
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_looks_as_it_did(
    view: View, language: str, size: tuple[int, int], visit: Visit, request: pytest.FixtureRequest
) -> None:
    page = shown(view, language, size, visit, request)
    device = "desktop" if size == DESKTOP else "phone"
    assert differs(page, f"{view.name}-{language}-{device}") is None


def test_every_picture_is_of_a_page_there_is() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == set(_pictures())


def _pictures() -> Iterator[str]:
    for view in VIEWS:
        if view.steady:
            yield from (f"{view.name}-{language}-{device}" for language in LANGUAGES for device in ("desktop", "phone"))


def shown(view: View, language: str, size: tuple[int, int], visit: Visit, request: pytest.FixtureRequest) -> Page:
    site: Site = request.getfixturevalue(view.on)
    page = visit(site, view.address(site), language=language, size=size, signed_in=view.signed_in)
    if view.act:
        view.act(page)
    return page
