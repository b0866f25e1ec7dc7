"""Changes on the day of an event."""

from __future__ import annotations

from fastapi import APIRouter

from api.access import OWN_EVENT
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.routes.events import EventId
from api.schemas.timetable_answers import ChangesOut
from api.schemas.timetables import ChangesIn
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.presenting import outcome_data

router = APIRouter(
    prefix="/events/{event_id}/changes", tags=["events"], route_class=ReplayedRoute, dependencies=[OWN_EVENT]
)


@router.post("", summary="Change the day", responses=responses(400, 404, 409, 413, 415, 422, 503))
def change_day(event_id: EventId, body: ChangesIn, app: App) -> ChangesOut:
    """Say what no-shows, late arrivals and conflicts do to the timetable, or, without `dry_run`, draft it."""
    outcome = app.events.change_day(event_id, body.to_domain(), dry_run=body.dry_run, arrivals=body.arrived())
    return ChangesOut(**outcome_data(outcome, find_event(event_id, app.store)[0]))
