"""The making of a timetable is followed on its page, and the day's form has a line for everyone who is named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from matcher.domain.schedules import Progress, SchedulingProblem, Solution
from tests.event_solvers import SIMPLE
from tests.events import FAIR, keep, pair
from tests.web.conftest import Site, Visit, serve

EVENT = f"/pages/events/{FAIR.id}"
PAIRS = (pair("acme", "carla", chosen=True), pair("bit", "carla", chosen=True))


@pytest.fixture
def fair(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the fair, its pairs chosen."""
    for site in serve(tmp_path_factory.mktemp("fair"), lambda app: {}):
        site.app.events.solvers = SIMPLE
        keep(site.app.store)
        with site.app.store.unit_of_work(write=True) as unit:
            unit.events.put_pairs(FAIR.id, PAIRS)
            unit.commit()
        yield site


def test_the_page_follows_the_search_and_goes_on_to_the_timetable(fair: Site, visit: Visit) -> None:
    found, over = threading.Event(), threading.Event()

    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        options["progress"](Progress(best=9, bound=2, wall_s=0.1))
        assert found.wait(30)
        options["progress"](Progress(best=5, bound=3, wall_s=0.2))
        assert over.wait(30)
        return SIMPLE.solve(problem, **options)

    fair.app.events.solvers = replace(SIMPLE, solve=solve)
    page = visit(fair, EVENT + "/timetable", signed_in=True)
    page.get_by_role("button", name="Make the timetable").click()
    expect(page.locator("[data-value=best]")).to_have_text("9")
    expect(page.get_by_role("status")).to_have_text("Found one, looking for fewer breaks")
    found.set()
    expect(page.locator("[data-value=best]")).to_have_text("5")
    expect(page.locator("[data-value=gap]")).to_have_text("2")
    expect(page.locator("#course")).to_be_visible()
    over.set()
    expect(page.locator("#sheet")).to_contain_text("Anna Ricci")


def test_a_search_is_stopped_from_its_page(fair: Site, visit: Visit) -> None:
    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        assert options["stop"].wait(30)
        return SIMPLE.solve(problem, **options)

    fair.app.events.solvers = replace(SIMPLE, solve=solve)
    page = visit(fair, EVENT + "/timetable", signed_in=True)
    page.get_by_role("button", name="Make the timetable").click()
    page.get_by_role("button", name="Stop, and keep nothing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The making was stopped")


def test_the_form_of_the_day_has_another_line_as_soon_as_the_last_is_filled_in(fair: Site, visit: Visit) -> None:
    page = visit(fair, EVENT + "/timetable", signed_in=True)
    page.get_by_role("button", name="Make the timetable").click()
    expect(page.locator("#sheet")).to_be_visible()
    page.goto(EVENT + "/day")
    expect(page.locator("#away-2")).to_have_count(0)
    page.locator("#away-1").fill("Anna Ricci (Acme)")
    page.locator("#away-to-1").focus()
    page.locator("#away-2").fill("Carla Neri (Legatoria Neri)")
    page.locator("#away-from-2").select_option(label="14:00")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_text("Anna Ricci cannot from 09:30 up to and with 14:30.")).to_be_visible()
    expect(page.get_by_text("Carla Neri cannot from 14:00 up to and with 14:30.")).to_be_visible()
    page.get_by_role("button", name="Back to the form").click()
    expect(page.locator("#away-2")).to_have_value("Carla Neri (Legatoria Neri)")
