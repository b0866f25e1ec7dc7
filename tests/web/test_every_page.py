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
LARGEST_SHIFT = 0.05
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.hadRecentInput ? 0 : entry.value }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})"""
"""Cumulative layout shift, as the Layout Instability API counts it: shares of the screen that moved."""
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"
UNSEEN_FOCUS = """focusable => [...document.querySelectorAll(focusable)]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.type !== "hidden")
  .filter(one => {
    one.focus({ focusVisible: true });
    const style = getComputedStyle(one);
    return document.activeElement === one && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2);
  }).map(one => one.outerHTML.slice(0, 120))"""
"""What shows no outline when it has the focus."""
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


@EVERY
def test_nothing_moves_while_it_loads_and_focus_is_seen(
    view: View, visit: Visit, request: pytest.FixtureRequest
) -> None:
    page = shown(view, "en", DESKTOP, visit, request)
    assert page.evaluate(SHIFT) < LARGEST_SHIFT
    assert page.evaluate(UNSEEN_FOCUS, FOCUSABLE) == []
    assert page.locator("h1").count() == 1


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
