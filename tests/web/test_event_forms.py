"""What scripts add to an event's forms."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.conftest import Site, Visit

TABLE = b"Nome;Ruolo\nGaia Forti;visitatore\nIvo Bassi;ospitante\n"


def test_the_day_is_drawn_anew_while_hours_are_typed(visit: Visit, filled: Site) -> None:
    page = visit(filled, "/pages/events/new", signed_in=True)
    drawn = page.locator("#programme")
    expect(drawn).to_contain_text("17 slots for meetings")
    page.get_by_text("Change the hours").click()
    page.fill("#end-3", "16:20")
    expect(drawn).to_contain_text("15 slots for meetings")
    page.fill("#date", "2027-03-11")
    expect(drawn).to_contain_text("Thursday, 11 March 2027")
    expect(page.get_by_role("button", name="Show the day")).to_be_hidden()


def test_hours_that_make_no_day_leave_the_rest_usable(visit: Visit, filled: Site) -> None:
    page = visit(filled, "/pages/events/new", signed_in=True)
    page.get_by_text("Change the hours").click()
    page.fill("#end-0", "09:35")
    expect(page.locator("#programme")).to_contain_text("once its hours are complete")
    page.fill("#end-0", "11:10")
    expect(page.locator("#programme")).to_contain_text("17 slots for meetings")


def test_a_file_is_looked_at_as_soon_as_it_is_chosen_which_is_said_before(visit: Visit, filled: Site) -> None:
    page = visit(filled, f"/pages/events/{filled.names['event']}/people/import", signed_in=True)
    expect(page.get_by_text("as soon as you choose it")).to_be_visible()
    page.set_input_files("#file", {"name": "iscritti.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.wait_for_url(re.compile(r"/people/import/\w{32}"))
    expect(page.get_by_role("heading", level=2).first).to_have_text("2 participants are understood")


def test_without_script_the_file_is_looked_at_by_its_button(visit: Visit, filled: Site) -> None:
    page = visit(
        filled, f"/pages/events/{filled.names['event']}/people/import", signed_in=True, java_script_enabled=False
    )
    expect(page.get_by_text("as soon as you choose it")).to_be_hidden()
    page.set_input_files("#file", {"name": "iscritti.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("iscritti.csv")
