"""Events: create, read, change and erase them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.access import OWN_EVENT, Organiser
from api.conditions import UNCHANGED, Known, OrganiserTerms, tagged, unchanged
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.schemas.event_answers import EventOut, EventPage
from api.schemas.events import EventBody, EventIn
from api.schemas.profiles import ProfileId
from matcher.usecases.events.keeping import create_event as create
from matcher.usecases.events.keeping import erase_event, event_tag, find_event, update_event
from matcher.usecases.events.presenting import event_data
from matcher.usecases.terms import Terms

router = APIRouter(prefix="/events", tags=["events"], route_class=ReplayedRoute)
EventId = Annotated[ProfileId, Path(examples=["manifattura-2026"], description="Letters, digits and `. _ : @ -`.")]


@router.get("", summary="List events", responses=responses(422, 503))
def list_events(
    app: App,
    caller: Organiser,
    after: Annotated[str | None, Query(max_length=200, description="Begin after this id.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> EventPage:
    """List events by ascending id, a page at a time."""
    with app.store.unit_of_work() as unit:
        found = unit.events.page(after=after, limit=limit + 1, owner=caller.organisation)
        total = unit.events.count(owner=caller.organisation)
    page = found[:limit]
    return EventPage(
        events=[EventOut(**event_data(event)) for event in page],
        total=total,
        next=page[-1].id if len(found) > limit else None,
    )


@router.post("", summary="Create an event", status_code=201, responses=responses(400, 409, 413, 415, 422, 503))
def create_event(body: EventIn, response: Response, app: App, caller: Organiser) -> EventOut:
    """Create an event with its hours and tables; an id that is taken is refused.

    It belongs to the organisation of the key that creates it, if that has one; no other organisation sees it.
    """
    event = create(body.to_domain(body.id), app.store, Terms(caller.organisation))
    response.headers["Location"] = f"/events/{event.id}"
    tagged(response, event_tag(event))
    return EventOut(**event_data(event))


@router.get(
    "/{event_id}",
    summary="Read an event",
    response_model=EventOut,
    dependencies=[OWN_EVENT],
    responses=UNCHANGED | responses(400, 404, 422, 503),
)
def get_event(event_id: EventId, app: App, response: Response, known: Known = None) -> EventOut | Response:
    """Read an event; its slots for meetings bear the numbers that everything else names them by.

    `ETag` tells this state of it, without its participants and what follows, from every other.
    """
    event = find_event(event_id, app.store)[0]
    tagged(response, event_tag(event))
    return unchanged(known, event_tag(event)) or EventOut(**event_data(event))


@router.put("/{event_id}", summary="Change an event", responses=responses(400, 404, 409, 412, 413, 415, 422, 503))
def put_event(event_id: EventId, body: EventBody, app: App, terms: OrganiserTerms, response: Response) -> EventOut:
    """Replace an event; participants, pairs and timetables stay, and what they name of it has to stay too.

    With `If-Match` and the `ETag` that was read nobody's changes are lost.
    """
    event = update_event(body.to_domain(event_id), app.store, terms)
    tagged(response, event_tag(event))
    return EventOut(**event_data(event))


@router.delete("/{event_id}", summary="Erase an event", status_code=204, responses=responses(400, 404, 412, 422, 503))
def delete_event(event_id: EventId, app: App, terms: OrganiserTerms) -> None:
    """Erase an event with its participants, addresses, pairs, timetables and what it says of who met whom."""
    erase_event(event_id, app.store, terms)
