"""Make an event, change its hours, tables and rules, and erase it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Response

from api.web.events.fields import Typed
from api.web.events.form import EventForm, Row, proposed_id
from api.web.events.frame import event_frame
from api.web.events.strip import days
from api.web.page import EventsPage, Page
from api.web.refusals import told
from matcher.domain.events import Event, Slot
from matcher.errors import Conflict, InvalidInput
from matcher.usecases.events.keeping import create_event, erase_event, find_event, update_event
from matcher.usecases.samples import sample_event_after
from matcher.usecases.terms import Terms

router = APIRouter()
SAMPLE_ID = "sample"
SAMPLE_AHEAD = timedelta(weeks=4)


@router.get("/events/new")
def new_event(page: EventsPage) -> Response:
    """Ask for a name and a day; the rest is filled in."""
    return _shown(page, _usual(page), "events/new.html", opened=False)


@router.post("/events/new")
def make_event(page: EventsPage, typed: Typed) -> Response:
    """Make the event, or show the form again, changed or with what is wrong."""
    form = EventForm.read(typed)
    if changed := _rows_changed(form, typed.get("do", "")):
        return _shown(page, changed, "events/new.html", opened=True)
    wanted = form.id or _free_id(page, proposed_id(form.name, form.day))
    event = form.event(page.gettext, wanted)
    if event is not None and _kept(page, form, event, new=True):
        return page.redirect(
            f"/events/{event.id}/people/import", notice=page.gettext("The event is made. Now: who takes part?")
        )
    return _shown(page, form, "events/new.html", status=422, opened=True)


@router.post("/events/sample")
def make_sample(page: EventsPage) -> Response:
    """Make the sample event on a day some weeks ahead."""
    ahead = datetime.now(UTC).date() + SAMPLE_AHEAD
    event = create_event(sample_event_after(ahead, _free_id(page, SAMPLE_ID)), page.app.store, Terms(page.organisation))
    notice = page.gettext("The sample event is made. Now: who takes part?")
    return page.redirect(f"/events/{event.id}/people/import", notice=notice)


@router.post("/events/programme")
def programme_strip(page: EventsPage, typed: Typed) -> Response:
    """The hours that were typed as bands, for a form that is being filled in."""
    form = EventForm.read(typed)
    slots = _drawn(page, form)
    return page.render("events/_programme.html", days=days(slots), form=form, slots=slots)


@router.get("/events/{event_id}/settings")
def settings(page: EventsPage, event_id: str) -> Response:
    """The event as a form."""
    event, _ = find_event(event_id, page.app.store)
    return _shown(page, EventForm.of(event), "events/settings.html", **event_frame(page, event_id))


@router.post("/events/{event_id}/settings")
def change_settings(page: EventsPage, event_id: str, typed: Typed) -> Response:
    """Change the event, or show the form again, changed or with what is wrong."""
    event, _ = find_event(event_id, page.app.store)
    form = EventForm.read(typed)
    if not any(not row.blank for row in form.rows):
        form = replace(form, kept=EventForm.of(event).kept)
    if changed := _rows_changed(form, typed.get("do", "")):
        return _shown(page, changed, "events/settings.html", **event_frame(page, event_id))
    wanted = form.event(page.gettext, event_id)
    if wanted is not None:
        wanted = replace(wanted, rules=replace(wanted.rules, objective=event.rules.objective))
        if _kept(page, form, wanted, new=False):
            return page.redirect(f"/events/{event_id}", notice=page.gettext("The settings are saved."))
    return _shown(page, form, "events/settings.html", status=422, **event_frame(page, event_id))


@router.post("/events/{event_id}/erase")
def erase(page: EventsPage, event_id: str, typed: Typed) -> Response:
    """Erase the event where its id was typed to say that it is meant."""
    event, _ = find_event(event_id, page.app.store)
    if typed.get("confirm", "").strip() != event_id:
        form = EventForm.of(event)
        form.problems["confirm"] = page.gettext("Type the id of the event to say that it is meant.")
        return _shown(page, form, "events/settings.html", status=422, **event_frame(page, event_id))
    erase_event(event_id, page.app.store)
    return page.redirect("/events", notice=page.gettext("%(event)s is erased.", event=event.name))


def _shown(page: Page, form: EventForm, template: str, status: int = 200, **frame: Any) -> Response:  # noqa: ANN401
    slots = _drawn(page, form)
    return page.render(
        template, status=status, form=form, days=days(slots), slots=slots, step="", here="settings", **frame
    )


def _drawn(page: Page, form: EventForm) -> tuple[Slot, ...]:
    """The slots of the hours as far as they are typed; before a day is chosen it is any."""
    drawn = replace(form, day=form.day or datetime.now(UTC).date().isoformat(), problems={})
    return drawn.slots(page.gettext)


def _rows_changed(form: EventForm, do: str) -> EventForm | None:
    """The form with the sessions that a button asked for; None where it asked for something else."""
    if do == "add":
        return form.with_row()
    if do.startswith("drop-") and do[5:].isdecimal():
        return form.without_row(int(do[5:]))
    return None if do != "show" else form


def _kept(page: Page, form: EventForm, event: Event, *, new: bool) -> bool:
    """Whether the event could be kept; what is wrong is in the form's problems otherwise."""
    try:
        keep = create_event if new else update_event
        keep(event, page.app.store, Terms(page.organisation))
    except (InvalidInput, Conflict) as error:
        named = str(error.details.get("field", "name")).partition("[")[0].removeprefix("rules.")
        name = {"slots": "begin-0", "sessions": "begin-0"}.get(named, named)
        taken = new and isinstance(error, Conflict)
        form.problems[name] = (
            page.gettext("There is an event with this id already: choose another.")
            if taken
            else told(error, page.language)
        )
        return False
    return True


def _free_id(page: Page, wanted: str) -> str:
    with page.app.store.unit_of_work() as unit:
        number, found = 1, wanted
        while unit.events.get(found) is not None:
            number += 1
            found = f"{wanted}-{number}"
    return found


def _usual(page: Page) -> EventForm:
    """A day as such days are: two sessions in the morning, two in the afternoon, coffee and lunch in between."""
    morning, afternoon = page.gettext("morning"), page.gettext("afternoon")
    coffee, lunch = page.gettext("Coffee"), page.gettext("Lunch")
    return EventForm(
        language=page.language,
        rows=[
            Row("09:30", "11:10", name=morning, then=coffee),
            Row("11:30", "12:50", name=morning, then=lunch),
            Row("14:00", "15:40", name=afternoon, then=coffee),
            Row("16:00", "17:00", name=afternoon),
        ],
    )
