"""From a draft to what people are told: what changes for whom, and the confirmation."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from api.web.events.frame import event_frame
from api.web.page import EventsPage, Page
from api.web.timetable.changed import Line, Names, lines_of
from matcher.domain.events import VersionState
from matcher.errors import Conflict
from matcher.usecases.events.comparing import compare
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.publishing import find_outlines, find_version, publish

router = APIRouter()


@router.get("/events/{event_id}/publish")
def look_at_draft(event_id: str, page: EventsPage) -> Response:
    """Show what people would be told, and what of that differs from what they were told before."""
    return page.render("timetable/publish.html", **_context(page, event_id))


@router.post("/events/{event_id}/publish")
def publish_draft(event_id: str, page: EventsPage, version: Annotated[int, Form(ge=1)]) -> Response:
    """Make the draft that was looked at what people are told."""
    latest = find_outlines(event_id, page.app.store)[-1:]
    if not latest or latest[0].number != version:
        return _refused(page, event_id)
    try:
        publish(event_id, page.app.store, version)
    except Conflict:
        return _refused(page, event_id)
    notice = page.gettext("Version %(number)s is published. Now let people know.", number=version)
    return page.redirect(f"/events/{event_id}/publish", notice=notice)


def _refused(page: Page, event_id: str) -> Response:
    problem = page.gettext("Somebody made another version meanwhile, or published this one. This is the latest now.")
    return page.render("timetable/publish.html", status=409, **(_context(page, event_id) | {"problem": problem}))


def _context(page: Page, event_id: str) -> dict[str, Any]:
    event, people = find_event(event_id, page.app.store)
    versions = find_outlines(event_id, page.app.store)
    latest = find_version(event_id, page.app.store) if versions else None
    draft = latest if latest and latest.state is VersionState.DRAFT else None
    # What is published already is shown beside what people were told before that.
    told_before = [one.number for one in versions[:-1] if one.state is VersionState.PUBLISHED]
    before = find_version(event_id, page.app.store, told_before[-1]) if told_before else None
    changes: list[Line] = []
    told: list[str] = []
    names = Names.of(people)
    if latest is not None and before is not None:
        found = compare(before, latest, event)
        changes = lines_of(found, before.told or event, latest.told or event, names)
        absent = {person.id for person in people if person.absent}
        told = sorted((person for person in found.people if person not in absent), key=names.of_id)
    met = {end for one in latest.meetings for end in (one.a, one.b)} if latest else set()
    return event_frame(page, event_id) | {
        "step": "publish",
        "latest": latest,
        "draft": draft,
        "before": before,
        "changes": changes,
        "told": [(person, names.of_id(person)) for person in told],
        "with_meetings": len(met),
        "without": [person.name for person in people if person.id not in met and not person.absent],
        "unplaced": [(names.of_id(a), names.of_id(b)) for a, b in latest.unplaced] if latest else [],
        "problem": None,
    }
