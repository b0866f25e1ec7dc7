"""An event at a glance: the next step, how much there is, and what to look at."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.web.events.findings import in_words
from api.web.events.frame import event_frame
from api.web.events.strip import days
from api.web.page import EventsPage
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.review import review_event

router = APIRouter()


@router.get("/events/{event_id}")
def overview(page: EventsPage, event_id: str) -> Response:
    """The next step, counts, the programme and what does not fit."""
    event, people = find_event(event_id, page.app.store)
    return page.render(
        "events/overview.html",
        step="",
        here="overview",
        days=days(event.slots),
        absent=sum(person.absent for person in people),
        findings=in_words(page, event_id, review_event(event_id, page.app.store), people),
        **event_frame(page, event_id),
    )
