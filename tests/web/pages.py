"""Every page in each of its states: what accessibility, reflow and screenshots are checked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.web import profile_acts
from tests.web.conftest import Site


@dataclass(frozen=True)
class View:
    """A page in one state. `path` may name things of the site's data, such as `{event}`; `act` leads on from there.

    `on` is the site it is seen on: `filled` or `empty`. A view is `steady` when it looks the same at every run.
    """

    name: str
    path: str
    on: str = "filled"
    signed_in: bool = False
    act: Callable[[Page], None] | None = None
    steady: bool = True

    def address(self, site: Site) -> str:
        return "/pages" + self.path.format_map(site.names)


def submit(page: Page) -> None:
    """Send the page's main form as it is, past the browser's own checks."""
    page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
    page.locator("main form button.button-primary").first.click()
    page.wait_for_load_state()


def unfold(page: Page) -> None:
    """Open what folds on the page, one level deep."""
    for summary in page.locator(".fold > summary").all():
        if summary.is_visible():
            summary.click()


def open_all(page: Page) -> None:
    """Open everything that can be unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def somebody_absent(page: Page) -> None:
    """Say who does not come, and look at what that changes."""
    page.fill("#absent-1", "Ada Mortiser")
    submit(page)


VIEWS = (
    View("start", "/"),
    View("start-municipio", "/?municipio=9"),
    View("start-tables", "/", act=open_all, steady=False),
    View("start-empty", "/", on="empty"),
    View("start-empty-editor", "/", on="empty", signed_in=True),
    View("find", "/find"),
    View("find-empty", "/find", on="empty", steady=False),
    View("find-need", "/find?q=taglio+laser+su+legno+a+Lambrate"),
    View("find-unfolded", "/find?q=bookbinding&map=nil", act=unfold),
    View("find-taken-back", "/find?q=taglio+laser+a+Lambrate&undo=nil:23&municipio=1", steady=False),
    View("find-filtered-out", "/find?q=bookbinding&municipio=7&kind=startup"),
    View("find-nobody", "/find?q=xyzzy", steady=False),
    View("find-refused", "/find?q=a+Lambrate&nil=999&near=atlantis"),
    View("sign-in", "/sign-in"),
    View("sign-in-refused", "/sign-in", act=submit),
    View("not-found", "/nowhere"),
    View("profile", "/profiles/sint-002"),
    View("profile-staff", "/profiles/bottega-002", signed_in=True),
    View("profiles", "/profiles?q=seta", signed_in=True, steady=False),
    View("profiles-nobody", "/profiles?q=xyzzy", signed_in=True, steady=False),
    View("profiles-empty", "/profiles", on="empty", signed_in=True),
    View("profile-new", "/profiles/new", signed_in=True, steady=False),
    View("profile-new-refused", "/profiles/new", signed_in=True, act=submit),
    View("profile-edit", "/profiles/sint-112/edit", signed_in=True),
    View("profile-conflict", "/profiles/sint-148/edit", signed_in=True, act=profile_acts.be_slower, steady=False),
    View("profile-erase", "/profiles/sint-112/erase", signed_in=True, steady=False),
    View("import", "/profiles/import", signed_in=True, steady=False),
    View("import-refused", "/profiles/import", signed_in=True, act=profile_acts.upload_a_picture, steady=False),
    View("import-columns", "/profiles/import", signed_in=True, act=profile_acts.upload),
    View("import-check", "/profiles/import", signed_in=True, act=profile_acts.check),
    View("import-done", "/profiles/import", signed_in=True, act=profile_acts.take, steady=False),
    View("contact-ask", "/profiles/sint-002/contact?need=cartamodelli"),
    View("contact-ask-refused", "/profiles/sint-002/contact", act=submit),
    View("contact-asker", "/contact/{pending_asker}"),
    View("contact-asker-accepted", "/contact/{accepted_asker}"),
    View("contact-asker-declined", "/contact/{declined_asker}", steady=False),
    View("contact-receiver", "/contact/{pending_receiver}"),
    View("contact-receiver-refused", "/contact/{pending_receiver}", act=submit, steady=False),
    View("contact-receiver-accepted", "/contact/{accepted_receiver}", steady=False),
    View("contact-list", "/contacts?state=all", signed_in=True, steady=False),
    View("contact-list-empty", "/contacts", on="empty", signed_in=True, steady=False),
    View("timetable", "/events/{event}/timetable", signed_in=True),
    View("timetable-more", "/events/{event}/timetable?q=ada", signed_in=True, act=open_all, steady=False),
    View("timetable-person", "/events/{event}/timetable?view=person", signed_in=True, steady=False),
    View("timetable-time", "/events/{event}/timetable?view=time&q=ada", signed_in=True, steady=False),
    View("timetable-move", "/events/{event}/timetable/move?m={meeting}", signed_in=True),
    View("timetable-move-seen", "/events/{event}/timetable/move?m={meeting}", signed_in=True, act=submit, steady=False),
    View("publish", "/events/{event}/publish", signed_in=True),
    View("downloads", "/events/{event}/downloads", signed_in=True),
    View("day", "/events/{event}/day", signed_in=True),
    View("day-refused", "/events/{event}/day", signed_in=True, act=submit, steady=False),
    View("day-seen", "/events/{event}/day", signed_in=True, act=somebody_absent, steady=False),
)
