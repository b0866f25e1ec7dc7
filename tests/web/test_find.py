"""What a script adds to the page that finds a supplier: filters that apply at once, and a map that answers the list."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.conftest import PHONE, Site, Visit

NEED = "/pages/find?q=taglio+laser+su+legno+a+Lambrate"


def test_a_filter_applies_at_once_and_keeps_the_focus(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEED)
    expect(page.get_by_role("button", name="Apply")).to_be_hidden()
    before = page.locator("#results-title").inner_text()
    startups = page.get_by_label("Startup")
    startups.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"kind=startup$"))
    expect(page.locator("#results-title")).not_to_have_text(before)
    expect(startups).to_be_focused()
    expect(startups).to_be_checked()
    expect(page.get_by_role("link", name="Remove: Startup")).to_be_visible()
    expect(page.locator("#said")).to_have_text(page.locator("#results-title").inner_text())


def test_values_shown_on_demand_stay_shown(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEED)
    page.locator("#skill-more > summary").click()
    page.locator("#kind-artisan").check()
    expect(page).to_have_url(re.compile("kind=artisan"))
    expect(page.locator("#skill-more")).to_have_attribute("open", "")


def test_going_back_shows_what_was_there(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEED)
    before = page.locator("#results-title").inner_text()
    page.locator("#kind-artisan").check()
    expect(page).to_have_url(re.compile("kind=artisan"))
    page.go_back()
    expect(page.locator("#results-title")).to_have_text(before)
    expect(page.locator("#kind-artisan")).not_to_be_checked()


def test_a_place_is_looked_around_and_an_unknown_one_is_told(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEED)
    page.get_by_label("Place").fill("Isola")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Remove: Within 2 km of Isola")).to_be_visible()
    page.get_by_label("Place").fill("Atlantis")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("“Atlantis” is no place")
    expect(page.get_by_label("Place")).to_have_attribute("aria-invalid", "true")


def test_a_need_is_sent_without_what_was_left_open(filled: Site, visit: Visit) -> None:
    page = visit(filled, "/pages/find")
    page.get_by_label("What do you seek?").fill("bookbinding")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/pages/find\?q=bookbinding$"))


def test_an_area_of_the_map_keeps_its_district_and_lets_it_go(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEED + "&map=municipio")
    line = page.locator(".where-list a").filter(has_text="Municipio 4")
    line.hover()
    area = page.locator("svg.map a.pointed")
    expect(area).to_have_count(1)
    count = line.locator(".count").inner_text()
    area.dispatch_event("click")
    expect(page).to_have_url(re.compile("municipio=4"))
    expect(page.locator("#results-title")).to_have_text(f"{count} profiles meet this need")
    page.locator(".where-list a").filter(has_text="Municipio 4").click()
    expect(page).not_to_have_url(re.compile("municipio=4"))


def test_on_a_phone_filters_fold_and_lead_to_who_is_found(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEED, size=PHONE)
    expect(page.get_by_label("Startup")).to_be_hidden()
    page.locator(".find-filters > summary").click()
    page.get_by_label("Startup").check()
    expect(page.locator(".find-filters > summary")).to_have_text("Filters (1)")
    page.get_by_role("link", name="Show who is found").click()
    expect(page.locator("#results-title")).to_be_in_viewport()


def test_without_a_script_filters_apply_by_the_button(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEED, java_script_enabled=False)
    page.locator("#kind-startup").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("kind=startup"))
    expect(page.locator("#kind-startup")).to_be_checked()
