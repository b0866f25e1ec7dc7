"""What every page has to be, in each language and state: accessible, light, readable on a narrow screen, unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import DESKTOP, PHONE, Site, open_page
from tests.web.goldens import FOLDER, differs
from tests.web.pages import VIEWS, View

LANGUAGES = ("it", "en")
NARROW = (320, 800)
SIZES = {"desktop": DESKTOP, "phone": PHONE}
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
CASES = [(view, language) for view in VIEWS for language in LANGUAGES]


@dataclass(frozen=True)
class Seen:
    """A view that is open in a browser, in a language; `complaints` are what the browser said of its scripts."""

    view: View
    language: str
    page: Page
    complaints: Sequence[str]

    def at(self, size: tuple[int, int]) -> Page:
        """The page in a window of this size, from its top."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate("scrollTo(0, 0)")
        return self.page


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0].name}-{case[1]}")
def seen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Seen]:
    """Each view in each language, opened once for all that is checked on it."""
    view, language = request.param
    site: Site = request.getfixturevalue(view.on)
    complaints: list[str] = []
    page = open_page(browser, site, "/pages/sign-in", language=language, signed_in=view.signed_in)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(view.address(site))
    if view.act:
        view.act(page)
    page.evaluate("document.fonts.ready")
    yield Seen(view, language, page, complaints)
    page.context.close()


def test_nothing_moves_while_it_loads(seen: Seen) -> None:
    assert seen.page.evaluate(SHIFT) < LARGEST_SHIFT


def test_its_html_is_light_and_its_script_runs_clean(seen: Seen) -> None:
    assert len(seen.page.content().encode()) < LARGEST_BYTES
    assert seen.complaints == []


@pytest.mark.parametrize("device", SIZES)
def test_it_looks_as_it_did(seen: Seen, device: str) -> None:
    if seen.view.steady:
        assert differs(seen.at(SIZES[device]), f"{seen.view.name}-{seen.language}-{device}") is None


def test_no_barrier_is_found(seen: Seen) -> None:
    page = seen.at(DESKTOP)
    assert page.locator("html").get_attribute("lang") == seen.language
    assert page.locator("h1").count() == 1
    found = AXE.run(page)
    assert found.violations_count == 0, found.generate_report()


def test_it_reads_on_a_narrow_screen_without_moving_sideways(seen: Seen) -> None:
    page = seen.at(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    if seen.language == LANGUAGES[0]:  # both are laid out alike
        found = AXE.run(page)
        assert found.violations_count == 0, found.generate_report()


def test_focus_is_seen(seen: Seen) -> None:
    assert seen.at(DESKTOP).evaluate(UNSEEN_FOCUS, FOCUSABLE) == []


def test_every_picture_is_of_a_page_there_is() -> None:
    shown = {f"{view.name}-{language}-{device}" for view, language in CASES if view.steady for device in SIZES}
    assert {path.stem for path in FOLDER.glob("*.png")} == shown
