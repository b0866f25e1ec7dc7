"""What a script adds to the form of a profile and to an import, and that both work without one."""

from __future__ import annotations

import re
import threading

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Site, Visit
from tests.web.profile_acts import upload

NEW = "/pages/profiles/new"


def test_a_skill_is_chosen_by_keyboard_while_one_types(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEW, language="it", signed_in=True)
    field = page.get_by_role("combobox", name="Offerta 1")
    field.press_sequentially("rileg")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    option = page.get_by_role("listbox").get_by_role("option", selected=True)
    expect(option).to_contain_text("rilegatura")
    expect(field).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    field.press("Enter")
    expect(field).to_have_value("rilegatura")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(re.compile(NEW))


def test_suggestions_go_away_and_leave_what_was_typed(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEW, language="it", signed_in=True)
    field = page.get_by_role("combobox", name="Offerta 1")
    field.press_sequentially("rileg")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("rileg")


def test_who_would_find_it_follows_what_is_typed(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEW, language="it", signed_in=True)
    page.locator("#offers-1").fill("rilegatura a mano di libri")
    expect(page.locator("#preview .found-one").first).to_be_visible()
    expect(page.locator('[data-skills="offers-1"]')).to_contain_text("legatoria")
    expect(page.locator('[data-skills="offers-0"]')).to_be_hidden()


def test_a_row_is_added_on_the_spot(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEW, language="it", signed_in=True)
    page.locator("#seeks-0").fill("carta")
    before = page.locator("[name=seeks]").count()
    page.locator("[data-add=seeks]").click()
    expect(page.locator("[name=seeks]")).to_have_count(before + 1)
    expect(page.get_by_role("combobox", name=f"Ricerca {before + 1}")).to_be_focused()
    expect(page.locator("#seeks-0")).to_have_value("carta")


def test_a_type_is_asked_of_organisations_alone(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEW, signed_in=True)
    expect(page.get_by_label("Type of organisation")).to_be_hidden()
    page.get_by_label("What it is").select_option("organisation")
    expect(page.get_by_label("Type of organisation")).to_be_visible()


def test_the_form_works_without_script(filled: Site, visit: Visit) -> None:
    page = visit(filled, NEW, signed_in=True, java_script_enabled=False)
    page.locator("#offers-0").fill("bookbinding")
    before = page.locator("[name=offers]").count()
    page.get_by_role("button", name="Add a row").first.click()
    expect(page.locator("[name=offers]")).to_have_count(before + 2)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview .found-one").first).to_be_visible()
    page.locator("#name").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write the name")
    expect(page.locator("#offers-0")).to_have_value("bookbinding")


def test_a_file_too_large_is_refused_before_it_travels(filled: Site, visit: Visit) -> None:
    page = visit(filled, "/pages/profiles/import", signed_in=True)
    page.evaluate("document.querySelector('#file').dataset.most = '10'")
    page.set_input_files("#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"Nome;Cosa offre\n"})
    expect(page.locator("#file-problem")).to_contain_text("split it")
    expect(page.get_by_role("button", name="Upload and look at it")).to_be_disabled()


def test_an_import_under_way_is_followed_to_its_end(
    filled: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"prova-{number}" for number in range(150)]
    free = threading.Event()
    monkeypatch.setattr(filled.app.imports, "encode", lambda profiles: free.wait(30))
    page = visit(filled, "/pages/profiles/import", signed_in=True)
    upload(
        page, content=("id;Nome;Cosa offre;Consenso\n" + "".join(f"{each};X;cornici;no\n" for each in names)).encode()
    )
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("button", name="Import 150 profiles").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    free.set()
    expect(page.get_by_role("heading", name="“botteghe.csv” is imported")).to_be_visible()
    with filled.app.store.unit_of_work(write=True) as unit:
        for each in names:
            assert unit.profiles.delete(each)
        unit.commit()
