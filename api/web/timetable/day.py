"""On the day: who does not come, comes late or comes unannounced, looked at before anything is changed."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from api.web.events.frame import event_frame
from api.web.page import EventsPage, Page
from api.web.refusals import told as in_words
from api.web.timetable.changed import Names, lines_of
from api.web.timetable.day_form import DayForm, Reading
from matcher.domain.events import VersionState
from matcher.errors import MatcherError
from matcher.usecases.events.changes import Outcome
from matcher.usecases.events.comparing import Differences
from matcher.usecases.events.explaining import clock_times
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.publishing import find_outlines

router = APIRouter()


@router.get("/events/{event_id}/day")
def ask_for_changes(event_id: str, page: EventsPage) -> Response:
    """Ask what is new today."""
    return page.render("timetable/day.html", **_context(page, event_id, DayForm()))


@router.post("/events/{event_id}/day")
def look_at_changes(event_id: str, page: EventsPage, form: Annotated[DayForm, Form()]) -> Response:
    """Say exactly what would change; nothing is kept."""
    return _tried(page, event_id, form, keep=False)


@router.post("/events/{event_id}/day/keep")
def keep_changes(event_id: str, page: EventsPage, form: Annotated[DayForm, Form()]) -> Response:
    """Keep the changes as a draft."""
    return _tried(page, event_id, form, keep=True)


@router.post("/events/{event_id}/day/edit")
def edit_changes(event_id: str, page: EventsPage, form: Annotated[DayForm, Form()]) -> Response:
    """Ask again, with what was said before."""
    return page.render("timetable/day.html", **_context(page, event_id, form))


def _tried(page: Page, event_id: str, form: DayForm, *, keep: bool) -> Response:
    context = _context(page, event_id, form)
    reading: Reading = context["reading"]
    latest = context["latest"]
    if keep and latest is not None and form.version != latest.number:
        reading.problems["day"] = page.gettext("Somebody changed the timetable meanwhile. Look at it, then try again.")
    if reading.is_empty and not reading.problems:
        reading.problems["day"] = page.gettext("Say first what is new: who does not come, is late, or has come.")
    if not reading.problems:
        try:
            outcome = page.app.events.change_day(event_id, reading.changes, dry_run=not keep, arrivals=reading.arrivals)
        except MatcherError as error:
            reading.problems["day"] = in_words(error, page.language)
        else:
            return _kept(page, event_id, outcome) if keep else _preview(page, context, outcome)
    return page.render("timetable/day.html", status=422, **context)


def _preview(page: Page, context: dict[str, Any], outcome: Outcome) -> Response:
    event, reading = context["event"], context["reading"]
    names = Names.of([*context["people"], *(one.participant for one in reading.arrivals)])
    found = Differences(outcome.cancelled, outcome.moved, outcome.added)
    held = Counter(end for one in outcome.base.meetings for end in (one.a, one.b))
    held.subtract(end for one in outcome.cancelled for end in (one.a, one.b))
    held.update(end for one in outcome.added for end in (one.a, one.b))
    absent = reading.changes.absent
    shown = {
        "changes": lines_of(found, outcome.base.told or event, event, names),
        "told": sorted(names.of_id(person) for person in found.people if person not in absent),
        "left_alone": sorted(
            names.of_id(person) for person in found.people if not held[person] and person not in absent
        ),
        "base_number": outcome.base.number,
        "said": _said(page, context),
    }
    return page.render("timetable/day_preview.html", **(context | shown))


def _said(page: Page, context: dict[str, Any]) -> list[str]:
    """What was said to be new, in words."""
    reading, times = context["reading"], context["times"]
    changes, names = reading.changes, Names.of(context["people"])
    arrived = [one.participant.name for one in reading.arrivals]
    absent, back = (sorted(map(names.of_id, some)) for some in (changes.absent, changes.back))
    said = [
        page.gettext("Does not come: %(who)s.", who=", ".join(absent)) if absent else "",
        page.gettext("Has come after all: %(who)s.", who=", ".join(back)) if back else "",
        page.gettext("Has come without a registration: %(who)s.", who=", ".join(arrived)) if arrived else "",
    ]
    for person, slots in changes.unavailable.items():
        first, last = times[min(slots)], times[max(slots)]
        said.append(
            page.gettext(
                "%(who)s cannot from %(first)s up to and with %(last)s.",
                who=names.of_id(person),
                first=first,
                last=last,
            )
        )
    return [one for one in said if one]


def _kept(page: Page, event_id: str, outcome: Outcome) -> Response:
    number = outcome.version.number if outcome.version else 0
    notice = page.gettext(
        "The changes are kept as version %(number)s, a draft. Publish it to let people know.", number=number
    )
    return page.redirect(f"/events/{event_id}/publish", notice=notice)


def _context(page: Page, event_id: str, form: DayForm) -> dict[str, Any]:
    event, people = find_event(event_id, page.app.store)
    versions = find_outlines(event_id, page.app.store)
    return event_frame(page, event_id) | {
        "step": "day",
        "people": people,
        "absent": [person for person in people if person.absent],
        "latest": versions[-1] if versions else None,
        "published": any(one.state is VersionState.PUBLISHED for one in versions),
        "times": clock_times(event),
        "form": form,
        "reading": Reading.of(page, event, people, form),
    }
