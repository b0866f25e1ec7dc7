"""Requests for contact in a browser: with script a link is copied at one click, without it everything still works."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.conftest import Site, Visit


def test_a_private_link_is_copied_at_one_click(practice: Site, visit: Visit) -> None:
    page = visit(practice, "/pages/contacts", signed_in=True, permissions=["clipboard-read", "clipboard-write"])
    link = page.locator("article input").first
    page.get_by_role("button", name="Copy the link").first.click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == link.input_value()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_without_a_clipboard_the_link_is_left_selected(practice: Site, visit: Visit) -> None:
    page = visit(practice, "/pages/contacts", signed_in=True)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')) }")
    page.get_by_role("button", name="Copy the link").first.click()
    expect(page.locator("article input").first).to_be_focused()
    assert page.evaluate("getSelection().toString()") == page.locator("article input").first.input_value()


def test_without_script_there_is_no_button_that_does_nothing(practice: Site, visit: Visit) -> None:
    page = visit(practice, "/pages/sign-in", signed_in=True)
    cookies = page.context.cookies()
    bare = visit(practice, "/pages/sign-in", java_script_enabled=False)
    bare.context.add_cookies(cookies)  # type: ignore[arg-type]
    bare.goto("/pages/contacts")
    expect(bare.locator("article input").first).to_be_visible()
    expect(bare.get_by_role("button", name="Copy the link")).to_have_count(0)


def test_a_request_is_made_and_withdrawn_without_script(practice: Site, visit: Visit) -> None:
    page = visit(practice, "/pages/profiles/sint-002/contact", java_script_enabled=False)
    page.fill("#name", "Elena Riva")
    page.fill("#email", "elena@example.org")
    page.fill("#message", "Dieci cartamodelli.")
    page.check("#consent")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request to Cartamodello Nuvola")
    page.get_by_role("button", name="Withdraw the request").click()
    expect(page.get_by_text("You have withdrawn this request.")).to_be_visible()
