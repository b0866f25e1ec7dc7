"""The two journeys that the pages are for, each by mouse and again by the keyboard alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

import fixtures
from matcher.usecases.samples import REGISTRATIONS
from tests.web.conftest import Site, Visit
from tests.web.hands import Hands, Keyboard, Mouse

SAMPLE = Path(fixtures.__file__).with_name(REGISTRATIONS)
TEN = 10
IN_BOTH_WAYS = pytest.mark.parametrize("hands_of", [Mouse, Keyboard])
HandsOf = Callable[[Page], Hands]


@IN_BOTH_WAYS
def test_from_a_registration_file_to_printed_agendas_in_under_ten_clicks(
    hands_of: HandsOf, practice: Site, visit: Visit
) -> None:
    page = visit(practice, "/pages/events", signed_in=True)
    hands = hands_of(page)
    hands.press(page.get_by_role("link", name="New event"))
    hands.write(page.get_by_role("textbox", name="Name"), f"Fair by {hands_of.__name__}")
    hands.write(page.locator("#date"), "2027-03-12")
    hands.press(page.get_by_role("button", name="Make the event"))
    hands.choose(page.locator("input[type=file]"), SAMPLE)
    hands.press(page.get_by_role("button", name="Take them and choose pairs"))
    hands.press(page.get_by_role("button", name="Make the timetable").first)
    hands.press(page.get_by_role("link", name="Publish…"))
    hands.press(page.get_by_role("button", name="Publish version 1"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Published")
    with page.expect_download() as saved:
        hands.press(page.get_by_role("link", name="Agendas (PDF)"))
    agendas = PdfReader(io.BytesIO(Path(saved.value.path()).read_bytes()))
    first = agendas.pages[0].extract_text()
    assert f"Fair by {hands_of.__name__}" in first
    assert len(agendas.pages) >= 120
    assert hands.presses < TEN


@IN_BOTH_WAYS
def test_from_a_need_to_an_accepted_contact(hands_of: HandsOf, practice: Site, visit: Visit) -> None:
    company = f"Albergo {hands_of.__name__}"
    page = visit(practice, "/pages/")
    hands = hands_of(page)
    hands.write(
        page.get_by_role("searchbox").or_(page.locator("main input[name=q]")).first, "divise su misura al Duomo"
    )
    hands.press(page.locator("main form").get_by_role("button").first)
    hands.press(page.get_by_role("link", name="A. Brambilla"))
    hands.press(page.get_by_role("link", name="Ask for contact"))
    hands.write(page.get_by_label("Your name"), "Elena Riva")
    hands.write(page.get_by_label("Organisation"), company)
    hands.write(page.get_by_role("textbox", name="E-mail"), f"{hands_of.__name__.lower()}@example.org")
    hands.write(page.get_by_label("Your message"), "Dodici divise in lino.")
    hands.press(page.locator("#consent"))
    hands.press(page.get_by_role("button", name="Send the request"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your request to A. Brambilla")
    assert page.get_by_text("bottega@example.org").count() == 0
    answer = visit(practice, link_passed_on(practice, visit, company))
    accept(hands_of(answer), answer)
    expect(answer.get_by_text(f"{hands_of.__name__.lower()}@example.org")).to_be_visible()
    page.reload()
    expect(page.get_by_text("bottega@example.org")).to_be_visible()


def link_passed_on(site: Site, visit: Visit, company: str) -> str:
    """The private link of the receiver, as staff find it."""
    page = visit(site, "/pages/contacts", signed_in=True)
    return page.locator("article", has_text=company).locator("input").first.input_value()


def accept(hands: Hands, page: Page) -> None:
    """The receiver reads what is asked, says how to be reached, and agrees."""
    expect(page.get_by_text("Dodici divise in lino.")).to_be_visible()
    hands.write(page.get_by_role("textbox", name="E-mail"), "bottega@example.org")
    hands.press(page.get_by_role("button", name="Accept"))
