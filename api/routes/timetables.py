"""When and where they meet."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses
from api.routes.events import EventId
from api.schemas.event_answers import JobOut, TimetableOut
from api.schemas.events import PublishIn, TimetableIn
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.presenting import job_data, version_data
from matcher.usecases.events.publishing import find_version, publish

router = APIRouter(prefix="/events/{event_id}/timetable", tags=["events"], route_class=StrictRoute)
STARTED: dict[int | str, dict[str, Any]] = {
    202: {"model": JobOut, "description": "Accepted; `Location` is where the job tells how far it is."}
}


@router.post(
    "",
    summary="Make a timetable",
    status_code=202,
    responses=STARTED | responses(400, 404, 409, 413, 415, 422, 503),
)
def make_timetable(event_id: EventId, body: TimetableIn, response: Response, app: App) -> JobOut:
    """Start a job that makes a draft of the chosen pairs; follow it at `Location`."""
    job = app.events.start_timetable(event_id, time_limit_s=body.time_limit_s, seed=body.seed, keep=body.keep)
    response.headers["Location"] = f"/jobs/{job.id}"
    return JobOut(**job_data(job))


@router.get("", summary="Read a timetable", responses=responses(404, 422, 503))
def get_timetable(
    event_id: EventId,
    app: App,
    version: Annotated[int | None, Query(ge=1, description="Default: the latest.")] = None,
) -> TimetableOut:
    """Read a version of the timetable: its meetings with hours, tables and reasons."""
    found = find_version(event_id, app.store, version)
    return TimetableOut(**version_data(found, find_event(event_id, app.store)[0]))


@router.post("/publish", summary="Publish a timetable", responses=responses(400, 404, 409, 413, 415, 422, 503))
def publish_timetable(event_id: EventId, body: PublishIn, app: App) -> TimetableOut:
    """Make a draft what people are told: it never changes again, and who meets in it is remembered."""
    published = publish(event_id, app.store, body.version)
    return TimetableOut(**version_data(published, find_event(event_id, app.store)[0]))
