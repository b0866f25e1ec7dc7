"""Meetings are dragged with the mouse, moved with the keyboard and locked; each is said, and the server has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from matcher.bootstrap import Application
from matcher.usecases.events.publishing import find_version
from tests.events import DRAFT, FAIR, PAIRS, keep
from tests.web.conftest import Site, Visit, serve

BOARD = f"/pages/events/{FAIR.id}/timetable"


@pytest.fixture(scope="module")
def fair(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the fair."""
    yield from serve(tmp_path_factory.mktemp("fair"), lambda app: {})


@pytest.fixture
def board(fair: Site, visit: Visit) -> Page:
    """The fair's draft, as it is before anything is moved, by table."""
    with fair.app.store.unit_of_work(write=True) as unit:
        unit.events.delete(FAIR.id)
        unit.commit()
    keep(fair.app.store)
    with fair.app.store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, PAIRS)
        unit.timetables.add(DRAFT)
        unit.commit()
    page = visit(fair, BOARD, signed_in=True)
    expect(page.locator("#sheet")).to_have_attribute("role", "grid")
    return page


def place(app: Application, number: int) -> tuple[int, int, bool]:
    (found,) = [one for one in find_version(FAIR.id, app.store).meetings if one.id == PAIRS[number].meeting_id]
    return found.slot, found.table, found.locked


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#sheet a[href$='{PAIRS[number].meeting_id}']").first


def cell(page: Page, slot: int, table: int) -> Locator:
    """The cell of a slot and a table; the coffee break is a column of its own."""
    return page.locator(f"#sheet tr[data-r='{table}'] > *").nth(slot if slot <= 3 else slot + 1)


def said(page: Page) -> Locator:
    return page.locator("#sheet-said")


def hold(page: Page, what: Locator) -> None:
    """Take a card with the mouse and begin to drag it."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=3)
    expect(page.locator("#sheet.moving")).to_be_visible()


def over(page: Page, where: Locator) -> None:
    box = where.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 20, steps=3)


def test_a_meeting_is_dragged_to_a_free_place_and_back(board: Page, fair: Site) -> None:
    hold(board, card(board, 2))
    assert "ok" in (cell(board, 2, 2).get_attribute("class") or "")
    over(board, cell(board, 2, 2))
    expect(said(board)).to_have_text("09:50, table 2: free.")
    board.mouse.up()
    expect(said(board)).to_have_text("Bruno Sala – Carla Neri: now at 09:50, table 2, and locked there.")
    expect(cell(board, 2, 2)).to_contain_text("locked")
    expect(board.locator("#breaks")).to_have_text("0")
    assert place(fair.app, 2) == (2, 2, True)
    board.get_by_role("button", name="Undo").click()
    expect(cell(board, 3, 2)).to_contain_text("Bruno Sala")
    expect(said(board)).to_contain_text("now at 10:10")
    assert place(fair.app, 2)[:2] == (3, 2)


def test_a_place_that_breaks_a_rule_is_marked_and_says_which(board: Page, fair: Site) -> None:
    hold(board, card(board, 2))
    assert "no" in (cell(board, 1, 2).get_attribute("class") or "").split()
    over(board, cell(board, 1, 2))
    expect(said(board)).to_contain_text("not possible. Bruno Sala asked for no meeting at 09:30.")
    board.mouse.up()
    expect(said(board)).to_contain_text("Carla Neri already meets Anna Ricci at 09:30.")
    assert place(fair.app, 2) == (3, 2, False)
    expect(board.locator("#sheet.moving")).to_have_count(0)


def test_two_meetings_change_places(board: Page, fair: Site) -> None:
    hold(board, card(board, 1))
    over(board, cell(board, 1, 1))
    expect(said(board)).to_have_text("09:30, table 1: changes places with Anna Ricci – Carla Neri.")
    board.mouse.up()
    expect(said(board)).to_contain_text("Anna Ricci – Carla Neri: now at 09:50, table 1.")
    expect(cell(board, 1, 1)).to_contain_text("Dario Villa")
    expect(cell(board, 2, 1)).to_contain_text("Carla Neri")
    assert (place(fair.app, 0)[:2], place(fair.app, 1)[:2]) == ((2, 1), (1, 1))


def test_what_can_be_set_aside_is_asked_first(board: Page, fair: Site) -> None:
    hold(board, card(board, 0))
    over(board, cell(board, 4, 3))
    expect(said(board)).to_contain_text("possible if you confirm. Anna Ricci receives at table 1")
    board.mouse.up()
    button = board.get_by_role("button", name="Move it all the same")
    expect(button).to_be_focused()
    assert place(fair.app, 0) == (1, 1, False)
    button.click()
    expect(said(board)).to_contain_text("now at 14:00, table Sala Ortica")
    assert place(fair.app, 0) == (4, 3, True)


def test_the_keyboard_picks_up_moves_drops_and_leaves(board: Page, fair: Site) -> None:
    card(board, 2).focus()
    expect(said(board)).to_contain_text("Bruno Sala – Carla Neri, 10:10, table 2.")
    board.keyboard.press("Enter")
    expect(said(board)).to_contain_text("Arrow keys choose a place")
    board.keyboard.press("ArrowRight")
    expect(said(board)).to_have_text("14:00, table 2: free.")
    board.keyboard.press("Escape")
    expect(said(board)).to_have_text("Bruno Sala – Carla Neri stays where it was.")
    expect(card(board, 2)).to_be_focused()
    board.keyboard.press("Space")
    expect(board.locator("#sheet.moving")).to_be_visible()
    for _ in range(2):
        board.keyboard.press("ArrowLeft")
    expect(said(board)).to_contain_text("09:30, table 2: not possible.")
    board.keyboard.press("Enter")
    expect(board.locator("#sheet.moving")).to_be_visible()
    board.keyboard.press("ArrowRight")
    board.keyboard.press("Enter")
    expect(said(board)).to_contain_text("now at 09:50, table 2, and locked there.")
    expect(card(board, 2)).to_be_focused()
    assert place(fair.app, 2) == (2, 2, True)


def test_the_grid_is_one_stop_of_the_tab_key_and_arrows_go_about_in_it(board: Page) -> None:
    assert board.locator("#sheet [tabindex='0']").count() == 1
    card(board, 0).focus()
    board.keyboard.press("ArrowRight")
    expect(card(board, 1)).to_be_focused()
    board.keyboard.press("ArrowDown")
    expect(cell(board, 2, 2)).to_be_focused()
    assert board.locator("#sheet [tabindex='0']").count() == 1


def test_a_chosen_meeting_is_locked_and_unlocked(board: Page, fair: Site) -> None:
    card(board, 0).click()
    expect(board).to_have_url(fair.address + BOARD)
    board.get_by_role("button", name="Lock", exact=True).click()
    expect(said(board)).to_have_text("Anna Ricci – Carla Neri: locked where it is.")
    assert place(fair.app, 0) == (1, 1, True)
    expect(board.locator("#locked")).to_have_text("1")
    card(board, 0).click()
    board.get_by_role("button", name="Unlock").click()
    expect(board.locator("#locked")).to_have_text("0")
    assert place(fair.app, 0) == (1, 1, False)


def test_a_meeting_without_a_place_is_dragged_into_the_grid(board: Page, fair: Site) -> None:
    hold(board, board.locator("#tray a"))
    over(board, cell(board, 5, 2))
    expect(said(board)).to_have_text("14:30, table 2: free.")
    board.mouse.up()
    expect(cell(board, 5, 2)).to_contain_text("Elsa Conti")
    expect(board.locator("#tray")).to_have_count(0)
    assert place(fair.app, 3) == (5, 2, True)


def test_by_person_both_rows_follow(board: Page, fair: Site, visit: Visit) -> None:
    page = visit(fair, BOARD + "?view=person", signed_in=True)
    hold(page, page.locator("#sheet tr[data-r='carla'] a").last)
    expect(page.locator("#sheet tr[data-r='elsa'] td.no").first).to_be_visible()
    over(page, page.locator("#sheet tr[data-r='carla'] > *").nth(5))
    expect(said(page)).to_have_text("14:00: free.")
    page.mouse.up()
    expect(page.locator("#sheet tr[data-r='carla'] > *").nth(5)).to_contain_text("Bruno Sala")
    expect(page.locator("#sheet tr[data-r='bit'] > *").nth(5)).to_contain_text("Carla Neri")
    assert place(fair.app, 2) == (4, 2, True)


def test_what_somebody_else_changed_meanwhile_is_shown_instead(board: Page, fair: Site) -> None:
    with fair.app.store.unit_of_work(write=True) as unit:
        unit.timetables.add(replace(DRAFT, number=2))
        unit.commit()
    hold(board, card(board, 2))
    over(board, cell(board, 2, 2))
    board.mouse.up()
    expect(said(board)).to_have_text("Somebody changed the timetable meanwhile. Look at it, then try again.")
    expect(board.locator("#sheet")).to_have_attribute("data-version", "2")


def test_without_a_script_a_card_leads_to_the_form_that_moves_it(board: Page, fair: Site, visit: Visit) -> None:
    page = visit(fair, BOARD, signed_in=False, java_script_enabled=False)
    page.context.add_cookies(fair.cookies)
    page.goto(BOARD)
    card(page, 2).click()
    page.get_by_label("14:00").check()
    page.get_by_role("button", name="See what the move does").click()
    page.get_by_role("button", name="Move it and lock it there").click()
    expect(page.get_by_role("status").first).to_contain_text("now at 14:00, table 2, and locked there.")
    assert place(fair.app, 2) == (4, 2, True)
