"""When and where they meet."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.access import OWN_EVENT
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.routes.events import EventId
from api.routes.jobs import Language, shown
from api.schemas.timetable_answers import JobOut, MoveOut, TimetableOut, VersionList, VersionOut
from api.schemas.timetables import LocksIn, MoveIn, PublishIn, TimetableIn
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.locking import lock_meetings
from matcher.usecases.events.moving import move_meeting
from matcher.usecases.events.presenting import moved_data, version_data, version_summary
from matcher.usecases.events.publishing import find_version, find_versions, publish

router = APIRouter(
    prefix="/events/{event_id}/timetable", tags=["events"], route_class=ReplayedRoute, dependencies=[OWN_EVENT]
)
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
    """Change the event by the remedies, if any, and start a job that makes a draft of the chosen pairs."""
    job = app.events.start_timetable(
        event_id,
        time_limit_s=body.time_limit_s,
        seed=body.seed,
        keep=body.keep,
        remedies=[remedy.to_domain() for remedy in body.remedies],
    )
    response.headers["Location"] = f"/jobs/{job.id}"
    return shown(job, app)


@router.get("", summary="Read a timetable", responses=responses(404, 422, 503))
def get_timetable(
    event_id: EventId,
    app: App,
    version: Annotated[int | None, Query(ge=1, description="Default: the latest.")] = None,
) -> TimetableOut:
    """Read a version of the timetable: its meetings with hours, tables and reasons."""
    found = find_version(event_id, app.store, version)
    return TimetableOut(**version_data(found, find_event(event_id, app.store)[0]))


@router.patch("", summary="Lock meetings", responses=responses(400, 404, 409, 413, 415, 422, 503))
def lock_timetable(event_id: EventId, body: LocksIn, app: App) -> TimetableOut:
    """Lock meetings of the latest version in their slot and at their table; a published one gets a draft for it."""
    version = lock_meetings(event_id, app.store, lock=body.lock, unlock=body.unlock)
    return TimetableOut(**version_data(version, find_event(event_id, app.store)[0]))


@router.post("/moves", summary="Move a meeting", responses=responses(400, 404, 409, 413, 415, 422, 503))
def move_in_timetable(event_id: EventId, body: MoveIn, app: App, language: Language = None) -> MoveOut:
    """Move a meeting of the latest version, swap two or place one that has no place; what was moved is locked.

    Each rule that a move breaks is told, and it is refused unless all of them can be, and are, `confirmed`.
    """
    moved = move_meeting(event_id, body.to_domain(), app.store, dry_run=body.dry_run, language=language)
    return MoveOut(**moved_data(moved, find_event(event_id, app.store)[0]))


@router.get("/versions", summary="List versions", responses=responses(404, 422, 503))
def list_versions(event_id: EventId, app: App) -> VersionList:
    """List all versions of the timetable, oldest first, without their meetings."""
    versions = find_versions(event_id, app.store)
    return VersionList(versions=[VersionOut(**version_summary(version)) for version in versions])


@router.post("/publish", summary="Publish a timetable", responses=responses(400, 404, 409, 413, 415, 422, 503))
def publish_timetable(event_id: EventId, body: PublishIn, app: App) -> TimetableOut:
    """Make a draft what people are told: it never changes again, and who meets in it is remembered."""
    published = publish(event_id, app.store, body.version)
    return TimetableOut(**version_data(published, find_event(event_id, app.store)[0]))
