"""The events there are."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.web.page import EventsPage
from matcher.usecases.events.stages import list_events, next_stage

router = APIRouter()
PAGE = 25


@router.get("/events")
def events(page: EventsPage, start: int = 0) -> Response:
    """Events with how far each is, those that begin last first."""
    found = list_events(page.app.store, page.organisation)
    start = max(0, start)
    listed = [(event, tally, next_stage(tally).value) for event, tally in found[start : start + PAGE]]
    return page.render(
        "events/list.html",
        listed=listed,
        earlier=page.url("/events", start=max(0, start - PAGE) or None) if start else None,
        later=page.url("/events", start=start + PAGE) if start + PAGE < len(found) else None,
    )
